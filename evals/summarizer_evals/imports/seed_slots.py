"""The events of a `seed-gold/1` annotation, slot by slot."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, get_args

from summarizer_evals.edtf import read_edtf
from summarizer_evals.errors import GoldError
from summarizer_evals.imports.seed_figures import convert_claim, convert_figure
from summarizer_evals.imports.seed_parties import convert_party, is_optional, name_party
from summarizer_evals.imports.seed_sheet import SeedSheet, convert_spans, drop_equal
from summarizer_schemas.codes import MODES_BY_TYPE, Context

_ACCEPTS = ("realis", "certainty", "salience")
_GRAINS = {10: "day", 7: "month", 4: "year"}


def convert_event(data: dict[str, Any], sheet: SeedSheet) -> dict[str, Any]:
    """Returns one event."""
    where = data["id"]
    slots = {"actors", "recipients", "target", "location", "date", "casualties", "claims", "links"}
    sheet.note_rest(
        data,
        where,
        {"id", "label", "required", "must", "type", "type_accept", "modes", "modes_accept",
         "contexts", "contexts_accept", "trigger", "symmetric", "evidence", "evidence_any_of",
         "evidence_alt", *slots, *_ACCEPTS, *(f"{one}_accept" for one in _ACCEPTS)},
    )  # fmt: skip
    realis = data.get("realis", "actual")
    if data.get("polarity") == "negative" and realis == "actual":
        realis = "negated"
    event: dict[str, Any] = {
        "id": where,
        "label": data.get("label") or "",
        "optional": not data.get("required", True),
        "must": bool(data.get("must", False)),
        "type": data["type"],
        "type_accept": drop_equal(data.get("type_accept"), data["type"]),
        **_convert_codes(data, sheet),
        "trigger": sheet.find_own(data.get("trigger")),
        "symmetric": bool(data.get("symmetric", False)),
        "target": _convert_target(data.get("target"), sheet, f"{where}.target"),
        "location": _convert_location(data.get("location"), sheet, f"{where}.location"),
        "date": _convert_date(data.get("date"), sheet, f"{where}.date"),
        "links": [_convert_link(one, sheet, f"{where}.links") for one in data.get("links") or ()],
        "evidence": convert_spans(
            data.get("evidence"), data.get("evidence_any_of"), data.get("evidence_alt")
        ),
    }
    for name in _ACCEPTS:
        if data.get(name) is not None:
            event[name] = data[name]
        event[f"{name}_accept"] = drop_equal(data.get(f"{name}_accept"), event.get(name))
    event["realis"] = realis
    return {**event, **_convert_people(data, sheet)}


def _convert_people(data: dict[str, Any], sheet: SeedSheet) -> dict[str, list[Any]]:
    """The slots that name who acts, suffers, counts and claims."""
    where = data["id"]
    people: dict[str, list[Any]] = {}
    for side in ("actors", "recipients"):
        given = [convert_party(one, sheet, f"{where}.{side}") for one in data.get(side) or ()]
        people[side] = [one for one in given if one]
    counted = data.get("casualties") or ()
    people["figures"] = [convert_figure(one, sheet, f"{where}.figures") for one in counted]
    claims = [
        convert_claim(one, counted, sheet, f"{where}.claims") for one in data.get("claims") or ()
    ]
    people["claims"] = [one for one in claims if one]
    return people


def _convert_codes(data: dict[str, Any], sheet: SeedSheet) -> dict[str, list[str]]:
    types = (data["type"], *(data.get("type_accept") or ()))
    if unknown := [one for one in types if one not in MODES_BY_TYPE]:
        raise GoldError(
            f"{data['id']}.type: there is no {unknown[0]!a}; there are {', '.join(MODES_BY_TYPE)}"
        )
    known: dict[str, Collection[str]] = {
        "modes": {mode for one in types for mode in MODES_BY_TYPE[one]},
        "contexts": get_args(Context),
    }
    codes: dict[str, list[str]] = {}
    for name, allowed in known.items():
        for each in (name, f"{name}_accept"):
            values = list(data.get(each) or ())
            codes[each] = [one for one in values if one in allowed]
            if wrong := [one for one in values if one not in allowed]:
                sheet.remarks.append(f"{data['id']}.{each}: no such code: {wrong}")
        codes[f"{name}_accept"] = drop_equal(codes[f"{name}_accept"], *codes[name])
    return codes


def _convert_target(data: Any, sheet: SeedSheet, where: str) -> dict[str, Any] | None:
    if not data:
        return None
    own = {"text", "accept", "accept_also", "characterised_by", "required", "optional"}
    sheet.note_rest(data, where, own)
    accept = [*(data.get("accept") or ()), *(data.get("accept_also") or ())]
    text = sheet.find_own(data["text"], *accept)
    if text is None:
        sheet.remarks.append(f"{where}: {data['text']!r} is not in the article; left out")
        return None
    by = data.get("characterised_by")
    return {
        "text": text,
        "accept": drop_equal(accept, text),
        "described_by": name_party(by, sheet, f"{where}.described_by") if by else None,
        "optional": is_optional(data),
    }


def _convert_location(data: Any, sheet: SeedSheet, where: str) -> dict[str, Any] | None:
    if not data:
        return None
    plain = ("place", "admin1", "country", "precision", "basis")
    lists = ("place_accept", "country_accept", "precision_accept")
    own = {"text", "accept", "accept_also", "required", "optional", *plain, *lists}
    sheet.note_rest(data, where, own)
    accept = [*(data.get("accept") or ()), *(data.get("accept_also") or ())]
    text = sheet.find_own(data["text"], data.get("place"), *accept)
    if text is None:
        sheet.remarks.append(f"{where}: {data['text']!r} is not in the article; left out")
        return None
    return {
        "text": text,
        "accept": drop_equal(accept, text),
        **{name: data[name] for name in plain if data.get(name) is not None},
        **{
            name: drop_equal(data.get(name), data.get(name.removesuffix("_accept")))
            for name in lists
        },
        "optional": is_optional(data),
    }


def _convert_date(data: Any, sheet: SeedSheet, where: str) -> dict[str, Any] | None:
    if not data:
        return None
    own = {"expressed", "expressed_accept", "edtf", "edtf_accept", "granularity", "basis", "anchor",
           "required", "optional"}  # fmt: skip
    sheet.note_rest(data, where, own)
    text = sheet.find_own(data.get("expressed"), *(data.get("expressed_accept") or ()))
    edtf = data.get("edtf")
    given = drop_equal(data.get("edtf_accept"), edtf)
    accept = [one for one in given if one is None or _is_edtf(one)]
    if wrong := [one for one in given if one not in accept]:
        sheet.remarks.append(f"{where}: left out, as it cannot be read as EDTF: {wrong}")
    if text is None and not edtf and not any(accept):
        return None  # without phrase and day: any date found is made up
    grain = _GRAINS.get(len(edtf.rstrip("~?%"))) if edtf else "unknown"
    return {
        "expressed": text,
        "expressed_accept": drop_equal(data.get("expressed_accept"), text),
        "edtf": edtf,
        "edtf_accept": accept,
        "granularity": grain or data.get("granularity") or "unknown",
        "basis": data.get("basis") or "relative",
        "anchor": data.get("anchor"),
        "optional": is_optional(data),
    }


def _is_edtf(written: str) -> bool:
    try:
        read_edtf(written)
    except ValueError:
        return False
    return True


def _convert_link(data: dict[str, Any], sheet: SeedSheet, where: str) -> dict[str, Any]:
    sheet.note_rest(data, where, {"type", "type_accept", "accept_types", "target", "required",
                                  "optional"})  # fmt: skip
    accept = [*(data.get("type_accept") or ()), *(data.get("accept_types") or ())]
    return {
        "type": data["type"],
        "type_accept": drop_equal(accept, data["type"]),
        "target": data["target"],
        "optional": is_optional(data),
    }
