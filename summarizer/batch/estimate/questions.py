"""The questions about articles, put together as `asking` does, and how long the answers may be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from summarizer.engines.base import Request
from summarizer.engines.forms import estimate_request
from summarizer.longform import plan, show
from summarizer.pipeline import MASKED
from summarizer.prompts import load_prompt, render_article, render_merge
from summarizer.settings import Settings
from summarizer.textmap import TextMap
from summarizer.tokens import estimate_tokens
from summarizer_schemas.article import Article
from summarizer_schemas.strict import find_model


class _Line(NamedTuple):
    """Tokens of an answer: so many, and so many more for each token of the article."""

    base: float
    per_token: float

    def tokens(self, words: int, most: int) -> float:
        return min(self.base + self.per_token * words, most)


_ANSWER = _Line(990, 3.8)
_LEAN_ANSWER = _Line(600, 2.4)
"""Least squares over 54 articles: the 53 of evals/gold and that of benchmarks/data. What their
annotators found was written as an answer without blanks and counted in o200k_base (GPT-4o and
later): 2,756 tokens on average for articles of 465. Lean: what no annotator may leave out, each
with one quote: 1,731 tokens. The articles have 210 to 988 tokens; longer ones are extrapolated."""
POINTS_ASKED = 454
POINTS_ANSWERED = 415
"""Tokens of the key points of one answer, of the same articles: as listed in the question that
merges them (estimated as prompts are), and as answered."""
_PROMPT_LOW, _PROMPT_HIGH = 1 / 1.32, 1.25
"""How far estimated prompts are off, against o200k_base: 32 % over for our own instructions and
schema and for Bengali, 20 % under for no script (see `tokens`)."""

_BLANK = TextMap("")


class _Stretch(NamedTuple):
    """Part of an article that one question is about; the tokens are those of its text."""

    text: str
    context: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A number that nobody knows yet."""

    low: float
    expected: float
    high: float

    def __mul__(self, factor: float) -> Spread:
        return Spread(self.low * factor, self.expected * factor, self.high * factor)


class Questions:
    """The questions about articles, put together one by one and counted."""

    def __init__(self, settings: Settings) -> None:
        self.count = self.merges = 0
        self._settings = settings
        self._prompt = load_prompt(settings.prompt, settings.prompt_folder)
        self._merge = load_prompt("merge/v1", settings.prompt_folder)
        self._unchanging: int | None = None
        self._prompt_tokens = self._unchanging_tokens = 0
        self._lean_tokens = self._answer_tokens = self._most_tokens = 0.0

    @property
    def prompt_tokens(self) -> Spread:
        """Of all questions."""
        return Spread(_PROMPT_LOW, 1, _PROMPT_HIGH) * self._prompt_tokens

    @property
    def completion_tokens(self) -> Spread:
        """Of all answers."""
        return Spread(self._lean_tokens, self._answer_tokens, self._most_tokens)

    @property
    def unchanging_share(self) -> float:
        """Part of the prompts that is the same in every question about an article."""
        return self._unchanging_tokens / self._prompt_tokens if self._prompt_tokens else 0.0

    def add(self, article: Article) -> None:
        """Counts the questions about one article."""
        stretches = self._cut(article)
        for stretch in stretches:
            self._add_stretch(article, stretch)
        if len(stretches) > 1:
            self._add_merge(article, len(stretches))

    def _cut(self, article: Article) -> list[_Stretch]:
        """Returns what is shown in each question.

        An article that fits into one question is shown whole: to look for what is masked takes
        1.3 ms, and that is a few lines of it.
        """
        most = self._settings.chunk_tokens
        tokens = estimate_tokens(article.text)
        if tokens <= most:
            return [_Stretch(article.text, "", tokens)]
        mask = MASKED[self._settings.editorial]
        text = TextMap(article.text, title=article.title, mask=mask)
        chunks = plan(text, max_tokens=most, count=estimate_tokens)
        shown = [(show(text, chunk), chunk.context) for chunk in chunks]
        return [_Stretch(words, context, estimate_tokens(words)) for words, context in shown]

    def _add_stretch(self, article: Article, stretch: _Stretch) -> None:
        *before, last = render_article(
            self._prompt,
            text=stretch.text,
            published=_write_day(article),
            title=article.title,
            language=article.language,
            context=stretch.context,
            output_language=self._settings.output_language,
        )
        bare = Request(text=_BLANK)
        if self._unchanging is None:
            self._unchanging = estimate_request(replace(bare, messages=tuple(before)))
        words = estimate_request(replace(bare, messages=(last,))) - estimate_request(bare)
        self._unchanging_tokens += self._unchanging
        self._add(self._unchanging + words, _ANSWER, _LEAN_ANSWER, stretch.tokens)

    def _add_merge(self, article: Article, stretches: int) -> None:
        messages = render_merge(
            self._merge,
            candidates=(),
            title=article.title,
            published=_write_day(article),
            output_language=self._settings.output_language,
        )
        request = Request(text=_BLANK, job="merge", messages=messages)
        if schema := find_model(self._merge.schema):
            request = replace(request, schema=schema)
        points = _Line(POINTS_ANSWERED, 0)
        self._add(estimate_request(request) + stretches * POINTS_ASKED, points, points, 0)
        self.merges += 1

    def _add(self, prompt_tokens: int, answer: _Line, lean: _Line, words: int) -> None:
        most = self._settings.max_output_tokens
        self.count += 1
        self._prompt_tokens += prompt_tokens
        self._lean_tokens += lean.tokens(words, most)
        self._answer_tokens += answer.tokens(words, most)
        self._most_tokens += most


def _write_day(article: Article) -> str | None:
    return article.published_day.isoformat() if article.published_day else None
