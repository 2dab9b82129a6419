"""Heads of state and others whom the world's news know by name, and their country.

The table is `data/leaders.tsv`. It is asked only where a text tells no country for a person.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from summarizer.places.table import read_rows

_OFFICES = frozenset(
    "president premier chancellor king queen emperor pope minister secretary-general shah emir "
    "sultan dictator ruler leader chairman general marshal prince ayatollah secretary "
    "administration government regime".split()
)
"""The last word of what makes a last name one of the table's; "governor" and "coach" do not."""

_TITLES = frozenset(
    "sheikh maulana mullah ayatollah gen comandante comrade lord prince imam hojatoleslam marshal "
    "chairman commander archbishop cardinal col".split()
)


def find_leader(name: str, office: str = "") -> str | None:
    """Say which country a person known to the world stands for.

    Args:
        name: The name as the text has it.
        office: The words of an office before the name, or "government" and the like after it;
            without them a last name tells nothing.

    Returns:
        alpha-3, or UNO and so on for heads of such bodies; None for anybody else.

    >>> find_leader("Saddam Hussein"), find_leader("Arafat"), find_leader("Arafat", "President")
    ('IRQ', None, 'PSE')
    """
    full, called = _load_leaders()
    key = _fold(name)
    title, _, rest = key.partition(" ")
    if title in _TITLES and " " in rest:
        key = rest
    if not office:
        return full.get(key) or full.get(f"{title} {key}")
    held = _fold(office)
    last = held.rpartition(" ")[2]
    code = full.get(f"{last} {key}") or called.get(f"{last} {key}") or full.get(key)
    return code or (called.get(key) if last in _OFFICES else None)


@lru_cache(maxsize=1)
def _load_leaders() -> tuple[dict[str, str], dict[str, str]]:
    """Full names, and last names; one that two countries share tells none."""
    full: dict[str, str] = {}
    called: dict[str, str] = {}
    for code, offices, names in read_rows("leaders.tsv"):
        for table, cell in ((full, names), (called, offices)):
            for name in cell.split("|"):
                key = _fold(name)
                table[key] = code if table.get(key, code) == code else ""
    return full, called


def _fold(name: str) -> str:
    """Lower case, without accents."""
    if name.isascii():
        return name.lower()
    parts = unicodedata.normalize("NFD", name.replace("\u2019", "'"))
    return "".join(each for each in parts if not unicodedata.combining(each)).lower()
