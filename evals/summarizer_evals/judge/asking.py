"""Items -> verdicts, through the library's own engines: retries, limits, budget, tapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from summarizer.api import SYSTEM_CLOCK
from summarizer.engines import Engine, build_engine, close_engine
from summarizer.engines.base import Request
from summarizer.errors import ConfigError, EngineError
from summarizer.grounding import Rejection, ground_spans
from summarizer.pipeline import MASKED
from summarizer.prompts import Prompt, render
from summarizer.settings import Settings
from summarizer.textmap import TextMap
from summarizer_evals.errors import RunError
from summarizer_evals.gold.reading import Case
from summarizer_evals.judge.rubric import load_judge
from summarizer_evals.judge.verdicts import Item, Judged, Verdict
from summarizer_evals.runs.runner import describe_crash
from summarizer_evals.runs.workers import work_through
from summarizer_schemas.result import Failure, Usage

Keep = Callable[[Judged], None]
_DECISIVE = ("supported", "contradicted")
"""Verdicts that nobody can give without words of the article."""


async def ask_items(
    items: Sequence[Item],
    cases: Sequence[Case],
    settings: Settings,
    *,
    concurrency: int = 8,
    keep: Keep | None = None,
) -> list[Judged]:
    """Returns what the judge says of every item, in their order; a failure is a value.

    A cache answers the same question with the same words: to see how steady a judge is, ask
    without one.

    Args:
        items: what to judge; those of one article one after the other are cheaper where a
            provider keeps the beginning of a question.
        cases: the articles.
        settings: model, limits, budget, store.
        concurrency: most questions at the same time.
        keep: takes each verdict as soon as it is there; its own exceptions end the asking.

    Raises:
        RunError: an item is of an article that is not among the cases.
        SuiteError: the embedded engine is to judge.
        ConfigError: prompt, tape or cache cannot be used.
    """
    prompt, _ = load_judge(settings)
    known = {one.id: one for one in cases}
    for one in items:
        if one.case not in known:
            raise RunError(f"case {one.case!r} is to be judged, and is not in the gold")
    engine = build_engine(settings, now=SYSTEM_CLOCK.now)
    judge = Judge(prompt, settings, engine, known)
    try:
        return await _ask_all(judge, items, concurrency=concurrency, keep=keep)
    finally:
        await close_engine(engine)


class Judge:
    """Asks about single items.

    Args:
        prompt: the rubric in words.
        settings: `editorial`: whether the editors' own key points are shown and quoted.
        engine: what is asked.
        cases: the articles, by id.
    """

    def __init__(
        self, prompt: Prompt, settings: Settings, engine: Engine, cases: Mapping[str, Case]
    ) -> None:
        self._prompt = prompt
        self._mask = MASKED[settings.editorial]
        self._engine = engine
        self._cases = cases
        self._texts: dict[str, TextMap] = {}

    async def ask(self, item: Item) -> Judged:
        """Returns the verdict on one item, or why there is none.

        Raises:
            ConfigError: the tape cannot be written, or the prompt cannot be filled in.
        """
        try:
            reply = await self._engine.ask(self.make_request(item))
        except EngineError as error:
            failure = Failure(kind=error.kind, message=str(error), retryable=error.retryable)
            return Judged(item=item, failure=failure, usage=error.usage)
        except ConfigError:
            raise
        except Exception as error:  # noqa: BLE001 - the other items go on
            failure = Failure(kind="provider", message=describe_crash(error))
            return Judged(item=item, failure=failure)
        if not isinstance(reply.wire, Verdict):
            failure = Failure(kind="invalid", message="the answer is no verdict")
            return Judged(item=item, failure=failure, usage=reply.usage)
        judged = check_quote(item, reply.wire, self._read(item.case))
        return judged.model_copy(update={"usage": reply.usage, "replayed": reply.replayed})

    def make_request(self, item: Item) -> Request:
        """Returns the question about one item; article and item are values, never instructions."""
        article = self._cases[item.case].article
        text = self._read(item.case)
        published = article.published_day
        shown = "".join(
            text.text[one.start : one.end] for one in text.segments if one.kind not in text.mask
        )
        messages = render(
            self._prompt,
            article=shown,
            items=f"{item.kind}: {item.text}",
            published=published.isoformat() if published else None,
            language=article.language,
            title=article.title,
        )
        return Request(
            text=text,
            title=article.title,
            published=published,
            language=article.language,
            job="extract",
            messages=messages,
            schema=Verdict,
            prompt=self._prompt.id,
            prompt_sha256=self._prompt.sha256,
            article_id=item.case,
        )

    def _read(self, case: str) -> TextMap:
        if case not in self._texts:
            article = self._cases[case].article
            self._texts[case] = TextMap(article.text, title=article.title, mask=self._mask)
        return self._texts[case]


def check_quote(item: Item, verdict: Verdict, text: TextMap | str) -> Judged:
    """Returns what counts of a verdict: `unsure` where its quote does not stand in the article.

    A quote may be left out where the article has nothing on the item, and nowhere else.

    Example:
        >>> item = Item(case="a", kind="key point", item="p1", text="Rain fell.")
        >>> said = Verdict(quote="Snow fell", verdict="contradicted", reason="It snowed.")
        >>> check_quote(item, said, "Rain fell.").reason
        'its quote does not stand in the article (not_found); said contradicted: It snowed.'
    """
    quote = verdict.quote.strip()
    judged = Judged(
        item=item,
        verdict=verdict.verdict,
        said=verdict.verdict,
        quote=verdict.quote,
        reason=verdict.reason,
    )
    if not quote and verdict.verdict not in _DECISIVE:
        return judged
    found = ground_spans(text, quote)
    if isinstance(found, Rejection):
        why = f"its quote does not stand in the article ({found.reason})"
        said = f"said {verdict.verdict}: {verdict.reason}"
        return judged.model_copy(update={"verdict": "unsure", "reason": f"{why}; {said}"})
    return judged.model_copy(update={"start": found[0].start})


async def _ask_all(
    judge: Judge, items: Sequence[Item], *, concurrency: int, keep: Keep | None
) -> list[Judged]:
    judged: dict[int, Judged] = {}

    async def work(job: tuple[int, Item]) -> bool:
        at, item = job
        judged[at] = await judge.ask(item)
        if keep is not None:
            keep(judged[at])
        return True

    await work_through(list(enumerate(items)), work, concurrency=concurrency)
    return [judged[at] for at in range(len(items))]


def add_usage(judged: Sequence[Judged]) -> Usage:
    """Returns what all verdicts cost together, failures included."""
    whole = Usage()
    for one in judged:
        whole += one.usage
    return whole
