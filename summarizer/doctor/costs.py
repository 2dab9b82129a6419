"""What questions about an article take, by the arithmetic of `summarizer estimate`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from summarizer.batch.estimate import Estimate, estimate
from summarizer.batch.inputs import Read
from summarizer.doctor.checks import Check
from summarizer.doctor.trying import make_typical
from summarizer.settings import Settings
from summarizer_schemas.article import Article


@dataclass(frozen=True, slots=True)
class Forecast:
    """What some questions about one article will take.

    Attributes:
        questions: how many.
        tokens: of all of them and their answers, as expected.
        cost_usd: US dollars, as expected; None when the price is not known.
    """

    questions: int
    tokens: int
    cost_usd: float | None


def forecast(article: Article, settings: Settings, *, questions: int) -> Forecast:
    """Returns what so many questions about an article will take.

    Example:
        >>> found = forecast(
        ...     Article(text="Rain fell."), Settings(model="openai/gpt-4.1-mini"), questions=2
        ... )
        >>> found.questions, 0 < found.cost_usd < 0.05
        (2, True)
    """
    found = _estimate([article], settings)
    tokens = found.prompt_tokens.expected + found.completion_tokens.expected
    cost = found.cost_usd
    return Forecast(
        questions, round(questions * tokens), None if cost is None else questions * cost.expected
    )


def check_price(settings: Settings) -> Check:
    """Returns what an article of the usual length costs with the model.

    Example:
        >>> check_price(Settings(model="openai/my-own")).status
        'warn'
    """
    found = _estimate([make_typical()], settings)
    tokens = round(found.prompt_tokens.expected + found.completion_tokens.expected)
    cost = found.cost_usd
    facts = {"tokens": tokens, "cost_usd": cost and cost.expected}
    if cost is None:
        return Check(
            "model.price", "model", "price", "warn",
            f"unknown; a usual article takes about {tokens:,} tokens",
            "name a file of prices with SUMMARIZER_PRICES (docs/prices.md)", facts,
        )  # fmt: skip
    shown = (
        f"about ${cost.expected:.4f} for a usual article, ${1000 * cost.expected:,.2f} for 1,000"
    )
    if not cost.high:
        shown = "free, by the table of prices"
    return Check("model.price", "model", "price", "ok", shown, facts=facts)


def _estimate(articles: Iterable[Article], settings: Settings) -> Estimate:
    reads = [Read("tried", one) for one in articles]
    return estimate(reads, settings, concurrency=1, latency_s=1.0)
