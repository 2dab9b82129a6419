"""One task for every contender: an article, what it tells, and the answer in each one's shape.

Standard library only: this is read by interpreters that have other packages than ours. All
articles tell the same five happenings among other sentences, and no two are alike.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PUBLISHED = "2024-06-14"
CHARS = 3_000
EVENTS, KEY_POINTS = 5, 3

TASK = (
    "You read one news article. Report its headline, three to five key points, and every event: "
    "what kind it is, who did it and to whom, what was done, where, on which day (ISO), how many "
    "people were killed and injured, lowest and highest, and who says so. Support every key point "
    "and every event with short quotes copied letter by letter from the article. Leave null what "
    "the article does not tell, and add nothing of your own."
)
"""What contenders without a prompt of their own tell the model."""

EVIDENCE = tuple(
    """\
Gunmen attacked an army checkpoint near the town of Osmark on Monday, killing at least 12 soldiers \
and wounding 20 others, an army spokesman said.
Police fired tear gas at protesters outside the parliament in Norburg on Tuesday, injuring 34 \
people, according to medics.
Vantia's foreign minister accused Norland of shelling two border villages on Sunday, a claim that \
Norland's defence ministry denied.
Negotiators of both countries signed an agreement on the exchange of prisoners in Halden on \
Wednesday.
A roadside bomb killed three aid workers on the way to Kestrel Bay on Thursday, said the charity \
that employed them, which keeps the case as {id}.
""".splitlines()
)
"""Sentences that every article holds; the last one names it."""

_WHO = (
    "The district council", "A committee of the harbour", "The school board", "Market traders",
    "Engineers from the valley", "The hospital's new director", "Farmers along the river",
    "The weather office", "A retired judge", "The owners of the mill", "Students of the academy",
    "Two local newspapers",
)  # fmt: skip
_DID = (
    "discussed", "welcomed", "put off", "published", "looked again at", "asked for",
    "will soon vote on", "went on with", "paid little heed to", "spoke for an hour about",
    "could not agree on", "has finished",
)  # fmt: skip
_WHAT = (
    "the plans for the old bridge", "a report on the harvest", "the timetable of the ferries",
    "the price of winter fodder", "repairs to the northern road", "the budget of the library",
    "an offer from the railway", "the second stage of the dam", "a list of missing maps",
    "the rules of the fishing season", "new lamps for the market square", "a wall by the canal",
)  # fmt: skip
_ALSO = (
    "while rain kept most visitors away", "as in every spring", "after a long and quiet morning",
    "although nobody had expected it", "with the help of neighbours from the hills",
    "before the hall was closed for the night", "in front of a small audience",
    "and meant to return to it later",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """One article; its id, `ARTID-000042`, stands in its first and in its last telling sentence."""

    id: str
    text: str


def make_article(number: int, chars: int = CHARS) -> News:
    """Returns the article of this number, about so many characters long.

    Example:
        >>> one, other = make_article(1), make_article(2)
        >>> one == make_article(1), one.text == other.text, 2_800 < len(one.text) <= 3_000
        (True, False, True)
    """
    draw = random.Random(number)
    name = f"ARTID-{number:06d}"
    telling = [sentence.format(id=name) for sentence in EVIDENCE]
    opening = f"[{name}] News in brief from the river country, collected on Friday morning."
    left = chars - len(opening) - sum(len(one) + 2 for one in telling)
    filler: list[str] = []
    while left > 0:
        parts = (draw.choice(words) for words in (_WHO, _DID, _WHAT, _ALSO))
        sentence = "{} {} {}, {}.".format(*parts)
        left -= len(sentence) + 2
        filler.append(sentence)
    filler.pop()
    step = len(filler) // len(telling)
    paragraphs = [opening]
    for at, one in enumerate(telling):
        end = (at + 1) * step if at + 1 < len(telling) else len(filler)
        paragraphs.append(" ".join([one, *filler[at * step : end]]))
    return News(name, "\n\n".join(paragraphs))


def iter_articles(count: int, start: int = 0) -> Iterator[News]:
    """Yields so many articles, none of them twice."""
    return (make_article(number) for number in range(start, start + count))


# ---- the same facts in three shapes; the server writes the id over {{ARTID}} ----

_SAID = [one.format(id="{{ARTID}}") for one in EVIDENCE]
_POINTS = (
    (0, "At least 12 soldiers died in an attack near Osmark on Monday, an army spokesman said."),
    (1, "Police used tear gas on protesters in Norburg on Tuesday."),
    (4, "A roadside bomb killed three aid workers on the way to Kestrel Bay."),
)  # fmt: skip


def _party(text: str, kind: str, sector: str | None, **more: str) -> dict[str, Any]:
    base = {"name": None, "role": None, "country": None}
    return {"text": text, "kind": kind, "sector": sector, **base, **more}


_ARMY = _party("an army spokesman", "person", "MIL", role="spokesman")
_MEDICS = _party("medics", "population", "MED")
_VANTIA = _party("Vantia's foreign minister", "person", "GOV", role="foreign minister")
_NORLAND = _party("Norland", "state", None, name="Norland")
_MINISTRY = _party("Norland's defence ministry", "organisation", "MIL")
_CHARITY = _party("the charity that employed them", "organisation", None)


def _figure(quote: str, text: str, measure: str, group: str | None, by: Any) -> dict[str, Any]:
    given = {"quote": quote, "text": text, "measure": measure, "group": group}
    return {**given, "subset_of": None, "status": "claimed", "claimants": [by]}


def _claim(quote: str, by: Any, cue: str, stance: str = "asserts") -> dict[str, Any]:
    given = {"quote": quote, "claimant": by, "cue": cue, "stance": stance}
    return {**given, "about": "event", "modality": "paraphrase"}


def _event(number: int, kind: str, trigger: str, **more: Any) -> dict[str, Any]:
    blank: dict[str, Any] = {
        "modes": [], "contexts": [], "actors": [], "recipients": [], "target": None,
        "target_described_by": None, "location": None, "location_country": None, "date": None,
        "date_anchor": None, "figures": [], "claims": [], "realis": "actual",
        "certainty": "certain", "salience": "main", "links": [],
    }  # fmt: skip
    return {"quotes": [_SAID[number]], "trigger": trigger, "type": kind, **blank, **more}


def make_wire_answer() -> dict[str, Any]:
    """Returns the answer as our `WireReply`, a record for each happening with all its parts."""
    return {
        "key_points": [
            {"quotes": [_SAID[at]], "text": text, "claimants": [_ARMY] if at == 0 else []}
            for at, text in _POINTS
        ],
        "events": [
            _event(
                0, "ASSAULT", "attacked", modes=["firearms"], contexts=["military"],
                actors=[_party("Gunmen", "armed_group", None)],
                recipients=[_party("soldiers", "population", "MIL")],
                target="an army checkpoint", location="near the town of Osmark", date="on Monday",
                figures=[
                    _figure("killing at least 12 soldiers", "at least 12 soldiers", "killed",
                            "soldiers", _ARMY),
                    _figure("wounding 20 others", "20 others", "wounded", None, _ARMY),
                ],
                claims=[_claim("an army spokesman said", _ARMY, "said")],
            ),
            _event(
                1, "ASSAULT", "fired tear gas", modes=["crowd-control"],
                actors=[_party("Police", "organisation", "COP")],
                recipients=[_party("protesters", "population", "CVL")],
                location="outside the parliament in Norburg", date="on Tuesday",
                figures=[
                    _figure("injuring 34 people, according to medics", "34 people", "wounded",
                            "people", _MEDICS)
                ],
                claims=[_claim("according to medics", _MEDICS, "according to")],
            ),
            _event(
                2, "ACCUSE", "accused", modes=["allege"], contexts=["military"], actors=[_VANTIA],
                recipients=[_NORLAND], date="on Sunday",
                claims=[
                    _claim("a claim that Norland's defence ministry denied", _MINISTRY, "denied",
                           "denies")
                ],
            ),
            _event(
                3, "SUPPORT", "signed", actors=[_party("Negotiators of both countries",
                                                       "population", "GOV")],
                location="in Halden", date="on Wednesday",
            ),
            _event(
                4, "ASSAULT", "roadside bomb", modes=["explosives"],
                recipients=[_party("aid workers", "population", None)],
                location="on the way to Kestrel Bay", date="on Thursday",
                figures=[
                    _figure("killed three aid workers", "three aid workers", "killed",
                            "aid workers", _CHARITY)
                ],
                claims=[_claim("said the charity that employed them", _CHARITY, "said")],
            ),
        ],
    }  # fmt: skip


_PLAIN = (
    ("armed_attack", "gunmen", "an army checkpoint", "attacked", "near Osmark", "2024-06-10",
     (12, None, 20, 20), "an army spokesman"),
    ("crackdown", "police", "protesters", "fired tear gas", "Norburg", "2024-06-11",
     (None, None, 34, 34), "medics"),
    ("accusation", "Vantia's foreign minister", "Norland", "accused of shelling two villages",
     None, "2024-06-09", None, "Vantia's foreign minister"),
    ("agreement", "negotiators of both countries", None, "signed an agreement", "Halden",
     "2024-06-12", None, None),
    ("bombing", None, "aid workers", "killed by a roadside bomb", "the way to Kestrel Bay",
     "2024-06-13", (3, 3, None, None), "the charity that employed them"),
)  # fmt: skip
_COLUMNS = ("kind", "actor", "target", "action", "place", "date", "toll", "said_by")
_TOLL = ("killed_min", "killed_max", "injured_min", "injured_max")


def _list_plain_events() -> list[dict[str, Any]]:
    rows = (dict(zip(_COLUMNS, row, strict=True)) for row in _PLAIN)
    return [
        {
            **row,
            "toll": row["toll"] and dict(zip(_TOLL, row["toll"], strict=True)),
            "quotes": [said],
        }
        for row, said in zip(rows, _SAID, strict=True)
    ]


def make_plain_answer() -> dict[str, Any]:
    """Returns the answer as the nested schema that one would write for instructor."""
    return {
        "headline": "At least 12 soldiers killed at a checkpoint near Osmark",
        "key_points": [{"text": text, "quotes": [_SAID[at]]} for at, text in _POINTS],
        "events": _list_plain_events(),
    }


def list_extractions() -> list[tuple[str, str, dict[str, str]]]:
    """Returns class, words and attributes of what LangExtract finds, in the article's order."""
    found = {at: [("key_point", _SAID[at], {"text": text})] for at, text in _POINTS}
    for at, event in enumerate(_list_plain_events()):
        found.setdefault(at, []).append(("event", _SAID[at], _flatten(event)))
    return [one for at in sorted(found) for one in found[at]]


def _flatten(event: dict[str, Any]) -> dict[str, str]:
    members: dict[str, Any] = {**event, **(event["toll"] or {})}
    left_out = ("toll", "quotes")
    return {
        name: str(value)
        for name, value in members.items()
        if value is not None and name not in left_out
    }


def make_flat_answer() -> dict[str, Any]:
    """Returns the answer as LangExtract asks for it."""
    return {
        "extractions": [
            {kind: words, f"{kind}_attributes": attributes}
            for kind, words, attributes in list_extractions()
        ]
    }


def make_events_answer() -> dict[str, Any]:
    """Returns LangExtract's answer without the key points."""
    found = make_flat_answer()["extractions"]
    return {"extractions": [one for one in found if "event" in one]}


ANSWERS = {
    "wire": make_wire_answer,
    "plain": make_plain_answer,
    "flat": make_flat_answer,
    "events": make_events_answer,
}


def write_answer(shape: str) -> str:
    """Returns what the model says, in the shape of a contender."""
    return json.dumps(ANSWERS[shape](), ensure_ascii=False)
