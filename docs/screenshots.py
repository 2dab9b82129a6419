"""Takes the pictures of the review page that the documentation shows.

    python docs/screenshots.py

They show the examples of this repository, as the embedded engine finds them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from summarizer import Summarizer
from summarizer.pages.review import render_review
from summarizer.reading import read_article
from summarizer.stories import Story

ROOT = Path(__file__).parent.parent
DAYS = {"harbour-ferry": date(2024, 3, 10), "border-strikes": date(2024, 1, 19)}
SHOTS: dict[str, tuple[int, int, str]] = {
    "review-light": (1280, 800, "light"),
    "review-dark": (1280, 800, "dark"),
    "review-phone": (390, 760, "light"),
}


def build_page() -> str:
    """Returns the page of the examples."""
    stories: list[Story] = []
    with Summarizer() as summarizer:
        for name, day in DAYS.items():
            path = ROOT / "examples" / f"{name}.txt"
            article = read_article(path, id=name, published=day)
            stories.append(Story(summarizer.summarize(article), article, path.name))
    return render_review(stories)


def main() -> None:
    """Writes the pictures into docs/images."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "page.html"
        path.write_text(build_page(), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (width, height, scheme) in SHOTS.items():
            kind: Any = scheme
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=kind)
            page.goto(path.as_uri())
            card = page.locator(".card.event").first
            card.focus()
            if width < 600:
                page.locator("h1").scroll_into_view_if_needed()
                page.evaluate("document.getElementById('desk').scrollIntoView()")
            page.wait_for_timeout(400)  # colours change slowly
            picture = Image.open(BytesIO(page.screenshot()))
            small = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
            small.save(ROOT / "docs" / "images" / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
