"""A difference in the terminal: what a reader sees, and what an article's words cannot do."""

from __future__ import annotations

import io
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from summarizer.comparing import RunDiff, compare_runs
from summarizer.diff_view import MAX_WIDTH, draw_lines
from summarizer_schemas.record import Party
from tests.comparing_pieces import PORT, count, happen, make_result, on, point, recall

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MORNING = make_result(
    happen(figures=(count(12, PORT, low=12, high=None, qualifier="at_least"),)),
    recall(),
    points=[point("Shells killed 12 people in Norburg."), point("Rain fell.")],
)
NOON = make_result(
    happen(figures=(count(17, PORT, low=17, high=None, qualifier="at_least"),)),
    recall(date=on(12)),
    recall(id="e3", type="CONSULT", trigger="talks", date=None, recipients=(), links=()).model_copy(
        update={"evidence": happen("Envoys will hold talks in Lindmark").evidence}
    ),
    points=[point("Shells killed 17 people in Norburg.")],
    title="Shells hit the harbour of Norburg, 17 dead",
    text="noon",
)
FOUND = compare_runs([MORNING], [NOON])


def draw(diff: RunDiff, width: int = 80, *, colour: bool = False, plain: bool = False) -> str:
    """Returns the view, as in a terminal of this width."""
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii" if plain else "utf-8")
    console = Console(
        file=file,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    return "".join(draw_lines(diff, console))


def test_a_whole_difference() -> None:
    """The sum comes first; each article has its changes, then key points, then events."""
    assert (
        draw(FOUND)
        == """\
1 article: 1 changed; 1 event new, 2 changed; 1 key point gone, 1 changed

~ Shells hit the harbour of Norburg, 17 dead
  harbour; its text was edited
  title  Shells hit the harbour of Norburg{+, 17 dead+}
  ~ key point
      text  Shells killed [-12-]{+17+} people in Norburg.
  - key point: Rain fell.
  ~ ASSAULT: Vantia, Norburg, 2026-03-10
      killed (people), the port   at least 12 → at least 17
      authority
  ~ SANCTION: Norland → Vantia, 2026-03-12
      date  2026-03-11 → 2026-03-12
  + CONSULT: Norland
      “Envoys will hold talks in Lindmark”
"""
    )


def test_nothing_differs() -> None:
    """Articles that are the same are only counted."""
    assert draw(compare_runs([MORNING], [MORNING])) == "1 article: 1 the same\n"


def test_new_and_gone_articles_are_short() -> None:
    """An article of one run only has a line for each of its events, and no key points."""
    gone = make_result(recall(), id="gone", title="Envoys go home", text="x")
    lines = draw(compare_runs([MORNING, gone], [MORNING])).splitlines()
    assert lines[2:] == [
        "- Envoys go home",
        "  gone; gone article",
        "  - SANCTION: Norland → Vantia, 2026-03-11",
    ]


def test_colours_stand_only_on_a_terminal() -> None:
    """A file gets no escape codes; a terminal gets the same words in colours."""
    coloured = draw(FOUND, colour=True)
    assert "\x1b[" in coloured
    words = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in words.split("\n")] == draw(FOUND).split("\n")


def test_a_terminal_without_arrows_gets_ascii() -> None:
    """Where the encoding has no arrow, two signs stand for it."""
    shown = draw(FOUND, plain=True)
    assert "at least 12 -> at least 17" in shown
    assert "→" not in shown


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=300), st.integers(40, 140))
def test_article_words_do_nothing_to_a_terminal(words: str, width: int) -> None:
    """Whatever the words are, no control character gets out and no line is too long."""
    foe = Party(text=words)
    before = make_result(happen(actors=(foe,)), points=[point(words)], title=words, id=words)
    after = make_result(happen(actors=(foe, PORT)), points=[], title="[bold]", id=words)
    shown = draw(compare_runs([before], [after]), width)
    assert not STEERING.search(shown)
    assert max(map(cell_len, shown.split("\n"))) <= min(width, MAX_WIDTH)
