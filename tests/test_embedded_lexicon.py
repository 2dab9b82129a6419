"""The trigger lexicon: its entries, their forms, and the objects that give a verb its sense."""

from __future__ import annotations

from collections import Counter

import pytest

from summarizer import summarize
from summarizer.engines.embedded.wordlists import list_entries, load_lexicon
from summarizer_schemas.codes import EVENT_TYPES, MODES_BY_TYPE, EventType


def match(text: str) -> list[tuple[str, EventType]]:
    """The phrases of a text that have a sense, with the type of the first."""
    words = text.split()
    lexicon = load_lexicon()
    return [
        (" ".join(words[at : found.last]), found.senses[0].type)
        for at in lexicon.find_places(words)
        if (found := lexicon.match(words, at, first=0, last=len(words)))
    ]


def test_there_are_senses_enough_of_every_type() -> None:
    """Over 1,500 of them, no type with fewer than fifty, none written twice."""
    entries = [(*one, name) for name in ("verbs.yaml", "nouns.yaml") for one in list_entries(name)]
    assert len(entries) == len(set(entries)) >= 1500
    by_type = Counter(type_ for type_, *_ in entries)
    assert set(by_type) == set(EVENT_TYPES)
    assert min(by_type.values()) >= 50


def test_every_mode_belongs_to_its_type() -> None:
    """A mode that its type does not have would be refused by the record."""
    for name in ("verbs.yaml", "nouns.yaml"):
        for type_, mode, _ in list_entries(name):
            assert mode == "-" or mode in MODES_BY_TYPE[type_]


FORMS = [
    "arrest arrests arrested arresting",
    "deny denies denied denying",
    "ban bans banned banning",
    "kidnap kidnaps kidnapped kidnapping",
    "torture tortures tortured torturing",
    "isolate isolates isolated isolating",
    "annex annexes annexed annexing",
    "lynch lynches lynched lynching",
    "withdraw withdraws withdrew withdrawn withdrawing",
    "strike strikes struck striking",
    "quell quells quelled quelling",
    "cancel-talks cancels-talks cancelled-talks canceled-talks cancelling-talks",
    "veto vetoes vetoed vetoing",
    "boo boos booed booing",
    "unban unbans unbanned unbanning",
]


@pytest.mark.parametrize("forms", FORMS)
def test_each_form_of_a_verb_is_known(forms: str) -> None:
    """Regular and irregular, doubled or not, in both spellings."""
    for form in forms.split():
        assert match(form.replace("-", " "))[0][0] == form.split("-")[0], form


OBJECTS: list[tuple[str, EventType | None]] = [
    ("vantia lifted a two-week-old ban on imports", "CONCEDE"),
    ("the ban on imports was lifted", "CONCEDE"),
    ("he lifted the lid", None),
    ("vantia sent troops to the border", "MOBILIZE"),
    ("vantia sent tents and blankets", "AID"),
    ("vantia sent greetings", None),
    ("the army opened fire", "ASSAULT"),
    ("vantia opened its border", "RETREAT"),
    ("the ministers opened talks", "CONSULT"),
    ("she opened the window", None),
    ("police put down a revolt", "COERCE"),
    ("they broke off talks", "REJECT"),
    ("they broke off diplomatic relations", "SANCTION"),
    ("he declined to comment", None),
    ("the book went to press", None),
    ("a heart attack", None),
]


@pytest.mark.parametrize(("text", "type_"), OBJECTS)
def test_what_is_done_to_what_gives_the_sense(text: str, type_: EventType | None) -> None:
    """A verb of many senses is told apart by its object; without a fitting one it has none."""
    found = [one for _, one in match(text)]
    assert (type_ in found) if type_ else not found


def test_the_words_shown_hold_the_object_that_stands_near() -> None:
    """An event is not called "lifted" but "lifted a curfew"."""
    (event,) = summarize("Kenya lifted a night curfew on Monday.").events
    assert event.trigger == "lifted a night curfew"
