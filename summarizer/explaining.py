"""Why the embedded engine made each event: which words, of which list, told how."""

from __future__ import annotations

from collections.abc import Mapping

from summarizer.engines.embedded.events import Reader
from summarizer.engines.embedded.reasons import Reason
from summarizer.pipeline import MASKED
from summarizer.settings import Editorial
from summarizer.textmap import TextMap
from summarizer_schemas.article import Article
from summarizer_schemas.result import Result


def explain(
    article: Article, result: Result, *, editorial: Editorial = "use"
) -> Mapping[str, list[Reason]]:
    """Returns why there is each event of a result of the embedded engine.

    Args:
        article: what was read.
        result: what was found in it.
        editorial: whether the editors' own block was seen.

    Returns:
        The id of each event -> one reason for each mention that was joined to it. An event
        that another engine made has none.

    Example:
        >>> from summarizer import Summarizer
        >>> article = Article(text="Kenya lifted a curfew in Selm on Monday.")
        >>> with Summarizer() as summarizer:
        ...     result = summarizer.summarize(article)
        >>> (reason,) = explain(article, result)["e1"]
        >>> reason.words, reason.source, reason.type
        ('lifted a curfew', 'verbs.yaml', 'CONCEDE')
    """
    text = TextMap(article.text, title=article.title, mask=MASKED[editorial])
    reasons = [
        reason
        for draft in Reader(text).find_drafts(article.published_day)
        for reason in draft.reasons
    ]
    found: dict[str, list[Reason]] = {}
    for event in result.events:
        quotes = {piece.quote for piece in event.evidence}
        made = [one for one in reasons if one.quote in quotes]
        # Two events may stand in one clause; each has the reasons of its own words.
        own = [one for one in made if one.words == event.trigger or one.type == event.type]
        found[event.id] = own or made
    return found
