"""Importers: exports of Label Studio, doccano and brat become gold that lint accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer_evals.gold.lint import lint_folder
from summarizer_evals.gold.reading import read_case
from summarizer_evals.gold.records import Gold
from summarizer_evals.imports import ImportReport, Kind, import_gold
from summarizer_evals.imports.label_studio import Offsets

STORY = (
    "Port of Norburg shelled\n\n"
    "Kenyan troops shelled the port of Norburg on Monday.\n"
    "At least nine people were killed, including four children, the mayor said.\n"
    "The two sides will hold talks next week.\n"
)
EMOJI = "🔥🔥 " + STORY


def place(text: str, words: str) -> tuple[int, int]:
    """Where words first stand."""
    start = text.index(words)
    return start, start + len(words)


def to_utf16(text: str, offset: int) -> int:
    """The same place as JavaScript counts it."""
    return len(text[:offset].encode("utf-16-le")) // 2


def region(name: str, label: str, words: str, text: str, *, utf16: bool = False) -> dict[str, Any]:
    """One labelled region as Label Studio exports it."""
    start, end = place(text, words)
    if utf16:
        start, end = to_utf16(text, start), to_utf16(text, end)
    value = {"start": start, "end": end, "text": words, "labels": [label]}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def arrow(source: str, target: str, *labels: str, direction: str = "right") -> dict[str, Any]:
    """One relation as Label Studio exports it."""
    return {
        "type": "relation",
        "from_id": source,
        "to_id": target,
        "direction": direction,
        "labels": list(labels),
    }


def list_results(text: str, *, utf16: bool = False) -> list[dict[str, Any]]:
    """What one annotator marks in the story."""
    spans = [
        ("r1", "Assault", "shelled the port"),
        ("r2", "ARMED_GROUP", "Kenyan troops"),
        ("r3", "Target", "the port of Norburg"),
        ("r4", "Place", "Norburg on"),
        ("r5", "Time", "on Monday"),
        ("r6", "Number", "nine people"),
        ("r7", "Number", "four children"),
        ("r8", "Person", "the mayor"),
        ("r9", "KEY_POINT", "Kenyan troops shelled the port of Norburg on Monday."),
        ("r10", "consult", "hold talks"),
        ("r11", "Date", "next week"),
    ]
    regions = [region(*one[:2], one[2], text, utf16=utf16) for one in spans]
    return [
        *regions,
        arrow("r1", "r2", "Actor"),
        arrow("r1", "r3"),
        arrow("r1", "r4", "location"),
        arrow("r5", "r1", "date", direction="left"),
        arrow("r1", "r6", "killed"),
        arrow("r1", "r7", "figure:killed"),
        arrow("r1", "r8", "claimant"),
        arrow("r10", "r11", "date"),
        arrow("r10", "r1", "follows"),
        arrow("r9", "r1"),
        {
            "id": "r10",
            "from_name": "realis",
            "type": "choices",
            "value": {"start": 0, "end": 1, "choices": ["future"]},
        },
        {"id": "x", "from_name": "topic", "type": "choices", "value": {"choices": ["war"]}},
    ]


def make_task(text: str, *annotations: dict[str, Any], **data: Any) -> dict[str, Any]:
    """One task of a Label Studio export."""
    facts = {"text": text, "published": "2024-01-19", "publisher": "The Example", **data}
    return {"id": 7, "data": facts, "annotations": list(annotations)}


def write_json(path: Path, value: Any) -> Path:
    """Writes a value as JSON."""
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def bring_in(
    tmp_path: Path, kind: Kind, source: Path, **options: Any
) -> tuple[ImportReport, dict[str, Gold]]:
    """Imports, and reads what was written; no draft of these tests may have errors in lint."""
    root = tmp_path / "gold"
    report = import_gold(kind, source, root, **options)
    for one in report.written:
        errors = [str(each) for each in lint_folder(root / one)[0] if each.level == "error"]
        assert errors == []
    cases = {one: read_case(root / one) for one in report.written}
    return report, {name: case.gold for name, case in cases.items()}


# ---- Label Studio ----


@pytest.mark.parametrize(
    ("text", "utf16"), [(STORY, False), (EMOJI, False), (EMOJI, True)], ids=["plain", "cp", "js"]
)
def test_label_studio_fills_every_slot(tmp_path: Path, text: str, *, utf16: bool) -> None:
    """Spans and arrows become slots, by code points and by UTF-16 code units alike."""
    annotation = {"id": 1, "completed_by": 3, "result": list_results(text, utf16=utf16)}
    source = write_json(tmp_path / "export.json", [make_task(text, annotation)])
    report, golds = bring_in(tmp_path, "label-studio", source)
    gold = golds["export-7"]
    assert gold.tags == {"topic": "war"}
    assert gold.article.publisher == "The Example"
    assault, talks = gold.events
    assert (assault.type, assault.trigger, assault.realis) == (
        "ASSAULT",
        "shelled the port",
        "actual",
    )
    assert assault.evidence[0].quote == "Kenyan troops shelled the port of Norburg on Monday."
    assert [(one.text, one.kind, one.country) for one in assault.actors] == [
        ("Kenyan troops", "armed_group", "KEN")
    ]
    assert assault.target is not None
    assert assault.target.text == "the port of Norburg"
    assert assault.location is not None
    assert assault.date is not None
    assert (assault.date.expressed, assault.date.edtf) == ("on Monday", "2024-01-15")
    counted = [(one.measure, one.low, one.best, one.subset_of) for one in assault.figures]
    assert counted == [("killed", 9, 9, None), ("killed", 4, 4, 0)]
    assert assault.figures[0].qualifier == "at_least"
    assert assault.claims[0].claimant.text == "the mayor"
    assert (talks.type, talks.realis) == ("CONSULT", "future")
    assert talks.date is not None
    assert talks.date.edtf == "2024-01-22/2024-01-28"
    assert [(one.type, one.target) for one in talks.links] == [("follows", "g1")]
    assert [(one.text, one.weight, one.events) for one in gold.key_points] == [
        ("Kenyan troops shelled the port of Norburg on Monday.", 2, ("g1",))
    ]
    assert report.failures == ()
    assert all("realis" not in one for one in report.warnings)


def test_two_annotators_share_a_folder(tmp_path: Path) -> None:
    """The ground truth is `gold.json`, whoever else annotated has a file of their own."""
    first = {
        "id": 1,
        "completed_by": {"email": "kim.lee@example.org"},
        "result": list_results(STORY),
    }
    truth: dict[str, Any] = {
        "id": 2,
        "completed_by": 5,
        "ground_truth": True,
        "result": list_results(STORY),
    }
    dropped: dict[str, Any] = {"id": 3, "completed_by": 6, "was_cancelled": True, "result": []}
    source = write_json(tmp_path / "export.json", [make_task(STORY, first, truth, dropped)])
    report, golds = bring_in(tmp_path, "label-studio", source)
    folder = tmp_path / "gold" / "export-7"
    assert sorted(one.name for one in folder.iterdir()) == [
        "article.txt",
        "gold.json",
        "gold.kim-lee.json",
    ]
    assert golds["export-7"].annotator == "user5"
    assert [one.annotator for one in read_case(folder).annotations] == ["user5", "kim-lee"]
    assert any("1 cancelled annotations" in one for one in report.warnings)


def test_article_under_another_name_is_found(tmp_path: Path) -> None:
    """The value of `data` that the offsets fit is the text, whatever it is called."""
    annotation = {"id": 1, "result": list_results(STORY)}
    task = {"data": {"remark": "x" * 999, "r_TEXT": STORY}, "annotations": [annotation]}
    source = write_json(tmp_path / "export.json", task)
    _, golds = bring_in(tmp_path, "label-studio", source)
    assert (tmp_path / "gold" / next(iter(golds)) / "article.txt").read_text() == STORY


def test_offsets_in_utf16_are_told_by_the_words() -> None:
    """A region is where its words stand; where they stand nowhere, it has no place."""
    offsets = Offsets("🔥 mill\nfire")
    assert offsets.resolve({"start": 3, "end": 7, "text": "mill"}) == (2, 6)
    assert offsets.resolve({"start": 2, "end": 11, "text": "mill\\nfire"}) == (2, 11)
    assert offsets.resolve({"start": 0, "end": 4, "text": "mill"}) is None


def test_what_no_rule_reads_is_reported(tmp_path: Path) -> None:
    """Unknown labels, relations, attributes and types of results are counted, not dropped."""
    result = [
        region("a", "Weather", "Norburg", STORY),
        region("b", "ASSAULT", "shelled the", STORY),
        region("c", "Person", "the mayor", STORY),
        arrow("b", "a", "near"),
        {
            "id": "b",
            "from_name": "colour",
            "type": "choices",
            "value": {"start": 0, "choices": ["x"]},
        },
        {"id": "b", "type": "textarea", "value": {"text": ["?"]}},
    ]
    source = write_json(tmp_path / "export.json", [make_task(STORY, {"result": result})])
    report, _ = bring_in(tmp_path, "label-studio", source)
    told = "\n".join(report.warnings)
    assert "label 'weather': 1 spans left out; no rule reads the label" in told
    assert "label 'person': 1 spans left out; no relation ties them to an event" in told
    assert "relation 'near': 1 left out" in told
    assert "attribute 'colour': 1 left out" in told
    assert "results of type 'textarea': 1 left out" in told


def test_tasks_without_events_or_points_make_no_case(tmp_path: Path) -> None:
    """Gold that nobody filled in would call every event made up: such tasks are failures."""
    tasks = [make_task(STORY), make_task("x " + STORY, {"result": []})]
    source = write_json(tmp_path / "export.json", tasks)
    report, golds = bring_in(tmp_path, "label-studio", source)
    assert golds == {}
    assert len(report.failures) == 2
    assert any("it has no annotation" in one for one in report.warnings)


# ---- doccano ----


def make_row(text: str = STORY, **more: Any) -> dict[str, Any]:
    """A line of doccano's export with relations."""
    spans = [(1, "ASSAULT", "shelled"), (2, "Actor", "Kenyan troops"), (3, "Date", "on Monday")]
    entities = [
        {"id": name, "label": label, "start_offset": start, "end_offset": end}
        for name, label, words in spans
        for start, end in [place(text, words)]
    ]
    relations = [
        {"id": 1, "from_id": 1, "to_id": 2, "type": "agent"},
        {"id": 2, "from_id": 3, "to_id": 1, "type": "when"},
    ]
    return {"id": 4, "text": text, "entities": entities, "relations": relations, **more}


def test_doccano_with_relations(tmp_path: Path) -> None:
    """Entities and relations fill slots, whichever way an arrow points; comments are notes."""
    row = make_row(Comments=["ask the desk"], meta={"published": "2024-01-19"})
    source = tmp_path / "all.jsonl"
    source.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    _, golds = bring_in(tmp_path, "doccano", source)
    gold = golds["all-4"]
    assert gold.notes == "ask the desk"
    assert not gold.has_key_points
    (event,) = gold.events
    assert event.actors[0].text == "Kenyan troops"
    assert event.date is not None
    assert event.date.edtf == "2024-01-15"


@pytest.mark.parametrize("name", ["label", "labels"])
def test_doccano_with_triples(tmp_path: Path, name: str) -> None:
    """Triples become key points and events; what has no event to belong to is reported."""
    triples = [
        [*place(STORY, "Kenyan troops shelled the port"), "Highlight"],
        [*place(STORY, "shelled the port"), "ASSAULT"],
        [*place(STORY, "the mayor"), "Actor"],
    ]
    source = tmp_path / "all.jsonl"
    source.write_text(json.dumps({"text": STORY, name: triples}), encoding="utf-8")
    report, golds = bring_in(tmp_path, "doccano", source)
    (gold,) = golds.values()
    assert (len(gold.events), len(gold.key_points)) == (1, 1)
    assert any("label 'actor': 1 spans left out" in one for one in report.warnings)


def test_doccano_folder_has_a_file_for_each_annotator(tmp_path: Path) -> None:
    """The same text in two files is one case with two annotators."""
    export = tmp_path / "export"
    export.mkdir()
    for name in ("ann", "ben"):
        (export / f"{name}.jsonl").write_text(json.dumps(make_row()), encoding="utf-8")
    report, golds = bring_in(tmp_path, "doccano", export)
    assert report.written == ("ann-4",)
    assert golds["ann-4"].annotator == "ann"
    assert (tmp_path / "gold" / "ann-4" / "gold.ben.json").is_file()


# ---- brat ----

BRAT = """\
T1\tAttack {shelled}\tshelled
T2\tActor {Kenyan troops}\tKenyan troops
T3\tTarget {gap}\tport Norburg
T4\tDate {next week}\tnext week
T5\tCONSULT {hold talks}\thold talks
T6\tSummary {hold talks next week}\thold talks next week
E1\tAttack:T1 Attacker:T2 Target:T3
R1\tdate Arg1:T5 Arg2:T4
A1\tNegation E1
M1\tModality T5 Future
N1\tReference T2 Wikidata:Q1\tKenya
#1\tAnnotatorNotes T1\tunsure
*\tEquiv T2 T4
"""


def write_brat(folder: Path, text: str = STORY, name: str = "story") -> Path:
    """Writes the pair of files."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {
        words: "{} {}".format(*place(text, words))
        for words in ("shelled", "Kenyan troops", "next week", "hold talks", "hold talks next week")
    }
    start = text.index("the port of Norburg on") + 4
    found["gap"] = f"{start} {start + 4};{start + 8} {start + 15}"
    found["shelled"] = "{} {}".format(*place(text, "shelled the"))[:-2] + str(
        text.index("shelled the") + 7
    )
    lines = BRAT
    for words, places in found.items():
        lines = lines.replace("{" + words + "}", places)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_text(lines, encoding="utf-8")
    return folder


def test_brat_with_a_mapping(tmp_path: Path) -> None:
    """Events, gaps, attributes and notes are read; a mapping names the project's own labels."""
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "types: {Attack: ASSAULT}\nroles: {Attacker: actor}\nkey_points: [Summary]\n",
        encoding="utf-8",
    )
    source = write_brat(tmp_path / "brat")
    report, golds = bring_in(tmp_path, "brat", source, mapping=mapping)
    gold = golds["story"]
    assault, talks = gold.events
    assert (assault.type, assault.trigger, assault.realis) == ("ASSAULT", "shelled", "negated")
    assert assault.target is not None
    assert (assault.target.text, assault.target.accept) == ("port of Norburg", ("port", "Norburg"))
    assert assault.actors[0].text == "Kenyan troops"
    assert talks.realis == "future"
    assert talks.date is not None
    assert talks.date.edtf is None
    assert [one.text for one in gold.key_points] == ["hold talks next week"]
    assert gold.notes == "unsure"
    told = "\n".join(report.warnings)
    assert "has gaps" in told
    assert "normalisations (N): 1 left out" in told
    assert "equivalences (*): 1 left out" in told
    assert "the day of publication is not known" in told


def test_brat_counts_carriage_returns(tmp_path: Path) -> None:
    """Newlines of the text are neither changed nor counted otherwise."""
    text = STORY.replace("\n", "\r\n")
    source = write_brat(tmp_path / "brat", text)
    bring_in(tmp_path, "brat", source / "story.ann")
    assert (tmp_path / "gold" / "story" / "article.txt").read_bytes() == text.encode()
