"""What summarizing articles would take: which are asked about, what it costs, how long it takes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from summarizer.api import SYSTEM_CLOCK, Summarizer
from summarizer.batch.estimate.questions import Questions, Spread
from summarizer.batch.inputs import Read
from summarizer.errors import ArticleError, ConfigError
from summarizer.pipeline import Clock
from summarizer.prices import BATCH_DISCOUNT, find_price
from summarizer.settings import Settings
from summarizer_schemas.article import Article
from summarizer_schemas.result import Usage

_SAMPLE = 20
"""Articles that the embedded engine is timed with."""
_DIGEST_BYTES = 8
"""Two of a million articles are taken for one by chance once in 37 million batches."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a batch would take.

    Attributes:
        model: as in `Settings.model`.
        articles: how many there are, those below included, unreadable ones not.
        unreadable: files and rows that hold no article.
        duplicates: articles that were there already: same text, title, day and language.
        copies: articles whose findings are taken over from near-identical ones.
        requests: questions: one for each stretch of an article, and `merges`.
        merges: questions that make one list of the key points of several stretches.
        prompt_tokens: of all questions.
        completion_tokens: of all answers; without what a reasoning model thinks, which counts as
            answer, too. High: each answer is as long as `max_output_tokens` allows.
        unchanging_share: part of the prompt tokens that is the same in every question about an
            article, from 0 to 1; a provider may charge less for it.
        cost_usd: US dollars, at list prices; None when the price is not known. Low: the
            unchanging part costs what cached tokens cost.
        batch_cost_usd: the same with jobs of OpenAI's Batch API, at what OpenAI says they cost;
            None with other providers.
        seconds: how long it takes.
        pace: what that time follows from.
    """

    model: str
    articles: int
    unreadable: int
    duplicates: int
    copies: int
    requests: int
    merges: int
    prompt_tokens: Spread
    completion_tokens: Spread
    unchanging_share: float
    cost_usd: Spread | None
    batch_cost_usd: Spread | None
    seconds: float
    pace: str

    def to_dict(self) -> dict[str, Any]:
        """Returns the same in plain JSON types."""
        return asdict(self)


def estimate(
    reads: Iterable[Read],
    settings: Settings,
    *,
    concurrency: int,
    latency_s: float,
    is_copy: Callable[[Article], bool] | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Estimate:
    """Returns what summarizing these articles would take; asks no model.

    Not counted are repairs, attempts that fail, answers that are cut off and continued, what a
    cache spares, and fallbacks. The embedded engine is timed with the first 20 articles.

    Args:
        reads: as `open_inputs` yields them; each is taken once.
        settings: model, prompts, longest stretch, limits and prices.
        concurrency: questions at once; of the embedded engine, processes.
        latency_s: how long an answer takes, in seconds.
        is_copy: told of each article once, in order; whether its findings are taken over.
        clock: times the embedded engine.

    Raises:
        ConfigError: there is no such prompt, a file of prices cannot be read, or a number is not
            above 0.

    Example:
        >>> reads = [Read("a.txt", Article(text="Rain fell on Norburg.")) for _ in range(3)]
        >>> found = estimate(
        ...     reads, Settings(model="openai/gpt-4.1-mini"), concurrency=8, latency_s=4
        ... )
        >>> found.articles, found.duplicates, found.requests, found.seconds
        (3, 2, 1, 4)
    """
    if concurrency <= 0 or latency_s <= 0:
        raise ConfigError(
            f"concurrency is {concurrency} and latency_s is {latency_s}; give numbers above 0"
        )
    tally, questions = _Tally(), Questions(settings)
    chosen = tally.choose(reads, is_copy)
    if settings.is_embedded:
        seconds, pace = _time_embedded(chosen, settings, concurrency, clock)
    else:
        for article in chosen:
            questions.add(article)
        seconds, pace = _find_pace(questions, settings, concurrency, latency_s)
    cost = _price(questions, settings)
    has_jobs = settings.model.startswith("openai/") and settings.base_url is None
    return Estimate(
        model=settings.model,
        articles=tally.articles,
        unreadable=tally.unreadable,
        duplicates=tally.duplicates,
        copies=tally.copies,
        requests=questions.count,
        merges=questions.merges,
        prompt_tokens=questions.prompt_tokens,
        completion_tokens=questions.completion_tokens,
        unchanging_share=questions.unchanging_share,
        cost_usd=cost,
        batch_cost_usd=cost * BATCH_DISCOUNT if cost and has_jobs else None,
        seconds=seconds,
        pace=pace,
    )


# ---- which articles are asked about ----


@dataclass(slots=True)
class _Tally:
    articles: int = 0
    unreadable: int = 0
    duplicates: int = 0
    copies: int = 0

    def choose(
        self, reads: Iterable[Read], is_copy: Callable[[Article], bool] | None
    ) -> Iterator[Article]:
        """Yields the articles that are asked about, and counts all."""
        seen: set[bytes] = set()
        for one in reads:
            article = one.article
            if isinstance(article, ArticleError):
                self.unreadable += 1
                continue
            self.articles += 1
            mark = _mark(article)
            if mark in seen:
                self.duplicates += 1
                continue
            seen.add(mark)
            if is_copy is not None and is_copy(article):
                self.copies += 1
            else:
                yield article


def _mark(article: Article) -> bytes:
    published = article.published.isoformat() if article.published else None
    digest = hashlib.blake2b(
        repr((article.title, published, article.language)).encode("ascii", "backslashreplace"),
        digest_size=_DIGEST_BYTES,
    )
    digest.update(article.text.encode("utf-8", "surrogatepass"))
    return digest.digest()


# ---- what it costs, and how long it takes ----


def _price(questions: Questions, settings: Settings) -> Spread | None:
    if settings.is_embedded:
        return Spread(0.0, 0.0, 0.0)
    price = find_price(settings.model, settings.prices)
    if price is None:
        return None

    def cost(prompt: float, completion: float, cached: float = 0.0) -> float:
        return price.cost(
            Usage(
                prompt_tokens=int(prompt),
                cached_tokens=int(prompt * cached),
                completion_tokens=int(completion),
            )
        )

    asked, answered = questions.prompt_tokens, questions.completion_tokens
    return Spread(
        cost(asked.low, answered.low, questions.unchanging_share),
        cost(asked.expected, answered.expected),
        cost(asked.high, answered.high),
    )


def _find_pace(
    questions: Questions, settings: Settings, concurrency: int, latency_s: float
) -> tuple[float, str]:
    """Returns how many seconds it takes, and what holds it back most."""
    count = questions.count
    at_once = min(concurrency, settings.max_concurrency or concurrency)
    tokens = questions.prompt_tokens.expected + questions.completion_tokens.expected
    paces = [
        (
            max(count / at_once, min(count, 1)) * latency_s,
            f"{at_once:,} questions at once, {latency_s:g} s each",
        )
    ]
    if limit := settings.requests_per_minute:
        paces.append((count / limit * 60, f"{limit:,} requests a minute allowed"))
    if limit := settings.tokens_per_minute:
        paces.append((tokens / limit * 60, f"{limit:,} tokens a minute allowed"))
    return max(paces)


def _time_embedded(
    articles: Iterable[Article], settings: Settings, processes: int, clock: Clock
) -> tuple[float, str]:
    """Returns how many seconds it takes, by the first articles and the characters of all."""
    sample: list[Article] = []
    chars = 0
    for article in articles:
        chars += len(article.text)
        if len(sample) < _SAMPLE:
            sample.append(article)
    with Summarizer(settings=settings, clock=clock) as summarizer:
        _summarize(summarizer, sample[:1])  # what is loaded once does not count
        started = clock.monotonic()
        _summarize(summarizer, sample)
        taken_s = clock.monotonic() - started
    seconds = taken_s * chars / max(sum(len(one.text) for one in sample), 1) / processes
    return seconds, f"{len(sample)} articles timed on this machine, {processes:,} processes"


def _summarize(summarizer: Summarizer, articles: Iterable[Article]) -> None:
    for article in articles:
        with suppress(ArticleError):
            summarizer.summarize(article)
