"""A schema of your own with a prompt of your own: played from tapes, and asked of real servers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from summarizer import ConfigError, ResultError, Summarizer
from summarizer.hooks import Notice
from summarizer_schemas.quote import Extraction, Quote
from tests.servers.faults import FaultServer, Plan
from tests.test_flow import CLOCK, Line, fail, say

pytest_plugins = ["tests.servers.fixtures"]

KEY = "sk-verysecretkey"
ARTICLE = """OSTERVIK - The Aln bridge is closed since Monday, after the river rose by two metres.

Key points:
- The Aln bridge is shut

The coastal road near Halden is closed too, the ferry office said. Trains to Norburg run.
"""
PROMPT = """---
id: closures/v1
version: 1
language: en
schema: Closures
variables: [published, delimiter, article]
description: What is closed.
---
List what is closed.

=== article ===
Published: {{ published or "unknown" }}

<<{{ delimiter }}
{{ article }}
{{ delimiter }}>>
"""


class Closure(BaseModel):
    """One road or bridge that is closed."""

    words: Quote
    what: str = Field(max_length=40)
    reason: Quote | None


class Closures(BaseModel):
    """All there are."""

    closures: list[Closure]


def make_closure(words: str, what: str = "a bridge", reason: str | None = None) -> Line:
    """Returns an item as a model writes it."""
    return {"words": words, "what": what, "reason": reason}


BRIDGE = make_closure("The Aln bridge is closed", reason="the river rose by two metres")
ROAD = make_closure("The coastal road near Halden is closed", "a road")


@pytest.fixture
def prompt(tmp_path: Path) -> str:
    """The path of the prompt."""
    path = tmp_path / "closures.md"
    path.write_text(PROMPT, "utf-8")
    return str(path)


def extract(prompt: str, *lines: Line, **options: Any) -> Extraction[Closures]:
    """Plays a tape of these lines to the article."""
    tape = Path(prompt).with_name("tape.jsonl")
    tape.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    given: dict[str, Any] = {"store": "replay", "store_path": str(tape), "clock": CLOCK}
    given |= {"prompt": prompt, **options}
    with Summarizer("openai/any", **given) as summarizer:
        made = summarizer.extract(ARTICLE, Closures, published="2024-03-15")
    check(made)
    return made


def check(made: Extraction[Closures]) -> None:
    """Holds the quotes that were grounded against the article."""
    assert (made.value is None) == (made.status == "failed")
    for closure in made.value.closures if made.value else ():
        for quote in (closure.words, closure.reason):
            if quote is not None:
                assert ARTICLE[quote.start : quote.end] == quote.quote
    assert Extraction[Closures].from_json(made.to_json()) == made


def write(*items: Line) -> Line:
    """Returns a whole answer."""
    return {"closures": list(items)}


# ---- from a tape ----


def test_quotes_of_an_own_schema_are_grounded(prompt: str) -> None:
    """Each quote has its place; what made the value is told as for every result."""
    made = extract(prompt, say("extract", write(BRIDGE, ROAD), contains="List what is closed."))
    assert (made.status, made.error, made.rejected) == ("ok", None, ())
    assert made.value is not None
    assert [str(one.words) for one in made.value.closures] == [BRIDGE["words"], ROAD["words"]]
    assert made.value.closures[0].words.start == ARTICLE.index("The Aln bridge is closed")
    trace = made.provenance
    assert (trace.prompt, trace.engine, trace.replayed) == ("closures/v1", "openai", True)
    assert (made.usage.requests, made.article.chars) == (1, len(ARTICLE))


def test_an_own_schema_is_played_back_to_the_byte(prompt: str) -> None:
    """The same tape played twice gives the same line of JSON, the clock being the same."""
    lines = [say("extract", write(BRIDGE, make_closure("a tunnel is closed")))]
    assert extract(prompt, *lines).to_json() == extract(prompt, *lines).to_json()


def test_a_made_up_quote_takes_its_item_along(prompt: str) -> None:
    """What the article does not bear out is left out, with its reason and its place."""
    faulty = {**BRIDGE, "reason": "the river rose by three metres"}
    made = extract(prompt, say("extract", write(faulty, make_closure("Trains are cancelled"))))
    assert made.status == "partial"
    assert made.value is not None
    assert [(str(one.words), one.reason) for one in made.value.closures] == [
        (BRIDGE["words"], None)
    ]
    assert [(one.path, one.reason, one.removed) for one in made.rejected] == [
        ("closures[0].reason", "number_changed", "closures[0].reason"),
        ("closures[1].words", "not_found", "closures[1]"),
    ]


def test_a_masked_block_is_neither_sent_nor_quoted(prompt: str) -> None:
    """With `editorial="mask"` the editors' own key points are not there for an own schema, too."""
    shut = make_closure("The Aln bridge is shut")
    lines = [
        say("extract", write(shut, ROAD), contains="- The Aln bridge is shut"),
        say("extract", write(shut, ROAD)),
    ]
    seen = extract(prompt, *lines)
    assert (seen.status, seen.usage.requests) == ("ok", 1)
    masked = extract(prompt, *lines[:1], editorial="mask")
    assert (masked.status, masked.error and masked.error.kind) == ("failed", "provider")
    masked = extract(prompt, *lines[1:], editorial="mask")
    assert [one.path for one in masked.rejected] == ["closures[0].words"]


def test_items_that_do_not_fit_an_own_schema_are_counted(prompt: str) -> None:
    """The others are kept; the failure is of kind `invalid` and names the field, not the value."""
    made = extract(prompt, say("extract", write(BRIDGE, {**ROAD, "what": "secret " * 9})))
    assert made.status == "partial"
    assert made.error is not None
    assert made.error.kind == "invalid"
    assert "'closures'" in made.error.message
    assert "secret" not in made.error.message
    assert made.value is not None
    assert len(made.value.closures) == 1


def test_a_cut_answer_keeps_its_complete_items(prompt: str) -> None:
    """What was complete is there; the failure is of kind `truncated` and says what to raise."""
    text = json.dumps(write(BRIDGE, ROAD))
    made = extract(prompt, say("extract", text[:-30], truncated=True))
    assert made.status == "partial"
    assert made.error is not None
    assert made.error.kind == "truncated"
    assert "max_output_tokens" in made.error.message
    assert made.value is not None
    assert len(made.value.closures) == 1


@pytest.mark.parametrize("kind", ["refused", "provider", "truncated", "invalid", "budget"])
def test_a_failure_is_an_extraction(prompt: str, kind: str) -> None:
    """Nothing is raised until it is asked for: the kind, the message and the cost are there."""
    made = extract(prompt, fail("extract", kind))
    assert (made.status, made.value) == ("failed", None)
    assert made.error is not None
    assert (made.error.kind, made.usage.requests) == (kind, 1)
    with pytest.raises(ResultError, match=f"no answer: {kind}"):
        made.raise_for_status()


@pytest.mark.parametrize("answer", ["It is closed.", '{"open": []}', '{"closures": "none"}', ""])
def test_words_of_another_shape_are_invalid(prompt: str, answer: str) -> None:
    """An answer that does not fit the schema at all is a failure without a word of it."""
    made = extract(prompt, say("extract", answer))
    assert made.error is not None
    assert (made.status, made.error.kind) == ("failed", "invalid")
    assert "It is" not in made.error.message


def test_a_tape_without_the_question_is_a_failure(prompt: str) -> None:
    """A replay that misses says which question it was, without article text."""
    made = extract(prompt, say("article", write(BRIDGE)))
    assert made.error is not None
    assert "job extract" in made.error.message
    assert "bridge" not in made.error.message


def test_a_schema_is_needed_and_a_model(prompt: str) -> None:
    """Neither a missing schema nor the embedded engine is found out only after asking."""
    with Summarizer() as summarizer, pytest.raises(ConfigError, match="embedded engine cannot"):
        summarizer.extract(ARTICLE, Closures)
    given: dict[str, Any] = {"prompt": prompt, "api_key": KEY}
    with (
        Summarizer("openai/any", **given) as summarizer,
        pytest.raises(ConfigError, match="schema"),
    ):
        summarizer.extract(ARTICLE)


def test_an_extraction_is_told_of(prompt: str) -> None:
    """Those who watch see each rejected quote and the end, with counts and no words."""
    told: list[Notice] = []
    extract(
        prompt,
        say("extract", write(BRIDGE, make_closure("a made-up tunnel"))),
        on_notice=told.append,
    )
    assert [(one.kind, one.reason, one.status) for one in told] == [
        ("reject", "field not_found", None),
        ("result", None, "partial"),
    ]
    assert "tunnel" not in repr(told)


# ---- from servers ----


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json"])
def test_an_own_schema_is_asked_for_on_the_wire(
    faults: FaultServer, prompt: str, mode: str
) -> None:
    """A quote is asked for as a string, the article stands there as it is, and the key nowhere."""
    faults.set_plan(Plan(answer=json.dumps(write(BRIDGE))))
    given: dict[str, Any] = {"base_url": faults.base_url, "api_key": KEY, "mode": mode}
    with Summarizer("openai/tiny", schema=Closures, prompt=prompt, **given) as summarizer:
        made = summarizer.extract(ARTICLE)
    check(made)
    assert (made.status, made.provenance.mode) == ("ok", mode)
    body = faults.seen[0].json
    assert ARTICLE in body["messages"][-1]["content"]
    assert "Verbatim words of the article." in faults.seen[0].body.decode()
    assert "ambiguous" not in faults.seen[0].body.decode()
    assert KEY not in made.to_json() + faults.seen[0].body.decode()


@pytest.mark.parametrize("mode", ["json_schema", "tools"])
def test_a_real_server_fills_an_own_schema_in(llama_url: str, prompt: str, mode: str) -> None:
    """Random weights are held to the schema: what comes back is typed, and nothing is made up."""
    given: dict[str, Any] = {"base_url": llama_url, "api_key": KEY, "mode": mode, "prompt": prompt}
    given |= {"max_output_tokens": 120, "temperature": 0.0}
    with Summarizer("openai/tiny", schema=Closures, **given) as summarizer:
        for seed_words in ("", " The quay is closed.", " The mill is closed."):
            made = summarizer.extract(ARTICLE + seed_words)
            assert isinstance(made.value, Closures) == (made.status != "failed")
            assert made.error is None or made.error.kind in ("truncated", "invalid")
            assert (made.provenance.model, made.provenance.mode) == ("tiny", mode)
            assert made.usage.completion_tokens > 0
            for closure in made.value.closures if made.value else ():
                assert closure.words.is_grounded
