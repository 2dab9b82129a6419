"""An engine that answers from what came in, and writes down what it cannot answer.

The live engine does the work: it makes each request and reads each answer as ever, over a client
that looks the answer up. So an article goes through the whole flow again whenever something came
in, the attempts of before included, and what it asks beyond that is what has to be sent next.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

from summarizer.batch.jobs.letters import (
    REFUSED,
    UNTOLD,
    Kept,
    Letter,
    hash_question,
    write_letter,
)
from summarizer.engines.base import Reply, Request
from summarizer.engines.batch_api import BatchApi, Row
from summarizer.engines.forms import estimate_request
from summarizer.engines.llm import Llm
from summarizer.engines.replies import read_response
from summarizer.engines.retrying import Retrying
from summarizer.errors import EngineError
from summarizer.prices import BATCH_DISCOUNT, find_price
from summarizer.settings import Settings
from summarizer_schemas.result import Usage

_MARGIN = 1.25
"""As in `engines.limits`: money is set aside for more tokens than estimated."""
_NO_DEADLINE_S = 1e9
"""Answers take a day; the number of attempts is the limit."""
_LATER = "the answer is not here yet"
_REASONS = {
    "batch_expired": "did not come to this request within 24 hours",
    REFUSED: "refused the file that this request stood in",
    UNTOLD: "ended the job without a word about this request",
}


@dataclass(slots=True)
class Pile:
    """What came in about one article, and what is to be sent.

    Attributes:
        key: of the article.
        kept: the tries there were.
        letters: requests without an answer.
        is_short: a request had to be left out, as it hangs on others that are not answered.
    """

    key: str
    kept: Sequence[Kept]
    letters: list[Letter] = field(default_factory=list[Letter])
    is_short: bool = False
    _tries: dict[str, list[Kept]] = field(default_factory=dict[str, list[Kept]])
    _last: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        tries: defaultdict[str, list[Kept]] = defaultdict(list)
        for one in sorted(self.kept, key=lambda kept: kept.number):
            self._last[one.hash] = one.number
            if not one.closed:
                tries[one.hash].append(one)
        self._tries = dict(tries)

    @property
    def is_whole(self) -> bool:
        """Whether all that was asked is answered."""
        return not self.letters and not self.is_short

    def get_tries(self, question: str) -> list[Kept]:
        """Returns the tries of a question that count, in order."""
        return self._tries.get(question, [])

    def get_next_number(self, question: str) -> int:
        """Returns the number of the next try, also after those that count no more."""
        return self._last[question] + 1


@dataclass(slots=True)
class _Course:
    """One request of the flow, with its attempts."""

    pile: Pile
    request: Request
    attempts: Counter[str] = field(default_factory=Counter[str])


_PILE: ContextVar[Pile] = ContextVar("_PILE")
_COURSE: ContextVar[_Course] = ContextVar("_COURSE")


class Mailbox:
    """An engine, for all articles of a batch.

    Args:
        settings: which model, and how it is asked.
        api: the Batch API that the requests are for.
    """

    def __init__(self, settings: Settings, api: BatchApi) -> None:
        settings = replace(settings, mode=api.mode, deadline_s=_NO_DEADLINE_S)
        self._url = api.endpoint
        self._provider = api.provider
        self._price = find_price(settings.model, settings.prices)
        self._answer_tokens = settings.max_output_tokens
        live = Llm(settings, client=_make_client(api.address, self._look_up))
        self._inner = Retrying(live, settings, sleep=_go_on, draw=lambda: 0.0)

    @contextmanager
    def open(self, pile: Pile) -> Generator[Pile]:
        """Answers from this pile, in this task and those it starts."""
        token = _PILE.set(pile)
        try:
            yield pile
        finally:
            _PILE.reset(token)

    async def ask(self, request: Request) -> Reply:
        """Returns the answer that came in, at the price of a job.

        Raises:
            EngineError: it has not come in, or there is no usable one.
        """
        pile = _PILE.get()
        if request.job != "article" and not pile.is_whole:
            # Asked about half of the answers, it would be another question.
            pile.is_short = True
            raise EngineError(_LATER)
        token = _COURSE.set(_Course(pile, request))
        try:
            reply = await self._inner.ask(request)
        except EngineError as error:
            error.usage = _discount(error.usage)
            raise
        finally:
            _COURSE.reset(token)
        return replace(reply, usage=_discount(reply.usage))

    async def _look_up(self, **body: Any) -> Any:
        """Stands in for the SDK's `create`: the answer to this attempt, or its failure."""
        course = _COURSE.get()
        pile = course.pile
        question = hash_question(pile.key, body)
        tries = pile.get_tries(question)
        attempt = course.attempts[question]
        course.attempts[question] += 1
        if attempt >= len(tries):
            number = pile.get_next_number(question)
            if all(one.hash != question for one in pile.letters):
                pile.letters.append(
                    write_letter(
                        question,
                        number,
                        key=pile.key,
                        url=self._url,
                        body=body,
                        cost_usd=self._estimate(course.request),
                    )
                )
            raise EngineError(_LATER)
        if tries[attempt].state == "sent":
            pile.is_short = True
            raise EngineError(_LATER)
        refused = sum(one.error == REFUSED for one in tries[:attempt])
        return self._open(tries[attempt], was_refused=refused > 0)

    def _open(self, kept: Kept, *, was_refused: bool) -> Any:
        if kept.reply is None:
            # What is refused twice is refused for good; all else may go well the next time.
            retryable = not (kept.error == REFUSED and was_refused)
            reason = _REASONS.get(kept.error or "", f"did not execute this request ({kept.error})")
            raise EngineError(f"{self._provider} {reason}", retryable=retryable)
        status, answered = kept.reply
        if status == 200:
            return _to_nodes(answered)
        raise _StatusError(status, answered)

    def count_cost(self, row: Row) -> float:
        """Returns what the server counted for one row, in US dollars."""
        if self._price is None or row.status != 200:
            return 0.0
        try:
            answer = read_response(_to_nodes(row.body), self._provider)
        except EngineError:
            return 0.0
        counted = Usage(
            prompt_tokens=answer.prompt_tokens,
            cached_tokens=answer.cached_tokens,
            completion_tokens=answer.completion_tokens,
        )
        return self._price.cost(counted) * BATCH_DISCOUNT

    def _estimate(self, request: Request) -> float:
        """Returns the most that a request may cost, in US dollars."""
        if self._price is None:
            return 0.0
        tokens = int(estimate_request(request) * _MARGIN) + 1
        most = Usage(prompt_tokens=tokens, completion_tokens=self._answer_tokens)
        return self._price.cost(most) * BATCH_DISCOUNT


class _Node(SimpleNamespace):
    """A JSON object as the SDK has it: what is not there is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


def _to_nodes(data: Any) -> Any:
    if isinstance(data, dict):
        members = cast("dict[str, Any]", data)
        return _Node(**{name: _to_nodes(value) for name, value in members.items()})
    if isinstance(data, list):
        return [_to_nodes(one) for one in cast("list[object]", data)]
    return data


class _StatusError(Exception):
    """A row with an HTTP status, as `engines.failures` reads the SDK's errors."""

    def __init__(self, status_code: int, body: Any) -> None:
        super().__init__(status_code)
        self.status_code = status_code
        self.body = body


def _make_client(address: str, create: Any) -> Any:
    """Returns what the live engine takes for the SDK's client."""
    api = SimpleNamespace(create=create)
    return SimpleNamespace(base_url=address, responses=api, chat=SimpleNamespace(completions=api))


def _discount(usage: Usage) -> Usage:
    if usage.cost_usd is None:
        return usage
    return usage.model_copy(update={"cost_usd": usage.cost_usd * BATCH_DISCOUNT})


async def _go_on(_: float) -> None:
    """Waits for nothing: the wait lies between two jobs."""
