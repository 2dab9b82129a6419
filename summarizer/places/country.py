"""Which one country a phrase names, or a province of it."""

from __future__ import annotations

from summarizer.places.divisions import find_divisions
from summarizer.places.finder import find_mentions
from summarizer.places.table import ORGANISATIONS

_SHORTEST_CASED = 4  # characters: "US" is no shout


def find_country(text: str, *, organisations: bool = False, wide: bool = True) -> str | None:
    """Say which one country a phrase names.

    Args:
        text: A phrase ("the Kenyan foreign ministry").
        organisations: Whether "the United Nations" is answered too, with UNO, IGO and so on;
            otherwise such names are passed over.
        wide: Whether, where no country is named, towns and groups tell it, too.

    Returns:
        ISO 3166-1 alpha-3 (XKX for Kosovo) when exactly one country is named, by name, people,
        capital or seat of government; where none is, the country of the towns and groups, else
        of the first-level divisions named. Else None: two countries, a name that two share, or
        nothing known.

    >>> find_country("northern Syria"), find_country("Burma"), find_country("the Ivorian army")
    ('SYR', 'MMR', 'CIV')
    >>> find_country("Islamabad"), find_country("the Kremlin"), find_country("Balochistan province")
    ('PAK', 'RUS', 'PAK')
    >>> find_country("Punjab province"), find_country("Punjab and Sindh")
    (None, 'PAK')
    >>> find_country("Mosul police"), find_country("Hamas"), find_country("Hamas in Beirut")
    ('IRQ', 'PSE', 'LBN')
    >>> find_country("Syria and Iraq"), find_country("Korea"), find_country("Norburg")
    (None, None, None)
    >>> find_country("the UN"), find_country("the UN", organisations=True)
    (None, 'UNO')
    """
    cased = text not in {text.lower(), text.upper()} or len(text) < _SHORTEST_CASED
    found = [
        mention
        for mention in find_mentions(text, cased=cased, wide=wide)
        if organisations or mention.country not in ORGANISATIONS
    ]
    codes = {mention.country for mention in found if not mention.is_weak}
    codes = codes or {mention.country for mention in found}
    if not codes and text != text.lower():
        codes = _find_common_country(text)
    return codes.pop() if len(codes) == 1 else None


def _find_common_country(text: str) -> set[str]:
    """The countries that all divisions named in a text may belong to; held ones say nothing."""
    common: set[str] | None = None
    for mention in find_divisions(text):
        if not mention.is_held:
            here = set(mention.candidates)
            common = here if common is None else common & here
    return common or set()
