"""What is saved is gold of its article, and nothing else was touched."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from summarizer import ConfigError
from summarizer.reviewing import NotSavedError, ReviewServer, Shelf
from tests.reviewing_pieces import (
    ARTICLES,
    FILES,
    TEXT,
    Client,
    list_errors,
    list_files,
    make_gold,
    make_view,
)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """The folder of gold."""
    return tmp_path / "gold"


@pytest.fixture
def client(gold: Path) -> Iterator[Client]:
    """Yields a client that has opened the page."""
    with ReviewServer(make_view, Shelf(gold, ARTICLES)) as server:
        yield Client(server.address)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server that was never sent what it could save."""
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def stranger(empty: Path) -> Iterator[Client]:
    """Yields the client of that server."""
    with ReviewServer(make_view, Shelf(empty, ARTICLES)) as server:
        yield Client(server.address)


# ---- saving ----


def test_gold_and_article_stand_side_by_side(client: Client, gold: Path) -> None:
    """What was saved is what was sent; the article is byte for byte the article."""
    status, told = client.save(make_gold("first"))
    assert status == 200
    assert json.loads((gold / "ferry" / "gold.json").read_bytes()) == make_gold("first")
    assert (gold / "ferry" / "article.txt").read_bytes() == TEXT.encode()
    status, _ = client.save(make_gold("second"), told["revision"])
    assert status == 200
    assert b"second" in (gold / "ferry" / "gold.json").read_bytes()
    assert list_files(gold / "ferry") == FILES
    assert list_errors(gold / "ferry") == []


def test_two_windows_do_not_write_over_each_other(client: Client, gold: Path) -> None:
    """Who saves from a page that is out of date is told, and what is there stays."""
    _, first = client.save(make_gold("first"))
    client.save(make_gold("second"), first["revision"])
    for stale in (first["revision"], None):
        status, told = client.save(make_gold("third"), stale)
        assert status == 409
        assert "reload" in told["error"]
    assert b"second" in (gold / "ferry" / "gold.json").read_bytes()


def test_who_missed_the_answer_may_ask_again(client: Client) -> None:
    """Saving what stands there already is no conflict, and has the same answer."""
    first = client.save(make_gold("first"))
    assert client.save(make_gold("first")) == first


def test_one_of_many_wins(gold: Path) -> None:
    """Of several processes that save the first gold at once, one does, and the others are told."""
    shelves = [Shelf(gold, ARTICLES) for _ in range(8)]

    def save(number: int) -> str:
        try:
            shelves[number].save("ferry", make_gold(str(number)), revision=None)
        except NotSavedError as error:
            return error.reason
        return "saved"

    with ThreadPoolExecutor(len(shelves)) as pool:
        ends = list(pool.map(save, range(len(shelves))))
    assert sorted(ends) == ["conflict"] * 7 + ["saved"]
    kept = json.loads((gold / "ferry" / "gold.json").read_bytes())
    assert kept["notes"] == str(ends.index("saved"))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": "../ferry"}, "id"),
        ({"id": "other"}, "id"),
        ({"format": "gold/2"}, "format"),
        ({"annotator": "zz"}, "annotator"),
        ({"article": {"sha256": "0" * 64}}, "sha256"),
        ({"article": {**make_gold()["article"], "chars": 1}}, "chars"),
        ({"article": None}, "sha256"),
        ({"notes": [{"quote": "A ferry", "start": 0, "end": 7}]}, "notes[0]"),
        ({"notes": [{"quote": "A ferry", "start": 17, "end": 25}]}, "notes[0]"),
        ({"notes": {"A ferry sank": {"quote": None}}}, "notes.?"),
        ({"traps": [{"quote": "A ferry", "start": 1.5, "end": None}]}, "traps[0]"),
        ({"notes": "\ud800"}, "half a character"),
        ({"notes": float("nan")}, "number"),
    ],
    ids=str,
)
def test_gold_of_something_else_is_refused(
    stranger: Client, empty: Path, changes: dict[str, Any], problem: str
) -> None:
    """Gold is of this article, with quotes where they stand; the message has no words of it."""
    status, told = stranger.save(make_gold(**changes))
    assert status == 422
    assert problem in told["error"]
    assert "ferry sank" not in told["error"]
    assert not (empty / "ferry").exists()


@pytest.mark.parametrize("depth", [60, 20_000])
def test_depth_is_refused(stranger: Client, empty: Path, depth: int) -> None:
    """A document nested without end is refused, whoever finds it too deep."""
    deep = f"{'[' * depth}{']' * depth}"
    words = json.dumps(make_gold("HERE")).replace('"HERE"', deep)
    body = f'{{"id": "ferry", "revision": null, "gold": {words}}}'
    assert stranger.ask(stranger.save_path, "POST", body).status in {400, 422}
    assert not (empty / "ferry").exists()


def test_an_article_that_is_not_reviewed_is_not_saved(stranger: Client) -> None:
    """An id that is no folder of this review leads nowhere."""
    for name in ("other", "../../x", "/etc", "ferry/../x", "ferry\0", ""):
        body = {"id": name, "gold": make_gold(id=name), "revision": None}
        assert stranger.ask(stranger.save_path, "POST", body).status == 404


@pytest.mark.parametrize("name", ["../x", "a/b", "..", "", "con", "a\0"])
def test_a_name_that_is_no_folder_is_refused(gold: Path, name: str) -> None:
    """The shelf takes names of folders, not whatever an article calls itself."""
    with pytest.raises(ConfigError, match="name_folders"):
        Shelf(gold, {name: TEXT})


# ---- what stands there already ----


def test_what_somebody_else_wrote_stays(gold: Path) -> None:
    """Another annotator's gold is left alone; one's own stands beside it, and is read again."""
    place = gold / "ferry"
    place.mkdir(parents=True)
    theirs = json.dumps(make_gold("theirs", annotator="zz"))
    (place / "gold.json").write_text(theirs)
    shelf = Shelf(gold, ARTICLES, annotator="a1")
    assert shelf.read("ferry") is None
    revision = shelf.save("ferry", make_gold("mine"), revision=None)
    assert (place / "gold.json").read_text() == theirs
    assert json.loads((place / "gold.a1.json").read_text())["notes"] == "mine"
    kept = Shelf(gold, ARTICLES, annotator="a1").read("ferry")
    assert kept is not None
    assert (kept.document["notes"], kept.revision) == ("mine", revision)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("article.txt", "Another ferry."),
        ("gold.json", json.dumps(make_gold(article={"sha256": "0" * 64, "chars": 9}))),
        ("gold.json", json.dumps(make_gold(notes=[{"quote": "A ferry"}]))),
        ("gold.a1.json", '{"annotator": "a1", '),
    ],
)
def test_what_does_not_fit_stays_and_is_told_before_the_work(
    gold: Path, name: str, words: str
) -> None:
    """Another text, or gold that is none of this article, is not shown and not written over."""
    (gold / "ferry").mkdir(parents=True)
    (gold / "ferry" / name).write_text(words)
    shelf = Shelf(gold, ARTICLES)
    assert shelf.read_all() == {}
    (obstacle,) = shelf.find_obstacles()
    with pytest.raises(NotSavedError) as refused:
        shelf.save("ferry", make_gold(), revision=None)
    assert (str(refused.value), refused.value.reason) == (obstacle, "conflict")
    assert f"ferry/{name}" in obstacle
    assert list_files(gold / "ferry") == [name]
    assert (gold / "ferry" / name).read_text() == words


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "folder"])
@pytest.mark.parametrize("planted", ["ferry", "ferry/gold.json", "ferry/gold.a1.json",
                                     "ferry/article.txt"])  # fmt: skip
def test_links_are_not_followed(gold: Path, tmp_path: Path, planted: str, kind: str) -> None:
    """What was planted in the folder leads nothing out of it, and holds nobody up."""
    secret, path = tmp_path / "secret", gold / planted
    path.parent.mkdir(parents=True)
    if kind == "link":
        if planted == "ferry":
            secret.mkdir()
        else:
            secret.write_text(json.dumps(make_gold("secret")))
    if kind in {"link", "dangling"}:
        path.symlink_to(secret)
    elif kind == "pipe":
        os.mkfifo(path)
    elif planted == "ferry":
        path.touch()
    else:
        path.mkdir()
    before = secret.read_text() if secret.is_file() else secret.exists()
    shelf = Shelf(gold, ARTICLES)
    assert shelf.read("ferry") is None
    assert len(list(shelf.find_obstacles())) == 1
    with pytest.raises(NotSavedError):
        shelf.save("ferry", make_gold(), revision=None)
    assert (secret.read_text() if secret.is_file() else secret.exists()) == before
    assert not secret.is_dir() or list_files(secret) == []


def test_a_full_disk_is_told(client: Client, gold: Path) -> None:
    """A disk that takes no more is an answer; what was there stays, and saving works later."""
    _, first = client.save(make_gold("first"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    try:
        status, told = client.save(make_gold("x" * 3_000), first["revision"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert status == 507
    assert told["error"].startswith("ferry cannot be written: ")
    assert list_files(gold / "ferry") == FILES
    assert client.save(make_gold("x" * 3_000), first["revision"])[0] == 200


def test_a_place_that_cannot_be_written_is_told(client: Client, gold: Path) -> None:
    """A file where the folder should be is an answer, not a broken line."""
    (gold / "ferry").touch()
    status, told = client.save(make_gold())
    assert status == 500
    assert "ferry" in told["error"]


@pytest.mark.parametrize("name", ["", "../x", "a.b", "x" * 41, "é"])
def test_an_annotator_is_part_of_a_file_name(gold: Path, name: str) -> None:
    """A name that could lead elsewhere is refused."""
    with pytest.raises(ConfigError, match="annotator"):
        Shelf(gold, ARTICLES, annotator=name)
