"""The flow with a language model, played from hand-written tapes: every branch, and no server."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from summarizer import Result, Summarizer
from summarizer.hooks import Notice
from summarizer.pipeline import Clock
from tests.servers.faults import FaultServer, Plan

pytest_plugins = ["tests.servers.fixtures"]

CLOCK = Clock(now=lambda: datetime(2024, 3, 20, tzinfo=timezone.utc), monotonic=lambda: 0.0)
MODEL = "openai/any"
SANK = "A ferry sank off the port of Selm on Monday, and nine people drowned"
HELD = "Police in Selm arrested the captain on Tuesday"
SHOT = "Gunmen attacked a fuel depot near Halden on Wednesday"
ARTICLE = f"""Ferry sinks off Selm

{SANK}, the coast guard said.

{HELD}. Anna Velk, the harbour master, called for an inquiry.

{SHOT}. Two guards were killed, the army said.
"""

Line = dict[str, Any]


# ---- what a model says, and the tape it stands on ----


def make_party(text: str, **values: object) -> Line:
    """Returns a party in the wire form."""
    blank = {"name": None, "kind": "unknown", "role": None, "country": None, "sector": None}
    return {"text": text, **blank, **values}


def make_point(text: str, *quotes: str, **values: object) -> Line:
    """Returns a key point in the wire form; its own quote where none is given."""
    return {"quotes": list(quotes) or [text], "text": text, "claimants": [], **values}


def make_event(trigger: str, quote: str, **values: object) -> Line:
    """Returns an event in the wire form, with nothing told of it but its words."""
    blank: Line = {
        "type": "OTHER", "modes": [], "contexts": [], "actors": [], "recipients": [],
        "target": None, "target_described_by": None, "location": None, "location_country": None,
        "date": None, "date_anchor": None, "figures": [], "claims": [], "realis": "actual",
        "certainty": "certain", "salience": "main", "links": [],
    }  # fmt: skip
    return {"quotes": [quote], "trigger": trigger, **blank, **values}


def make_answer(points: list[Line], events: list[Line]) -> Line:
    """Returns a whole answer."""
    return {"key_points": points, "events": events}


def make_repair(points: dict[str, Line | None], events: dict[str, Line | None]) -> Line:
    """Returns items put right, by their ids."""
    return {
        "key_points": [{"item": name, "key_point": one} for name, one in points.items()],
        "events": [{"item": name, "event": one} for name, one in events.items()],
    }


def say(job: str, answer: Line | str, *, contains: str | None = None, **reply: object) -> Line:
    """Returns a line of a tape on which a model answers; each answer costs 100 and 20 tokens."""
    words = {"text": answer} if isinstance(answer, str) else {"json": answer}
    usage = {"requests": 1, "prompt_tokens": 100, "completion_tokens": 20}
    match = {"job": job, **({"contains": contains} if contains else {})}
    return {
        "origin": "hand-written",
        "match": match,
        "reply": {**words, "usage": usage, **reply},
    }


def fail(job: str, kind: str, *, contains: str | None = None, **error: object) -> Line:
    """Returns a line of a tape on which a question fails."""
    match = {"job": job, **({"contains": contains} if contains else {})}
    told = {"kind": kind, "message": f"no answer: {kind}", "usage": {"requests": 1}, **error}
    return {"origin": "hand-written", "match": match, "error": told}


def cut(answer: Line, *, after: str) -> str:
    """Returns what is written of an answer when it is cut off behind these words."""
    text = json.dumps(answer)
    return text[: text.index(after) + len(after)]


Play = Callable[..., Result]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Plays a tape of these lines to an article and returns the result."""

    def run(*lines: Line, article: str = ARTICLE, **options: Any) -> Result:
        tape = tmp_path / "tape.jsonl"
        tape.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        given: Line = {"store": "replay", "store_path": str(tape), "clock": CLOCK, **options}
        with Summarizer(MODEL, **given) as summarizer:
            result = summarizer.summarize(article, published="2024-03-15")
        assert all(article[one.start : one.end] == one.quote for one in result.iter_evidence())
        return result

    return run


def list_texts(result: Result) -> list[str]:
    """Returns the key points."""
    return [point.text for point in result.key_points]


def list_triggers(result: Result) -> list[str]:
    """Returns the words that name the events."""
    return [event.trigger for event in result.events]


def list_reasons(result: Result) -> list[tuple[str, str]]:
    """Returns what was rejected, and why."""
    return [(one.kind, one.reason) for one in result.rejected]


DROWNED = make_point("Nine people drowned when a ferry sank off Selm.", SANK)
SINKING = make_event(
    "sank",
    SANK,
    location="the port of Selm",
    date="on Monday",
    figures=[
        {
            "quote": "nine people drowned", "text": "nine people", "measure": "killed",
            "group": None, "subset_of": None, "status": "asserted",
            "claimants": [make_party("the coast guard")],
        }
    ],
)  # fmt: skip
ARREST = make_event("arrested", HELD, type="COERCE", date="on Tuesday")
ATTACK = make_event("attacked", SHOT, type="ASSAULT", date="on Wednesday")


# ---- one question ----


def test_a_plain_answer_becomes_a_result(play: Play) -> None:
    """What the article bears out is resolved, counted and traced; one question was asked."""
    result = play(say("article", make_answer([DROWNED], [SINKING, ARREST, ATTACK])))
    assert (result.status, result.error, result.rejected, result.warnings) == ("ok", None, (), ())
    assert list_texts(result) == [DROWNED["text"]]
    assert list_triggers(result) == ["sank", "arrested", "attacked"]
    sinking = result.events[0]
    assert sinking.date is not None
    assert (sinking.date.edtf, sinking.figures[0].best) == ("2024-03-11", 9)
    assert sinking.figures[0].claimants[0].text == "the coast guard"
    assert (result.usage.requests, result.usage.prompt_tokens) == (1, 100)
    trace = result.provenance
    assert (trace.engine, trace.prompt, trace.replayed) == ("openai", "article/v1", True)


def test_an_answer_without_events_says_so(play: Play) -> None:
    """An article in which nothing happened is no failure."""
    result = play(say("article", make_answer([DROWNED], [])))
    assert (result.status, result.error) == ("no_events", None)


def test_a_refusal_costs_one_question(play: Play) -> None:
    """A model that refuses is not asked again, and the result says what it did."""
    result = play(fail("article", "refused"), say("article", make_answer([DROWNED], [])))
    assert result.status == "failed"
    assert result.error is not None
    assert (result.error.kind, result.error.retryable) == ("refused", False)
    assert result.usage.requests == 1


def test_made_up_quotes_fail_the_result(play: Play) -> None:
    """An answer of which nothing stands in the article is a failure, with every reason."""
    made_up = "The mayor of Norburg resigned"
    result = play(
        say("article", make_answer([make_point(made_up)], [make_event("resigned", made_up)])),
        repair=False,
    )
    assert result.status == "failed"
    assert result.error is not None
    assert result.error.kind == "ungrounded"
    assert ("key_point", "ungrounded") in list_reasons(result)
    assert ("event", "ungrounded") in list_reasons(result)


def test_words_that_are_no_answer_fail_the_result(play: Play) -> None:
    """Prose instead of JSON is of kind `invalid`, and none of it is in the message."""
    result = play(say("article", "I read about a ferry."))
    assert result.error is not None
    assert (result.status, result.error.kind) == ("failed", "invalid")
    assert "ferry" not in result.error.message


def test_a_question_the_tape_does_not_hold_fails_the_result(play: Play) -> None:
    """A replay that misses is a failed result whose message says so, without article text."""
    result = play(say("merge", {"key_points": []}))
    assert result.status == "failed"
    assert result.error is not None
    assert "holds no answer to this request (job article" in result.error.message
    assert "store='record'" in result.error.message
    assert "drowned" not in result.error.message


def test_a_replay_is_the_same_to_the_byte(play: Play) -> None:
    """The same tape played twice gives the same line of JSON, the clock being the same."""
    lines = [
        say("article", make_answer([DROWNED, make_point("Ten drowned.", SANK)], [SINKING])),
        say("repair", make_repair({"k2": None}, {})),
    ]
    first, second = (play(*lines).to_json() for _ in range(2))
    assert first == second


# ---- an answer that was cut off ----


def test_a_cut_answer_is_continued_on_what_it_left_out(play: Play) -> None:
    """Complete items are kept, the sentences they tell of are not asked about again."""
    whole = make_answer([DROWNED], [SINKING, ARREST])
    result = play(
        say("article", cut(whole, after="arrested"), contains=SANK, truncated=True),
        say("article", make_answer([DROWNED], [ARREST, ATTACK]), contains=HELD),
    )
    assert (result.status, result.error) == ("ok", None)
    assert list_texts(result) == [DROWNED["text"]]
    assert list_triggers(result) == ["sank", "arrested", "attacked"]
    assert result.usage.requests == 2


def test_a_cut_answer_whose_brackets_are_closed_is_continued(play: Play) -> None:
    """A server may close what it cut off: what was recorded as cut off is played back as such."""
    result = play(
        say("article", make_answer([DROWNED], [SINKING]), truncated=True),
        say("article", make_answer([], [ARREST, ATTACK]), contains=HELD),
    )
    assert list_triggers(result) == ["sank", "arrested", "attacked"]
    assert result.usage.requests == 2


def test_an_answer_cut_off_within_its_first_item_is_asked_for_in_halves(play: Play) -> None:
    """Where nothing was complete, each half of the article is asked about by itself."""
    nothing = '{"key_points": [{"quotes": ["A fer'
    result = play(
        say("article", nothing, truncated=True),
        say("article", make_answer([DROWNED], [SINKING]), contains=f"\n{SANK}"),
        say("article", make_answer([], [ATTACK]), contains=SHOT),
    )
    assert (result.status, result.error) == ("ok", None)
    assert list_triggers(result) == ["sank", "attacked"]
    assert result.usage.requests == 3


def test_an_answer_that_stays_cut_off_is_given_up(play: Play) -> None:
    """When halving ends without a complete item, the failure is of kind `truncated`."""
    nothing = '{"key_points": [{"quotes": ["A fer'
    result = play(*(say("article", nothing, truncated=True) for _ in range(99)))
    assert result.status == "failed"
    assert result.error is not None
    assert result.error.kind == "truncated"
    assert "max_output_tokens" in result.error.message
    assert result.usage.requests < 20


def test_what_was_complete_stays_when_the_rest_is_given_up(play: Play) -> None:
    """A continuation that fails leaves what there was before it."""
    whole = make_answer([DROWNED], [SINKING, ARREST])
    result = play(
        say("article", cut(whole, after="arrested"), truncated=True),
        fail("article", "provider"),
    )
    assert result.status == "partial"
    assert result.error is not None
    assert result.error.kind == "provider"
    assert list_triggers(result) == ["sank"]


# ---- an article of several stretches ----

FILLING = "The council of {town} met in the old hall and spoke about roads, schools and rents. " * 4
TOWNS = ["Selm", "Halden", "Norburg"]
LONG = "\n\n".join(
    f"{said}, the coast guard said. {FILLING.format(town=town)}"
    for said, town in zip((SANK, f"{HELD}. {SANK}", SHOT), TOWNS, strict=True)
)
IN_THREE = {"chunk_tokens": 120}


def test_one_happening_told_in_two_stretches_is_one_event(play: Play) -> None:
    """Answers about several stretches are joined by what happened, with both places as evidence."""
    result = play(
        say("article", make_answer([], [SINKING]), contains=FILLING.format(town="Selm")),
        say("article", make_answer([], [ARREST, SINKING]), contains=FILLING.format(town="Halden")),
        say("article", make_answer([], [ATTACK]), contains=FILLING.format(town="Norburg")),
        article=LONG,
        **IN_THREE,
    )
    assert (result.status, result.rejected) == ("ok", ())
    assert list_triggers(result) == ["sank", "arrested", "attacked"]
    told = [one.start for one in result.events[0].evidence if one.field is None]
    assert told == [LONG.index(SANK), LONG.rindex(SANK)]
    assert result.usage.requests == 3


def make_points(town: str) -> list[Line]:
    """Returns four key points that the stretch about a town bears out."""
    said = f"The council of {town} met in the old hall"
    return [make_point(f"{said}{rest}", said) for rest in (".", " then.", " again.", " too.")]


def list_points() -> list[Line]:
    """Returns the lines on which each stretch has four key points: too many for one article."""
    return [
        say("article", make_answer(make_points(town), []), contains=FILLING.format(town=town))
        for town in TOWNS
    ]


def test_key_points_of_several_stretches_are_merged(play: Play) -> None:
    """Too many key points are made those of one article, with one question more."""
    chosen = [make_points(town)[0] for town in TOWNS]
    result = play(*list_points(), say("merge", {"key_points": chosen}), article=LONG, **IN_THREE)
    assert list_texts(result) == [one["text"] for one in chosen]
    assert (result.usage.requests, result.warnings) == (4, ())


def test_key_points_are_thinned_when_they_cannot_be_merged(play: Play) -> None:
    """A merge that fails costs nothing but choice: each stretch keeps some of its key points."""
    result = play(*list_points(), fail("merge", "provider"), article=LONG, **IN_THREE)
    assert (result.status, result.error) == ("no_events", None)
    assert result.warnings == ("merge_failed: provider",)
    assert len(result.key_points) == 7
    assert all(any(town in text for text in list_texts(result)) for town in TOWNS)


def test_one_stretch_that_fails_leaves_the_others(play: Play) -> None:
    """What could be asked is kept; the result is partial and says why."""
    result = play(
        say("article", make_answer([], [SINKING]), contains=FILLING.format(town="Selm")),
        fail("article", "refused", contains=FILLING.format(town="Halden")),
        say("article", make_answer([], [ATTACK]), contains=FILLING.format(town="Norburg")),
        article=LONG,
        **IN_THREE,
    )
    assert result.status == "partial"
    assert result.error is not None
    assert result.error.kind == "refused"
    assert list_triggers(result) == ["sank", "attacked"]


def test_all_stretches_failing_fail_the_result(play: Play) -> None:
    """Nothing answered is a failed result with the kind of the first failure, all calls counted."""
    result = play(
        *(fail("article", "provider", retryable=True) for _ in TOWNS), article=LONG, **IN_THREE
    )
    assert result.status == "failed"
    assert result.error is not None
    assert (result.error.kind, result.error.retryable) == ("provider", True)
    assert result.usage.requests == 3


# ---- a very long report ----


def make_report(wards: int) -> str:
    """Returns a report in which one sentence comes again in every ward."""
    told = [
        f"Ward {ward} of Norburg counted until dawn. Nobody was hurt. "
        f"The clerk of ward {ward} said that {ward + 100} ballots were spoiled by the rain."
        for ward in range(1, wards + 1)
    ]
    return "Norburg counts its votes\n\n" + "\n\n".join(told) + "\n"


def test_a_report_of_200_kb_has_every_offset_right(play: Play) -> None:
    """Quotes are placed in the stretch they were told of, also where they stand in every one."""
    report = make_report(1_600)
    assert len(report) > 200_000
    result = play(
        *(say("article", tell_of(n), contains=f"\n\nWard {n} of Norburg") for n in range(1, 1_601)),
        say("merge", {"key_points": tell_of(1)["key_points"]}),
        article=report,
        chunk_tokens=1_500,
    )
    assert (result.error, result.rejected) == (None, ())
    assert list_texts(result) == ["The clerk of ward 1 spoke."]
    places = {
        kind: [
            one.start
            for event in result.events
            if event.trigger == kind
            for one in event.evidence
            if one.field is None
        ]
        for kind in ("counted", "hurt")
    }
    assert len(places["counted"]) == result.usage.requests - 1 > 30
    assert len(places["hurt"]) == len(places["counted"])
    gaps = [abs(a - b) for a, b in zip(places["counted"], places["hurt"], strict=True)]
    assert max(gaps) < 6_500  # a stretch has about 6,000 characters


def tell_of(ward: int) -> Line:
    """Returns an answer about one ward; "Nobody was hurt" stands in all of them."""
    said = f"The clerk of ward {ward} said"
    return make_answer(
        [make_point(f"The clerk of ward {ward} spoke.", said)],
        [
            make_event("counted", f"Ward {ward} of Norburg counted until dawn"),
            make_event("hurt", "Nobody was hurt", realis="negated"),
        ],
    )


# ---- what points from one event to another, and back into the article ----


def make_link(target: int, **values: object) -> Line:
    """Returns a link in the wire form."""
    return {"quote": None, "type": "follows", "target": target, **values}


def test_a_link_to_an_event_that_was_cut_off_leads_nowhere(play: Play) -> None:
    """A position beyond the complete events of an answer does not become one of the next answer."""
    whole = make_answer([DROWNED], [{**SINKING, "links": [make_link(1)]}, ARREST])
    result = play(
        say("article", cut(whole, after='"arrested"'), truncated=True),
        say("article", make_answer([], [ATTACK, ARREST])),
    )
    assert list_triggers(result) == ["sank", "arrested", "attacked"]
    assert [event.links for event in result.events] == [(), (), ()]
    assert list_reasons(result) == [("link", "no_such_event")]


def test_a_position_outside_of_an_answer_is_no_event_of_another_stretch(play: Play) -> None:
    """Neither a link nor an anchor leads into the answer about another part of the article."""
    result = play(
        say(
            "article",
            make_answer([], [{**SINKING, "date_anchor": 1, "links": [make_link(1)]}]),
            contains=FILLING.format(town="Selm"),
        ),
        say(
            "article",
            make_answer([], [{**ARREST, "links": [make_link(-1)]}]),
            contains=FILLING.format(town="Halden"),
        ),
        say("article", make_answer([], [ATTACK]), contains=FILLING.format(town="Norburg")),
        article=LONG,
        **IN_THREE,
    )
    assert list_triggers(result) == ["sank", "arrested", "attacked"]
    assert [event.links for event in result.events] == [(), (), ()]


def test_links_are_counted_with_the_items_that_did_not_fit(play: Play) -> None:
    """A broken event before it does not shift where a link leads."""
    result = play(
        say(
            "article",
            make_answer(
                [DROWNED],
                [{**SINKING, "type": "WRECK"}, ARREST, {**ATTACK, "links": [make_link(1)]}],
            ),
        ),
        repair=False,
    )
    assert list_triggers(result) == ["arrested", "attacked"]
    assert [one.target for one in result.events[1].links] == [result.events[0].id]


def test_a_merged_key_point_stands_where_it_was_told_of(play: Play) -> None:
    """Words that every stretch has are placed in the stretch whose key point was chosen."""
    report = make_report(100)
    asked = [say("article", make_answer([], [])) for _ in range(2)]
    points = [make_point("Nobody was hurt.", "Nobody was hurt")]
    points += [make_point(f"Ward {ward} counted.", f"Ward {ward} of") for ward in range(90, 98)]
    for answer in ({"key_points": points[:2]}, None):
        result = play(
            *asked,
            say("article", make_answer(points, []), contains="\n\nWard 95 of Norburg"),
            say("merge", answer) if answer else fail("merge", "provider"),
            article=report,
            chunk_tokens=1_200,
        )
        assert result.key_points[0].text == "Nobody was hurt."
        assert result.key_points[0].evidence[0].start > report.index("Ward 60 of")


def test_a_cut_answer_is_continued_in_its_own_stretch(play: Play) -> None:
    """A quote that stands in an earlier stretch, too, covers the sentence of its own one."""
    report = make_report(100)
    whole = make_answer([], [make_event("hurt", "Nobody was hurt", realis="negated"), SINKING])
    result = play(
        *(say("article", make_answer([], [])) for _ in range(2)),
        say("article", cut(whole, after="A ferry"), truncated=True, contains="\n\nWard 95 of"),
        say("article", make_answer([], []), contains="of ward 95 said"),
        article=report,
        chunk_tokens=1_200,
    )
    assert result.error is None
    assert result.usage.requests == 4


# ---- what is sent ----


def list_sent(server: FaultServer) -> list[str]:
    """Returns what the server was asked about, by the words between the marks of each question."""
    asked = [one.json["messages"][-1]["content"] for one in server.seen]
    return [words.rpartition("<<article-")[2].partition("\n")[2] for words in asked]


def test_a_continuation_shows_what_is_left(faults: FaultServer) -> None:
    """Sentences that complete items tell of are not sent again, the others are, once."""
    answer = json.dumps(make_answer([DROWNED], [ATTACK, SINKING]))
    faults.set_plan(Plan(answer=answer, script=("truncated",)))
    with Summarizer("openai/tiny", base_url=faults.base_url, mode="json_schema") as summarizer:
        result = summarizer.summarize(ARTICLE, published="2024-03-15")
    first, second = list_sent(faults)
    assert (SHOT in first, SHOT in second) == (True, False)
    assert (second.count(SANK), second.count(HELD)) == (1, 1)
    assert list_triggers(result) == ["sank", "attacked"]
    assert (result.status, result.usage.requests) == ("ok", 2)


def test_a_masked_block_is_sent_in_no_question(faults: FaultServer) -> None:
    """With `editorial="mask"` neither a stretch, nor its context, nor a repair shows the block."""
    block = "Key points:\n- Nine people drowned off Selm\n- Ten guards were shot\n"
    article = f"Ferry sinks off Selm\n\n{block}\n{LONG}"
    ten = make_point("Ten guards were shot.", "Ten guards were shot")
    faults.set_plan(Plan(answer=json.dumps(make_answer([ten], [SINKING]))))
    given: Line = {"base_url": faults.base_url, "mode": "json_schema", **IN_THREE}
    with Summarizer("openai/tiny", **given, editorial="mask") as summarizer:
        result = summarizer.summarize(article)
    jobs = [one.json["response_format"]["json_schema"]["name"] for one in faults.seen]
    assert sorted(jobs) == ["WireRepair", *["WireReply"] * 3]
    sent = [one.json["messages"][-1]["content"] for one in faults.seen]
    assert not [words for words in sent if "drowned off Selm" in words]
    shown = [words.rpartition("<<article-")[2] for words in sent]
    assert not [words for words in shown if "Ten guards" in words]
    assert ("evidence", "masked") in list_reasons(result)


def test_the_stretches_of_one_article_do_not_flood_a_server(faults: FaultServer) -> None:
    """A very long article is asked about a few stretches at a time, and none is left out."""
    faults.set_plan(Plan(answer=json.dumps(make_answer([], [])), latency_s=0.01))
    given: Line = {"base_url": faults.base_url, "mode": "json_schema", "chunk_tokens": 300}
    with Summarizer("openai/tiny", **given) as summarizer:
        result = summarizer.summarize(make_report(400))
    assert result.status == "no_events"
    assert result.usage.requests == faults.requests > 30
    assert 1 < faults.max_in_flight <= 8


# ---- what those who watch are told ----


def test_notices_tell_what_happened_in_order(faults: FaultServer) -> None:
    """Each call, the retry, the repair, what was rejected and the end: in order, without a word."""
    told: list[Notice] = []
    ten = make_point("Ten people drowned when a ferry sank.", SANK)
    faults.set_plan(
        Plan(answer=json.dumps(make_answer([ten], [SINKING])), script=("429_after",) * 2)
    )
    with Summarizer(
        "openai/tiny", base_url=faults.base_url, mode="json_schema", on_notice=told.append
    ) as summarizer:
        result = summarizer.summarize(ARTICLE, published="2024-03-15")
    assert [(one.kind, one.job) for one in told] == [
        ("request", "article"),
        ("retry", "article"),
        ("request", "article"),
        ("retry", "article"),
        ("request", "article"),
        ("reply", "article"),
        ("repair", None),
        ("request", "repair"),
        ("reply", "repair"),
        ("reject", None),
        ("result", None),
    ]
    retries = [one for one in told if one.kind == "retry"]
    assert [(one.attempt, one.error, one.status) for one in retries] == [
        (2, "provider", "429"),
        (3, "provider", "429"),
    ]
    by_kind = {one.kind: one for one in told}
    assert by_kind["repair"].items == 1
    assert by_kind["reject"].reason == "key_point number_missing"
    last = by_kind["result"]
    assert (last.status, last.items, last.usage) == ("partial", 1, result.usage)
    assert result.usage.requests == faults.requests == 4
    assert {one.article_id for one in told} == {result.article.id}
    assert "drowned" not in repr(told)


# ---- the tapes among the examples ----

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.mark.parametrize(
    "tape", sorted((EXAMPLES / "tapes").glob("*.jsonl")), ids=lambda one: one.stem
)
def test_an_example_tape_says_who_wrote_it(tape: Path) -> None:
    """Every line among the examples was written by hand, and says so."""
    lines = [json.loads(line) for line in tape.read_text("utf-8").splitlines()]
    assert lines
    assert {line["origin"] for line in lines} == {"hand-written"}
    assert all(line["match"] for line in lines)


@pytest.mark.parametrize("name", ["capital-protests", "harbour-ferry"])
def test_an_example_tape_plays_to_its_article(name: str, tmp_path: Path) -> None:
    """The tape beside an example answers all that is asked about it, and needs each line."""
    article = (EXAMPLES / f"{name}.txt").read_text("utf-8")
    lines = (EXAMPLES / "tapes" / f"{name}.jsonl").read_text("utf-8").splitlines(keepends=True)
    tape = tmp_path / "tape.jsonl"
    results: list[Result] = []
    for played in (lines, lines[:-1]):
        tape.write_text("".join(played), "utf-8")
        with Summarizer(MODEL, store="replay", store_path=str(tape)) as summarizer:
            results.append(summarizer.summarize(article, published="2024-05-21"))
    result, shorter = results
    assert (result.status, result.error, result.warnings) == ("ok", None, ())
    assert (len(result.key_points) > 1, len(result.events) > 1) == (True, True)
    assert all(article[one.start : one.end] == one.quote for one in result.iter_evidence())
    assert shorter.error or shorter.warnings


def test_what_does_not_fit_the_window_is_asked_about_in_halves(faults: FaultServer) -> None:
    """A question that is too long for the model becomes two shorter ones; nothing is lost."""
    answer = json.dumps(make_answer([make_point(SANK)], [make_event("sank", SANK)]))
    faults.set_plan(Plan(answer=answer, script=("overflow",)))
    with Summarizer(MODEL, base_url=faults.base_url, mode="json_schema", clock=CLOCK) as asked:
        result = asked.summarize(ARTICLE, published="2024-03-20")
    assert (result.status, [event.trigger for event in result.events]) == ("ok", ["sank"])
    assert result.usage.requests == 3


def test_what_never_fits_the_window_is_given_up(faults: FaultServer) -> None:
    """Halving ends; the result says what to change."""
    faults.set_plan(Plan(rates={"overflow": 1.0}))
    with Summarizer(MODEL, base_url=faults.base_url, mode="json_schema", clock=CLOCK) as asked:
        result = asked.summarize(ARTICLE, published="2024-03-20")
    assert result.error is not None
    assert (result.status, result.error.kind) == ("failed", "provider")
    assert result.usage.requests == 7
