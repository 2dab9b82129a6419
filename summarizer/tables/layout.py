"""The tables, each described once: files, schemas, reader and documentation follow from here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from summarizer.tables.columns import Column, ColumnType, Table

LEFT_OUT: Final[Mapping[str, str]] = MappingProxyType({})
"""Fields of a `Result` that no column holds -> why. None today: the tables hold all of it."""


def _field(
    name: str,
    meaning: str,
    path: str | None = None,
    *,
    type: ColumnType = "text",  # noqa: A002 - as the attribute is called
    nullable: bool = False,
    is_named: bool = False,
) -> Column:
    return Column(name, type, meaning, path or name, nullable=nullable, is_named=is_named)


_maybe = partial(_field, nullable=True)
_count = partial(_field, type="integer")
_list = partial(_field, type="list")
_names = partial(_field, type="list", is_named=True)

_ARTICLE = Column("article_id", "text", "the article; joins all tables")
_EVENT = Column("event_id", "text", "the event of the article: `e1`, `e2`, …")
_EVENT_OR_NONE = Column(
    "event_id", "text", "the event; empty for what belongs to a key point", nullable=True
)
_INDEX = Column("index", "integer", "position in the article or event, from 0")
_OWNER = Column(
    "item", "text", "what it belongs to: `key_point`, `event`, `figure`, `claim`, `link`"
)
_OWNER_INDEX = Column(
    "index", "integer", "`index` of that key point, figure, claim or link", nullable=True
)
_POSITION = Column("position", "integer", "order within that item, from 0")

_ARTICLES = Table(
    "articles",
    "one article, what it cost and what made its result",
    ("",),
    (
        _field("article_id", "joins all tables", "article.id"),
        _maybe("title", "headline", "article.title"),
        _maybe("published", "day or moment of publication, ISO 8601", "article.published"),
        _maybe("publisher", "who published it", "article.publisher"),
        _maybe("source_agency", "the agency it came from", "article.source_agency"),
        _maybe("url", "its address", "article.url"),
        _maybe("language", "BCP 47", "article.language"),
        _count("chars", "length of the text in code points", "article.chars"),
        _field("sha256", "hash of the text in UTF-8", "article.sha256"),
        _field("status", "`ok`, `no_events`, `partial` or `failed`"),
        _maybe("error_kind", "class of the failure", "error.kind"),
        _maybe("error_message", "what failed", "error.message"),
        _maybe("error_retryable", "whether to ask again", "error.retryable", type="boolean"),
        _list("warnings", "what a reader should know"),
        _count("requests", "requests sent, all attempts counted", "usage.requests"),
        _count("prompt_tokens", "tokens sent", "usage.prompt_tokens"),
        _count("cached_tokens", "those the provider had cached", "usage.cached_tokens"),
        _count("completion_tokens", "tokens answered", "usage.completion_tokens"),
        _maybe("cost_usd", "US dollars; empty: price unknown", "usage.cost_usd", type="number"),
        _field("wall_s", "seconds from start to end", "usage.wall_s", type="number"),
        _count("wasted_tokens", "of answers that could not be used", "usage.wasted_tokens"),
        _field("engine", "what found it", "provenance.engine"),
        _maybe("model", "the model that was asked", "provenance.model"),
        _maybe("mode", "how the form of the answer was asked for", "provenance.mode"),
        _maybe("prompt", "id of the prompt", "provenance.prompt"),
        _maybe("prompt_sha256", "hash of the prompt", "provenance.prompt_sha256"),
        _maybe("schema_sha256", "hash of the schema", "provenance.schema_sha256"),
        _field("library_version", "version of this library", "provenance.library_version"),
        _field("created_at", "when it was made", "provenance.created_at", type="moment"),
        _field("replayed", "answered from a tape", "provenance.replayed", type="boolean"),
        _field("schema_version", "of the records"),
    ),
)
_KEY_POINTS = Table(
    "key_points",
    "one key point",
    ("key_points[]",),
    (
        _ARTICLE,
        _INDEX,
        _field("text", "the sentence"),
        _field("kind", "`abstractive` or `extractive`"),
        _names("claimants", "who says so, by name"),
        _list("flags", "what the check of its words found missing"),
    ),
)
_EVENTS = Table(
    "events",
    "one event",
    ("events[]",),
    (
        _ARTICLE,
        _field("event_id", "`e1`, `e2`, … in order of first evidence", "id"),
        _field("type", "PLOVER type, or `OTHER`"),
        _list("modes", "PLOVER modes: how"),
        _list("contexts", "PLOVER contexts: about what"),
        _maybe("quad_class", "1 verbal, 2 material cooperation; 3, 4 conflict", type="integer"),
        _maybe("cameo_root", "CAMEO root, two digits"),
        _maybe("acled_event_type", "as ACLED writes it"),
        _maybe("acled_sub_event_type", "as ACLED writes it"),
        _field("trigger", "the words that name the happening"),
        _names("actors", "who did it, by name"),
        _names("recipients", "whom it was done to, by name"),
        _maybe("target", "what was aimed at", "target.text"),
        _maybe(
            "target_described_by", "whose words these are", "target.described_by", is_named=True
        ),
        _maybe("location", "the words for the place", "location.text"),
        _maybe("place", "town, village or site", "location.place"),
        _maybe("admin1", "province or state", "location.admin1"),
        _maybe("country", "ISO 3166-1 alpha-3", "location.country"),
        _maybe("place_precision", "`exact`, `near`, `region`, `country`", "location.precision"),
        _maybe("place_basis", "`explicit` or `inferred`", "location.basis"),
        _maybe("date_expressed", "the article's own phrase", "date.expressed"),
        _maybe("date_edtf", "Extended Date/Time Format", "date.edtf"),
        _maybe("date_start", "first day; empty: not resolved", "date.start", type="date"),
        _maybe("date_end", "last day, inclusive", "date.end", type="date"),
        _maybe("date_granularity", "`day`, `week`, `month`, `year`", "date.granularity"),
        _maybe("date_basis", "what the day was worked out from", "date.basis"),
        _maybe("date_anchor", "`publication` or an event id", "date.anchor"),
        _field("realis", "`actual`, `future`, `hypothetical`, `negated`, `generic`"),
        _field("certainty", "`certain`, `probable`, `possible`, `unknown`"),
        _field("salience", "`main`, `secondary`, `background`"),
    ),
)
_PARTIES = Table(
    "parties",
    "one mention of somebody who does, suffers or says something",
    (
        "key_points[].claimants[]",
        "events[].actors[]",
        "events[].recipients[]",
        "events[].target.described_by",
        "events[].figures[].claimants[]",
        "events[].claims[].claimant",
    ),
    (
        _ARTICLE,
        _OWNER,
        _EVENT_OR_NONE,
        _OWNER_INDEX,
        Column("slot", "text", "`actor`, `recipient`, `described_by` or `claimant`"),
        _POSITION,
        _field("text", "the words of the article"),
        _maybe("name", "the name, if the article gives one"),
        _field("kind", "person, state, organisation, armed_group, population, facility, unknown"),
        _maybe("role", "the office held"),
        _maybe("organisation", "the body spoken or acted for"),
        _maybe("country", "ISO 3166-1 alpha-3, or `IGO`, `UNO`, `NGO` …"),
        _maybe("sector", "PLOVER sector"),
    ),
)
_FIGURES = Table(
    "figures",
    "one number of people or things, as one source gives it",
    ("events[].figures[]",),
    (
        _ARTICLE,
        _EVENT,
        _INDEX,
        _field("measure", "what is counted: `killed`, `wounded`, …"),
        _maybe("low", "lower bound", type="integer"),
        _maybe("best", "the number given", type="integer"),
        _maybe("high", "upper bound", type="integer"),
        _field("qualifier", "`exact`, `at_least`, `at_most`, `about`, `vague`"),
        _field("text", "the words of the article"),
        _maybe("group", "who is counted"),
        _maybe("subset_of", "`index` of the figure this is a part of", type="integer"),
        _field("status", "`asserted`, `claimed`, `denied`, `disputed`"),
        _names("claimants", "who gives it, by name"),
    ),
)
_CLAIMS = Table(
    "claims",
    "who says what about an event",
    ("events[].claims[]",),
    (
        _ARTICLE,
        _EVENT,
        _INDEX,
        _field("claimant", "who says it, by name", is_named=True),
        _field("cue", "the words that mark it"),
        _field("stance", "`asserts`, `claims`, `confirms`, `denies`, `accuses`, `rejects`"),
        _field("about", "`event`, `actor`, `target`, `location`, `date` or `figures[i]`"),
        _field("modality", "`quote` or `paraphrase`"),
    ),
)
_LINKS = Table(
    "links",
    "how one event hangs on another",
    ("events[].links[]",),
    (
        _ARTICLE,
        _EVENT,
        _INDEX,
        _field("type", "`retaliation_for`, `follows`, `causes`, …"),
        _field("target", "`event_id` of the other event"),
    ),
)
_EVIDENCE = Table(
    "evidence",
    "one quote of the article, and what it supports",
    (
        "key_points[].evidence[]",
        "events[].evidence[]",
        "events[].figures[].evidence[]",
        "events[].claims[].evidence[]",
        "events[].links[].evidence[]",
    ),
    (
        _ARTICLE,
        _OWNER,
        _EVENT_OR_NONE,
        _OWNER_INDEX,
        _POSITION,
        _field("quote", "the raw words"),
        _count("start", "first code point"),
        _count("end", "one past the last code point"),
        _field("match", "how it was found: `exact`, `folded`, `elided`, `fuzzy`"),
        _maybe("field", "the field it supports; empty: the whole item"),
        _field("segment", "the part of the article it stands in"),
        _field("ambiguous", "it stands there more than once", type="boolean"),
    ),
)
_REJECTED = Table(
    "rejected",
    "one thing an engine said that the article does not bear out",
    ("rejected[]",),
    (
        _ARTICLE,
        _INDEX,
        _field("kind", "what it would have been"),
        _field("text", "the words"),
        _field("reason", "why, as a fixed word"),
    ),
)

TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        table.name: table
        for table in (
            _ARTICLES, _KEY_POINTS, _EVENTS, _PARTIES, _FIGURES, _CLAIMS, _LINKS, _EVIDENCE,
            _REJECTED,
        )
    }
)  # fmt: skip
"""Name -> table, in the order in which they are written."""
