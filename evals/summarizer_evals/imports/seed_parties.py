"""The parties of a `seed-gold/1` annotation."""

from __future__ import annotations

from typing import Any, cast, get_args

from summarizer import find_country
from summarizer_evals.imports.seed_sheet import SeedSheet, drop_equal, strip_brackets
from summarizer_schemas.codes import Sector


def convert_party(data: dict[str, Any], sheet: SeedSheet, where: str) -> dict[str, Any] | None:
    """Returns one party; None, with a note, when none of its words are the article's own."""
    sheet.note_rest(
        data,
        where,
        {"text", "name", "accept", "accept_also", "kind", "kind_accept", "office", "role",
         "organisation", "country", "country_accept", "sector", "sector_accept", "required",
         "optional"},
    )  # fmt: skip
    accept = [*(data.get("accept") or ()), *(data.get("accept_also") or ())]
    text = sheet.find_own(data["text"], data.get("name"), *accept)
    if text is None:
        sheet.remarks.append(f"{where}: {data['text']!r} is not in the article; left out")
        return None
    name = sheet.find_own(data.get("name"))
    if data.get("name") and not name:
        accept.append(data["name"])
    sectors = get_args(Sector)
    wrong = [one for one in data.get("sector_accept") or () if one and one not in sectors]
    if wrong:
        sheet.remarks.append(f"{where}: no sector: {wrong}")
    return {
        "text": text,
        "accept": drop_equal(accept, text, name),
        "name": name,
        "kind": data.get("kind") or "unknown",
        "kind_accept": drop_equal(data.get("kind_accept"), data.get("kind")),
        "role": strip_brackets(data.get("role") or data.get("office") or "") or None,
        "organisation": data.get("organisation"),
        "country": data.get("country"),
        "country_accept": drop_equal(data.get("country_accept"), data.get("country")),
        "sector": data.get("sector"),
        "sector_accept": drop_equal(data.get("sector_accept"), data.get("sector"), *wrong),
        "optional": is_optional(data),
    }


def is_optional(data: dict[str, Any]) -> bool:
    """Tells whether a part of the annotation may be missed, by either of the names for it."""
    return bool(data.get("optional", not data.get("required", True)))


def name_party(
    given: Any, sheet: SeedSheet, where: str, *, country: str | None = None
) -> dict[str, Any] | None:
    """Returns the party of a mere name: kind and country as where it is told in full."""
    if isinstance(given, dict):
        return convert_party(cast("dict[str, Any]", given), sheet, where)
    told: list[dict[str, Any]] = [
        one
        for event in sheet.data.get("events", ())
        for side in ("actors", "recipients")
        for one in event.get(side) or ()
        if given in (one.get("name"), one.get("text"))
    ]
    full = told[0] if told else dict[str, Any]()
    party = {
        "text": given,
        "name": full.get("name") if full.get("name") == given else None,
        "kind": full.get("kind"),
        "country": country or full.get("country") or find_country(given, organisations=True),
        "sector": full.get("sector"),
        "sector_accept": full.get("sector_accept"),
    }
    return convert_party(party, sheet, where)
