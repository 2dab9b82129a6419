"""The scorecard in a real browser: what people see and can do, and what an article cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from summarizer.controls import clean_for_terminal
from summarizer_evals.gates.baselines import Baseline, BaselineCase, Blessing
from summarizer_evals.gates.outlines import Outline, OutlineItem, outline
from summarizer_evals.gates.records import (
    CaseChange,
    Interval,
    MetricLine,
    SliceLine,
    Verdict,
)
from summarizer_evals.gold.reading import Case
from summarizer_evals.gold.records import Gold, GoldArticle, GoldEvent
from summarizer_evals.reports.island import lay_out
from summarizer_evals.reports.scorecard import render_scorecard
from summarizer_evals.runs.records import Output, Run, RunHeader
from summarizer_evals.scores import CaseScore, Finding, Tally, Violation
from summarizer_schemas.article import hash_text
from summarizer_schemas.record import KeyPoint
from summarizer_schemas.result import ArticleInfo, Result
from tests.desk import Desk
from tests.eval_pieces import (
    FEAR,
    MISSED_TALKS,
    NOW,
    PROVENANCE,
    STRIKE_PAIR,
    TOLL,
    TOLL_PAIR,
    WRONG_ACTOR,
    annotate_mood,
    annotate_strike,
    annotate_toll,
    cite,
    find_strike,
    span,
)

pytest_plugins = ["tests.desk"]

TALKS = "Vantia and Ostrel will hold talks in May."
FILLER = "\n\n".join(f"Paragraph {at} tells of the weather in the valley." for at in range(40))
TEXT = f"Strike on Norburg 😀\n\n{TOLL}\n\n{FILLER}\n\n{TALKS} {FEAR}"
HOSTILE = (
    "<script>window.hit = 1</script></script><!-- <img src=x onerror='window.hit=2'> "
    "\"'`&amp; <svg/onload=window.hit=3> javascript:window.hit=4 \u202egnp.exe\u2066 "
    "\x00\x1b[31m \ud800 \u2028 {{ script }}"
)


@dataclass
class Suite:
    """What a scorecard is made from."""

    verdict: dict[str, Any] = field(default_factory=dict[str, Any])
    cases: list[Case] = field(default_factory=list[Case])
    scores: list[CaseScore] = field(default_factory=list[CaseScore])
    outputs: list[Output] = field(default_factory=list[Output])
    blessed: dict[str, BaselineCase] = field(default_factory=dict[str, BaselineCase])

    def render(self, *, baseline: bool = True) -> str:
        """Returns the page."""
        values: dict[str, Any] = {
            "status": "regression",
            "exit_code": 1,
            "reasons": ("Events fell by 10.0 points.",),
            "suite": "core",
            "lane": "replay",
            "model": "openai/gpt-4.1-mini",
            "scored": len(self.cases),
            "expected": len(self.cases),
            "metrics": METRICS,
        }
        header = RunHeader(
            suite="core",
            lane="replay",
            model="openai/gpt-4.1-mini",
            cases=tuple(one.id for one in self.cases),
            gold_sha256="0" * 64,
            library_version="0.1.0",
            started_at=NOW,
        )
        before = Baseline(
            suite="core",
            model="openai/gpt-4.1-mini",
            lane="replay",
            gold_sha256="0" * 64,
            signatures={},
            history=(Blessing(at=NOW, reason="first"),),
            cases=self.blessed,
        )
        return render_scorecard(
            Verdict(**values | self.verdict),
            Run(header=header, outputs=tuple(self.outputs)),
            self.scores,
            self.cases,
            before if baseline else None,
        )


def weigh(metric: str, use: str, verdict: str, delta: float) -> MetricLine:
    """Returns one line of the gate."""
    values: dict[str, Any] = {"use": use, "verdict": verdict, "better": "higher"}
    return MetricLine(
        metric=metric,
        title=metric.replace("_", " ").capitalize(),
        baseline=0.8,
        now=0.8 + delta,
        delta=delta,
        interval=Interval(low=delta - 0.03, high=delta + 0.03),
        margin=0.02,
        p=0.004,
        scored=3,
        expected=3,
        **values,
    )


METRICS = (
    weigh("events", "primary", "worse", -0.1),
    weigh("slots", "primary", "ok", 0.01),
    weigh("evidence_verbatim", "guard", "ok", 0.0),
    weigh("rouge1", "report", "-", 0.0),
)


def annotate(name: str, text: str, **given: Any) -> Case:
    """Returns a case; gold has a strike, talks, a key point and a mood."""
    values: dict[str, Any] = {
        "article": GoldArticle(chars=len(text), sha256=hash_text(text), publisher="The Courier"),
        "events": (
            annotate_strike(text),
            GoldEvent(id="g2", type="CONSULT", evidence=(span(text, TALKS),)),
        ),
        "key_points": (annotate_toll(text),),
        "background": (annotate_mood(text),),
    }
    return Case(name, text, (Gold(id=name, **values | given),))


def find(text: str, words: str = "Nine people were killed on Tuesday.") -> Result:
    """Returns a result: the strike by another party, and a key point."""
    return Result(
        article=ArticleInfo(id="a", chars=len(text), sha256=hash_text(text)),
        status="ok",
        key_points=(KeyPoint(text=words, kind="abstractive", evidence=cite(text, TOLL)),),
        events=(find_strike(text),),
        provenance=PROVENANCE,
    )


def rate(case: str, **given: Any) -> CaseScore:
    """Returns a score: the strike is found with another actor, the talks are missed."""
    values: dict[str, Any] = {
        "status": "ok",
        "cost_usd": 0.0031,
        "tokens": 1_204,
        "counts": {"events": Tally(1, 1, 2), "slots": Tally(1, 2, 3)},
        "slices": {"language": "en", "length": "up to 250 words"},
        "pairs": (STRIKE_PAIR,),
        "point_pairs": (TOLL_PAIR,),
        "findings": (WRONG_ACTOR, MISSED_TALKS),
    }
    return CaseScore(case=case, **values | given)


def bless(now: Outline, **given: Any) -> BaselineCase:
    """Returns what the baseline has of a case."""
    values: dict[str, Any] = {"status": "ok", "counts": {"events": Tally(2, 2, 2)}, "outline": now}
    return BaselineCase(**values | given)


def build() -> Suite:
    """Returns three cases: one that got worse, one that stayed, one that could not be asked."""
    new = Violation(kind="missed_must", item="g1", message="ASSAULT")
    old = Violation(kind="trap", item="t1", message="nobody said so")
    other = rate("norburg", violations=(new, old))
    second = rate("norburg", epoch=2, findings=(), violations=())
    lost = CaseScore(
        case="lost", status="inconclusive", reason="no answer", slices={"language": "de"}
    )
    ten = OutlineItem(id="p1", text="Ten people were killed on Tuesday.")
    gone = OutlineItem(id="e1", text="PROTEST · The union")
    return Suite(
        verdict={
            "cases": (
                CaseChange(case="norburg", delta=-0.25, cause="the talks", new_violations=(new,)),
            ),
            "new_violations": {"norburg": (new,)},
            "inconclusive": {"lost": "no answer"},
            "slices": (
                SliceLine(
                    slice="language=de", metric="events", cases=1, baseline=0.5, now=0.2, delta=-0.3
                ),
            ),
        },
        cases=[annotate(name, TEXT) for name in ("calm", "lost", "norburg")],
        scores=[rate("calm", findings=()), lost, other, second],
        outputs=[
            Output(case="calm", result=find(TEXT)),
            Output(case="lost", crash="no answer"),
            Output(case="norburg", result=find(TEXT)),
            Output(case="norburg", epoch=2, result=find(TEXT, "Nine were killed.")),
        ],
        blessed={
            "calm": bless(outline(find(TEXT))),
            "lost": bless(outline(find(TEXT))),
            "norburg": bless(
                Outline(status="ok", key_points=(ten,), events=(gone,)), violations=(old.key,)
            ),
        },
    )


def list_rows(page: Page) -> list[str | None]:
    """Returns the ids of the cases in the list."""
    return [one.get_attribute("data-case") for one in page.locator("li.case").all()]


def open_case(page: Page, name: str) -> None:
    """Opens one case."""
    page.locator(f"li[data-case={name}] button.open").click()


# ---- what is seen ----


def test_the_verdict_stands_first(desk: Desk) -> None:
    """Status, reason, exit code, lane; metrics with their change drawn; guards folded."""
    page = desk.open(build().render())
    expect(page.locator("h1")).to_have_text("Regression")
    head = page.locator("#head").inner_text()
    assert "Events fell by 10.0 points." in head
    assert "Exit code 1" in head
    assert "not whether the model is good" in head
    row = page.locator("#metrics tbody tr").first
    expect(row).to_contain_text("−10.0")
    expect(row).to_contain_text("worse")
    assert row.locator("svg").get_attribute("aria-label") == (
        "−10.0, 95 % interval [−13.0, −7.0], margin 2.0"
    )
    assert page.locator("#metrics details").count() == 2
    assert page.locator("#metrics details table").count() == 0, "drawn when it is opened"
    page.locator("#metrics summary").first.click()
    expect(page.locator("#metrics details table")).to_have_count(1)


def test_cases_are_sorted_by_the_worst_change(desk: Desk) -> None:
    """What got worse stands first; another order is one choice away."""
    page = desk.open(build().render())
    assert list_rows(page) == ["norburg", "calm", "lost"]
    page.get_by_label("Sort by").select_option("Name")
    assert list_rows(page) == ["calm", "lost", "norburg"]


def test_filters_narrow_the_list_and_count(desk: Desk) -> None:
    """Values of one group widen, groups narrow; every filter says how many it would leave."""
    page = desk.open(build().render())
    groups = page.locator(".groups fieldset")
    status = groups.filter(has_text="Status")
    status.get_by_label("inconclusive").check()
    assert list_rows(page) == ["lost"]
    language = groups.filter(has_text="language")
    assert re.search(r"de\s+1", language.inner_text())
    assert re.search(r"en\s+0", language.inner_text())
    status.get_by_label("ok").check()
    assert list_rows(page) == ["norburg", "calm", "lost"]
    groups.filter(has_text="Against the baseline").get_by_label("new violation").check()
    assert list_rows(page) == ["norburg"]
    expect(page.get_by_role("status")).to_have_text("1 of 3 cases")
    page.get_by_role("button", name="Clear filters").click()
    assert list_rows(page) == ["norburg", "calm", "lost"]
    groups.filter(has_text="Error class").get_by_label("missed event").check()
    assert list_rows(page) == ["norburg"]


def test_search_looks_into_articles_and_findings(desk: Desk) -> None:
    """All words must be there, in whatever case."""
    page = desk.open(build().render())
    page.get_by_label("Search").fill("KILLED tuesday")
    assert len(list_rows(page)) == 3
    page.get_by_label("Search").fill("nowhere")
    expect(page.locator(".empty")).to_be_visible()


def test_the_address_keeps_the_view(desk: Desk) -> None:
    """A view can be sent to somebody: filters, search, order and the open case."""
    page = desk.open(build().render(), "#status=ok&q=strike&sort=name&case=norburg&epoch=2")
    assert list_rows(page) == ["calm", "norburg"]
    expect(page.get_by_label("Search")).to_have_value("strike")
    expect(page.locator("li[data-case=norburg] .detail")).to_be_visible()
    expect(page.locator("[data-epochs] select")).to_have_value("2")
    page.get_by_role("button", name="Clear filters").click()
    open_case(page, "calm")
    assert page.evaluate("location.hash") == "#sort=name&case=calm"


def test_a_slice_that_moved_leads_to_its_cases(desk: Desk) -> None:
    """From the group that fell to its articles is one step."""
    page = desk.open(build().render())
    page.locator("#slices").get_by_role("button", name="de").click()
    assert list_rows(page) == ["lost"]


# ---- one case ----


def test_a_case_is_built_when_it_is_opened(desk: Desk) -> None:
    """One case is open at a time, and a closed one costs nothing."""
    page = desk.open(build().render())
    assert page.locator(".detail").count() == 0
    open_case(page, "norburg")
    open_case(page, "calm")
    expect(page.locator(".detail")).to_have_count(1)
    open_case(page, "calm")
    expect(page.locator(".detail")).to_have_count(0)


def test_an_open_case_says_what_it_cost(desk: Desk) -> None:
    """Money and tokens stand above the article."""
    page = desk.open(build().render(), "#case=norburg")
    expect(page.locator(".detail")).to_contain_text("$0.0031")
    expect(page.locator(".detail")).to_contain_text("1,204 tokens")


def test_gold_and_found_stand_side_by_side(desk: Desk) -> None:
    """A pair with its slots, what is missed, and the violations, new ones marked."""
    page = desk.open(build().render(), "#case=norburg")
    pair = page.locator(".pair").first
    assert pair.locator(".item.gold").inner_text().split() == "g1 ASSAULT · Ostrel".split()
    assert pair.locator(".item.found").inner_text().split() == "e1 ASSAULT · Vantia".split()
    expect(pair.locator("tr.grade-bad")).to_contain_text("actors")
    expect(pair.locator("tr.grade-good")).to_contain_text("type")
    expect(page.locator(".pair.state-missed")).to_contain_text("not found")
    lines = page.locator(".violations li").all_inner_texts()
    assert [one.split()[0] for one in lines] == ["new", "known"]
    expect(page.locator(".findings")).to_contain_text("wrong actors: expected Ostrel, found Vantia")


def test_old_stands_against_new(desk: Desk) -> None:
    """A reworded line shows its words, a line that is gone or new stands alone."""
    page = desk.open(build().render(), "#case=norburg")
    diff = page.locator(".changes")
    expect(diff.locator("del")).to_have_text(["Ten"])
    expect(diff.locator("ins")).to_have_text(["Nine"])
    removed = diff.locator("li.removed").all_inner_texts()
    assert any("PROTEST · The union" in one for one in removed)
    expect(diff.locator("li.added").last).to_contain_text("ASSAULT · Vantia")


def test_each_epoch_can_be_looked_at(desk: Desk) -> None:
    """Where a case was asked for several times, each answer is one choice away."""
    page = desk.open(build().render(), "#case=norburg")
    expect(page.locator(".findings")).to_have_count(1)
    page.locator("[data-epochs] select").select_option("2")
    expect(page.locator(".findings")).to_have_count(0)
    expect(page.locator(".item.found").last).to_contain_text("Nine were killed.")


def test_an_item_lights_its_words_and_brings_them_into_sight(desk: Desk) -> None:
    """Offsets are right after a character beyond 16 bits, and the article scrolls by itself."""
    page = desk.open(build().render(), "#case=norburg")
    words = page.locator(".article .seg.is-gold")
    assert words.all_inner_texts() == [TOLL, TALKS]
    expect(page.locator(".article .seg.is-found")).to_have_text(TOLL)
    expect(page.locator(".article .seg.is-background")).to_have_text(FEAR)
    page.emulate_media(reduced_motion="reduce")
    page.locator(".item.gold", has_text="g2").focus()
    lit = page.locator(".article .on-gold")
    expect(lit).to_have_text(TALKS)
    pane, mark = page.locator(".article").bounding_box(), lit.bounding_box()
    assert pane
    assert mark
    assert pane["y"] <= mark["y"] <= pane["y"] + pane["height"]
    page.locator(".item.found", has_text="e1").focus()
    expect(page.locator(".article .on-found")).to_have_text(TOLL)
    expect(page.locator(".article .on-gold")).to_have_count(0)


def test_a_mark_lights_its_items(desk: Desk) -> None:
    """From the article back to the items, by mouse or by key."""
    page = desk.open(build().render(), "#case=norburg")
    page.locator(".article .seg", has_text="killing nine").hover()
    active = page.locator(".item.is-active .key")
    expect(active).to_have_text(["g1", "e1"])
    page.locator(".article .seg", has_text="killing nine").focus()
    page.keyboard.press("ArrowDown")
    expect(active).to_have_text(["g2"])


def test_key_points_have_marks_of_their_own(desk: Desk) -> None:
    """Marks of events and of key points can be seen apart or together."""
    page = desk.open(build().render(), "#case=norburg")
    page.get_by_text("Key points", exact=True).first.click()
    expect(page.locator(".article .seg.is-gold")).to_have_text([TOLL])
    assert page.locator(".article .is-gold").get_attribute("data-label") == "k1 p1"


def test_a_case_without_output_says_why(desk: Desk) -> None:
    """What could not be measured shows its reason and its gold."""
    page = desk.open(build().render(), "#case=lost")
    expect(page.locator(".notice")).to_contain_text("no answer")
    suite = build()
    suite.scores = [one for one in suite.scores if one.case != "calm"]
    page = desk.open(suite.render(), "#case=calm")
    expect(page.locator(".notice")).to_contain_text("it was not reached")


# ---- without a mouse, without a baseline, on a phone ----


def test_the_keyboard_does_everything(desk: Desk) -> None:
    """Search, next, open, close: focus is where the eye is."""
    page = desk.open(build().render())
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("strike")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Search")).to_have_value("")
    page.get_by_label("Search").blur()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("li[data-case=calm] .open")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("li[data-case=norburg] .open")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("li[data-case=norburg] .open")).to_be_focused()
    expect(page.locator(".detail")).to_have_count(0)


def test_every_control_has_a_name(desk: Desk) -> None:
    """A screen reader can say what each button, field and choice is for."""
    page = desk.open(build().render(), "#case=norburg")
    names = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, summary")]
        .filter((one) => one.checkVisibility())
        .map((one) => (one.labels && one.labels[0] ? one.labels[0] : one).textContent.trim())"""
    )
    assert len(names) > 20
    assert all(names)


def test_without_a_baseline_nothing_is_compared(desk: Desk) -> None:
    """A first run has its scores and its cases, and no empty columns of changes."""
    suite = build()
    suite.verdict |= {"metrics": (), "cases": (), "new_violations": {}, "slices": ()}
    page = desk.open(suite.render(baseline=False), "#case=norburg")
    assert page.locator("#metrics").count() == 0
    assert page.locator(".changes").count() == 0
    assert "Against the baseline" not in page.locator(".groups").inner_text()


def test_nothing_is_wider_than_the_screen(desk: Desk) -> None:
    """From a small phone to a desk there is no sideways scrolling."""
    page = desk.open(build().render(), "#case=norburg")
    for width in (320, 390, 768, 1024, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# Relative luminance and contrast as WCAG 2 defines them, over what stands behind the text.
MEASURE_CONTRAST = """() => {
  const parse = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const shine = (rgb) => rgb.slice(0, 3).map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const rgba = parse(getComputedStyle(one).backgroundColor);
      if (rgba.length === 3 || rgba[3] === 1) return rgba;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const element of document.querySelectorAll("body *")) {
    const said = [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!said || !element.checkVisibility() || element.closest("svg, script, noscript")) continue;
    const [a, b] = [shine(parse(getComputedStyle(element).color)), shine(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.push([element.className, element.textContent.slice(0, 30), ratio]);
  }
  return weak;
}"""


def test_every_word_can_be_read_in_light_and_in_dark(desk: Desk) -> None:
    """Text has the contrast of WCAG AA, 4.5 to 1, in both schemes, marks and flags included."""
    page = desk.open(build().render(), "#case=norburg")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for item in ("g1", "e1"):
            page.locator(".item", has_text=item).first.focus()
            assert page.evaluate(MEASURE_CONTRAST) == [], scheme


# ---- what an article cannot do ----


def test_an_article_is_text_and_nothing_else(desk: Desk) -> None:
    """Markup, scripts, addresses and control characters of an article are shown, and inert."""
    text = f"{HOSTILE}\n\n{TOLL} {TALKS} {FEAR}\n\n{HOSTILE}"
    suite = build()
    article = GoldArticle(
        chars=len(text),
        sha256=hash_text(text),
        title=HOSTILE,
        publisher=HOSTILE,
        url="javascript:window.hit=5",
    )
    suite.cases = [annotate("norburg", text, article=article, notes=HOSTILE)]
    finding = Finding(kind="missed", gold="g2", expected=HOSTILE)
    violation = Violation(kind="trap", item="t1", message=HOSTILE)
    suite.scores = [
        rate(
            "norburg",
            findings=(finding,),
            violations=(violation,),
            slices={HOSTILE: HOSTILE, "language": "en"},
            reason=HOSTILE,
        )
    ]
    suite.outputs = [Output(case="norburg", result=find(text, HOSTILE))]
    suite.verdict |= {
        "reasons": (HOSTILE, HOSTILE),
        "notes": (HOSTILE,),
        "suite": HOSTILE,
        "command": HOSTILE,
        "baseline": HOSTILE,
        "cases": (CaseChange(case="norburg", delta=-0.1, cause=HOSTILE),),
        "slices": (
            SliceLine(slice=HOSTILE, metric="events", cases=1, baseline=0.5, now=0.4, delta=-0.1),
        ),
    }
    page = desk.open(suite.render(), "#case=norburg")
    page.locator(".item.found").first.focus()
    assert page.evaluate("window.hit") is None
    assert page.locator("img, iframe, a:not(.skip), form, link, object").count() == 0
    assert page.locator("script").count() == 3
    shown = page.locator(".article").inner_text()
    assert "<script>window.hit = 1</script></script><!-- <img src=x onerror=" in shown
    assert "\\u202egnp.exe\\u2066 ␀␛[31m \\ud800" in shown
    everything = page.evaluate("document.body.textContent")
    assert not re.search("[\x00\x1b\u202e\u2066\ud800]", everything)


def test_the_policy_forbids_all_but_its_own_script(desk: Desk) -> None:
    """Even markup that came to stand in the page could run and load nothing."""
    page = desk.open(build().render())
    refused = page.evaluate(
        """() => new Promise((done) => {
          const seen = new Set();
          document.addEventListener("securitypolicyviolation", (event) => {
            seen.add(event.effectiveDirective);
            if (seen.size === 3) done([...seen].sort());
          });
          const one = document.createElement("img");
          one.setAttribute("onerror", "window.hit = 1");
          one.src = "https://evil.example/x.png";
          const two = document.createElement("script");
          two.textContent = "window.hit = 2";
          document.body.append(one, two);
        })"""
    )
    assert refused == ["img-src", "script-src-attr", "script-src-elem"]
    assert page.evaluate("window.hit") is None
    desk.said.clear()  # the browser's own word on what it refused
    desk.asked.clear()


def test_what_a_value_holds_is_never_read_as_a_template() -> None:
    """Braces of an article stay braces, and the island cannot end its element."""
    suite = build()
    suite.verdict |= {"reasons": ("{{ script }}</script>",)}
    html = suite.render()
    island = re.search(r'id="data">(.*?)</script>', html)
    assert island
    assert "{{ script }}\\u003c/script\\u003e" in island[1]
    assert "<" not in island[1]
    assert "http" not in re.sub(r"http-equiv|http://www\.w3\.org/2000/svg", "", html)


@pytest.mark.parametrize(
    ("text", "shown", "places"),
    [
        ("", "", [0]),
        ("a\nb", "a\nb", [0, 1, 2, 3]),
        ("a\r\nb", "a\nb", [0, 1, 1, 2, 3]),
        ("\ud83d\ude00", "\\ud83d\\ude00", [0, 6, 12]),
        ("😀é", "😀é", [0, 2, 3]),
        ("\u202ex", "\\u202ex", [0, 6, 7]),
    ],
)
def test_places_are_those_of_the_browser(text: str, shown: str, places: Sequence[int]) -> None:
    """Each code point of the article has its place in UTF-16 units of what is shown."""
    assert lay_out(text) == (shown, list(places))


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("\r\n\t\x00😀\u202e")))
def test_every_place_is_where_its_character_is_shown(text: str) -> None:
    """Between two places stands the one character, made harmless, and nothing else."""
    shown, places = lay_out(text)
    units = shown.encode("utf-16-le")
    assert len(places) == len(text) + 1
    assert places[-1] * 2 == len(units)
    for char, start, end in zip(text, places, places[1:], strict=False):
        piece = units[2 * start : 2 * end].decode("utf-16-le")
        plain = char if char in "\n\t" else clean_for_terminal(char)
        assert piece == plain or (char == "\r" and piece == "")


# ---- many cases ----


def test_two_thousand_cases_open_and_filter(desk: Desk) -> None:
    """Only what is in sight is drawn: rows come as one scrolls, cases when they are opened."""
    suite = Suite()
    result = find(TEXT)
    before = outline(result)
    for at in range(2000):
        name = f"case-{at}"
        kinds = (Finding(kind="missed", gold="g2", expected=f"talks {at}"),) if at % 10 == 0 else ()
        suite.cases.append(annotate(name, TEXT))
        suite.scores.append(rate(name, findings=kinds, slices={"topic": f"topic {at % 30}"}))
        suite.outputs.append(Output(case=name, result=result))
        suite.blessed[name] = bless(before)
    page = desk.open(suite.render())
    expect(page.get_by_role("status")).to_have_text("2,000 cases")
    assert page.locator("li.case").count() <= 120
    assert page.locator(".detail").count() == 0
    assert page.locator(".groups input").count() < 40, "long lists of values are folded"
    page.get_by_label("missed event").check()
    expect(page.get_by_role("status")).to_have_text("200 of 2,000 cases")
    page.get_by_label("Search").fill("case-1990")
    assert list_rows(page) == ["case-1990"]
    open_case(page, "case-1990")
    expect(page.locator(".pair").first).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    page.locator(".results > button").scroll_into_view_if_needed()
    expect(page.locator("li.case").nth(119)).to_be_attached()


def test_a_link_to_a_case_far_down_leads_to_it(desk: Desk) -> None:
    """A case of a summary's link is drawn and open, wherever it stands in the list."""
    suite = Suite()
    for at in range(150):
        name = f"case-{at:03}"
        suite.cases.append(annotate(name, TEXT))
        suite.scores.append(rate(name))
        suite.outputs.append(Output(case=name, result=find(TEXT)))
    page = desk.open(suite.render(), "#case=case-149")
    expect(page.locator("li[data-case=case-149] .detail")).to_be_in_viewport()
