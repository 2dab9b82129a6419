"""The whole way to a real llama.cpp server: the command, both doors, tapes, many at once."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from summarizer import Result, Summarizer
from summarizer_schemas.result import ErrorKind
from tests.servers.faults import FaultServer, Plan
from tests.test_flow import SANK, make_answer, make_point

pytest_plugins = ["tests.servers.fixtures"]

KEY = "sk-verysecretkey"
ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "harbour-ferry.txt"
MODES = ("json_schema", "tools")
SHORT = f"{SANK}, the coast guard said."
PROMPT = """---
id: short/v1
version: 1
language: en
schema: WireReply
variables: [delimiter, article]
description: As few words as will do; a model of random weights reads none of them.
---
Fill in the schema.

=== article ===
<<{{ delimiter }}
{{ article }}
{{ delimiter }}>>
"""


@pytest.fixture(scope="module")
def prompt(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a prompt that costs a model without a GPU little time."""
    path = tmp_path_factory.mktemp("prompt") / "short.md"
    path.write_text(PROMPT, "utf-8")
    return str(path)


def set_up(url: str, prompt: str, **options: Any) -> dict[str, Any]:
    """Returns the options for a real server, which answers shortly and alike each time."""
    given: dict[str, Any] = {"base_url": url, "api_key": KEY, "prompt": prompt}
    given |= {"mode": "json_schema", "max_output_tokens": 60, "seed": 3, "temperature": 0.0}
    return given | options


def call(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a process of its own, with a key in its environment."""
    environment = {**os.environ, "OPENAI_API_KEY": KEY, **variables}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "summarizer", "run", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment,
        timeout=120,
    )


def check(result: Result, article: str, mode: str = "json_schema") -> None:
    """Holds a result against what every result keeps to, whatever a model says."""
    assert result.status in ("ok", "no_events", "partial", "failed")
    assert (result.status == "failed") <= (result.error is not None)
    if result.error is not None:
        assert result.error.kind in get_args(ErrorKind)
    assert all(article[one.start : one.end] == one.quote for one in result.iter_evidence())
    assert result.usage.requests > 0
    assert result.usage.prompt_tokens > 0
    trace = result.provenance
    assert (trace.engine, trace.model, trace.mode) == ("openai", "tiny", mode)
    assert Result.from_json(result.to_json()) == result
    assert KEY not in result.to_json() + repr(result)


def findings(result: Result) -> dict[str, Any]:
    """Returns a result without what differs from run to run."""
    return result.model_dump(
        exclude={"usage": {"wall_s"}, "provenance": {"created_at", "replayed"}}
    )


# ---- the command ----


@pytest.mark.parametrize("mode", MODES)
def test_the_command_asks_a_real_server(
    llama_url: str, prompt: str, tmp_path: Path, mode: str
) -> None:
    """What the command is answered is a result; what it recorded is played back by itself."""
    tape = tmp_path / "tape.jsonl"
    source, more = EXAMPLE, list[str]()
    if mode == "tools":  # where the schema stands in the prompt, which takes long to read
        source, more = tmp_path / "story.txt", ["--prompt", prompt]
        source.write_text(SHORT, "utf-8")
    options = [str(source), *more, "--model", "openai/tiny", "--mode", mode, "--format", "json"]
    limits = {"SUMMARIZER_MAX_OUTPUT_TOKENS": "60", "SUMMARIZER_TEMPERATURE": "0"}
    done = call(*options, "--base-url", llama_url, "--record", str(tape), **limits)
    result = Result.from_json(done.stdout)
    check(result, source.read_text("utf-8"), mode)
    assert result.provenance.prompt == ("short/v1" if more else "article/v1")
    assert done.returncode == (result.status == "failed")
    assert done.stderr.count("error: ") == (result.status == "failed")
    again = call(*options, "--replay", str(tape), **limits)
    assert findings(Result.from_json(again.stdout)) == findings(result)
    assert (again.returncode, again.stderr) == (done.returncode, done.stderr)
    for words in (done.stdout, done.stderr, again.stdout, tape.read_text("utf-8")):
        assert KEY not in words


def test_a_budget_without_a_price_is_refused(faults: FaultServer) -> None:
    """Where nobody knows what a question costs, none is asked, and the message says what to do."""
    options = ["--model", "openai/tiny", "--base-url", faults.base_url, "--max-cost-usd", "0.10"]
    done = call(str(EXAMPLE), *options, "--format", "json")
    assert done.returncode == 1
    assert "price of 'openai/tiny' is not known" in done.stderr
    assert "allow_unknown_price" in done.stderr
    assert faults.requests == 0
    error = Result.from_json(done.stdout).error
    assert error is not None
    assert (error.kind, error.retryable) == ("budget", False)


def test_a_failure_prints_no_key(faults: FaultServer, tmp_path: Path) -> None:
    """Whatever the server answers, the key is in no output, no error and on no tape."""
    tape = tmp_path / "tape.jsonl"
    script = ("status:401", "status:404", "html", "redirect", "prose", "refusal", "reset")
    faults.set_plan(Plan(script=script))
    sources = [tmp_path / f"{at}.txt" for at in range(len(script))]
    for at, source in enumerate(sources):
        source.write_text(f"{SHORT} Boat {at} searched.", "utf-8")
    done = call(
        *map(str, sources), "--model", "openai/tiny", "--base-url", faults.base_url,
        "--record", str(tape), "--mode", "json_schema", SUMMARIZER_MAX_ATTEMPTS="1",
    )  # fmt: skip
    assert done.returncode == 1
    errors = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in errors] == [str(source) for source in sources]
    kinds = [line.split(": ")[2] for line in errors]
    assert kinds == [*["provider"] * 4, "invalid", "refused", "provider"]
    assert faults.seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert len(tape.read_text("utf-8").splitlines()) == faults.requests == len(script)
    for words in (done.stdout, done.stderr, tape.read_text("utf-8")):
        assert KEY not in words


# ---- both doors ----


@pytest.mark.parametrize("mode", MODES)
def test_both_doors_ask_a_real_server(llama_url: str, prompt: str, mode: str) -> None:
    """A plain call and an awaited one of the same summarizer give results that hold."""
    summarizer = Summarizer("openai/tiny", **set_up(llama_url, prompt, mode=mode))

    async def ask() -> Result:
        async with summarizer:
            return await summarizer.asummarize(SHORT, published="2024-03-15")

    check(summarizer.summarize(SHORT, published="2024-03-15"), SHORT, mode)
    check(asyncio.run(ask()), SHORT, mode)
    assert KEY not in repr(summarizer) + repr(summarizer.settings)


def test_what_was_recorded_is_played_back(llama_url: str, prompt: str, tmp_path: Path) -> None:
    """A tape of a real server gives the same findings and usage again, without it and its key."""
    tape = tmp_path / "tape.jsonl"
    articles = [SHORT, EXAMPLE.read_text("utf-8"), f"{SHORT}\n\n{SHORT}"]
    options = set_up(llama_url, prompt, max_output_tokens=200, store_path=str(tape), store="record")
    with Summarizer("openai/tiny", **options) as summarizer:
        recorded = [summarizer.summarize(article) for article in articles]
    gone: dict[str, Any] = {
        **options,
        "base_url": "http://127.0.0.1:9/v1",
        "api_key": None,
        "store": "replay",
    }
    with Summarizer("openai/tiny", **gone) as summarizer:
        played = [summarizer.summarize(article) for article in articles]
    assert [findings(one) for one in played] == [findings(one) for one in recorded]
    assert all(one.provenance.replayed for one in played)
    assert not any(one.provenance.replayed for one in recorded)
    lines = [json.loads(line) for line in tape.read_text("utf-8").splitlines()]
    assert {line["origin"] for line in lines} == {"recorded"}
    assert sum(one.usage.requests for one in recorded) >= len(lines) >= len(articles)
    assert KEY not in tape.read_text("utf-8")


# ---- many at once ----


@pytest.mark.asyncio
async def test_a_hundred_articles_sixteen_at_once(llama_url: str, prompt: str) -> None:
    """Each of many articles has a result or a failure of a kind, and none waits for ever."""
    articles = [f"{SHORT} Boat {n} searched." for n in range(100)]
    turn = asyncio.Semaphore(16)
    options = set_up(llama_url, prompt, repair=False, max_output_tokens=24, max_attempts=2)
    async with Summarizer("openai/tiny", **options) as summarizer:

        async def work(article: str) -> Result:
            async with turn:
                return await summarizer.asummarize(article)

        results = await asyncio.wait_for(asyncio.gather(*map(work, articles)), 60)
    for article, result in zip(articles, results, strict=True):
        check(result, article)
    assert len({result.article.id for result in results}) == 100


@pytest.mark.asyncio
async def test_faults_in_a_crowd_stay_with_their_article(faults: FaultServer) -> None:
    """A third of the calls fails; every article ends with its own findings or its own failure."""
    quote = "Boat {{ARTID}} searched"
    answer = json.dumps(make_answer([make_point(f"{quote}.", quote)], []))
    rates = {"status:500": 0.1, "reset": 0.1, "invalid": 0.1, "refusal": 0.05}
    faults.set_plan(Plan(answer=answer, rates=rates))
    articles = [f"{SHORT} Boat ARTID-{n:06d} searched." for n in range(60)]
    turn = asyncio.Semaphore(16)
    options: dict[str, Any] = {"base_url": faults.base_url, "mode": "json_schema"}
    async with Summarizer("openai/tiny", **options) as summarizer:

        async def work(article: str) -> Result:
            async with turn:
                return await summarizer.asummarize(article)

        results = await asyncio.wait_for(asyncio.gather(*map(work, articles)), 60)
    failed = [result for result in results if result.status == "failed"]
    assert 0 < len(failed) < 12
    assert {result.error.kind for result in failed if result.error} == {"refused"}
    for article, result in zip(articles, results, strict=True):
        told = [point.text for point in result.key_points]
        assert told == ([] if result in failed else [article.removeprefix(f"{SHORT} ")])
    assert sum(result.usage.requests for result in results) == faults.requests
    assert faults.max_in_flight <= 16
