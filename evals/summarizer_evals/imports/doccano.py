"""doccano: the JSONL export of a sequence labelling project, with or without relations.

The forms are those of doccano's tutorial and of its exporter ("JSONL" and "JSONL(relation)"): one
object a line, with `text` and `label` (or `labels`) as triples of start, end and label; or with
`entities` (`id`, `label`, `start_offset`, `end_offset`) and `relations` (`from_id`, `to_id`,
`type`). Offsets count code points. A project where each annotator works alone is exported as one
file for each of them: give their folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from summarizer_evals.errors import GoldError
from summarizer_evals.gold.reading import read_words
from summarizer_evals.imports.forms import FACTS, Draft, LabelledSpan, Relation
from summarizer_evals.imports.sources import parse_json, take_list, take_object, take_offset


def read_doccano(path: Path) -> Iterator[Draft]:
    """Yields one draft for each line.

    Args:
        path: an export, or a folder with one `<annotator>.jsonl` each.

    Raises:
        GoldError: something in it cannot be; the message names file and line.
    """
    if not path.is_dir():
        yield from _read_file(path, annotator=None)
        return
    files = sorted(path.glob("*.jsonl"))
    if not files:
        raise GoldError(f"{path} holds no *.jsonl; give the export, unpacked")
    for file in files:
        yield from _read_file(file, annotator=file.stem if len(files) > 1 else None)


def _read_file(path: Path, *, annotator: str | None) -> Iterator[Draft]:
    found = False
    # Not splitlines: U+2028 may stand unescaped inside a JSON string.
    for number, line in enumerate(read_words(path).removeprefix("\ufeff").split("\n"), start=1):
        if line.strip():
            found = True
            where = f"{path}, line {number}"
            row = take_object(parse_json(line, where), where)
            yield _read_row(row, where, f"{path.stem}-{row.get('id', number)}", annotator)
    if not found:
        raise GoldError(f"{path} holds no line; export it anew")


def _read_row(row: dict[str, Any], where: str, name: str, annotator: str | None) -> Draft:
    text = row.get("text")
    if not isinstance(text, str):
        raise GoldError(f"{where}: there is no `text`; export as JSONL")
    triples = row.get("label", row.get("labels"))
    if "entities" in row:
        spans = [_read_entity(one, where) for one in take_list(row["entities"], where)]
    else:
        given = enumerate(take_list(triples, f"{where}: label"), start=1)
        spans = [_read_triple(one, str(number), where) for number, one in given]
    rows = [take_object(one, where) for one in take_list(row.get("relations"), where)]
    meta = row.get("meta", row.get("metadata"))
    facts = {**cast("dict[str, Any]", meta), **row} if isinstance(meta, dict) else row
    comments = take_list(row.get("Comments", row.get("comments")), f"{where}: Comments")
    warnings = ["label and entities are both there; entities are read"]
    return Draft(
        where=where,
        id=name,
        text=text,
        spans=tuple(spans),
        relations=tuple(
            Relation(str(one.get("type", "")), str(one.get("from_id")), str(one.get("to_id")))
            for one in rows
        ),
        annotator=annotator,
        facts={one: facts.get(one) for one in FACTS},
        notes=tuple(_read_comment(one) for one in comments),
        warnings=tuple(warnings if triples and "entities" in row else ()),
    )


def _read_entity(value: object, where: str) -> LabelledSpan:
    entity = take_object(value, f"{where}: entities")
    if "id" not in entity:
        raise GoldError(f"{where}: an entity has no id; export it anew")
    at = f"{where}: entity {entity['id']!a}"
    start = take_offset(entity.get("start_offset"), f"{at}: start_offset")
    end = take_offset(entity.get("end_offset"), f"{at}: end_offset")
    return LabelledSpan(str(entity["id"]), str(entity.get("label", "")), start, end)


def _read_triple(value: object, number: str, where: str) -> LabelledSpan:
    at = f"{where}: label {number}"
    if isinstance(value, str):
        raise GoldError(f"{at}: is for the whole text; export a sequence labelling project")
    triple = take_list(value, at)
    if len(triple) != 3:
        raise GoldError(f"{at}: has {len(triple)} members; it takes start, end and label")
    start, end, label = triple
    return LabelledSpan(number, str(label), take_offset(start, at), take_offset(end, at))


def _read_comment(value: object) -> str:
    if isinstance(value, dict):
        return str(cast("dict[str, Any]", value).get("text", ""))
    return str(value)
