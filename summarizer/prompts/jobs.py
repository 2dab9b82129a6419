"""One door for each question: the article, what is to be repaired, what is to be merged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.prompts.reasons import explain_reason
from summarizer.prompts.rendering import Message, render
from summarizer.prompts.templates import Prompt


@dataclass(frozen=True, slots=True)
class RepairItem:
    """An item of an answer that was not accepted.

    Attributes:
        id: what it is called in question and answer: `k2` for the second key point, `e3`.
        item: the item as it was written, as compact JSON.
        reasons: why not, as codes of the library or in words.
    """

    id: str
    item: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A key point of one stretch of a long article.

    Attributes:
        text: the sentence.
        quotes: the words of the article that bear it out.
        claimants: who says so, in the words of the article.
    """

    text: str
    quotes: Sequence[str]
    claimants: Sequence[str] = ()


def render_article(
    prompt: Prompt | str,
    *,
    text: str,
    published: str | None,
    title: str | None,
    language: str | None,
    context: str = "",
    output_language: str | None = None,
) -> tuple[Message, ...]:
    r"""Returns the messages that ask about one article, or one stretch of it.

    Args:
        prompt: a loaded prompt, or the id of one of ours.
        text: what is asked about; reaches the user message byte for byte.
        published: the day of publication, as `YYYY-MM-DD`.
        title: the headline, where it is not part of the text.
        language: of the article, BCP 47.
        context: what stands before this stretch; it is shown and not reported on.
        output_language: what key points are written in; None: the language of the article.

    Raises:
        ConfigError: the prompt asks for a value that is not here.

    Example:
        >>> messages = render_article(
        ...     "article/v1", text="Rain fell.\n", published="2031-05-09", title=None, language="en"
        ... )
        >>> print(messages[-1].content)
        Published: 2031-05-09
        Language: en
        Title: none
        <BLANKLINE>
        <<article-63b2a57e4a98847a
        Rain fell.
        <BLANKLINE>
        article-63b2a57e4a98847a>>
    """
    return render(
        prompt,
        article=text,
        published=published,
        title=title,
        language=language,
        context=context,
        output_language=output_language,
    )


def render_repair(
    prompt: Prompt | str,
    *,
    items: Sequence[RepairItem],
    sentences: Sequence[str],
    output_language: str | None = None,
) -> tuple[Message, ...]:
    """Returns the messages that ask for a few items once more.

    Args:
        prompt: a loaded prompt, or the id of one of ours.
        items: what was not accepted, and why.
        sentences: sentences of the article around those items, verbatim.
        output_language: as for `render_article`.

    Raises:
        ConfigError: the prompt asks for a value that is not here.

    Example:
        >>> item = RepairItem("k1", '{"text":"Ten died."}', ["number_missing: Ten"])
        >>> messages = render_repair("repair/v1", items=[item], sentences=["Nine died."])
        >>> print(messages[-1].content.partition("<<")[0])
        k1 {"text":"Ten died."}
        - its quotes do not hold this number: Ten
        <BLANKLINE>
        <BLANKLINE>
    """
    return render(
        prompt,
        items="\n\n".join(_render_item(item) for item in items),
        sentences="\n".join(sentences),
        output_language=output_language,
    )


def render_merge(
    prompt: Prompt | str,
    *,
    candidates: Sequence[Candidate],
    title: str | None,
    published: str | None,
    output_language: str | None = None,
) -> tuple[Message, ...]:
    """Returns the messages that ask for the key points of a whole article.

    Args:
        prompt: a loaded prompt, or the id of one of ours.
        candidates: the key points of its stretches, in the order of the article.
        title: as for `render_article`.
        published: as for `render_article`.
        output_language: as for `render_article`.

    Raises:
        ConfigError: the prompt asks for a value that is not here.

    Example:
        >>> candidates = [Candidate("Rain fell.", ["Rain fell on Norburg."])]
        >>> messages = render_merge(
        ...     "merge/v1", candidates=candidates, title=None, published=None
        ... )
        >>> '1 {"text":"Rain fell.","quotes":["Rain fell on Norburg."]' in messages[-1].content
        True
    """
    lines = [f"{number} {_render_candidate(one)}" for number, one in enumerate(candidates, 1)]
    return render(
        prompt,
        candidates="\n".join(lines),
        title=title,
        published=published,
        output_language=output_language,
    )


def _render_item(item: RepairItem) -> str:
    reasons = "".join(f"\n- {' '.join(explain_reason(one).split())}" for one in item.reasons)
    return f"{item.id} {item.item}{reasons}"


def _render_candidate(candidate: Candidate) -> str:
    shown = {
        "text": candidate.text,
        "quotes": list(candidate.quotes),
        "claimants": list(candidate.claimants),
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
