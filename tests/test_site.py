"""The site: built without a warning, whole, and asking nobody for anything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from playwright.sync_api import Request, sync_playwright

import summarizer

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
_FETCHED = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*(?:https?:)?//""")


class Page(HTMLParser):
    """What a page points to, fetches and can be pointed to.

    Attributes:
        links: addresses that a reader may follow.
        resources: addresses that a browser fetches by itself.
        ids: places that an anchor may name.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.resources: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what a tag names."""
        named = {name: value for name, value in attrs if value}
        if "id" in named:
            self.ids.add(str(named["id"]))
        if tag == "a" and "href" in named:
            self.links.append(str(named["href"]))
        elif tag == "link" and "href" in named:
            self.resources.append(str(named["href"]))
        self.resources += [str(named[name]) for name in ("src", "srcset", "data") if name in named]


def build(source: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Builds pages with the settings of the site; a warning is an error."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"),
            *("--conf-dir", str(DOCS), "--doctree-dir", str(out / "doctrees")),
            *(str(source), str(out / "site")),
        ],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def find_broken(site: Path, pages: dict[Path, Page]) -> Iterator[str]:
    """Yields links and resources of a site that lead nowhere."""
    for path, page in pages.items():
        for address in (*page.links, *page.resources):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target, anchor = urldefrag(address)
            place = (path.parent / unquote(urlsplit(target).path)).resolve() if target else path
            found = pages.get(place)
            if not place.is_file() or (anchor and found and unquote(anchor) not in found.ids):
                yield f"{path.relative_to(site)}: {address}"


def search(site: Path, words: str) -> tuple[int, list[str]]:
    """Returns how many pages the site's search finds in a browser, and what was fetched for it."""
    fetched: list[str] = []

    def note(request: Request) -> None:
        fetched.append(request.url)

    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", note)
        page.goto(f"{(site / 'search.html').as_uri()}?q={words}")
        results = page.locator("#search-results li")
        results.first.wait_for(timeout=20_000)
        count = results.count()
        browser.close()
    return count, fetched


def test_the_site_is_whole(tmp_path: Path) -> None:
    """It is built without a warning; all of it is reached, resolves, and needs no other host."""
    done = build(DOCS, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    site = tmp_path / "site"
    pages = {path: Page(path) for path in sorted(site.rglob("*.html"))}

    assert list(find_broken(site, pages)) == []
    fetched = [one for page in pages.values() for one in page.resources]
    assert [one for one in fetched if urlsplit(one).netloc] == []
    styles = [path for path in site.rglob("*.css") if _FETCHED.search(path.read_text("utf-8"))]
    assert styles == []

    home = pages[site / "index.html"]
    reached = {site / "index.html"} | {
        (site / unquote(urldefrag(one)[0])).resolve() for one in home.links
    }
    written = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert [one for one in sorted(written) if (site / one) not in reached] == []

    named = {one for path, page in pages.items() if "reference" in path.parts for one in page.ids}
    assert [one for one in summarizer.__all__ if f"summarizer.{one}" not in named] == []

    count, asked = search(site, "gazetteer")
    assert count > 1
    assert {urlsplit(one).scheme for one in asked} == {"file"}


def test_a_broken_link_fails_the_build(tmp_path: Path) -> None:
    """What leads nowhere is a warning with its place, and a warning is an error."""
    pages = tmp_path / "pages"
    pages.mkdir()
    lost = ["[page](no-such-page.md)", "[place](#no-such-place)", "![picture](no-such-picture.png)"]
    (pages / "index.md").write_text("\n\n".join(["# A page", *lost]), encoding="utf-8")
    done = build(pages, tmp_path)
    assert done.returncode != 0
    assert sorted(re.findall(r"index\.md:(\d+): WARNING", done.stderr)) == ["3", "5", "7"]


def test_tests_and_benchmarks_that_are_named_exist() -> None:
    """Who doubts a sentence finds the test, benchmark or example that it names."""
    for path in (ROOT / "README.md", *DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"\b(?:tests|benchmarks|examples)/[\w/]+\.(?:py|txt|jsonl|md)\b", text)
        assert [one for one in named if not (ROOT / one).exists()] == [], path.name
