"""Parts of the documentation that follow from files and code: metrics, gold, commands, settings.

A region of a page between `<!-- table: NAME -->` and `<!-- end -->` is written anew by
`docs/refill.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import get_args

from docs.commands import list_exits, list_helps
from summarizer.providers import PROVIDERS
from summarizer.tables import ACLED, TABLES, Table
from summarizer_evals.gold.reading import Case, read_cases
from summarizer_evals.gold.records import Gold, GoldEvent
from summarizer_evals.metrics.definitions import MEASURES, SLOTS, load_metrics
from summarizer_evals.metrics.scoring import find_slices
from summarizer_schemas.codes import EventType
from summarizer_schemas.record import Realis

GOLD = Path(__file__).parent.parent / "evals" / "gold"
_REGION = re.compile(r"^<!-- table: (?P<name>\w+) -->$.*?^<!-- end -->$", re.MULTILINE | re.DOTALL)
_INJECTED = re.compile(r"injected|instruction to (machines|programs)", re.IGNORECASE)
"""How the rule of a trap says that the article tells machines what to do."""
_LENGTHS = ("up to 250 words", "251-450 words", "over 450 words")


def fill_tables(document: str) -> str:
    """Returns a page with its tables as they are today.

    Raises:
        KeyError: there is no table of that name.
    """
    return _REGION.sub(_fill, document)


def _fill(found: re.Match[str]) -> str:
    lines = "\n".join(_TABLES[found["name"]]())
    return f"<!-- table: {found['name']} -->\n{lines}\n<!-- end -->"


# ---- metrics ----


def list_metrics() -> Iterator[str]:
    """Yields the table of all metrics but the families, which `list_families` has."""
    yield "| metric | what | formula | better | use |"
    yield "|--|--|--|--|--|"
    for one in load_metrics().values():
        if "." not in one.id:
            formula = one.formula.replace("|", "\\|")
            yield f"| `{one.id}` | {one.title} | {formula} | {one.better} | {one.use} |"


def list_families() -> Iterator[str]:
    """Yields the table of metrics that there is one of for each slot or measure."""
    metrics = load_metrics()
    yield "| metrics | formula | for each |"
    yield "|--|--|--|"
    for prefix, names in (
        ("slot", SLOTS), ("slot_strict", SLOTS), ("null", SLOTS), ("figures", MEASURES)
    ):  # fmt: skip
        formula, _, _ = metrics[f"{prefix}.{names[0]}"].formula.rpartition(", of ")
        each = "slot" if names is SLOTS else "measure: " + _join(names)
        yield f"| `{prefix}.<name>` | {formula} | {each} |"


def _join(names: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in names)


# ---- gold ----


def has_injection(gold: Gold) -> bool:
    """Tells whether the article tries to tell machines what to do."""
    return any(_INJECTED.search(one.rule) for one in gold.traps)


def has_rival_tolls(event: GoldEvent) -> bool:
    """Tells whether two claimants give different counts of the dead."""
    tolls = [
        one
        for one in event.figures
        if one.measure == "killed" and one.claimants and one.subset_of is None
    ]
    counts = {(one.low, one.best, one.high) for one in tolls}
    return len({one.claimants[0].text for one in tolls}) > 1 and len(counts) > 1


def list_coverage() -> Iterator[str]:
    """Yields the table of what the gold set covers."""
    cases = _read()
    golds = [one.gold for one in cases]
    events = [event for gold in golds for event in gold.events]
    words = [len(one.text.split()) for one in cases]
    slices = [find_slices(one) for one in cases]
    traps = [one for gold in golds for one in gold.traps]
    yield "| what | how many |"
    yield "|--|--|"
    rows = {
        "articles": f"{len(cases)}, of {min(words)} to {max(words)} words, {sum(words):,} in all",
        "lengths": _count([one["length"] for one in slices], _LENGTHS),
        "languages": _count([one["language"] for one in slices]),
        "topics": _count([one["topic"] for one in slices]),
        "styles": _count([one["style"] for one in slices]),
        "most annotators of one article": f"{max(len(one.annotations) for one in cases)}",
        "events": f"{len(events)}, {sum(one.optional for one in events)} of them optional, "
        f"{sum(one.must for one in events)} that must be found",
        "realis": _count([one.realis for one in events], get_args(Realis)),
        "key points": f"{sum(len(one.key_points) for one in golds)}",
        "figures, claims": f"{sum(len(one.figures) for one in events)}, "
        f"{sum(len(one.claims) for one in events)}",
        "background that is no event": f"{sum(len(one.background) for one in golds)}",
        "traps": f"{len(traps)}, {sum(one.pattern is not None for one in traps)} of them looked "
        "for by a pattern",
        "articles without an event": f"{sum(not one.events for one in golds)}",
        "articles with rival tolls": f"{sum(any(map(has_rival_tolls, g.events)) for g in golds)}",
        "articles that instruct machines": f"{sum(map(has_injection, golds))}",
        "articles with the editors' own key points": (
            f"{sum(bool(one.editorial_key_points) for one in golds)}"
        ),
    }
    yield from (f"| {name} | {value} |" for name, value in rows.items())


def list_types() -> Iterator[str]:
    """Yields the table of event types in the gold set."""
    cases = _read()
    yield "| type | events | articles |"
    yield "|--|--:|--:|"
    for name in sorted(get_args(EventType), key=lambda one: (one == "OTHER", one)):
        counts = [sum(one.type == name for one in case.gold.events) for case in cases]
        yield f"| {name} | {sum(counts)} | {sum(map(bool, counts))} |"


def _count(values: Sequence[str], order: Sequence[str] = ()) -> str:
    """Returns values with how often they stand there: in the order given, else the most first."""
    counts = Counter(values)
    names = order or sorted(counts, key=lambda one: (-counts[one], one))
    return ", ".join(f"{one} {counts[one]}" for one in names if counts[one])


@cache
def _read() -> list[Case]:
    return read_cases(GOLD)


# ---- providers ----


def list_providers() -> Iterator[str]:
    """Yields the table of providers: how a model is named, the key's variable, the address."""
    yield "| `--model` begins with | key in | address |"
    yield "|--|--|--|"
    for one in PROVIDERS.values():
        key = f"`{one.key_variable}`" if one.key_variable else "none"
        yield f"| `{one.name}/` | {key} | {f'`{one.base_url}`' if one.base_url else 'yours'} |"


# ---- exports ----


def list_tables() -> Iterator[str]:
    """Yields the table of tables: what a row of each is, and of what it is made."""
    yield "| table | a row is | made of |"
    yield "|--|--|--|"
    for one in TABLES.values():
        sources = ", ".join(f"`{source}`" for source in one.sources if source)
        yield f"| `{one.name}` | {one.meaning} | {sources or 'the whole result'} |"


def list_columns(table: Table) -> Iterator[str]:
    """Yields the columns of a table: name, type, meaning, and the field of the record."""
    yield "| column | type | meaning | field |"
    yield "|--|--|--|--|"
    for one in table.columns:
        names = ", its names" if one.is_named and one.type == "list" else ""
        field = f"`{one.path}`{names}" if one.path else ""
        empty = " or empty" if one.nullable else ""
        yield f"| `{one.name}` | {one.type}{empty} | {one.meaning} | {field} |"


_TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "commands": list_helps,
    "coverage": list_coverage,
    "exits": list_exits,
    "families": list_families,
    "metrics": list_metrics,
    "providers": list_providers,
    "tables": list_tables,
    "types": list_types,
    **{f"columns_{one.name}": partial(list_columns, one) for one in (*TABLES.values(), ACLED)},
}
