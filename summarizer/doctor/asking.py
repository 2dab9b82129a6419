"""What a model answers about one sentence: at all, in each mode, how fast, and whether it counts.

No words of an answer are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from summarizer.api import Summarizer
from summarizer.doctor.checks import CAP_USD, Check
from summarizer.doctor.costs import Forecast, forecast
from summarizer.doctor.reaching import Site
from summarizer.doctor.trying import make_tiny
from summarizer.engines.limits import Purse
from summarizer.engines.llm import Llm
from summarizer.prices import find_price
from summarizer.settings import MODES, Mode

_ANSWER_TOKENS = 2_000
"""Longest answer about one sentence; an answer has some 1,100 tokens (`batch.estimate`). A larger
limit would only set aside more money."""
_FORM_FITS = frozenset({"ungrounded"})
"""Failures that say something of the model's reading, not of the mode."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of one question.

    Attributes:
        mode: the mode it was asked in.
        fits: whether an answer of the right form came.
        problem: what was wrong, in one line; None where nothing was.
        facts: numbers for programs.
        is_final: whether asking in another mode would go the same way.
        warnings: of the result.
    """

    mode: str
    fits: bool
    problem: str | None
    facts: dict[str, Any]
    is_final: bool
    warnings: tuple[str, ...]

    def describe(self) -> str:
        if self.problem is None:
            return f"{self.mode}: works, {self.facts['seconds']:.1f} s"
        return f"{self.mode}: {'the form fits, but ' if self.fits else ''}{self.problem}"


class Interview:
    """The questions to one model; used once."""

    def __init__(self, site: Site, tell: Tell, *, cap_usd: float | None = None) -> None:
        given = site.settings
        priced = find_price(given.model, given.prices) is not None
        self._site = site
        self._tell = tell
        # A budget in the environment is meant for more than this; with an unknown price it
        # forbids all questions, as it would in a run.
        usual = min(given.max_cost_usd or CAP_USD, CAP_USD) if priced else given.max_cost_usd
        self._cap = usual if cap_usd is None else cap_usd
        self._purse = Purse(self._cap, allow_unknown_price=given.allow_unknown_price)
        self._settings = replace(
            given,
            store="off",
            fallbacks=(),
            repair=False,
            max_attempts=1,
            max_output_tokens=min(given.max_output_tokens, _ANSWER_TOKENS),
        )
        mode = Llm(given).mode  # some models know one mode alone
        every: tuple[Mode, ...] = tuple(one for one in MODES if one != "auto")
        self._modes = every if mode == "auto" else (cast("Mode", mode),)

    def announce(self) -> Check:
        """Returns how many questions will be asked, and what they cost."""
        found = forecast(make_tiny(), self._settings, questions=len(self._modes))
        number = f"{found.questions} questions" if found.questions > 1 else "1 question"
        seen = f"{number} of one sentence, about {found.tokens:,} tokens, {self._show_cost(found)}"
        facts = {"questions": found.questions, "tokens": found.tokens, "cost_usd": found.cost_usd}
        return Check("model.questions", "model", "to be asked", "ok", seen, facts=facts)

    def _show_cost(self, found: Forecast) -> str:
        if found.cost_usd is None:
            return "price unknown"
        if not found.cost_usd:
            return "free"
        return f"about ${found.cost_usd:.4f}, never more than ${self._cap:.2f}"

    def ask_all(self) -> Iterator[Check]:
        """Yields whether it answers, whether it counts tokens, and which modes work."""
        outcomes: list[_Outcome] = []
        for mode in self._modes:
            outcomes.append(self._ask(mode))
            if outcomes[-1].is_final:
                break
        best = min(outcomes, key=lambda one: (one.problem is not None, not one.fits))
        # What a server does not take, `auto` steps over by itself.
        taken = (one for one in outcomes if one.facts["problem"] != "provider")
        yield self._judge_best(best, chosen=next(taken, outcomes[0]))
        if best.fits:
            yield _judge_usage(best)
        if len({one.problem for one in outcomes}) > 1 or (best.fits and len(outcomes) > 1):
            yield _judge_modes(outcomes)

    def _ask(self, mode: Mode) -> _Outcome:
        self._tell(f"asking {self._settings.model} in mode {mode}")
        settings = replace(self._settings, mode=mode)
        with Summarizer(settings=settings, purse=self._purse) as summarizer:
            result = summarizer.summarize(make_tiny())
        usage, error = result.usage, result.error
        facts: dict[str, Any] = {
            "seconds": round(usage.wall_s, 3),
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
            "cost_usd": usage.cost_usd,
            "requests": usage.requests,
            "problem": error.kind if error else None,
        }
        problem = self._site.hide(error.message) if error else None
        if error is None and not (result.key_points or result.events):
            problem = "it finds nothing in a sentence that says who attacked what"
        fits = error is None or error.kind in _FORM_FITS
        down = error is not None and error.kind == "provider" and error.retryable
        final = down or (error is not None and error.kind == "budget")
        return _Outcome(mode, fits, problem, facts, final, tuple(result.warnings))

    def _judge_best(self, best: _Outcome, *, chosen: _Outcome) -> Check:
        facts = {**best.facts, "model": self._settings.model, "mode": best.mode}
        if best.problem is not None:
            problem, _, advice = best.problem.partition("; ")
            fix = _ADVICE.get(str(best.facts["problem"])) or advice or _ADVICE["invalid"]
            return Check("model.answers", "model", "answers", "fail", problem, fix, facts)
        seconds, answered = best.facts["seconds"], best.facts["completion_tokens"]
        rate = f" ({answered / seconds:,.0f} a second)" if seconds else ""
        seen = (
            f"yes, in {seconds:.1f} s: {best.facts['prompt_tokens']:,} tokens asked, "
            f"{answered:,} answered{rate}, mode {best.mode}"
        )
        if chosen.fits:
            return Check("model.answers", "model", "answers", "ok", seen, facts=facts)
        return Check(
            "model.answers", "model", "answers", "warn", seen, f"--mode {best.mode}", facts
        )


_ADVICE = {
    "ungrounded": "choose a larger model: what this one says does not stand in the sentence",
    "invalid": "choose a larger model, or another --mode",
    "truncated": "choose a model that thinks less, or another --mode",
    "refused": "choose another model",
}


def _judge_usage(outcome: _Outcome) -> Check:
    if "usage_estimated" in outcome.warnings:
        return Check(
            "model.usage", "model", "counts tokens", "warn",
            "no: costs and limits go by estimates", "ask the server to send `usage`",
        )  # fmt: skip
    return Check("model.usage", "model", "counts tokens", "ok", "yes")


def _judge_modes(outcomes: list[_Outcome]) -> Check:
    works = [one.mode for one in outcomes if one.fits]
    facts = {one.mode: {"works": one.fits, **one.facts} for one in outcomes}
    seen = "\n".join(one.describe().partition("; ")[0] for one in outcomes)
    if works:
        return Check("model.modes", "model", "modes", "ok", seen, facts=facts)
    return Check("model.modes", "model", "modes", "fail", seen, _ADVICE["invalid"], facts)
