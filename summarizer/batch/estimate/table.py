"""An estimate as a table for people: each number, its unit, and where it comes from."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

from summarizer.batch.estimate.estimating import Estimate
from summarizer.batch.estimate.questions import Spread
from summarizer.prices import BATCH_DISCOUNT
from summarizer.settings import EMBEDDED

_WIDTH, _NARROWEST = 100, 24
"""Of the whole table, and of the column that says how: it goes on beneath itself."""


class _Row(NamedTuple):
    name: str
    cells: tuple[str, str, str]
    how: str


def render_estimate(estimate: Estimate) -> str:
    """Returns the estimate as a table in plain text.

    Example:
        >>> from summarizer import Article, Settings
        >>> from summarizer.batch.estimate import estimate
        >>> from summarizer.batch.inputs import Read
        >>> reads = [Read("a.txt", Article(text="Rain fell on Norburg."))]
        >>> settings = Settings(model="openai/gpt-4.1-mini")
        >>> print(render_estimate(estimate(reads, settings, concurrency=8, latency_s=4)))
        What a batch with openai/gpt-4.1-mini would take; nothing was sent.
        ...
        articles ... 1 ... read
        ...
        time ... 4 s ... 8 questions at once, 4 s each
        <BLANKLINE>
    """
    rows = [_Row("", ("low", "expected", "high"), ""), *_list_counts(estimate)]
    if estimate.model != EMBEDDED:
        rows += _list_tokens(estimate)
    rows.append(_one("time", _show_time(estimate.seconds), estimate.pace))
    names = max(len(row.name) for row in rows)
    widths = [max(len(row.cells[at]) for row in rows) for at in range(3)]
    lines = [f"What a batch with {estimate.model} would take; nothing was sent.", ""]
    for row in rows:
        cells = "  ".join(f"{cell:>{width}}" for cell, width in zip(row.cells, widths, strict=True))
        start = f"{row.name:<{names}}  {cells}  "
        room = max(_WIDTH - len(start), _NARROWEST)
        first, *more = textwrap.wrap(row.how, room) or [""]
        lines.append((start + first).rstrip())
        lines += [" " * len(start) + one for one in more]
    return "\n".join(lines) + "\n"


def _list_counts(estimate: Estimate) -> list[_Row]:
    left = estimate.articles - estimate.duplicates - estimate.copies
    counts = (
        ("unreadable", estimate.unreadable, "files and rows without an article"),
        ("articles", estimate.articles, "read"),
        ("  there already", estimate.duplicates, "same text, title, day and language"),
        ("  near copies", estimate.copies, "findings are taken over"),
        ("  worked on", left, "all others"),
    )
    return [_one(name, f"{count:,}", how) for name, count, how in counts]


def _list_tokens(estimate: Estimate) -> list[_Row]:
    asked, answered, cost = estimate.prompt_tokens, estimate.completion_tokens, estimate.cost_usd
    rows = [
        _one(
            "questions",
            f"{estimate.requests:,}",
            f"one a stretch, {estimate.merges:,} to merge; repairs and retries are not counted",
        ),
        _Row("prompt tokens", _show(asked), "estimated; low, high: as far off as was measured"),
        _one(
            "  unchanging",
            f"{estimate.unchanging_share:.0%}",
            "the same in each question; a provider may charge less for it",
        ),
        _Row(
            "answer tokens",
            _show(answered),
            "by length, as in gold, no reasoning; high: all as long as allowed",
        ),
    ]
    if cost is None:
        how = "no price is known: name a file with SUMMARIZER_PRICES (docs/prices.md)"
        return [*rows, _one("cost, US$", "unknown", how)]
    digits = 2 if cost.high >= 1 else 4
    rows.append(
        _Row(
            "cost, US$",
            _show(cost, digits),
            "list prices; low: what is unchanging is charged as cached",
        )
    )
    if estimate.batch_cost_usd is not None:
        how = f"{BATCH_DISCOUNT:.0%} of it, as OpenAI says"
        rows.append(_Row("  as Batch API jobs", _show(estimate.batch_cost_usd, digits), how))
    return rows


def _one(name: str, value: str, how: str) -> _Row:
    return _Row(name, ("", value, ""), how)


def _show(spread: Spread, digits: int = 0) -> tuple[str, str, str]:
    low, expected, high = (
        f"{one:,.{digits}f}" for one in (spread.low, spread.expected, spread.high)
    )
    return low, expected, high


def _show_time(seconds: float) -> str:
    """Returns the two largest units that matter."""
    minutes, hours = round(seconds / 60), round(seconds / 3600)
    if seconds < 100:
        return f"{seconds:.0f} s"
    if minutes < 100:
        return f"{minutes} min"
    if hours < 48:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{hours // 24} d {hours % 24} h"
