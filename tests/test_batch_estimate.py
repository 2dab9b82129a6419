"""The estimate of a batch: its questions are those that are asked; money and time follow."""

from __future__ import annotations

import asyncio
import itertools
import json
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.api import Summarizer
from summarizer.asking import Asking, Words
from summarizer.batch.estimate import Estimate, Spread, estimate, render_estimate
from summarizer.batch.estimate import questions as rooms
from summarizer.batch.inputs import Read, open_inputs
from summarizer.engines.base import Reply, Request
from summarizer.engines.forms import estimate_request, load_form
from summarizer.errors import ArticleError, ConfigError
from summarizer.pipeline import MASKED, Clock
from summarizer.prices import BATCH_DISCOUNT, Price, find_price
from summarizer.prompts import load_prompt
from summarizer.settings import Settings
from summarizer.textmap import TextMap
from summarizer.tokens import estimate_tokens
from summarizer_schemas.article import Article
from summarizer_schemas.result import Usage
from summarizer_schemas.wire import WireReply
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_settings

pytest_plugins = ["tests.servers.fixtures"]

MINI = "openai/gpt-4.1-mini"
STORY = (
    "OSTERVIK (Coastal Press) - Two ferries collided off Norburg on Tuesday, injuring nine people, "
    "the harbour office said. The port was closed until noon.\n\n"
)
BULLETS = "Key points:\n- Two ferries collided off Norburg\n- Nine people were injured\n\n"


def make_article(text: str = STORY, **fields: Any) -> Article:
    """Returns an article."""
    return Article(text=text, **fields)


def make_read(text: str = STORY, **fields: Any) -> Read:
    """Returns an article as a batch reads it."""
    return Read("a.txt", make_article(text, **fields))


def make_estimate(
    reads: Iterable[Read], model: str = MINI, *, concurrency: int = 8, **options: Any
) -> Estimate:
    """Returns the estimate for these articles with these settings."""
    return estimate(reads, Settings(model=model, **options), concurrency=concurrency, latency_s=6.0)


# ---- what is asked ----


class Counter:
    """An engine that finds nothing, and counts the tokens of what it is asked."""

    def __init__(self) -> None:
        self.tokens: list[int] = []

    async def ask(self, request: Request) -> Reply:
        """Returns an empty answer."""
        self.tokens.append(estimate_request(request))
        return Reply(wire=WireReply(key_points=[], events=[]), engine="counter")


async def ask_all(articles: Iterable[Article], settings: Settings) -> tuple[list[int], int, int]:
    """Asks as the pipeline does; returns tokens by question, how many merges, of how many parts."""
    words = Words(
        article=load_prompt(settings.prompt, settings.prompt_folder),
        repair=None,
        merge=load_prompt("merge/v1"),
        schema_sha256="",
        output_language=settings.output_language,
        chunk_tokens=settings.chunk_tokens,
    )
    engine = Counter()
    merges = merged = 0
    for article in articles:
        mask = MASKED[settings.editorial]
        text = TextMap(article.text, title=article.title, mask=mask)
        asking = Asking(article, text, engine, words)
        answers = await asking.ask_all()
        if len(answers) > 1:
            await asking.ask_merge([])
            merges, merged = merges + 1, merged + len(answers)
    return engine.tokens, merges, merged


ARTICLES = {
    "one question": [make_article(title="Ferries", published="2024-01-19", language="en")],
    "many paragraphs": [make_article(STORY * 40, published="2024-01-19T10:00Z"), make_article("é")],
    "no sentence end": [make_article("norburg " * 2_000, title="Norburg\nharbour")],
    "other scripts": [make_article("政府周四宣布。" * 400), make_article("Мост закрыт. " * 300)],
    "odd characters": [make_article("{{ 7*7 }} \ud83d <<article- " * 300)],
    "masked and long": [make_article(BULLETS + STORY * 40)],
}


@pytest.mark.parametrize("kind", ARTICLES)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"chunk_tokens": 300},
        {"chunk_tokens": 300, "editorial": "mask", "output_language": "de"},
    ],
)
def test_the_questions_are_those_that_are_asked(kind: str, options: dict[str, Any]) -> None:
    """Token for token, what is counted is what the flow would send, key points to merge apart."""
    settings = Settings(model=MINI, **options)
    found = make_estimate((Read("a", one) for one in ARTICLES[kind]), **options)
    tokens, merges, merged = asyncio.run(ask_all(ARTICLES[kind], settings))
    assert (found.requests, found.merges) == (len(tokens), merges)
    assert found.prompt_tokens.expected == sum(tokens) + merged * rooms.POINTS_ASKED


def test_what_is_masked_in_a_short_article_is_counted_all_the_same() -> None:
    """To look for it would take longer than all the rest; the questions are as many."""
    found = make_estimate([make_read(BULLETS + STORY)], editorial="mask")
    whole = make_estimate([make_read(BULLETS + STORY)])
    assert found.prompt_tokens == whole.prompt_tokens


def test_a_server_is_sent_what_was_estimated(faults: FaultServer) -> None:
    """The real flow sends as many questions, of as many tokens with their schema."""
    faults.set_plan(Plan())  # it finds nothing, so there is nothing to merge
    articles = [
        make_article(STORY * times, title=f"Ferries {times}", published="2024-01-19")
        for times in (1, 2, 30)
    ]
    settings = make_settings(faults.base_url, chunk_tokens=400)
    with Summarizer(settings=settings) as summarizer:
        for one in articles:
            summarizer.summarize(one)
    sent = [one.json["messages"] for one in faults.seen]
    words = sum(4 + estimate_tokens(one["content"]) for messages in sent for one in messages)
    found = estimate((Read("a", one) for one in articles), settings, concurrency=1, latency_s=1.0)
    assert found.requests - found.merges == len(sent) > len(articles)
    merge = found.prompt_tokens.expected - words - load_form(WireReply).tokens * len(sent)
    assert 0 < merge - (len(sent) - 2) * rooms.POINTS_ASKED < 1_000


def test_the_unchanging_part_is_what_stands_before_the_article() -> None:
    """It is the same in every question, so its share falls as articles grow."""
    shares = [
        make_estimate([make_read(STORY * times)]).unchanging_share for times in (1, 5, 25, 125)
    ]
    assert shares == sorted(shares, reverse=True)
    assert 0.5 < shares[1] < 1
    assert make_estimate([]).unchanging_share == 0


def test_a_prompt_of_ones_own_is_counted(tmp_path: Path) -> None:
    """A prompt without an unchanging part has the schema in common, and no more."""
    path = tmp_path / "short.md"
    path.write_text(
        "---\nid: short/v1\nversion: 1\nlanguage: en\nschema: WireReply\n"
        "variables: [article]\ndescription: Short.\n---\nFill in: {{ article }}\n",
        "utf-8",
    )
    found = make_estimate([make_read()], prompt=str(path))
    schema = load_form(WireReply).tokens
    words = found.prompt_tokens.expected - schema
    assert 0 < words - estimate_tokens(STORY) < 20
    assert found.unchanging_share == pytest.approx(schema / found.prompt_tokens.expected)


def test_a_prompt_that_is_not_there_is_told() -> None:
    """It would fail for every article, so it fails before the first."""
    with pytest.raises(ConfigError, match="none/v9"):
        make_estimate([], prompt="none/v9")


# ---- which articles ----


@pytest.mark.parametrize(
    ("first", "second", "duplicates"),
    [
        ({}, {}, 1),
        ({}, {"id": "other", "url": "https://courier.example/2", "publisher": "Courier"}, 1),
        ({}, {"text": STORY + " "}, 0),
        ({}, {"title": "Ferries"}, 0),
        ({"title": ""}, {"title": None}, 0),
        ({"published": "2031-05-09"}, {"published": "2031-05-10"}, 0),
        ({"published": "2031-05-09"}, {}, 0),
        ({"language": "en"}, {"language": "de"}, 0),
        ({"title": "a", "language": "b"}, {"title": "ab"}, 0),
        ({"text": "\ud83d"}, {"text": "\ud83d"}, 1),
        ({"title": "\ud83d"}, {"title": "\udc80"}, 0),
    ],
)
def test_the_same_article_is_asked_about_once(
    first: dict[str, Any], second: dict[str, Any], duplicates: int
) -> None:
    """Text, title, day and language decide the answer; whose it is does not."""
    found = make_estimate([make_read(**first), make_read(**second)])
    assert (found.articles, found.duplicates, found.requests) == (2, duplicates, 2 - duplicates)


def test_copies_are_counted_and_not_asked_about() -> None:
    """Whether an article is a copy is asked once for each that was not there already."""
    told: list[str] = []

    def is_copy(article: Article) -> bool:
        told.append(article.text)
        return article.text.endswith("2")

    reads = [make_read(f"{STORY} {at}") for at in (1, 2, 2, 1, 3)]
    reads.insert(2, Read("b.txt", ArticleError("b.txt is empty", source="b.txt")))
    found = estimate(reads, Settings(model=MINI), concurrency=1, latency_s=1.0, is_copy=is_copy)
    assert told == [f"{STORY} {at}" for at in (1, 2, 3)]
    assert (found.articles, found.unreadable, found.duplicates) == (5, 1, 2)
    assert (found.copies, found.requests) == (1, 2)


def test_articles_are_taken_one_by_one_and_not_kept() -> None:
    """Twelve megabytes of articles take a small part of that."""

    def read_all() -> Iterator[Read]:
        for at in range(600):
            yield make_read(f"{at} " + STORY * 90, id="a")

    make_estimate([make_read()])
    tracemalloc.start()
    try:
        assert make_estimate(read_all()).requests == 600
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_no_articles_take_nothing() -> None:
    """An empty batch costs nothing and takes no time, with a model or without."""
    for model in (MINI, "embedded"):
        found = make_estimate([], model)
        assert (found.articles, found.requests, found.seconds) == (0, 0, 0)
        assert found.cost_usd == Spread(0, 0, 0)
        assert render_estimate(found)


# ---- answers and money ----


@given(
    repeats=st.lists(st.integers(1, 60), max_size=4),
    model=st.sampled_from([MINI, "openai/gpt-5", "together/openai/gpt-oss-120b", "ollama/small"]),
    most=st.integers(1, 10_000),
    chunk=st.integers(50, 2_000),
)
def test_low_is_not_above_expected_nor_that_above_high(
    repeats: list[int], model: str, most: int, chunk: int
) -> None:
    """Whatever the articles and limits are, and no answer is longer than it may be."""
    reads = [make_read(f"{at} " + STORY * times) for at, times in enumerate(repeats)]
    found = make_estimate(reads, model, max_output_tokens=most, chunk_tokens=chunk)
    assert found.cost_usd is not None
    for spread in (found.prompt_tokens, found.completion_tokens, found.cost_usd):
        assert 0 <= spread.low <= spread.expected <= spread.high
    assert found.completion_tokens.high == found.requests * most
    assert 0 <= found.unchanging_share <= 1


def test_answers_grow_with_their_article_up_to_the_longest() -> None:
    """A longer article has more to tell, until the answer is as long as it may be."""
    answers = [
        make_estimate([make_read(STORY * times)]).completion_tokens.expected
        for times in (1, 10, 100, 150)
    ]
    assert answers[0] < answers[1] < answers[2] == answers[3] == Settings().max_output_tokens


def test_gold_takes_as_many_answer_tokens_as_were_measured() -> None:
    """The articles that answers were measured on come out as long as they were, on average."""
    gold = str(Path(__file__).parent.parent / "evals" / "gold" / "*" / "article.txt")
    found = make_estimate(open_inputs([gold]))
    assert found.articles >= 53
    assert found.completion_tokens.expected / found.articles == pytest.approx(2_756, rel=0.2)
    assert found.completion_tokens.low / found.articles == pytest.approx(1_731, rel=0.2)


def test_the_cost_is_the_price_of_these_tokens(tmp_path: Path) -> None:
    """Expected and high at the full price; low with the unchanging part as cached tokens."""
    path = tmp_path / "prices.yaml"
    path.write_text("prices:\n  openai/mine: {input: 3, cached_input: 1, output: 7}\n", "utf-8")
    found = make_estimate([make_read(), make_read(STORY * 9)], "openai/mine", prices=str(path))
    assert found.cost_usd is not None
    asked, answered = found.prompt_tokens, found.completion_tokens
    price = Price(3, 1, 7)
    for name, cached in (("low", found.unchanging_share), ("expected", 0), ("high", 0)):
        usage = Usage(
            prompt_tokens=int(getattr(asked, name)),
            cached_tokens=int(getattr(asked, name) * cached),
            completion_tokens=int(getattr(answered, name)),
        )
        assert getattr(found.cost_usd, name) == pytest.approx(price.cost(usage))


@pytest.mark.parametrize(
    ("model", "options", "has_jobs"),
    [
        (MINI, {}, True),
        (MINI, {"base_url": "http://127.0.0.1:9/v1"}, False),
        ("azure/gpt-4.1-mini", {}, False),
        ("ollama/small", {}, False),
        ("openai/mine", {}, False),
    ],
)
def test_jobs_cost_half_where_there_are_jobs(
    model: str,
    options: dict[str, Any],
    has_jobs: bool,  # noqa: FBT001
) -> None:
    """OpenAI's own address takes jobs; where no price is known, half of it is not known either."""
    found = make_estimate([make_read()], model, **options)
    assert (found.cost_usd is None) == (find_price(model) is None)
    if has_jobs:
        assert found.cost_usd is not None
        assert found.batch_cost_usd == found.cost_usd * BATCH_DISCOUNT
    else:
        assert found.batch_cost_usd is None


# ---- time ----


@pytest.mark.parametrize(
    ("options", "concurrency", "pace"),
    [
        ({}, 8, "8 questions at once, 6 s each"),
        ({}, 1_000, "1,000 questions at once, 6 s each"),
        ({"max_concurrency": 500}, 1_000, "500 questions at once, 6 s each"),
        ({"max_concurrency": 500}, 8, "8 questions at once, 6 s each"),
        ({"requests_per_minute": 30}, 8, "30 requests a minute allowed"),
        ({"requests_per_minute": 90}, 8, "8 questions at once, 6 s each"),
        ({"tokens_per_minute": 10_000}, 8, "10,000 tokens a minute allowed"),
        (
            {"tokens_per_minute": 1_000_000, "requests_per_minute": 5}, 8,
            "5 requests a minute allowed",
        ),
    ],
)  # fmt: skip
def test_the_tightest_limit_sets_the_pace(
    options: dict[str, Any], concurrency: int, pace: str
) -> None:
    """Questions at once, requests a minute or tokens a minute: whichever takes longest."""
    reads = [make_read(f"{STORY} {at}") for at in range(80)]
    found = make_estimate(reads, concurrency=concurrency, **options)
    tokens = found.prompt_tokens.expected + found.completion_tokens.expected
    assert found.seconds == pytest.approx(
        max(
            80 * 6.0 / min(concurrency, options.get("max_concurrency", 10**9), 80),
            80 * 60 / options.get("requests_per_minute", 10**9),
            tokens * 60 / options.get("tokens_per_minute", 10**12),
        )
    )
    assert found.pace == pace


@pytest.mark.parametrize(("concurrency", "latency_s"), [(0, 1.0), (4, 0.0), (-1, 1.0)])
def test_a_pace_that_cannot_be_is_refused(concurrency: int, latency_s: float) -> None:
    """The message names both numbers."""
    with pytest.raises(ConfigError, match=f"concurrency is {concurrency} and latency_s"):
        estimate([], Settings(model=MINI), concurrency=concurrency, latency_s=latency_s)


def test_the_embedded_engine_is_timed_and_costs_nothing() -> None:
    """The first articles are worked on, and the time of all follows from their characters."""

    def run(count: int, processes: int) -> Estimate:
        ticks = itertools.count()
        clock = Clock(
            now=lambda: datetime(2031, 5, 9, tzinfo=timezone.utc), monotonic=lambda: next(ticks)
        )
        reads = [make_read(f"{STORY} {at:04}") for at in range(count)]
        return estimate(reads, Settings(), concurrency=processes, latency_s=1.0, clock=clock)

    first = run(20, 1)
    assert first.seconds >= 20
    assert run(60, 1).seconds == pytest.approx(3 * first.seconds)
    assert run(60, 2).seconds == pytest.approx(1.5 * first.seconds)
    assert run(5, 1).seconds < first.seconds
    assert (first.requests, first.cost_usd) == (0, Spread(0, 0, 0))
    assert first.prompt_tokens == first.completion_tokens == Spread(0, 0, 0)
    assert first.pace == "20 articles timed on this machine, 1 processes"


def test_an_article_of_tomorrow_does_not_stop_the_estimate() -> None:
    """What the batch will report as a failure is no reason to tell nothing."""
    found = make_estimate([make_read(published="9999-01-01"), make_read()], "embedded")
    assert found.articles == 2
    assert found.seconds > 0


# ---- for people and programs ----


def test_the_table_shows_every_number_with_its_unit() -> None:
    """Who reads it learns what is known, what is guessed, and from what."""
    reads = [make_read(f"{STORY} {at}") for at in range(1_200)]
    table = render_estimate(make_estimate(reads + reads[:3]))
    lines = table.splitlines()
    assert lines[0] == f"What a batch with {MINI} would take; nothing was sent."
    cells = {line[:21].strip(): line[21:].split() for line in lines[3:]}
    assert cells["articles"][0] == "1,203"
    assert cells["there already"][0] == "3"
    assert cells["questions"][0] == "1,200"
    assert [cells["prompt tokens"][at].replace(",", "").isdigit() for at in range(3)] == [True] * 3
    assert cells["cost, US$"][3:5] == ["list", "prices;"]
    assert cells["as Batch API jobs"][3:] == ["50%", "of", "it,", "as", "OpenAI", "says"]
    assert (
        lines[-1].endswith("15 min         8 questions at once, 6 s each") or "15 min" in lines[-1]
    )
    assert "None" not in table


def test_an_unknown_price_comes_with_what_to_do() -> None:
    """Nothing is guessed; the file of prices is named."""
    table = render_estimate(make_estimate([make_read()], "openai/mine"))
    assert "unknown" in table
    assert "SUMMARIZER_PRICES (docs/prices.md)" in " ".join(table.split())
    assert "Batch API" not in table


def test_the_table_of_the_embedded_engine_speaks_of_no_tokens() -> None:
    """Without a model there are no questions and no money."""
    table = render_estimate(make_estimate([make_read()], "embedded", concurrency=2))
    assert "tokens" not in table
    assert "US$" not in table
    assert "1 articles timed on this machine, 2 processes" in table


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (99.4, "99 s"),
        (100, "2 min"),
        (5_969, "99 min"),
        (5_990, "1 h 40 min"),
        (7_170, "2 h 0 min"),
        (172_000, "2 d 0 h"),
        (200_000, "2 d 8 h"),
        (8_640_000, "100 d 0 h"),
    ],
)
def test_time_is_told_in_units_people_use(seconds: float, shown: str) -> None:
    """The two largest units that matter, rounded."""
    found = make_estimate([make_read()], concurrency=1)
    table = render_estimate(replace(found, seconds=seconds))
    assert f" {shown} " in table.splitlines()[-1]


def test_an_estimate_is_plain_json() -> None:
    """A program gets the same numbers by their names."""
    found = make_estimate([make_read()])
    data = json.loads(json.dumps(found.to_dict()))
    assert data["requests"] == 1
    assert data["cost_usd"]["expected"] == found.cost_usd.expected if found.cost_usd else False
    assert set(data) == set(Estimate.__dataclass_fields__)
