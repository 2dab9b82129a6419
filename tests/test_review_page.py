"""The review page in a real browser: what people see, correct and keep, and what no article can."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
from playwright.sync_api import Locator, Page, expect

from summarizer import Article, render_review, summarize
from summarizer.errors import ArticleError
from summarizer.stories import Story
from summarizer_evals.reports.island import lay_out
from summarizer_schemas.result import Rejected
from tests.desk import DESKTOP, PHONE, Desk
from tests.review_pieces import STRIKE, find_strike

pytest_plugins = ["tests.desk"]

TALKS = """\
Ostrel and Vantia open talks

OSTREL (Northwire) - Ostrel and Vantia held talks in Lindmark on Monday.
"""
CALM = "A wet day\n\nRain fell on the quiet valley of Lind all morning.\n"
HOSTILE = (
    "<script>window.hit = 1</script></script><!-- <img src=x onerror='window.hit=2'> "
    "\"'`&amp; <svg/onload=window.hit=3> javascript:window.hit=4 \u202egnp.exe\u2066 "
    "\x00\x1b[31m \ud800 \u2028 {{ scripts }}"
)


ODD = HOSTILE.replace("\ud800", "")
"""As an id: pydantic takes no half of a character there."""


@cache
def find_story(text: str, name: str) -> Story:
    """Returns an article with what is found in it: by hand for the harbour, else by the engine."""
    article = Article(text=text, id=name, published=date(2026, 3, 12), publisher="The Courier")
    by_hand = name == "harbour"
    return Story(find_strike(text) if by_hand else summarize(article), article, f"{name}.jsonl:1")


def render(*stories: Story, **more: Any) -> str:
    """Returns the page."""
    return render_review(stories, **more)


def build_three() -> str:
    """Returns a page with three articles."""
    return render(
        find_story(STRIKE, "harbour"), find_story(TALKS, "talks"), find_story(CALM, "calm")
    )


def find_card(page: Page, words: str) -> Locator:
    """Returns the card of an event that has the words in it."""
    return page.locator("article.card.event", has_text=words).first


def select(page: Page, words: str) -> None:
    """Selects words in the article, as a hand would."""
    page.evaluate(
        """(words) => {
          const pane = document.querySelector(".article");
          const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
          const nodes = [];
          while (walker.nextNode()) nodes.push(walker.currentNode);
          const whole = nodes.map((node) => node.data).join("");
          const [start, end] = [whole.indexOf(words), whole.indexOf(words) + words.length];
          const range = document.createRange();
          let at = 0;
          for (const node of nodes) {
            const next = at + node.data.length;
            if (at <= start && start < next) range.setStart(node, start - at);
            if (at < end && end <= next) range.setEnd(node, end - at);
            at = next;
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )
    expect(page.locator("#picked q")).to_have_text(words)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs `summarizer eval lint`."""
    command = [str(Path(sys.executable).parent / "summarizer"), "eval", "lint", str(folder)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def download(page: Page, button: str, target: Path) -> str:
    """Clicks a button that downloads; returns what came, as the bytes say."""
    with page.expect_download() as waiting:
        page.locator(button).click()
    assert waiting.value.suggested_filename == target.name
    waiting.value.save_as(target)
    return target.read_bytes().decode("utf-8")


# ---- what is seen ----


def test_pointing_at_a_finding_shows_its_words(desk: Desk) -> None:
    """A card lights up its marks, a mark its card; the keyboard does the same."""
    page = desk.open(render(find_story(STRIKE, "harbour")))
    card = find_card(page, "recalled")
    card.hover()
    lit = page.locator(".article mark.is-on")
    expect(lit.first).to_be_visible()
    assert "recalled its ambassador" in "".join(lit.all_inner_texts())
    page.locator(".article mark", has_text="shells hit the").first.hover()
    expect(page.locator("article.card.event.is-on")).to_contain_text("ASSAULT")
    assert "recalled" not in "".join(lit.all_inner_texts())
    page.locator(".article mark[tabindex='0']").focus()
    before = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") != before
    assert page.evaluate("document.activeElement.ariaDescription")


def test_kinds_of_marks_can_be_hidden(desk: Desk) -> None:
    """Evidence is marked by kind, and each kind has its switch."""
    page = desk.open(render(find_story(STRIKE, "harbour")))
    for kind, words in (("when", "on Tuesday"), ("where", "Norburg"), ("figure", "two people")):
        assert words in " ".join(page.locator(f".article .k-{kind}").all_inner_texts()), kind
    page.locator("[data-kind=when]").uncheck()
    assert page.locator(".article .k-when").count() == 0
    assert page.locator(".article .k-figure").count() > 0


def test_articles_are_searched_and_filtered(desk: Desk) -> None:
    """Words and choices narrow the list; the address keeps them; nothing found is said."""
    page = desk.open(build_three())
    rows = page.locator("nav .row")
    expect(rows).to_have_count(3)
    page.locator("#search").fill("lindmark")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("open talks")
    assert "q=lindmark" in page.evaluate("location.hash")
    page.locator("#search").fill("nowhere at all")
    expect(page.locator("nav .empty")).to_have_text("No article fits.")
    page.locator("#search").fill("")
    page.get_by_label("Event type").select_option("ASSAULT")
    expect(rows).to_have_count(1)
    expect(page.locator("nav .count")).to_contain_text("1 of 3 articles")
    page.locator("nav .count button").click()
    expect(rows).to_have_count(3)
    page.keyboard.press("Tab")
    page.locator("nav .row button").nth(1).click()
    expect(page.locator("h1")).to_have_text("Ostrel and Vantia open talks")


def test_events_stand_on_a_line_of_days(desk: Desk) -> None:
    """A day is a dot, an interval a bar; an event without a day stands apart."""
    page = desk.open(render(find_story(STRIKE, "harbour")))
    spans = page.locator(".timeline button.span")
    labels = [one.get_attribute("aria-label") or "" for one in spans.all()]
    assert any(label.endswith("ASSAULT, 10 Mar 2026") for label in labels)
    bars = page.locator(".timeline button.span:has(line.bar)")
    expect(bars).to_have_count(1)
    assert (bars.get_attribute("aria-label") or "").endswith("Mar 2019")
    assert [one for one in labels if "Mar 2019" in one] == labels[:1], "in the order of days"
    expect(page.locator(".undated")).to_have_text("Without a day: e4")
    spans.last.click()
    assert "is-on" in (page.locator("article.card:focus").get_attribute("class") or "")


def test_rival_figures_stand_side_by_side(desk: Desk) -> None:
    """Two tolls that cannot both be so are marked, each with who gives it."""
    page = desk.open(render(find_story(STRIKE, "harbour")))
    row = page.locator("tr.is-rival[data-item$=e1]")
    expect(row).to_contain_text("at least 2")
    expect(row).to_contain_text("port authority")
    expect(row).to_contain_text("5")
    expect(row.locator(".flag")).to_have_text("differ")


def test_what_was_refused_is_shown_with_its_reason(desk: Desk) -> None:
    """An item that was not accepted, a warning and an unreadable line are not hidden."""
    story = find_story(TALKS, "talks")
    refused = Rejected(kind="key_point", text="Nine ministers met.", reason="not_found")
    result = story.result.model_copy(
        update={"status": "partial", "rejected": (refused,), "warnings": ("No page number.",)}
    )
    html = render(Story(result, story.article), errors=[ArticleError("results.jsonl:7 is no JSON")])
    page = desk.open(html)
    expect(page.locator("#rejected")).to_contain_text("not_found")
    expect(page.locator("#rejected")).to_contain_text("Nine ministers met.")
    expect(page.locator("#desk .notices")).to_contain_text("No page number.")
    expect(page.locator("#errors")).to_contain_text("results.jsonl:7 is no JSON")


def test_without_the_text_its_quotes_are_shown(desk: Desk) -> None:
    """Results alone make a page too: of the article, what is quoted, in order."""
    story = find_story(STRIKE, "harbour")
    page = desk.open(render(Story(story.result)))
    expect(page.locator("#desk .notices")).to_contain_text("--articles")
    shown = page.locator(".article").inner_text()
    assert "Norland recalled its ambassador" in shown
    assert shown.index("shells hit") < shown.index("recalled")
    find_card(page, "recalled").hover()
    assert "recalled" in "".join(page.locator(".article mark.is-on").all_inner_texts())


# ---- correcting ----


def edit_recall(page: Page) -> None:
    """Corrects date and trigger of an event; what cannot be gold is said, and mended."""
    find_card(page, "recalled").locator("[data-act=Edit]").click()
    form = page.locator("form.edit")
    form.locator("[data-field='date.edtf']").fill("2026-02-30")
    form.locator("button[type=submit]").click()
    expect(form.locator(".troubles")).to_contain_text("no day of the calendar")
    form.locator("[data-field='date.edtf']").fill("2026-03-11")
    form.locator("[data-field=trigger]").fill("withdrew")
    form.locator("button[type=submit]").click()
    expect(form.locator(".troubles")).to_contain_text("“withdrew” does not stand in the article")
    form.locator("[data-field=trigger]").fill("recalled")
    form.locator("button[type=submit]").click()
    expect(find_card(page, "recalled").locator(".state")).to_have_text("edited")


def test_corrections_become_gold_that_lint_accepts(desk: Desk, tmp_path: Path) -> None:
    """Accept, edit, delete and add; gold.json and article.txt pass lint unchanged."""
    wide = STRIKE.replace("harbour of Norburg", "harbour of 🚢 Norburg")
    wide = wide.replace("\n\n", "\r\n\r\n").replace("Norland", "\u200eNorland")
    page = desk.open(render(find_story(wide, "harbour")))
    find_card(page, "ASSAULT").locator("[data-act=Accept]").click()

    edit_recall(page)
    find_card(page, "threatened").locator("[data-act=Delete]").click()
    expect(page.locator("article.card.is-deleted")).to_have_count(1)

    form = page.locator("form.edit")
    select(page, "five soldiers had been killed")
    page.locator("#picked button", has_text="New key point").click()
    form.locator("[data-field=text]").fill("Vantia says it lost five soldiers.")
    form.locator("button[type=submit]").click()
    expect(page.locator("article.card.is-added")).to_contain_text("Vantia says it lost")

    select(page, "the port authority said")
    page.locator("#picked button", has_text="New event").click()
    form.locator("[data-field=type]").select_option("CONSULT")
    select(page, "the port authority")
    form.get_by_text("Add an actor").click()
    expect(form.locator("[data-field='actors[0].text']")).to_have_value("the port authority")
    form.locator("button[type=submit]").click()

    page.locator("#keep").click()
    expect(page.locator("#asked")).to_contain_text("not judged")
    page.locator("#accept-rest").click()
    expect(page.locator(".verdict")).to_contain_text("judged.")
    folder = tmp_path / "gold" / "harbour"
    folder.mkdir(parents=True)
    gold = json.loads(download(page, "#keep", folder / "gold.json"))
    assert download(page, "#article-txt", folder / "article.txt") == wide

    done = lint(tmp_path / "gold")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 articles, 0 errors" in done.stdout + done.stderr
    types = [one["type"] for one in gold["events"]]
    assert "THREATEN" not in types
    assert gold["events"][-1]["actors"][0]["text"] == "the port authority"
    edited = next(one for one in gold["events"] if one.get("trigger") == "recalled")
    assert edited["date"]["edtf"] == "2026-03-11"
    for span in (gold["key_points"][-1]["evidence"][0], gold["events"][-1]["evidence"][0]):
        assert wide[span["start"] : span["end"]] == span["quote"]


def test_every_article_can_become_gold(desk: Desk, tmp_path: Path) -> None:
    """The gold of the repository's own articles passes lint when all findings are accepted."""
    root = Path(__file__).parent.parent / "evals" / "gold"
    names = sorted(one.name for one in root.iterdir())[::5]
    texts = [(root / name / "article.txt").read_bytes().decode("utf-8") for name in names]
    page = desk.open(render(*(find_story(*one) for one in zip(texts, names, strict=True))))
    for at, name in enumerate(names):
        page.locator(f"nav [data-story='{at}'] button").click()
        rest = page.locator("#accept-rest")
        if rest.count():
            rest.click()
        folder = tmp_path / "gold" / name
        folder.mkdir(parents=True)
        (folder / "article.txt").write_bytes(texts[at].encode("utf-8"))
        download(page, "#keep", folder / "gold.json")
    done = lint(tmp_path / "gold")
    assert f"{len(names)} articles, 0 errors" in done.stdout + done.stderr, done.stdout


def test_what_is_not_judged_is_left_out_only_when_asked(desk: Desk, tmp_path: Path) -> None:
    """Keeping with open findings asks first; leaving them out keeps what was judged alone."""
    page = desk.open(render(find_story(STRIKE, "harbour")))
    find_card(page, "recalled").locator("[data-act=Accept]").click()
    page.locator("#keep").click()
    gold = json.loads(download(page, "#keep-judged", tmp_path / "gold.json"))
    assert [one["trigger"] for one in gold["events"]] == ["recalled"]
    assert gold["has_key_points"] is False


def test_the_keyboard_judges(desk: Desk) -> None:
    """Key n goes to a finding, a accepts, x deletes, e edits, Escape leaves the form."""
    page = desk.open(render(find_story(STRIKE, "harbour")))
    page.keyboard.press("n")
    page.keyboard.press("a")
    expect(page.locator("article.card").first.locator(".state")).to_have_text("accepted")
    page.keyboard.press("n")
    page.keyboard.press("x")
    expect(page.locator("article.card").nth(1).locator(".state")).to_have_text("deleted")
    page.keyboard.press("n")
    page.keyboard.press("e")
    expect(page.locator("form.edit")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("form.edit")).to_have_count(0)


def test_leaving_with_unkept_work_is_asked_about(desk: Desk) -> None:
    """The browser asks before work that was not kept is lost."""
    page = desk.open(render(find_story(STRIKE, "harbour")))
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.locator("[data-act=Accept]").first.click()
    page.goto("about:blank")
    assert asked == ["beforeunload"]


# ---- for everybody ----


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(desk: Desk, scheme: str) -> None:
    """List, article, findings and an open form keep the rules of accessibility."""
    page = desk.open(build_three())
    page.emulate_media(color_scheme=cast("Any", scheme))
    find_card(page, "recalled").locator("[data-act=Edit]").click()
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run()")["violations"]
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"]][:3])
        for one in violations
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_is_wider_than_the_screen(desk: Desk, size: tuple[int, int]) -> None:
    """On a phone and on a desk nothing has to be pushed sideways."""
    page = desk.open(build_three(), size=size)
    find_card(page, "recalled").locator("[data-act=Edit]").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_paper_shows_article_and_findings_alone(desk: Desk) -> None:
    """Buttons and the list are for a screen; all of the article is printed."""
    page = desk.open(build_three())
    page.emulate_media(media="print")
    for hidden in ("nav", "#keep", "[data-act=Accept] >> nth=0", ".legend"):
        expect(page.locator(hidden)).to_be_hidden()
    pane = page.locator(".article")
    assert pane.evaluate("(one) => one.scrollHeight <= one.clientHeight + 1")


# ---- what an article cannot do ----


def test_a_hostile_article_is_words(desk: Desk) -> None:
    """A megabyte of markup, script and direction marks is shown, and does nothing."""
    long = "\n\n".join(f"{HOSTILE} Line {at} of the hostile text." for at in range(5_000))
    text = f"{STRIKE}\n{long}"
    assert len(text) > 1_000_000
    story = find_story(STRIKE, "harbour")
    info = story.result.article.model_copy(
        update={"title": HOSTILE, "url": "javascript:window.hit=5", "id": ODD}
    )
    point = story.result.key_points[0].model_copy(update={"text": HOSTILE, "flags": (HOSTILE,)})
    refused = Rejected(kind="event", text=HOSTILE, reason="not_found")
    result = story.result.model_copy(
        update={
            "article": info,
            "key_points": (point,),
            "rejected": (refused,),
            "warnings": (HOSTILE,),
        }
    )
    article = Article(text=text)
    page = desk.open(render(Story(result, article, HOSTILE), find_story(CALM, "calm")))
    page.locator("article.card").first.hover()
    page.locator("[data-act=Edit]").first.click()
    assert page.evaluate("window.hit") is None
    assert page.locator("img, iframe, svg[onload], object, #desk a").count() == 0
    own = page.locator("script").count()
    assert own == 9, "the data, the frame and seven of the page"
    shown = page.locator(".article").inner_text()
    assert "<script>window.hit = 1</script></script><!-- <img src=x onerror=" in shown
    assert "\\u202egnp.exe\\u2066 ␀␛[31m \\ud800" in shown
    drawn = page.evaluate("document.getElementById('desk').textContent")
    assert not any(char in drawn for char in "\x00\x1b\u202e\u2066\ud800")


ODDITIES = [
    *"ab \n\t\r\x00\x1f\x7f\x85é\u0301\u202e\u2066\u2028\ufeff\ufffa漢",
    "\r\n",
    "😀",
    "👩‍👩‍👧",
]


def test_places_are_the_same_in_python_and_in_the_browser(desk: Desk) -> None:
    """Each code point of any text stands where Python says, and the way back leads to it."""
    draw = Random(8)
    texts = ["".join(draw.choices(ODDITIES, k=draw.randrange(40))) for _ in range(300)]
    page = desk.open(render(find_story(CALM, "calm")))
    laid_out = page.evaluate(
        """(texts) => texts.map(([text, points]) => {
          const layout = article.layOut([{ start: 0, text, isWhole: true }]);
          const places = Array.from({ length: points + 1 }, (_, point) => layout.place(point));
          const back = places.map((place) => layout.place(layout.point(place)));
          const cuts = places.slice(1).map((_, point) => layout.slice(point, point + 1));
          return [layout.shown, places, back, cuts.join("")];
        })""",
        [[text, len(text)] for text in texts],
    )
    for text, (shown, places, back, cuts) in zip(texts, laid_out, strict=True):
        assert (shown, places) == lay_out(text)
        assert back == places
        assert cuts == text


def test_five_hundred_articles_are_drawn_as_they_are_needed(desk: Desk) -> None:
    """The page stays below 15 MB, draws what is in sight, and finds any article."""
    story = find_story(STRIKE * 4, "harbour")
    html = render(
        *(
            Story(
                story.result.model_copy(
                    update={"article": story.result.article.model_copy(update={"id": f"a{at}"})}
                ),
                story.article,
            )
            for at in range(500)
        )
    )
    assert len(html.encode()) < 15_000_000
    page = desk.open(html)
    assert page.locator("nav .row").count() <= 240
    assert page.locator(".article").count() == 1
    page.locator("#search").fill("a499")
    expect(page.locator("nav .row")).to_have_count(1)
