"""How large the review page of many articles is, and how soon a real browser can be used with it.

    python benchmarks/pages.py [ARTICLES]

Interactive: from the start of loading until the list, the first article and its findings are drawn
and a key is answered. Beside it, the time Chromium needs for a page of the same size that draws
nothing: what no page of that size can undercut. Medians of five loads in one browser.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from summarizer import Article, Summarizer
from summarizer.pages.review import render_review
from summarizer.stories import Story

GOLD = Path(__file__).parent.parent / "evals" / "gold"
ROUNDS = 5
READY = "nav .row:first-child, .card"


def build_page(number: int) -> str:
    """Returns the page of as many articles: those of the gold set, over and over."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*/article.txt"))]
    stories: list[Story] = []
    with Summarizer() as summarizer:
        found = [summarizer.summarize(Article(text=text)) for text in texts]
    for at in range(number):
        text, result = texts[at % len(texts)], found[at % len(texts)]
        info = result.article.model_copy(update={"id": f"article-{at}"})
        stories.append(Story(result.model_copy(update={"article": info}), Article(text=text)))
    return render_review(stories)


def time_load(browser: Browser, path: Path, ready: str) -> float:
    """Returns seconds until a page can be used."""
    page: Any = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_selector(ready, state="attached")
    page.keyboard.press("n")
    spent: float = page.evaluate("performance.now()") / 1000
    page.close()
    return spent


def main() -> None:
    """Prints the table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    html = build_page(number)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        ours, bare = Path(folder) / "ours.html", Path(folder) / "bare.html"
        ours.write_text(html, encoding="utf-8")
        kept = html[: html.rindex("<script>")].rpartition("<script>")[0]
        bare.write_text(kept + "</body></html>", encoding="utf-8")
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        rows = {
            "review page": [time_load(browser, ours, READY) for _ in range(ROUNDS)],
            "same size, draws nothing": [time_load(browser, bare, "body") for _ in range(ROUNDS)],
        }
        browser.close()
    print(f"{number} articles, {len(html.encode()) / 1e6:.1f} MB")
    for name, seconds in rows.items():
        low, high = min(seconds), max(seconds)
        print(f"{name:<26} {statistics.median(seconds):5.2f} s  [{low:.2f}, {high:.2f}]")


if __name__ == "__main__":
    main()
