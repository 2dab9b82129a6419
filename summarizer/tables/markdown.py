"""A result as a Markdown document, in which the words of the article stay words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer_schemas.record import Event, EventDate, Figure, KeyPoint, Party
from summarizer_schemas.result import Result

_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_MARKUP = re.compile(r"[\\`*_\[\]|~$#]")
_HTML = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_LIST_NUMBER = re.compile(r"[0-9]{1,9}(?=[.)])")


def to_markdown(result: Result) -> str:
    r"""Returns the result as a Markdown document: headline, key points, table of events.

    The words of the article stay words: whatever Markdown or HTML would act on is
    escaped, and control characters are replaced by U+FFFD.

    Example:
        >>> from summarizer import summarize
        >>> print(to_markdown(summarize("Rain fell on `Norburg`.", title="A <b>wet</b> day")))
        # A &lt;b&gt;wet&lt;/b&gt; day
        ...
    """
    article = result.article
    facts = (article.published, article.publisher, article.source_agency, article.url)
    blocks = [f"# {_escape(article.title or article.id)}"]
    if shown := ", ".join(dict.fromkeys(_escape(str(fact)) for fact in facts if fact)):
        blocks.append(shown)
    if result.error is not None:
        blocks.append(f"**Failed:** {result.error.kind}: {_escape(result.error.message)}")
    if result.key_points:
        points = (_list_item(point) for point in result.key_points)
        blocks += ["## Key points", "\n".join(points)]
    if result.events:
        blocks += ["## Events", "\n".join(_tabulate(result.events))]
    if result.warnings:
        blocks += ["## Warnings", "\n".join(f"- {_escape(text)}" for text in result.warnings)]
    return "\n\n".join(blocks) + "\n"


def _list_item(point: KeyPoint) -> str:
    quotes = [f"  - “{_escape(one.quote)}” ({one.start}-{one.end})" for one in point.evidence]
    flags = [f"  - check: {_escape(flag)}" for flag in point.flags]
    return "\n".join([f"- {_escape(point.text)}", *quotes, *flags])


def _tabulate(events: Iterable[Event]) -> Iterable[str]:
    yield "| id | date | type | who | whom | where | figures | realis | evidence |"
    yield "|--|--|--|--|--|--|--|--|--|"
    for event in events:
        cells = (
            event.id,
            _escape(_describe_date(event.date)),
            ", ".join((event.type, *event.modes)),
            _escape(_join_names(event.actors)),
            _escape(_join_names(event.recipients) or (event.target.text if event.target else "")),
            _escape(event.location.text if event.location else ""),
            _escape("; ".join(_describe_figure(figure) for figure in event.figures)),
            event.realis,
            f"“{_escape(event.evidence[0].quote)}”",
        )
        yield f"| {' | '.join(cells)} |"


def _describe_date(date: EventDate | None) -> str:
    if date is None:
        return "not stated"
    return date.edtf or f"“{date.expressed}”, not resolved"


def _describe_figure(figure: Figure) -> str:
    """Returns the article's own words for a number, and whose number it is."""
    source = _join_names(figure.claimants)
    status = "" if figure.status in {"asserted", "claimed"} else figure.status
    remark = ", ".join(filter(None, (figure.measure, source and f"according to {source}", status)))
    return f"“{figure.text}” ({remark})"


def _join_names(parties: Iterable[Party]) -> str:
    return ", ".join(dict.fromkeys(party.name or party.text for party in parties))


def _escape(text: str) -> str:
    """Returns the text on one line, with nothing left that Markdown or HTML acts on."""
    line = _CONTROLS.sub("\ufffd", " ".join(text.split()))
    line = _MARKUP.sub(r"\\\g<0>", line.translate(_HTML))
    if line.startswith(("+", "-")):
        return "\\" + line
    return _LIST_NUMBER.sub(r"\g<0>\\", line, count=1) if _LIST_NUMBER.match(line) else line
