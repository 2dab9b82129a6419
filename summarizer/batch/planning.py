"""What a batch is given, and how it is run: inputs and options -> articles, a plan and a lane."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from summarizer.batch.exports import OutputFormat
from summarizer.batch.inputs import Read, count_articles, open_inputs
from summarizer.batch.lanes import Here, Lane, Processes, count_cores
from summarizer.batch.ledger import LEASE_S
from summarizer.batch.runner import Plan
from summarizer.errors import ArticleError, ConfigError
from summarizer.prices import find_price
from summarizer.settings import Settings
from summarizer_schemas.article import Article
from summarizer_schemas.result import Usage

Inputs = str | Path | Sequence[str | Path] | Iterable[Article | ArticleError]
"""Paths, folders, patterns and `-`; or articles, as `read_articles` gives them."""

CONCURRENCY = 32
"""Articles at a time where nothing is said and a model is asked."""
_AHEAD = 4
"""Articles each process has at hand, so that none waits for the next."""
_SLICES = 20
"""Money is taken from the ledger in so many parts, so that several machines share it."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is run; `Settings` say what is asked.

    Attributes:
        concurrency: articles at a time; None: 32 with a model, a few for each process without.
        processes: how many processes work on articles; None: one with a model, one for each core
            without.
        ledger: address of a database for several machines, `postgresql+psycopg://…`; None: a
            file in OUT.
        lease_s: how long a machine may be silent before others take its articles over, in
            seconds.
        max_time_s: no article is begun later than this, in seconds.
        copies: `reuse`: findings are taken over from near-identical texts; `ask`: each is worked
            on by itself. None: `reuse` with a model. The same article under another id is never
            worked on twice.
        output_format: `jsonl`, or `parquet` for files of 5,000 results.
        encoding: of text files; None: found out.
        give_up_after: so many failures of the provider in a row end the run.

    Raises:
        ConfigError: a value is out of range.
    """

    concurrency: int | None = None
    processes: int | None = None
    ledger: str | None = None
    lease_s: float = LEASE_S
    max_time_s: float | None = None
    copies: Literal["reuse", "ask"] | None = None
    output_format: OutputFormat = "jsonl"
    encoding: str | None = None
    give_up_after: int = 50

    def __post_init__(self) -> None:
        for name in ("concurrency", "processes", "give_up_after", "lease_s", "max_time_s"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise ConfigError(f"{name} is {value}; give a number above 0")
        choices = {"copies": (None, "reuse", "ask"), "output_format": ("jsonl", "parquet")}
        for name, known in choices.items():
            if getattr(self, name) not in known:
                shown = ", ".join(str(one) for one in known if one)
                raise ConfigError(f"unknown {name} {getattr(self, name)!r}; choose one of: {shown}")


@dataclass(frozen=True, slots=True)
class Given:
    """What a batch is given.

    Attributes:
        sources: paths and patterns; none where articles are given.
        reads: the articles.
        total: how many; None when it is not known.
    """

    sources: tuple[str, ...]
    reads: Iterator[Read]
    total: int | None


def open_given(inputs: Inputs, folder: Path, settings: Settings, options: BatchOptions) -> Given:
    """Returns the articles of the inputs, to be read as they are needed.

    Raises:
        ConfigError: an input does not exist.
    """
    sources = _list_sources(inputs)
    if sources is None:
        total = len(inputs) if isinstance(inputs, Sequence) else None
        return Given((), _read_given(cast("Iterable[Any]", inputs)), total)
    reads = open_inputs(
        sources,
        encoding=options.encoding,
        max_chars=settings.max_chars,
        leave_out=str(folder),
    )
    return Given(tuple(sources), reads, count_articles(sources, leave_out=str(folder)))


def _list_sources(inputs: Inputs) -> list[str] | None:
    """Returns the names of inputs; None when they are articles."""
    if isinstance(inputs, (str, Path)):
        return [str(inputs)]
    if isinstance(inputs, Sequence) and all(isinstance(one, (str, Path)) for one in inputs):
        return [str(one) for one in inputs]
    return None


def _read_given(inputs: Iterable[Any]) -> Iterator[Read]:
    for one in inputs:
        if isinstance(one, ArticleError):
            yield Read(one.source or "unknown", one)
        elif isinstance(one, Article):
            yield Read(one.id, one)
        else:
            raise ConfigError(f"a batch takes articles or paths, not {type(one).__name__}")


def plan_run(settings: Settings, options: BatchOptions) -> tuple[Plan, Lane]:
    """Returns how a batch is run by this machine, and where its articles are worked on.

    Raises:
        ConfigError: the price of the model is not known, and money is limited.
    """
    asks = not settings.is_embedded
    processes = options.processes or (1 if asks else count_cores())
    concurrency = options.concurrency or (CONCURRENCY if asks else _AHEAD * processes)
    cap = settings.max_cost_usd if asks else None
    plan = Plan(
        concurrency=concurrency,
        find_copies=(options.copies or ("reuse" if asks else "ask")) == "reuse",
        editorial=settings.editorial,
        max_cost_usd=cap,
        slice_usd=_slice(settings, cap, concurrency) if cap else 0.0,
        max_time_s=options.max_time_s,
        give_up_after=options.give_up_after,
    )
    if processes == 1:
        return plan, Here(settings, capped=cap is not None)
    return plan, Processes(settings, count=processes, capped=cap is not None)


def _slice(settings: Settings, cap_usd: float, concurrency: int) -> float:
    """Returns how much money is taken at a time: enough for all that is under way."""
    price = find_price(settings.model, settings.prices)
    if price is None:
        if settings.allow_unknown_price:
            return cap_usd
        raise ConfigError(
            f"the price of {settings.model!r} is not known, so max_cost_usd cannot be kept; give "
            "a file with prices, or allow_unknown_price"
        )
    largest = Usage(
        prompt_tokens=2 * settings.chunk_tokens, completion_tokens=settings.max_output_tokens
    )
    return max(cap_usd / _SLICES, price.cost(largest) * concurrency)
