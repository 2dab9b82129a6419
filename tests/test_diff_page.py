"""The page of a difference in a real browser: what people see and do, and what no article can."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from summarizer.comparing import RunDiff, compare_runs
from summarizer.pages.changes import build_changes
from summarizer.pages.frame import render_page
from summarizer_schemas.record import Party
from tests.comparing_pieces import PORT, at, cite, count, happen, make_result, on, point, recall
from tests.desk import DESKTOP, PHONE, Desk

pytest_plugins = ["tests.desk"]

HOSTILE = (
    "<script>window.hit = 1</script></script><!-- <img src=x onerror='window.hit=2'> "
    "\"'`&amp; <svg/onload=window.hit=3> javascript:window.hit=4 \u202egnp.exe\u2066 "
    "\x00\x1b[31m \u2028 {{ scripts }}"
)
TALKS = recall(id="e3", type="CONSULT", trigger="talks", recipients=(), date=None).model_copy(
    update={"evidence": cite("Envoys will hold talks in Lindmark")}
)


def compare() -> RunDiff:
    """Returns a difference with a toll that rose, a day corrected, and events new and gone."""
    before = make_result(
        happen(figures=(count(12, PORT),)),
        recall(),
        points=[point("Shells killed 12 people in Norburg.")],
    )
    after = make_result(
        happen(figures=(count(17, PORT),)),
        recall(date=on(12)),
        TALKS,
        points=[point("Shells killed 17 people in Norburg.")],
        text="later",
    )
    gone = make_result(happen(location=at("Halden")), id="gone", title="Halden burns", text="g")
    many = [make_result(recall(), id=f"n{n}", title=f"Envoys {n}", text=f"{n}") for n in range(40)]
    return compare_runs([before, gone], [after, *many])


def test_people_see_words_side_by_side_and_find_what_they_look_for(desk: Desk) -> None:
    """Marked words stand under before and after; search, kinds, fields and keys narrow the list."""
    page = desk.open(render_page(build_changes(compare())))
    expect(page.locator("#summary")).to_contain_text("42 articles: 1 changed, 40 new, 1 gone")
    toll = page.locator(".item", has_text="ASSAULT: Vantia, Norburg").first.locator(".row").first
    expect(toll.locator(".label")).to_have_text("killed (people), the port authority")
    expect(toll.locator("[data-side=before] del")).to_have_text("12")
    expect(toll.locator("[data-side=after] ins")).to_have_text("17")

    assert page.locator(".article").count() < 42  # the rest follows on scrolling
    page.get_by_role("button", name="new").click()
    expect(page.locator(".article")).to_have_count(2)
    expect(page.locator(".item.is-new")).to_have_count(0)
    page.locator("#field").select_option("date")
    expect(page.locator(".item")).to_have_count(1)
    page.locator("#field").select_option("")
    page.get_by_role("button", name="gone").click()
    page.get_by_role("button", name="new").click()

    page.keyboard.press("/")
    page.keyboard.type("norland 33")
    expect(page.locator(".article h2")).to_have_text(["new articleEnvoys 33"])
    expect(page.get_by_role("status")).to_have_text("1 article shown")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".item").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".item").first).to_be_focused()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_hostile_words_are_words(desk: Desk, size: tuple[int, int]) -> None:
    """Nothing in an article runs, loads, turns the reading direction or widens the page."""
    foe = Party(text=HOSTILE)
    before = make_result(happen(), points=[point(HOSTILE)], title=HOSTILE, id=HOSTILE)
    after = make_result(
        happen(actors=(foe,), trigger=HOSTILE),
        recall(recipients=(foe,)),
        points=[point(HOSTILE * 2), point("x" * 3000)],
        title=f"{HOSTILE} again",
        id=HOSTILE,
    )
    page = desk.open(render_page(build_changes(compare_runs([before], [after]))), size=size)
    expect(page.locator(".article h2")).to_contain_text("<script>window.hit = 1</script>")
    assert page.evaluate("window.hit === undefined && !document.querySelector('img, svg')")
    assert "\u202e" not in (page.locator("main").text_content() or "")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
