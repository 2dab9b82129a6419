"""The figures and claims of a `seed-gold/1` annotation."""

from __future__ import annotations

import re
from typing import Any, get_args

from summarizer_evals.imports.seed_parties import is_optional, name_party
from summarizer_evals.imports.seed_sheet import SeedSheet, convert_spans, drop_equal
from summarizer_schemas.record import Measure


def convert_figure(data: dict[str, Any], sheet: SeedSheet, where: str) -> dict[str, Any]:
    """Returns one figure; its words are those of the article."""
    lists = ("qualifier_accept", "status_accept", "measure_accept")
    sheet.note_rest(
        data,
        where,
        {"outcome", "value", "min", "max", "qualifier", "who", "group", "subset_of", "status",
         "claimant", "claimant_country", "evidence", "evidence_any_of", "evidence_alt", "text",
         "required", "optional", *lists},
    )  # fmt: skip
    measure = {"injured": "wounded", "dead": "killed"}.get(data["outcome"], data["outcome"])
    if measure not in get_args(Measure):
        sheet.remarks.append(f"{where}: the outcome {measure!r} is counted as other")
        measure = "other"
    spans = convert_spans(
        data.get("evidence"), data.get("evidence_any_of"), data.get("evidence_alt")
    )
    group = None if data.get("group") in ("unspecified", "unknown") else data.get("group")
    by = data.get("claimant")
    claimant = (
        name_party(by, sheet, f"{where}.claimants", country=data.get("claimant_country"))
        if by
        else None
    )
    figure = {
        "measure": measure,
        "low": data.get("min"),
        "best": data.get("value"),
        "high": data.get("max"),
        "qualifier": data.get("qualifier") or "exact",
        "text": sheet.find_own(data.get("text")) or _find_count_words(data, spans, sheet),
        "group": group,
        "subset_of": data.get("subset_of"),
        "status": data.get("status") or ("claimed" if by else "asserted"),
        "claimants": [claimant] if claimant else [],
        "evidence": spans,
        "optional": is_optional(data),
    }
    for name in lists:
        figure[name] = drop_equal(data.get(name), figure[name.removesuffix("_accept")])
    return figure


def _find_count_words(data: dict[str, Any], spans: list[dict[str, Any]], sheet: SeedSheet) -> str:
    """The noun phrase of a figure: as the library reads it, else up to who is counted."""
    numbers = {data.get("value"), data.get("min"), data.get("max")} - {None}
    for span in spans:
        start = span.get("start", sheet.text.text.find(span["quote"]))
        end = start + len(span["quote"])
        for one in sheet.counts:
            bounds = {one.figure.low, one.figure.best, one.figure.high}
            if start <= one.start and one.end <= end and bounds & numbers:
                return sheet.text.text[one.start : one.end]
    who = data.get("who")
    pattern = re.compile(rf"[\w,.-]+\s+(?:[\w-]+\s+)?{re.escape(who)}\b" if who else r"(?!)")
    found = next((match for one in spans if (match := pattern.search(one["quote"]))), None)
    return found[0] if found else str(spans[0]["quote"])


def convert_claim(
    data: dict[str, Any], counted: Any, sheet: SeedSheet, where: str
) -> dict[str, Any] | None:
    """Returns one claim; None, with a note, when its claimant is not in the article.

    Args:
        data: the claim.
        counted: the figures of its event, which it may be about.
        sheet: the article.
        where: its place, for notes.
    """
    sheet.note_rest(
        data,
        where,
        {"claimant", "claimant_country", "cue", "stance", "stance_accept", "about", "evidence",
         "evidence_any_of", "evidence_alt", "required", "optional"},
    )  # fmt: skip
    claimant = name_party(
        data["claimant"], sheet, f"{where}.claimant", country=data.get("claimant_country")
    )
    if claimant is None:
        return None
    cue = sheet.find_own(data.get("cue"))
    if data.get("cue") and cue is None:
        sheet.remarks.append(f"{where}.cue: {data['cue']!r} is not in the article; left out")
    stance = data.get("stance") or "claims"
    return {
        "claimant": claimant,
        "cue": cue,
        "stance": stance,
        "stance_accept": drop_equal(data.get("stance_accept"), stance),
        "about": _read_about(data, counted),
        "evidence": convert_spans(
            data.get("evidence"), data.get("evidence_any_of"), data.get("evidence_alt")
        ),
        "optional": is_optional(data),
    }


def _read_about(data: dict[str, Any], counted: Any) -> str:
    about = data.get("about") or "event"
    if about not in ("casualties", "figures"):
        return str(about)
    # One claim about several figures is about the whole: its parts name the claimant themselves.
    for index, one in enumerate(counted):
        if one.get("claimant") == data["claimant"] and one.get("subset_of") is None:
            return f"figures[{index}]"
    return "figures[0]" if counted else "event"
