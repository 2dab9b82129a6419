"""A real browser for the pages that are made: `pytest_plugins = ["tests.desk"]`.

PYTEST_DONT_REWRITE: tests import it before pytest does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()
DESKTOP = (1400, 900)
PHONE = (390, 844)


class Desk:
    """Opens pages and writes down what they ask for and say."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser = browser
        self.folder = folder
        self.asked: list[str] = []
        self.said: list[str] = []
        self._pages: list[Page] = []

    @property
    def address(self) -> str:
        """Where pages stand."""
        return (self.folder / "page.html").as_uri()

    def open(self, html: str, at: str = "", *, size: tuple[int, int] = DESKTOP) -> Page:
        """Returns a browser's page with the file open."""
        (self.folder / "page.html").write_bytes(html.encode("utf-8"))
        return self.visit(self.address + at, size=size)

    def visit(self, address: str, *, size: tuple[int, int] = DESKTOP) -> Page:
        """Returns a browser's page with an address open."""
        page = self.browser.new_page(viewport={"width": size[0], "height": size[1]})
        self._pages.append(page)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", self._dismiss)
        page.goto(address)
        return page

    def _dismiss(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
            return
        self.said.append(dialog.message)
        dialog.dismiss()

    def close(self) -> None:
        """Closes every page; each asked for nothing but its file, and said nothing."""
        for page in self._pages:
            page.close()
        assert self.said == []
        elsewhere = {one.partition("#")[0] for one in self.asked} - {self.address}
        assert not {one for one in elsewhere if not one.startswith("blob:")}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yields Chromium."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "install chromium, or name it with CHROMIUM=/path/to/chromium"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """Yields a desk, and checks that its pages were quiet."""
    one = Desk(browser, tmp_path)
    yield one
    one.close()
