"""The records: closed, frozen, consistent, and silent about article text."""

from __future__ import annotations

import json
import pickle
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from summarizer_schemas.article import Article, hash_text, parse_published
from summarizer_schemas.errors import ResultError
from summarizer_schemas.record import Event, EventDate, Evidence, Figure, KeyPoint, Party
from summarizer_schemas.result import ArticleInfo, Failure, Provenance, Result
from summarizer_schemas.wire import WireReply

QUOTE = Evidence(quote="nine died", start=4, end=13, segment="body")


def make_result(**values: object) -> Result:
    """A result of an article of 40 characters."""
    given_values: dict[str, object] = {
        "article": ArticleInfo(id="a", chars=40, sha256="0" * 64),
        "status": "ok",
        "provenance": Provenance(
            engine="embedded",
            library_version="0",
            created_at=datetime(2024, 1, 19, tzinfo=timezone.utc),
        ),
    }
    return Result.model_validate(given_values | values)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-01-19", date(2024, 1, 19)),
        (" 2024-02-29 ", date(2024, 2, 29)),
        (date(2024, 1, 19), date(2024, 1, 19)),
        (None, None),
        ("2024-01-19T23:30Z", datetime(2024, 1, 19, 23, 30, tzinfo=timezone.utc)),
        (
            "2024-01-19T23:30:05.5+05:30",
            datetime(
                2024, 1, 19, 23, 30, 5, 500000, tzinfo=timezone(timedelta(hours=5, minutes=30))
            ),
        ),
        (
            "2024-01-19 06:00:00-0400",
            datetime(2024, 1, 19, 6, tzinfo=timezone(timedelta(hours=-4))),
        ),
    ],
)
def test_published_is_read_in_iso_form(written: object, read: object) -> None:
    """A day, or a moment with its zone, in ISO 8601."""
    assert parse_published(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "19/01/24",
        "01/02/2024",
        "0000-01-01",
        "2024-02-30",
        "2024-13-01",
        "2024",
        "yesterday",
        "",
        "2024-01-19T10:00",
        "2024-01-19T25:00Z",
        20240119,
        True,
        datetime(2024, 1, 19),  # noqa: DTZ001 - a moment without a zone is the point
        "２０２４-01-19",
        "x" * 500,
    ],
)
def test_published_in_another_form_is_refused_with_the_right_one(written: object) -> None:
    """Nothing is guessed; the message shows the form and stays short."""
    with pytest.raises(ValueError, match="YYYY-MM-DD") as caught:
        parse_published(written)
    assert len(str(caught.value)) < 200


def test_article_without_id_gets_one_from_its_text() -> None:
    """The id is the first 16 hex digits of the text's hash."""
    assert Article(text="Rain.").id == hash_text("Rain.")[:16]
    assert Article(text="Rain.", id="k7").id == "k7"


@given(text=st.text())
def test_article_keeps_any_text(text: str) -> None:
    """No code point is changed, lone surrogates included."""
    article = Article(text=text + "\ud800\x00")
    assert article.text == text + "\ud800\x00"
    assert len(article.id) == 16


def test_published_day_is_that_of_its_own_zone() -> None:
    """Half past eleven at night in Karachi is still that day."""
    assert Article.model_validate(
        {"text": "x", "published": "2024-01-19T23:30+05:00"}
    ).published_day == date(2024, 1, 19)


def test_validation_message_never_repeats_the_input() -> None:
    """A wrong field is named; the article's words are not shown."""
    with pytest.raises(ValidationError) as caught:
        Article.model_validate({"text": "x", "title": ["secret words"]})
    assert "title" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Evidence(quote="nine", start=4, end=9, segment="body"),
        lambda: Evidence(quote="", start=4, end=4, segment="body"),
        lambda: Figure(measure="killed", low=9, best=2, high=9, text="nine", evidence=(QUOTE,)),
        lambda: Figure(measure="killed", best=-1, text="nine", evidence=(QUOTE,)),
        lambda: EventDate(expressed="Friday", start=date(2024, 1, 19), basis="relative"),
        lambda: EventDate(
            expressed="x", start=date(2024, 1, 19), end=date(2024, 1, 18), basis="relative"
        ),
        lambda: Event(id="e1", type="CONSULT", modes=("drone",), trigger="met", evidence=(QUOTE,)),
        lambda: Event(id="1", type="CONSULT", trigger="met", evidence=(QUOTE,)),
        lambda: Event(id="e1", type="CONSULT", trigger="met", evidence=()),
        lambda: Event(
            id="e1",
            type="ASSAULT",
            trigger="x",
            evidence=(QUOTE,),
            figures=(
                Figure(measure="killed", best=4, text="four", subset_of=0, evidence=(QUOTE,)),
            ),
        ),
        lambda: KeyPoint(text="x", kind="extractive", evidence=()),
        lambda: KeyPoint(text="x", kind="extractive", evidence=(QUOTE,) * 4),
        lambda: Party(text="Vantia", country="va"),
        lambda: Party.model_validate({"text": "Vantia", "colour": "red"}),
    ],
)
def test_inconsistent_record_is_refused(make: object) -> None:
    """Offsets, bounds, intervals, codes, ids and subsets must agree."""
    with pytest.raises(ValidationError):
        make()  # type: ignore[operator]


def test_wrong_mode_is_answered_with_the_right_ones() -> None:
    """The message lists the modes of the type."""
    with pytest.raises(ValidationError, match="CONSULT has no mode 'drone'; it has: visit"):
        Event(id="e1", type="CONSULT", modes=("drone",), trigger="met", evidence=(QUOTE,))


def test_records_are_frozen() -> None:
    """A record is never changed after it is made."""
    with pytest.raises(ValidationError, match="frozen"):
        QUOTE.start = 5  # type: ignore[misc]


def test_wire_form_is_strict() -> None:
    """Every field is required and no type is coerced."""
    with pytest.raises(ValidationError):
        WireReply.model_validate({"key_points": []})
    with pytest.raises(ValidationError):
        WireReply.model_validate(
            {"key_points": [{"quotes": ["a"], "text": 5, "claimants": []}], "events": []}
        )
    assert WireReply.model_validate({"key_points": [], "events": []}).events == []


def test_result_goes_through_json_and_back() -> None:
    """`from_json` gives what `to_json` wrote, on one line, whatever the characters."""
    quote = "a\u2028b\x85c\ud800\x00\n😀é"
    point = KeyPoint(
        text=quote,
        kind="extractive",
        evidence=(Evidence(quote=quote, start=0, end=len(quote), segment="body"),),
    )
    result = make_result(key_points=(point,))
    line = result.to_json()
    line.encode("utf-8")
    assert len(line.splitlines()) == 1
    assert Result.from_json(line) == result
    assert json.loads(line)["key_points"][0]["text"] == quote


def test_ordinary_characters_stay_readable_in_json() -> None:
    """Without a lone surrogate nothing but line separators is escaped."""
    result = make_result(warnings=("“é” 東京",))
    assert "“é” 東京" in result.to_json()


def test_failed_result_raises_and_can_be_pickled() -> None:
    """`raise_for_status` passes a good result through and raises for a failed one."""
    good = make_result()
    assert good.raise_for_status() is good
    failed = make_result(
        status="failed", error=Failure(kind="provider", message="503", retryable=True)
    )
    with pytest.raises(ResultError, match="provider: 503") as caught:
        failed.raise_for_status()
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.kind, copy.retryable, str(copy)) == ("provider", True, "provider: 503")


def test_iter_evidence_visits_every_level() -> None:
    """Key points, events, figures, claims and links all show their evidence."""
    figure = Figure(measure="killed", best=9, text="nine", evidence=(QUOTE,))
    event = Event(id="e1", type="OTHER", trigger="died", figures=(figure,), evidence=(QUOTE,))
    point = KeyPoint(text="nine died", kind="extractive", evidence=(QUOTE,))
    assert list(make_result(key_points=(point,), events=(event,)).iter_evidence()) == [QUOTE] * 3
