"""The whole way, from names of folders to a browser that corrects and finds it again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from summarizer import summarize
from summarizer.foldernames import MOST_CHARS, make_folder_name, name_folders
from summarizer_schemas.article import Article
from tests.desk import Desk
from tests.reviewing_pieces import TEXT, make_gold

pytest_plugins = ["tests.desk"]

PROGRAM = str(Path(sys.executable).parent / "summarizer")

# ---- names ----


@given(st.lists(st.text(min_size=1, max_size=120), max_size=12))
def test_folders_are_safe_and_apart(ids: list[str]) -> None:
    """Every id has a folder that any file system can hold, and no two share one."""
    names = name_folders(ids)
    assert len({one.casefold() for one in names}) == len(ids)
    for name in names:
        assert len(name) <= MOST_CHARS
        assert name[0].isalnum()
        assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
        assert not name.endswith(".")
        assert make_folder_name(name) == name
    assert name_folders(ids) == names


@pytest.mark.parametrize(
    "name", ["..", ".", "CON", "nul.txt", "a/b", "a\\b", "-x", "x.", "é", "a b"]
)
def test_what_no_folder_can_be_called_is_renamed(name: str) -> None:
    """Names that lead elsewhere, or that a system keeps for itself, get a hash."""
    assert make_folder_name(name) != name


# ---- the whole way ----


@contextmanager
def run_review(folder: Path) -> Generator[tuple[str, subprocess.Popen[str]]]:
    """Runs the command on the ferry; yields the address that it shows."""
    (folder / "ferry.txt").write_bytes(TEXT.encode())
    result = summarize(Article(text=TEXT, id="ferry", published=date(2026, 3, 10)))
    (folder / "results.jsonl").write_text(result.to_json() + "\n", encoding="utf-8")
    command = [PROGRAM, "review", "results.jsonl", "--articles", "ferry.txt", "--no-open"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in told


def lint(folder: Path) -> None:
    """Checks that what was saved is gold."""
    command = [PROGRAM, "eval", "lint", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def test_an_editor_corrects_and_finds_it_again(desk: Desk, tmp_path: Path) -> None:
    """The command serves the page; what is saved in it passes lint, and is there on reload."""
    with run_review(tmp_path) as (address, _):
        page = desk.visit(address)
        assert "token" not in page.url
        page.locator("#accept-rest").click()
        page.locator("#keep").click()
        expect(page.locator("#kept")).to_have_text("Saved in ferry.")
        page.locator("[data-act=Edit]").first.click()
        page.locator("form.edit [data-field=text]").fill("A ferry sank off Norburg.")
        page.locator("form.edit button[type=submit]").click()
        page.locator("#keep").click()
        expect(page.locator("#kept")).to_have_text("Saved in ferry.")
        page.reload()
        first = page.locator("article.card.point").first
        expect(first).to_contain_text("A ferry sank off Norburg.")
        expect(page.locator(".verdict")).to_contain_text("judged.")
        root = address.partition("?")[0]
        assert page.url.startswith(root)
        asked = {one.partition("?")[0] for one in desk.asked}
        assert asked == {root, page.url, f"{page.url}save"}
        desk.asked.clear()
    lint(tmp_path / "gold")


def test_gold_that_a_person_wrote_keeps_what_the_page_does_not_show(
    desk: Desk, tmp_path: Path
) -> None:
    """Traps, other wordings and notes of gold that was there survive a correction in the page."""
    rich = make_gold(
        "by hand",
        traps=[{"id": "t1", "rule": "Nobody says why.", "scope": "all"}],
        tags={"topic": "accident"},
    )
    rich["key_points"][0] |= {"accept": ["A ship sank."], "weight": 3, "supported_by_body": True}
    place = tmp_path / "gold" / "ferry"
    place.mkdir(parents=True)
    (place / "gold.json").write_text(json.dumps(rich), encoding="utf-8")
    with run_review(tmp_path) as (address, _):
        page = desk.visit(address)
        page.locator("article.card.point [data-act=Edit]").first.click()
        page.locator("form.edit [data-field=text]").fill("A ferry sank off Norburg.")
        page.locator("form.edit button[type=submit]").click()
        page.locator("#keep").click()
        expect(page.locator("#kept")).to_have_text("Saved in ferry.")
        desk.asked.clear()
    saved = json.loads((place / "gold.json").read_text(encoding="utf-8"))
    assert saved["traps"] == rich["traps"]
    assert saved["tags"] == rich["tags"]
    assert saved["notes"] == "by hand"
    assert saved["key_points"][0] == rich["key_points"][0] | {"text": "A ferry sank off Norburg."}
    lint(tmp_path / "gold")


def test_work_that_is_not_saved_can_be_carried_away(desk: Desk, tmp_path: Path) -> None:
    """Who saves after somebody else is told so, keeps his work, and can download it."""
    with run_review(tmp_path) as (address, _):
        pages = [desk.visit(address) for _ in range(2)]
        for page in pages:
            page.locator("#accept-rest").click()
        pages[0].locator("[data-act=Delete]").first.click()
        for page in pages:
            page.locator("#keep").click()
            expect(page.locator("#kept")).to_contain_text("aved")
        expect(pages[0].locator("#kept")).to_have_text("Saved in ferry.")
        expect(pages[1].locator("#kept")).to_contain_text("Not saved: ")
        with pages[1].expect_download() as waiting:
            pages[1].locator("#rescue").click()
        mine = json.loads(waiting.value.path().read_text(encoding="utf-8"))
        theirs = json.loads((tmp_path / "gold" / "ferry" / "gold.json").read_text("utf-8"))
        assert len(mine["key_points"]) == len(theirs["key_points"]) + 1
        desk.asked.clear()
        desk.said.clear()  # the browser itself notes the 409
