"""What is asked of an engine about one article, and what it cost.

Each stretch of the article is one question. An answer that was cut off is continued on what it
has not told of; a stretch that could not be answered leaves the others whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from summarizer.engines.base import Broken, Engine, Job, Reply, Request, TooLongError
from summarizer.errors import EngineError
from summarizer.grounding import Rejection, ground_spans
from summarizer.longform import Answer, Chunk, find_rest, plan, show
from summarizer.prompts import (
    Candidate,
    Message,
    Prompt,
    RepairItem,
    render_article,
    render_merge,
    render_repair,
)
from summarizer.textmap import TextMap
from summarizer.tokens import estimate_tokens
from summarizer_schemas.article import Article
from summarizer_schemas.result import Usage
from summarizer_schemas.wire import WireKeyPoint, WireMerge, WireRepair, WireReply

_PATIENCE = 4
"""How often the answer about one stretch is continued. Where an answer was cut off before a single
item was complete, that counts twice: a model that fills its answers with blanks would do so again,
at the full price."""

_MOST_AT_ONCE = 8
"""Stretches of one article asked about at the same time. A book has a thousand: all at once, most
would wait in a queue of the server until their time is up."""


@dataclass(frozen=True, slots=True)
class Words:
    """The prompts a language model is asked with.

    Attributes:
        article: asks for all there is in a stretch.
        repair: asks for items once more; None: nothing is repaired.
        merge: makes one list of key points of several.
        schema_sha256: hash of the schema that is asked for.
        output_language: what key points are written in; None: the article's language.
        chunk_tokens: longest stretch, in tokens.
    """

    article: Prompt
    repair: Prompt | None
    merge: Prompt
    schema_sha256: str
    output_language: str | None = None
    chunk_tokens: int = 6_000


@dataclass(slots=True)
class Account:
    """What came of all questions about one article.

    Attributes:
        usage: all attempts counted, also those that failed.
        replies: the answers, in the order they came.
        failures: why stretches could not be answered.
        broken: items that do not fit the schema.
        warnings: for the result.
        cut_off: whether an answer stayed incomplete.
    """

    usage: Usage = field(default_factory=Usage)
    replies: list[Reply] = field(default_factory=list[Reply])
    failures: list[EngineError] = field(default_factory=list[EngineError])
    broken: list[Broken] = field(default_factory=list[Broken])
    warnings: list[str] = field(default_factory=list[str])
    cut_off: bool = False

    def add(self, reply: Reply, job: Job) -> None:
        """Counts an answer; an item that is misshapen again after a repair is not listed twice."""
        self.usage += reply.usage
        self.replies.append(reply)
        if job == "article":
            self.broken += reply.broken
        self.warnings += [one for one in reply.warnings if one not in self.warnings]

    def add_failure(self, error: EngineError, job: Job) -> None:
        """Counts a question that was not answered; without a repair the result is still whole."""
        self.usage += error.usage
        if job == "article":
            self.failures.append(error)
        else:
            self.warnings.append(f"{job}_failed: {error.kind}")


class Asking:
    """Asks an engine about one article; used once."""

    def __init__(
        self, article: Article, text: TextMap, engine: Engine, words: Words | None
    ) -> None:
        self.text = text
        self.account = Account()
        self._turns = asyncio.Semaphore(_MOST_AT_ONCE)
        self._engine = engine
        self._words = words
        self._published = article.published_day.isoformat() if article.published_day else None
        self._blank = Request(
            text=text,
            title=article.title,
            published=article.published_day,
            language=article.language,
            article_id=article.id,
        )

    async def ask_all(self) -> list[Answer]:
        """Returns the answers about all stretches, in order; failures stand in the account."""
        if self._words is None:
            chunks = [Chunk(((0, len(self.text.text)),))]
        else:
            chunks = plan(self.text, max_tokens=self._words.chunk_tokens, count=estimate_tokens)
        if len(chunks) == 1:
            return await self._ask_chunk(chunks[0], _PATIENCE)
        found = await asyncio.gather(*(self._ask_chunk(chunk, _PATIENCE) for chunk in chunks))
        return [answer for answers in found for answer in answers]

    async def ask_repair(
        self, failing: Sequence[RepairItem], sentences: Sequence[str]
    ) -> WireRepair | None:
        """Returns the items that came back; None where the question was not answered."""
        words = self._words
        if words is None or words.repair is None:
            return None
        messages = render_repair(
            words.repair,
            items=failing,
            sentences=sentences,
            output_language=words.output_language,
        )
        reply = await self._ask("repair", words.repair, messages, schema=WireRepair)
        return cast("WireRepair", reply.wire) if reply else None

    async def ask_merge(self, points: Sequence[WireKeyPoint]) -> list[WireKeyPoint]:
        """Returns the key points of the whole article; none where nobody answered."""
        words = self._words
        if words is None:
            return []
        messages = render_merge(
            words.merge,
            candidates=[
                Candidate(one.text, one.quotes, [party.text for party in one.claimants])
                for one in points
            ],
            title=self._blank.title,
            published=self._published,
            output_language=words.output_language,
        )
        reply = await self._ask("merge", words.merge, messages, schema=WireMerge)
        return cast("WireMerge", reply.wire).key_points if reply else []

    async def _ask_chunk(self, chunk: Chunk, patience: int) -> list[Answer]:
        try:
            reply = await self._ask_article(chunk)
        except TooLongError as error:
            return await self._ask_halves(chunk, patience - 2, error)
        if reply is None:
            return []
        gaps = tuple(one.index for one in reply.broken if one.field == "events")
        answer = Answer(chunk, cast("WireReply", reply.wire), gaps)
        if not reply.truncated:
            return [answer]
        covered = self._find_covered(answer)
        rest = find_rest(self.text, chunk, covered)
        patience -= 1 if covered else 2
        if patience < 0 or not rest:
            # Where every sentence has been told of, there is nothing more to ask.
            self.account.cut_off = self.account.cut_off or bool(rest) or not covered
            return [answer]
        more = await asyncio.gather(*(self._ask_chunk(one, patience) for one in rest))
        return [answer, *(one for answers in more for one in answers)]

    async def _ask_halves(self, chunk: Chunk, patience: int, error: TooLongError) -> list[Answer]:
        """What did not fit into the model's window is asked about in two questions."""
        halves = find_rest(self.text, chunk, [])
        if patience < 0 or not halves:
            self.account.add_failure(error, "article")
            return []
        self.account.usage += error.usage
        found = await asyncio.gather(*(self._ask_chunk(half, patience) for half in halves))
        return [answer for answers in found for answer in answers]

    async def _ask_article(self, chunk: Chunk) -> Reply | None:
        words = self._words
        if words is None:
            return await self._ask("article", None, ())
        messages = render_article(
            words.article,
            text=show(self.text, chunk),
            published=self._published,
            title=self._blank.title,
            language=self._blank.language,
            context=chunk.context,
            output_language=words.output_language,
        )
        return await self._ask("article", words.article, messages)

    async def _ask(
        self,
        job: Job,
        prompt: Prompt | None,
        messages: tuple[Message, ...],
        *,
        schema: type[WireReply | WireRepair | WireMerge] = WireReply,
    ) -> Reply | None:
        request = replace(
            self._blank,
            job=job,
            messages=messages,
            schema=schema,
            prompt=prompt.id if prompt else None,
            prompt_sha256=prompt.sha256 if prompt else None,
        )
        try:
            async with self._turns:
                reply = await self._engine.ask(request)
        except EngineError as error:
            if job == "article" and isinstance(error, TooLongError):
                raise  # a shorter question may fit
            self.account.add_failure(error, job)
            return None
        self.account.add(reply, job)
        return reply

    def _find_covered(self, answer: Answer) -> list[tuple[int, int]]:
        """Where the quotes of the complete events stand; key points sum up, they cover nothing."""
        quotes = [quote for event in answer.wire.events for quote in event.quotes]
        near = answer.chunk.middle  # of words that stand elsewhere too, those shown are meant
        found = [ground_spans(self.text, quote, near=near) for quote in quotes]
        return [
            (one.start, one.end)
            for spans in found
            if not isinstance(spans, Rejection)
            for one in spans
        ]
