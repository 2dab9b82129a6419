"""The terminal view: one result as a journalist would like to read it.

An article's words are not trusted: every string passes `clean_for_terminal`, and goes to
the terminal as `Text`, which is never read as markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer.controls import clean_for_terminal
from summarizer_schemas.record import Claim, Event, Evidence, Figure, KeyPoint, Location, Party
from summarizer_schemas.result import Result

MAX_WIDTH = 120
"""Columns; longer lines tire the eye, however wide the terminal is."""

MAX_SHOWN = 400
"""Code points of one string: about three sentences. The JSON form has the whole of it."""

_REALIS_MARKS: Mapping[str, str] = {
    "future": "planned",
    "hypothetical": "hypothetical",
    "negated": "denied",
    "generic": "background",
}
_VERBS: Mapping[str, tuple[str, str]] = {
    "asserts": ("says", "say"),
    "claims": ("claims", "claim"),
    "confirms": ("confirms", "confirm"),
    "denies": ("denies", "deny"),
    "accuses": ("accuses", "accuse"),
    "rejects": ("rejects", "reject"),
}
_BOUNDS: Mapping[str, str] = {"at_least": "at least ", "at_most": "at most ", "about": "about "}
_MEASURES: Mapping[str, str] = {"participants": "taking part", "other": ""}


def render_result(result: Result, console: Console) -> None:
    """Writes one result to the console, at most `MAX_WIDTH` columns wide.

    Args:
        result: what was found in one article.
        console: where it goes; its width and encoding decide the layout.
    """
    width = min(console.width, MAX_WIDTH)
    for block in _build_blocks(result, width, plain=console.options.ascii_only):
        console.print(block, width=width, markup=False, highlight=False, emoji=False)


def render_reasons(result: Result, reasons: Mapping[str, Sequence[str]], console: Console) -> None:
    """Writes why there is each event, below the result.

    Args:
        result: what was found in one article.
        reasons: the id of each event -> why, in lines.
        console: where it goes.
    """
    width = min(console.width, MAX_WIDTH)
    blocks: list[RenderableType] = [_head("Why")]
    for event in result.events:
        blocks.append(Text(f"{event.id}  {event.type}", style="bold"))
        lines = reasons.get(event.id) or ("made by another engine",)
        blocks.extend(Padding(Text(_show(line)), (0, 0, 0, 5)) for line in lines)
    for block in blocks:
        console.print(block, width=width, markup=False, highlight=False, emoji=False)


def _build_blocks(result: Result, width: int, *, plain: bool) -> Iterable[RenderableType]:
    article = result.article
    yield Text(_show(article.title or article.id), style="bold")
    yield from _build_date_line(result)
    if result.error is not None:
        said = f"\nFailed: {result.error.kind}: {_show(result.error.message)}"
        hint = "; the same call may succeed later" if result.error.retryable else ""
        yield Text(said + hint, style="bold red")
    if result.status != "failed":
        yield from _build_key_points(result.key_points)
        yield from _build_events(result.events, width, plain=plain)
    yield from _build_remarks(result)
    yield Text(f"\n{_describe_making(result)}", style="dim")


def _build_date_line(result: Result) -> Iterable[Text]:
    article = result.article
    day = article.published.date() if isinstance(article.published, datetime) else article.published
    shown = [
        f"{day.day} {day:%B %Y}" if day else "publication date not given",
        *(_show(name) for name in (article.publisher, article.source_agency, article.url) if name),
    ]
    yield Text(", ".join(dict.fromkeys(shown)), style="dim")


# ---- key points ----


def _build_key_points(points: Sequence[KeyPoint]) -> Iterable[RenderableType]:
    yield _head("Key points")
    if not points:
        yield Text("None found.")
    for number, point in enumerate(points, start=1):
        lines = [Text(_show(point.text))]
        if unnamed := [party for party in point.claimants if _name(party) not in _show(point.text)]:
            lines.append(Text(f"— {_attribute(unnamed, 'asserts')}", style="italic"))
        lines.extend(_quote(piece, beside=point.text) for piece in point.evidence)
        lines.extend(Text(f"check: {_describe_flag(flag)}", style="yellow") for flag in point.flags)
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(justify="right", width=len(str(len(points))) + 1, no_wrap=True)
        grid.add_column()
        grid.add_row(f"{number}.", Text("\n").join(lines))
        yield grid


def _describe_flag(flag: str) -> str:
    """Returns "number missing: 13 people" for `number_missing: 13 people`."""
    reason, mark, words = flag.partition(":")
    return _show(reason.replace("_", " ") + mark + words)


def _quote(piece: Evidence, *, beside: str) -> Text:
    """Returns the quote and where it stands; only the latter when `beside` says the same."""
    place = f"chars {piece.start}-{piece.end}, {piece.segment.replace('_', ' ')}"
    if piece.ambiguous:
        place += ", one of several places"
    said = "" if _squeeze(piece.quote) == _squeeze(beside) else f"“{_show(piece.quote)}” "
    return Text(f"{said}[{place}]", style="dim")


# ---- events ----


def _build_events(events: Sequence[Event], width: int, *, plain: bool) -> Iterable[RenderableType]:
    yield _head("Events")
    if not events:
        yield Text("None found.")
        return
    arrow = "->" if plain else "→"
    rows = [_describe_event(event, arrow) for event in events]
    names = ("", "date", "what", f"who {arrow} whom", "where", "figures")
    used = [column for column in range(len(names)) if any(row[column] for row in rows)]
    widths = _share_width([(4, 13, 14, 0, 0, 0)[column] for column in used], width)
    yield _build_row([names[column] for column in used], widths, style="bold")
    for index, (event, row) in enumerate(zip(events, rows, strict=True)):
        if index:
            yield Text()
        yield _build_row([row[column] for column in used], widths)
        yield Padding(_describe_ground(event), (0, 0, 0, 5))


def _share_width(widths: Sequence[int], total: int) -> list[int]:
    """Returns the column widths; columns of width 0 share what the others leave."""
    left = total - sum(widths) - (len(widths) - 1)
    open_columns = widths.count(0)
    return [width or max(left // open_columns, 8) for width in widths]


def _build_row(cells: Sequence[str], widths: Sequence[int], *, style: str = "") -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_row(*(Text(cell, style=style) for cell in cells))
    return grid


def _describe_event(event: Event, arrow: str) -> tuple[str, ...]:
    return (
        event.id,
        _describe_date(event),
        "\n".join(filter(None, (event.type, ", ".join(event.modes), _mark(event)))),
        _describe_parties(event, arrow),
        _describe_place(event.location),
        "\n".join(_describe_figures(event.figures)),
    )


def _describe_date(event: Event) -> str:
    date = event.date
    if date is None:
        return "date not stated"
    if date.start is None or date.end is None:
        return f"“{_show(date.expressed)}”, not resolved"
    if date.start == date.end:
        return date.start.isoformat()
    if date.granularity in {"month", "year"} and date.edtf and "/" not in date.edtf:
        return date.edtf
    return f"{date.start.isoformat()}\nto {date.end.isoformat()}"


def _describe_place(place: Location | None) -> str:
    if place is None:
        return ""
    inferred = " (inferred)" if place.country and place.basis == "inferred" else ""
    return _show(place.text) + (f", {place.country}{inferred}" if place.country else "")


def _mark(event: Event) -> str:
    """Returns what keeps the row from being read as a plain fact."""
    marks = [
        _REALIS_MARKS.get(event.realis, ""),
        event.certainty if event.certainty in {"probable", "possible"} else "",
        "background" if event.salience == "background" else "",
    ]
    shown = ", ".join(dict.fromkeys(filter(None, marks)))
    return f"[{shown}]" if shown else ""


def _describe_parties(event: Event, arrow: str) -> str:
    who = _join_names(event.actors)
    whom = _join_names(event.recipients)
    if event.target is not None and _show(event.target.text) not in whom:
        aim = _show(event.target.text)
        if event.target.described_by is not None:
            aim += f" (so {_attribute([event.target.described_by], 'asserts')})"
        whom = f"{whom}: {aim}" if whom else aim
    if not whom:
        return who or "not stated"
    return f"{who or 'not stated'} {arrow} {whom}"


def _describe_ground(event: Event) -> Text:
    """Returns the words an event stands on, who says so, and what it hangs on."""
    told = [evidence for evidence in event.evidence if evidence.field is None]
    best = max(told or event.evidence, key=lambda one: (_count_said(event, one), len(one.quote)))
    ground = Text(f"“{_show(best.quote)}”", style="dim")
    # Who gives a figure stands beside the figure.
    about_others = (claim for claim in event.claims if not claim.about.startswith("figures"))
    said = dict.fromkeys(_describe_claim(claim) for claim in about_others)
    links = dict.fromkeys(f"{link.type.replace('_', ' ')} {link.target}" for link in event.links)
    if remarks := "; ".join((*said, *links)):
        ground.append(f"\n{remarks}", style="italic")
    return ground


def _count_said(event: Event, piece: Evidence) -> int:
    """Returns how much of the row above the quote bears out."""
    parties = [party.text for party in (*event.actors, *event.recipients)]
    figures = [figure.text for figure in event.figures]
    date = [event.date.expressed] if event.date else []
    place = [event.location.text] if event.location else []
    return sum(words in piece.quote for words in (*parties, *figures, *date, *place))


def _describe_claim(claim: Claim) -> str:
    about = "" if claim.about == "event" else f" ({claim.about})"
    return _attribute([claim.claimant], claim.stance) + about


# ---- figures ----


def _describe_figures(figures: Sequence[Figure]) -> Iterable[str]:
    """Yields one line per figure; a figure that is part of another stands with it.

    A part of a part has a line of its own.
    """
    wholes = [
        figure.subset_of is None or figures[figure.subset_of].subset_of is not None
        for figure in figures
    ]
    for index, figure in enumerate(figures):
        if not wholes[index]:
            continue
        parts = [
            part
            for part, whole in zip(figures, wholes, strict=True)
            if part.subset_of == index and not whole
        ]
        inside = "".join(f", incl. {_count_part(part, figure)}" for part in parts)
        yield _count(figure) + inside + _describe_source(figure)


def _count(figure: Figure) -> str:
    number = _describe_number(figure)
    if number is None or figure.measure == "other":
        return f"“{_show(figure.text)}”"
    group = f" ({_show(figure.group)})" if figure.group else ""
    return f"{number} {_MEASURES.get(figure.measure, figure.measure)}{group}"


def _count_part(part: Figure, whole: Figure) -> str:
    number = _describe_number(part)
    if number is None or not part.group:
        return f"“{_show(part.text)}”"
    measure = f" {part.measure}" if part.measure != whole.measure else ""
    source = _describe_source(part) if part.claimants != whole.claimants else ""
    return f"{number} {_show(part.group)}{measure}{source}"


def _describe_number(figure: Figure) -> str | None:
    low, best, high = figure.low, figure.best, figure.high
    bound = high if figure.qualifier == "at_most" else low
    value = best if best is not None else bound
    if figure.qualifier == "vague":
        return None
    if low is not None and high is not None and low < high:
        return f"{low}-{high}" if best is None else f"{best} ({low}-{high})"
    if value is None:
        return None
    return "none" if value == 0 else f"{_BOUNDS.get(figure.qualifier, '')}{value:,}"


def _describe_source(figure: Figure) -> str:
    if figure.claimants:
        stance = "denies" if figure.status == "denied" else "asserts"
        disputed = ", disputed" if figure.status == "disputed" else ""
        return f" — {_attribute(figure.claimants, stance)}{disputed}"
    return "" if figure.status == "asserted" else f" — {figure.status}"


# ---- names and remarks ----


def _attribute(claimants: Sequence[Party], stance: str) -> str:
    """Returns "Iran says", "officials deny": the narrator asserts nothing for them."""
    singular, plural = _VERBS[stance]
    last = claimants[-1]
    # The capital of an unnamed "Officials" only says that a sentence began.
    words = _name(last) if last.name else _name(last).lower()
    many = len(claimants) > 1 or _is_plural(words)
    return f"{_join_names(claimants)} {plural if many else singular}"


def _is_plural(name: str) -> bool:
    """Whether "say" follows: "officials", "police", but not "Athens" or "congress"."""
    last = name.rsplit(None, 1)[-1]
    if last.lower() in {"police", "people", "children", "men", "women", "troops"}:
        return True
    return last[:1].islower() and last.endswith("s") and not last.endswith(("ss", "us", "is"))


def _join_names(parties: Iterable[Party]) -> str:
    return ", ".join(dict.fromkeys(_name(party) for party in parties))


def _name(party: Party) -> str:
    return _show(party.name or party.text)


def _build_remarks(result: Result) -> Iterable[Text]:
    if result.warnings:
        yield _head("Warnings")
        for warning in result.warnings:
            yield Text(f"- {_show(warning)}", style="yellow")
    if result.rejected:
        names = (item.kind.replace("_", " ") for item in result.rejected)
        counts = sorted(Counter(names).items())
        kinds = ", ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in counts)
        yield Text(
            f"\nRejected, because the article does not bear it out: {kinds}. "
            "The JSON form says what and why.",
            style="yellow",
        )


def _describe_making(result: Result) -> str:
    made, usage = result.provenance, result.usage
    tokens = usage.prompt_tokens + usage.completion_tokens
    shown = [
        f"engine {_show(made.engine)}",
        f"model {_show(made.model)}" if made.model else "",
        f"{tokens:,} tokens" if tokens else "",
        f"${usage.cost_usd:.4f}" if usage.cost_usd is not None else "",
        "replayed" if made.replayed else "",
    ]
    return ", ".join(filter(None, shown))


def _head(title: str) -> Text:
    return Text(f"\n{title}", style="bold")


def _show(text: str) -> str:
    """Returns the text on one line, harmless, and not longer than a reader wants."""
    shown = clean_for_terminal(_squeeze(text[: MAX_SHOWN + 1]))
    return shown if len(text) <= MAX_SHOWN else f"{shown[:MAX_SHOWN]}…"


def _squeeze(text: str) -> str:
    return " ".join(text.split())
