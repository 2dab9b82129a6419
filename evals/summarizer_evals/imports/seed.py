"""Annotations of the form `seed-gold/1` -> gold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from summarizer.textmap import TextMap
from summarizer_evals.errors import GoldError
from summarizer_evals.gold.offsets import place_quotes
from summarizer_evals.gold.records import FORMAT
from summarizer_evals.imports.blocks import stands_in_block
from summarizer_evals.imports.seed_sheet import SeedSheet, convert_spans, drop_equal
from summarizer_evals.imports.seed_slots import convert_event
from summarizer_evals.imports.writing import make_case_id
from summarizer_schemas.article import hash_text

SEED_FORMAT = "seed-gold/1"

_FACTS = ("title", "published", "publisher", "source_agency", "url", "language")
_FOLLOWS = frozenset({"schema", "sha256", "chars", "published_weekday", "segments"})
"""What the text says itself; nothing is lost when it is left out."""


def convert_seed(data: dict[str, Any], text: str, *, case_id: str | None = None) -> dict[str, Any]:
    """Returns the gold that an annotation in the older form stands for.

    What gold has no place for is named in `notes`; remarks of the annotator stand there in full.

    Args:
        data: the annotation.
        text: the article.
        case_id: the name of the folder; made from the annotation's id when None.

    Raises:
        GoldError: it has another form.

    Example:
        >>> point = {"id": "k1", "text": "It rained.", "evidence_any_of": [{"quote": "Rain fell"}]}
        >>> data = {"schema": "seed-gold/1", "id": "rain", "key_points": [point]}
        >>> convert_seed(data, "Rain fell.")["key_points"][0]["evidence"]
        [{'quote': 'Rain fell', 'start': 0, 'end': 9}]
    """
    if data.get("schema") != SEED_FORMAT:
        raise GoldError(f"the annotation is not in the form {SEED_FORMAT}; its `schema` says which")
    try:
        return _convert(data, text, case_id)
    except KeyError as error:
        raise GoldError(f"the annotation lacks {error.args[0]!a} somewhere; add it") from None
    except (AttributeError, TypeError, ValueError, IndexError) as error:
        kind = type(error).__name__
        raise GoldError(
            f"a value of the annotation has another form than in {SEED_FORMAT} ({kind}); compare "
            "it with a valid one"
        ) from None


def _convert(data: dict[str, Any], text: str, case_id: str | None) -> dict[str, Any]:
    sheet = SeedSheet(TextMap(text, title=data.get("title")), data)
    sheet.note_rest(
        data,
        "annotation",
        {"id", "annotator", "origin", "tags", "events", "background", "key_points", "traps",
         "editorial_key_points", *_FACTS, *_FOLLOWS},
    )  # fmt: skip
    events = [convert_event(one, sheet) for one in data.get("events", ())]
    gold: dict[str, Any] = {
        "format": FORMAT,
        "id": case_id or make_case_id(str(data.get("id", "")), text),
        "annotator": data.get("annotator") or "a1",
        "origin": data.get("origin") or f"converted from {SEED_FORMAT}",
        "article": {name: data[name] for name in _FACTS if data.get(name) is not None},
        "tags": dict(data.get("tags") or {}),
        "has_events": "events" in data,
        "has_key_points": "key_points" in data,
        "key_points": [_convert_point(one, sheet) for one in data.get("key_points", ())],
        "events": events,
        "background": [_convert_background(one, sheet) for one in data.get("background", ())],
        "traps": list(_convert_traps(data.get("traps", ()), sheet)),
        "editorial_key_points": convert_spans(data.get("editorial_key_points")),
    }
    if data.get("sha256") not in (None, hash_text(text)):
        sheet.remarks.append("annotated on another state of the text; quotes were placed anew")
    sheet.remarks += place_quotes(gold, text)
    _mark_support(gold, sheet.text)
    gold["notes"] = sheet.write_notes()
    return gold


def _convert_point(data: dict[str, Any], sheet: SeedSheet) -> dict[str, Any]:
    sheet.note_rest(
        data,
        data["id"],
        {"id", "text", "weight", "events", "accept", "accept_also", "required", "must",
         "evidence_any_of", "evidence_alt", "evidence"},
    )  # fmt: skip
    accept = [*(data.get("accept") or ()), *(data.get("accept_also") or ())]
    return {
        "id": data["id"],
        "text": data["text"],
        "accept": drop_equal(accept, data["text"]),
        "weight": data.get("weight", 2),
        "optional": not data.get("required", True),
        "must": bool(data.get("must", False)),
        "events": list(data.get("events") or ()),
        "evidence": convert_spans(
            data.get("evidence"), data.get("evidence_any_of"), data.get("evidence_alt")
        ),
    }


def _mark_support(gold: dict[str, Any], text: TextMap) -> None:
    """Says of each point whether it stands outside the editors' block, by its placed quotes."""
    for point in gold["key_points"]:
        spans = [one for one in point["evidence"] if "start" in one]
        point["supported_by_body"] = not spans or any(
            not stands_in_block(text, one["start"], one["end"]) for one in spans
        )


def _convert_background(data: dict[str, Any], sheet: SeedSheet) -> dict[str, Any]:
    sheet.note_rest(data, data["id"], {"id", "realis", "kind", "note", "if_event_type", "evidence"})
    said = [data.get("realis"), data.get("kind"), data.get("note")]
    return {
        "id": data["id"],
        "note": "; ".join(str(one) for one in said if one),
        "type": data.get("if_event_type"),
        "evidence": convert_spans(data["evidence"])[0],
    }


def _convert_traps(traps: Any, sheet: SeedSheet) -> Iterator[dict[str, Any]]:
    numbers = [int(one["id"][1:]) for one in traps]
    free = max(numbers, default=0)
    for one in traps:
        sheet.note_rest(one, one["id"], {"id", "rule", "forbidden_regex", "scope"})
        # "g3 and key points" becomes two traps: `all` would forbid the words in other events, too,
        # where they may well be true.
        for index, scope in enumerate(_read_scopes(one.get("scope"), one["id"], sheet)):
            free += index > 0
            yield {
                "id": f"t{free}" if index else one["id"],
                "rule": one["rule"],
                "pattern": one.get("forbidden_regex"),
                "scope": scope,
            }


def _read_scopes(written: str | None, name: str, sheet: SeedSheet) -> list[str]:
    scopes: list[str] = []
    for part in re.split(r"\s*(?:,|/|&|\band\b)\s*", written or "all"):
        plain = part.strip().lower().replace(" ", "_").replace("-", "_")
        scope = {"": None, "everything": "all", "key_point": "key_points"}.get(plain, plain)
        if scope is None:
            continue
        if not re.fullmatch(r"all|key_points|events|g[1-9][0-9]*", scope):
            sheet.remarks.append(f"{name}: the scope {written!r} is read as all")
            return ["all"]
        scopes.append(scope)
    return list(dict.fromkeys(scopes)) or ["all"]
