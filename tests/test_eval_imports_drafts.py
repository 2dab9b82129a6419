"""Importers: spans, relations and attributes become drafts of gold, by rule or mapping."""

from __future__ import annotations

import pytest

from summarizer_evals.gold.records import Gold
from summarizer_evals.imports.drafts import Attribute, Draft, LabelledSpan, Relation, make_gold
from summarizer_evals.imports.mapping import find_realis, make_mapping


def place(text: str, words: str) -> tuple[int, int]:
    """Where words first stand."""
    start = text.index(words)
    return start, start + len(words)


def test_a_point_told_twice_is_one_point() -> None:
    """Two spans with the same words are two pieces of evidence for one key point."""
    text = "Rain fell. It was late. Rain fell. "
    spans = (LabelledSpan("1", "Key point", 0, 11), LabelledSpan("2", "highlight", 24, 35))
    gold, warnings = make_gold(Draft("a", "a", text, spans))
    assert [len(one["evidence"]) for one in gold["key_points"]] == [2]
    assert warnings == []
    assert not gold["has_events"]


def test_points_of_the_editors_are_not_of_the_body() -> None:
    """A key point marked in the editors' block alone is not supported by the body."""
    text = (
        "Mill burns\n\nKey points:\n- The mill burned down\n- Rain fell\n\nIt was late, he said.\n"
    )
    span = LabelledSpan("1", "KEY_POINT", *place(text, "- The mill burned down"))
    gold, _ = make_gold(Draft("a", "a", text, (span,)))
    assert gold["key_points"][0]["text"] == "The mill burned down"
    assert not gold["key_points"][0]["supported_by_body"]
    assert [one["quote"] for one in gold["editorial_key_points"]] == [
        "The mill burned down",
        "Rain fell",
    ]


def test_second_filler_of_a_single_slot_is_reported() -> None:
    """An event has one date: the second is named, and so is a number that cannot be read."""
    text = "Kenyan troops shelled it on Monday or Tuesday with several tanks."
    words = ["shelled", "on Monday", "Tuesday", "several tanks"]
    labels = ["ASSAULT", "date", "date", "participants"]
    spans = tuple(
        LabelledSpan(str(at), label, *place(text, one))
        for at, (one, label) in enumerate(zip(words, labels, strict=True))
    )
    relations = tuple(Relation("", "0", str(at)) for at in (1, 2, 3))
    gold, warnings = make_gold(
        Draft("a", "a", text, spans, relations, facts={"published": "yesterday"})
    )
    assert gold["events"][0]["date"]["expressed"] == "on Monday"
    told = "\n".join(warnings)
    assert "g1 has a second date" in told
    assert "no number was read" in told
    assert "published is no date" in told
    Gold.model_validate(gold)


@pytest.mark.parametrize(
    ("name", "value", "realis"),
    [
        ("Negation", True, "negated"),
        ("negated", "false", "actual"),
        ("Modality", "Hypothetical", "hypothetical"),
        ("realis", "generic", "generic"),
        ("polarity", "positive", "actual"),
        ("Speculation", True, "hypothetical"),
        ("Confidence", "L1", None),
        ("realis", "purple", None),
    ],
)
def test_attributes_of_reality(name: str, *, value: str | bool, realis: str | None) -> None:
    """Flags and values of the usual names say whether an event is real."""
    assert find_realis(name, value) == realis


def test_realis_told_twice_is_reported() -> None:
    """Where two attributes disagree, the later is kept and the draft says so."""
    spans = (LabelledSpan("1", "ASSAULT", 0, 6),)
    said = (Attribute("1", "negated"), Attribute("1", "future"))
    gold, warnings = make_gold(Draft("a", "a", "Attack came.", spans, attributes=said))
    assert gold["events"][0]["realis"] == "future"
    assert any("negated and future" in one for one in warnings)


def test_user_mapping_overrides_the_defaults() -> None:
    """What a project calls its labels goes before what they are usually called."""
    mapping = make_mapping(
        {"types": {"highlight": "AID"}, "roles": {"Source": "claimant"}, "ignore": ["Scratch"]}
    )
    assert mapping.find_role("source") == "claimant"
    assert mapping.find_type("Highlight") == "AID"
    assert not mapping.is_point("Highlight")
    assert mapping.is_ignored("scratch")
