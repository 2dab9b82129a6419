"""Answers that are kept: a cache asks nothing twice, and a tape makes a run again exactly."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from summarizer.engines.base import Engine, Reply, Request
from summarizer.engines.store import Question, Store, hash_request, keep_answers
from summarizer.engines.store.tape import read_tape
from summarizer.errors import ConfigError, EngineError, ReplayMissError
from summarizer.prompts import Message
from summarizer.settings import Settings
from summarizer.textmap import TextMap
from summarizer_schemas.result import Usage

KEY = "sk-secret-of-nobody"
SYSTEM = "You read one article.\nCopy quotes letter by letter.\nAdd nothing."
ARTICLE = "OSTERVIK - The old mill burned on Monday.\nNobody was hurt.\nThe mayor spoke."
PAID = Usage(requests=2, prompt_tokens=900, completion_tokens=80, cost_usd=0.5, wall_s=3.5)
NOON = datetime(2024, 1, 19, 12, tzinfo=timezone.utc)


class Names(BaseModel):
    """A small schema."""

    names: list[str]


class Numbers(BaseModel):
    """Another one."""

    numbers: list[int]


class Model:
    """A language model that says what it is told to say, and counts."""

    def __init__(self, *answers: str | Exception, wait: Callable[[], Any] | None = None) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.wait = wait

    async def ask(self, request: Request) -> Reply:
        """Says the next thing; the last one again and again."""
        self.asked += 1
        if self.wait is not None:
            await self.wait()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return Reply(
            wire=request.schema.model_validate_json(answer),
            engine="openai",
            model="gpt-4.1-mini-2025-04-14",
            mode="json_schema",
            usage=PAID,
            warnings=("temperature is not taken",),
            text=answer,
        )


def pose(article: str = ARTICLE, **given: Any) -> Request:
    """Returns a request about an article."""
    system = given.pop("system", SYSTEM)
    values: dict[str, Any] = {
        "schema": Names,
        "article_id": "a1",
        "prompt": "article/v1",
        "messages": (Message("system", system), Message("user", article)),
    }
    return Request(text=TextMap(article), **(values | given))


def setup(store: str, path: Path, **given: Any) -> Settings:
    """Returns settings with a store."""
    values: dict[str, Any] = {"model": "openai/gpt-4.1-mini", "api_key": KEY} | given
    return Settings(store=store, store_path=str(path), **values)  # type: ignore[arg-type]


def ask(engine: Engine, request: Request | None = None) -> Reply:
    """Returns one answer."""
    return asyncio.run(asyncio.wait_for(engine.ask(request or pose()), 60))


SAID = '{"names":\t["Ostervik", "Ağrı"] }\n'


# ---- the key ----


def test_what_decides_the_answer_is_the_key() -> None:
    """Words, schema, model, mode and parameters are in the key; address, key, job and id not."""
    plain = Settings(model="openai/a")
    key = hash_request(pose(), plain)
    others = [
        replace(plain, **given)
        for given in (
            {"model": "openai/b"},
            {"mode": "tools"},
            {"temperature": 0.0},
            {"seed": 1},
            {"max_output_tokens": 9},
            {"fallbacks": ("openai/b",)},
        )
    ]
    keys = {hash_request(pose(), one) for one in others}
    keys |= {
        hash_request(one, plain)
        for one in (pose(ARTICLE + " "), pose(system=SYSTEM + " "), pose(schema=Numbers))
    }
    assert len(keys | {key}) == len(others) + 4
    same = replace(plain, base_url="http://127.0.0.1:9/v1", api_key=KEY, timeout_s=1.0)
    assert hash_request(pose(job="extract", article_id="b"), same) == key
    assert hash_request(pose(), replace(plain, temperature=0)) == hash_request(
        pose(), replace(plain, temperature=0.0)
    )


def test_the_key_of_a_question_does_not_change_by_itself() -> None:
    """A committed tape must be found by the next version: this key is pinned."""
    question = Question(
        messages=(Message("user", "Ağrı \ud800"),),
        schema_name="Names",
        schema_sha256="0" * 64,
        model="openai/a",
        mode="auto",
        parameters={"temperature": 0.5, "seed": None, "max_output_tokens": 9, "fallbacks": []},
        job="article",
        article_id=None,
        prompt=None,
    )
    assert question.key == "e1a018458879720db33f5378ba766b1579a188ab55139a81fbb67f45269e02b1"


def test_off_is_no_layer_at_all() -> None:
    """Without a store the engine is not wrapped."""
    model = Model(SAID)
    assert keep_answers(model, Settings(model="openai/a")) is model


@pytest.mark.parametrize("store", ["cache", "record"])
def test_only_a_replay_needs_no_engine(store: str, tmp_path: Path) -> None:
    """With nothing to ask, a cache or a recording cannot be."""
    with pytest.raises(ConfigError, match="needs an engine"):
        Store(None, setup(store, tmp_path / "file"))
    with pytest.raises(ConfigError, match="needs an engine"):
        keep_answers(None, Settings(model="openai/a"))


@pytest.mark.parametrize("store", ["cache", "record", "replay"])
def test_a_request_without_messages_passes_by(store: str, tmp_path: Path) -> None:
    """What the embedded engine is asked is never kept: all such requests have the same words."""
    path = tmp_path / "file"
    path.touch()
    model = Model('{"names": ["a"]}', '{"names": ["b"]}')
    store_ = Store(model, setup(store, path))
    bare = Request(text=TextMap(ARTICLE), schema=Names)
    assert [ask(store_, bare).text for _ in range(2)] == ['{"names": ["a"]}', '{"names": ["b"]}']
    if store == "replay":
        with pytest.raises(ReplayMissError, match="embedded"):
            ask(Store(None, setup(store, path)), bare)


# ---- cache ----


def test_a_kept_answer_is_used_again(tmp_path: Path) -> None:
    """The second time nothing is asked: the same answer, to the byte, for nothing."""
    model = Model(SAID)
    config = setup("cache", tmp_path / "cache.sqlite")
    first = ask(Store(model, config))
    second = ask(Store(model, config))
    assert model.asked == 1
    assert (first.replayed, first.usage) == (False, PAID)
    assert (second.replayed, second.usage) == (True, Usage(cost_usd=0.0))
    assert second == replace(first, replayed=True, usage=second.usage)
    assert second.text == SAID


def test_another_question_is_asked(tmp_path: Path) -> None:
    """An answer is not used for another article."""
    model = Model(SAID)
    store = Store(model, setup("cache", tmp_path / "cache.sqlite"))
    ask(store)
    ask(store, pose(ARTICLE + "!"))
    assert model.asked == 2


@pytest.mark.parametrize("kind", ["refused", "provider", "invalid"])
def test_an_error_is_never_served_from_the_cache(kind: Any, tmp_path: Path) -> None:
    """After a refusal or a failure the model is asked again."""
    model = Model(EngineError("no", kind=kind, status=400), SAID)
    store = Store(model, setup("cache", tmp_path / "cache.sqlite"))
    with pytest.raises(EngineError, match="no"):
        ask(store)
    assert ask(store).text == SAID
    assert model.asked == 2


def test_the_cache_holds_no_key_and_no_question(tmp_path: Path) -> None:
    """Only answers are kept: not the article, not the prompt, not the key."""
    store = Store(Model(SAID), setup("cache", tmp_path / "cache.sqlite"))
    ask(store)
    store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Ostervik" in kept
    assert not any(words in kept for words in (KEY.encode(), b"mill burned", b"letter by"))


def test_the_embedded_engine_standing_in_is_not_kept(tmp_path: Path) -> None:
    """When the model fails and the embedded engine answers, the model is asked next time."""

    class StandIn(Model):
        async def ask(self, request: Request) -> Reply:
            return replace(await super().ask(request), engine="embedded", text="")

    model = StandIn(SAID)
    store = Store(model, setup("cache", tmp_path / "cache.sqlite"))
    ask(store)
    ask(store)
    assert model.asked == 2


def test_one_question_is_not_asked_twice_at_the_same_time(tmp_path: Path) -> None:
    """Ten who ask the same at once get one answer, and one of them pays."""
    model = Model(SAID, wait=lambda: asyncio.sleep(0.05))
    store = Store(model, setup("cache", tmp_path / "cache.sqlite"))

    async def ask_all() -> list[Reply]:
        return await asyncio.gather(*(store.ask(pose()) for _ in range(10)))

    replies = asyncio.run(ask_all())
    assert model.asked == 1
    assert {one.text for one in replies} == {SAID}
    assert sorted(one.usage.requests for one in replies) == [0] * 9 + [2]
    assert sum(one.replayed for one in replies) == 9


def test_threads_with_loops_of_their_own_share_one_question(tmp_path: Path) -> None:
    """The same holds for threads, each with its own event loop."""
    model = Model(SAID, wait=lambda: asyncio.sleep(0.3))
    store = Store(model, setup("cache", tmp_path / "cache.sqlite"))
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(ask(store))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert model.asked == 1
    assert len(replies) == 6


def test_who_waits_gets_the_same_error_for_nothing(tmp_path: Path) -> None:
    """When the one question fails, all who asked it learn why; the failure is paid for once."""
    model = Model(
        EngineError("over the limit", status=429, retryable=True, usage=PAID),
        wait=lambda: asyncio.sleep(0.05),
    )
    store = Store(model, setup("cache", tmp_path / "cache.sqlite"))

    async def ask_all() -> list[Reply | BaseException]:
        return await asyncio.gather(*(store.ask(pose()) for _ in range(3)), return_exceptions=True)

    errors = asyncio.run(ask_all())
    assert model.asked == 1
    assert all(isinstance(one, EngineError) and one.status == 429 for one in errors)
    assert sorted(getattr(one, "usage", PAID).requests for one in errors) == [0, 0, 2]


@pytest.mark.parametrize("leaves", [0, 1])
def test_who_goes_away_leaves_the_others_their_answer(leaves: int, tmp_path: Path) -> None:
    """When the one who asks is cancelled another asks; when one who waits is, nothing happens."""

    async def ask_and_leave() -> tuple[Model, list[Reply | BaseException]]:
        asked = asyncio.Event()

        async def wait() -> None:
            asked.set()
            await asyncio.sleep(0.05)

        model = Model(SAID, wait=wait)
        store = Store(model, setup("cache", tmp_path / "cache.sqlite"))
        tasks = [asyncio.create_task(store.ask(pose())) for _ in range(3)]
        await asked.wait()
        tasks[leaves].cancel()
        return model, await asyncio.gather(*tasks, return_exceptions=True)

    model, done = asyncio.run(ask_and_leave())
    assert isinstance(done[leaves], asyncio.CancelledError)
    assert sum(isinstance(one, Reply) for one in done) == 2
    assert model.asked == 2 - leaves


WORKER = """
import asyncio, sys
sys.path[:0] = {path!r}
from test_store import Model, SAID, pose, setup
from pathlib import Path
from summarizer.engines.store import Store

async def work():
    store = Store(Model(SAID), setup({store!r}, Path({file!r})))
    await asyncio.gather(*(store.ask(pose(f"article {{n}} " + "x" * 20_000)) for n in range(40)))

asyncio.run(work())
"""


def run_workers(store: str, file: Path) -> None:
    """Lets four processes keep forty answers each, at the same time."""
    code = WORKER.format(path=[str(Path(__file__).parent)], store=store, file=str(file))
    workers = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code], stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    for worker in workers:
        _, errors = worker.communicate(timeout=240)
        assert worker.returncode == 0, errors.decode()


def test_processes_share_a_cache(tmp_path: Path) -> None:
    """Several processes make, read and write one cache at the same time, and lose nothing."""
    path = tmp_path / "cache.sqlite"
    run_workers("cache", path)
    model = Model("nothing")
    store = Store(model, setup("cache", path))
    for number in range(40):
        assert ask(store, pose(f"article {number} " + "x" * 20_000)).replayed
    assert model.asked == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_opens_the_cache_for_itself(tmp_path: Path) -> None:
    """A worker that was forked with an open cache, and while a question is asked, still works."""
    code = (
        "import asyncio, os, sys, threading\n"
        f"sys.path[:0] = [{str(Path(__file__).parent)!r}]\n"
        "from test_store import Model, SAID, ask, pose, setup\n"
        "from pathlib import Path\n"
        "from summarizer.engines.store import Store\n"
        "model = Model(SAID)\n"
        f"store = Store(model, setup('cache', Path({str(tmp_path / 'c.sqlite')!r})))\n"
        "ask(store)\n"
        "store._flights.board('stuck')\n"
        "store._cache._lock.acquire()\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    assert ask(store).replayed\n"
        "    assert store._flights.board('stuck')[1]\n"
        "    os._exit(0)\n"
        "store._cache._lock.release()\n"
        "assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0\n"
        "assert ask(store).replayed\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()


def test_a_file_that_is_no_cache_is_refused_untouched(tmp_path: Path) -> None:
    """A text, another program's database or a folder that is not there is a mistake to mend."""
    text = tmp_path / "a.txt"
    text.write_text("not a database, and rather longer than nothing\n" * 10)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as file:
        file.execute("CREATE TABLE theirs (a)")
    file.close()
    before = [path.read_bytes() for path in (text, other)]
    for path, words in ((text, "not a database"), (other, "another program's")):
        with pytest.raises(ConfigError, match=words):
            Store(Model(SAID), setup("cache", path))
    assert [path.read_bytes() for path in (text, other)] == before
    with pytest.raises(ConfigError, match="folder that exists"):
        Store(Model(SAID), setup("cache", tmp_path / "no" / "cache.sqlite"))


def test_an_answer_is_not_lost_with_the_cache(tmp_path: Path) -> None:
    """When the file cannot be used any more, the paid answer is returned with a warning."""
    path = tmp_path / "cache.sqlite"
    store = Store(Model(SAID), setup("cache", path))
    with sqlite3.connect(path) as file:
        file.execute("DROP TABLE answers")
    file.close()
    reply = ask(store)
    assert reply.text == SAID
    assert "not kept" in reply.warnings[-1]


def test_what_cannot_be_read_is_asked_again(tmp_path: Path) -> None:
    """A kept answer that no longer fits, or is damaged, counts as not kept."""
    path = tmp_path / "cache.sqlite"
    model = Model(SAID)
    store = Store(model, setup("cache", path))
    ask(store)
    for words in (b'{"text":"no JSON"}', b"\xff", b'{"tex'):
        with sqlite3.connect(path) as file:
            file.execute("UPDATE answers SET reply = ?", (words,))
        file.close()
        asked = model.asked
        assert ask(store).text == SAID
        assert model.asked == asked + 1
        assert ask(store).replayed


def test_closing_reaches_the_engine_below(tmp_path: Path) -> None:
    """The store closes its file and what it asks; a replay has nothing to close."""

    class Open(Model):
        closed = False

        async def aclose(self) -> None:
            self.closed = True

    model = Open(SAID)
    store = Store(model, setup("cache", tmp_path / "cache.sqlite"))
    ask(store)
    asyncio.run(store.aclose())
    assert model.closed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache.sqlite"]
    assert ask(store).replayed
    (tmp_path / "run.jsonl").touch()
    asyncio.run(Store(None, setup("replay", tmp_path / "run.jsonl")).aclose())


# ---- tapes ----


def record(path: Path, model: Model, *requests: Request, **given: Any) -> None:
    """Records what a model says; errors are recorded too."""
    store = Store(model, setup("record", path, **given), now=lambda: NOON)
    for request in requests or (pose(),):
        with contextlib.suppress(EngineError):
            ask(store, request)


def play(path: Path, request: Request | None = None, **given: Any) -> Reply:
    """Plays a request from a tape, with no key and no engine."""
    return ask(Store(None, setup("replay", path, api_key=None, **given)), request)


def test_a_recorded_answer_comes_back_to_the_byte(tmp_path: Path) -> None:
    """A replay gives the same reply, with what it cost and no time, without an engine."""
    path = tmp_path / "run.jsonl"
    model = Model(SAID)
    recorded = ask(Store(model, setup("record", path), now=lambda: NOON))
    assert not recorded.replayed
    played = play(path)
    assert played.text == SAID
    assert played.usage == PAID.model_copy(update={"wall_s": 0.0})
    assert played == replace(recorded, replayed=True, usage=played.usage)


def test_a_tape_says_what_was_asked(tmp_path: Path) -> None:
    """A line has the request, its key, its date and the answer."""
    path = tmp_path / "run.jsonl"
    record(path, Model(SAID), temperature=0.5)
    line = json.loads(path.read_text(encoding="utf-8"))
    assert (line["v"], line["origin"], line["recorded_at"]) == (
        1,
        "recorded",
        "2024-01-19T12:00:00Z",
    )
    assert line["key"] == hash_request(pose(), setup("record", path, temperature=0.5))
    assert (line["job"], line["article_id"], line["model"], line["mode"]) == (
        "article",
        "a1",
        "openai/gpt-4.1-mini",
        "auto",
    )
    assert line["messages"][1] == {"role": "user", "content": ARTICLE}
    assert line["parameters"]["temperature"] == 0.5
    assert (line["reply"]["text"], line["reply"]["truncated"]) == (SAID, False)
    assert line["reply"]["usage"]["prompt_tokens"] == 900


def test_a_tape_holds_no_key(tmp_path: Path) -> None:
    """Not even where a provider's message repeats it."""
    path = tmp_path / "run.jsonl"
    record(path, Model(EngineError(f"wrong key {KEY}", status=401)))
    assert KEY not in path.read_text(encoding="utf-8")
    with pytest.raises(EngineError, match="wrong key …"):
        play(path)


@pytest.mark.parametrize(
    "error",
    [
        EngineError("it will not say", kind="refused", usage=PAID),
        EngineError("slow down", status=429, retryable=True, retry_after_s=7.5),
        EngineError("not JSON", kind="invalid", retryable=True),
    ],
    ids=["refusal", "429", "invalid"],
)
def test_a_recorded_error_is_raised_again(error: EngineError, tmp_path: Path) -> None:
    """Refusals and failures are part of a run: a replay raises them with all they say."""
    path = tmp_path / "run.jsonl"
    record(path, Model(error))
    with pytest.raises(EngineError) as caught:
        play(path)
    again = caught.value
    assert str(again) == str(error)
    assert (again.kind, again.status, again.retryable, again.retry_after_s) == (
        error.kind,
        error.status,
        error.retryable,
        error.retry_after_s,
    )
    assert again.usage == error.usage.model_copy(update={"wall_s": 0.0})


def test_the_newest_line_counts(tmp_path: Path) -> None:
    """Recording again replaces a failure, and every replay is the same."""
    path = tmp_path / "run.jsonl"
    record(path, Model(EngineError("down", status=500)))
    record(path, Model(SAID))
    assert [play(path).text for _ in range(2)] == [SAID, SAID]
    assert len(read_tape(str(path))) == 2


@settings(max_examples=60)
@given(
    words=st.text(st.characters(exclude_categories=[]), max_size=30),
    title=st.text(st.characters(exclude_categories=[]), max_size=20),
)
def test_any_words_survive_a_tape_and_a_cache(
    words: str, title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Line separators, control characters and lone surrogates come back as they were."""
    folder = tmp_path_factory.mktemp("words")
    said = json.dumps({"names": [words]})
    odd = said + "".join(char for char in title if char not in "{}")
    for store in ("record", "cache"):
        engine: Any = _Blunt(odd)
        kept = Store(engine, setup(store, folder / store))
        request = pose(title or "a")
        ask(kept, request)
        again = Store(
            None if store == "record" else _Blunt("{"),
            setup("replay" if store == "record" else store, folder / store),
        )
        try:
            assert ask(again, request).text == odd
        finally:
            kept.close()
            again.close()


class _Blunt:
    """Says words that nobody has checked."""

    def __init__(self, text: str) -> None:
        self.text = text

    async def ask(self, request: Request) -> Reply:
        return Reply(wire=request.schema.model_construct(), engine="openai", text=self.text)


def test_a_cut_answer_stays_cut(tmp_path: Path) -> None:
    """What was complete of an answer that was cut off is read again from its words."""
    path = tmp_path / "run.jsonl"

    class Cut(Model):
        async def ask(self, request: Request) -> Reply:
            wire = request.schema.model_validate({"names": ["a"]})
            return Reply(wire=wire, engine="openai", text='{"names": ["a", "b', truncated=True)

    record(path, Cut(SAID))
    played = play(path)
    assert played.truncated
    assert played.wire == Names(names=["a"])


def test_processes_share_a_tape(tmp_path: Path) -> None:
    """Lines of several processes never mix: each stands whole on its own."""
    path = tmp_path / "run.jsonl"
    run_workers("record", path)
    entries = read_tape(str(path))
    assert len(entries) == 160
    assert len({one.line.key for one in entries}) == 40


# ---- torn and wrong lines ----


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.999])
def test_a_torn_last_line_is_mended(kept: float, tmp_path: Path) -> None:
    """A line whose writer was killed is skipped by a replay and taken off by the next recording."""
    path = tmp_path / "run.jsonl"
    record(path, Model(SAID), pose("first"))
    whole = path.read_bytes()
    record(path, Model(SAID), pose("second"))
    second = path.read_bytes()[len(whole) :]
    torn = whole + second[: max(1, int(len(second) * kept) - 1)]
    path.write_bytes(torn)
    assert play(path, pose("first")).text == SAID
    assert path.read_bytes() == torn
    record(path, Model(SAID), pose("third"))
    assert path.read_bytes().startswith(whole + b'{"v":1')
    assert [one.line.messages[1].content for one in read_tape(str(path))] == ["first", "third"]


def test_a_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    """A whole line that lacks only its line break is a line."""
    path = tmp_path / "run.jsonl"
    record(path, Model(SAID), pose("first"))
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    record(path, Model(SAID), pose("second"))
    assert len(read_tape(str(path))) == 2


HAND: dict[str, Any] = {
    "origin": "hand-written",
    "match": {"job": "article"},
    "reply": {"json": {"names": []}},
}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"origin":', "not JSON"),
        ("[1]", "not an object"),
        (b'{"origin": "\xff"}', "not UTF-8"),
        ({**HAND, "origin": "found"}, "origin"),
        ({**HAND, "speed": 3}, "speed"),
        ({**HAND, "v": 2}, "v: Input should be 1"),
        ({**HAND, "match": {}}, "give job, contains, or both"),
        ({**HAND, "match": {"job": "sing"}}, "match.job"),
        ({**HAND, "key": "0" * 64}, "either key or match"),
        ({**HAND, "error": {"message": "no"}}, "either reply or error"),
        ({**HAND, "reply": {"text": "{}", "json": {}}}, "both text and json"),
        ({**HAND, "reply": {}}, "reply.text"),
        ({**HAND, "origin": "recorded", "reply": {"text": "a"}}, "only a hand-written line"),
        ({**HAND, "reply": None, "error": {"message": "m", "kind": "odd"}}, "error.kind"),
    ],
)
def test_a_wrong_line_is_named(line: Any, problem: str, tmp_path: Path) -> None:
    """The message says which line is wrong and why, and nothing of what stands in it."""
    path = tmp_path / "tape.jsonl"
    words = line if isinstance(line, (str, bytes)) else json.dumps(line)
    words = words if isinstance(words, bytes) else words.encode()
    path.write_bytes(json.dumps(HAND).encode() + b"\n\n" + words + b"\n")
    with pytest.raises(ConfigError, match="line 3: ") as caught:
        Store(None, setup("replay", path))
    assert problem in str(caught.value)


def test_a_tape_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A missing tape, and one that cannot be written, are the caller's to mend."""
    with pytest.raises(ConfigError, match=r"no\.jsonl.*No such file"):
        Store(None, setup("replay", tmp_path / "no.jsonl"))
    with pytest.raises(ConfigError, match="cannot be written"):
        Store(Model(SAID), setup("record", tmp_path / "no" / "run.jsonl"))


# ---- written by hand ----


def write(path: Path, *lines: dict[str, Any]) -> Path:
    """Writes a tape by hand."""
    text = "\n".join(json.dumps({"origin": "hand-written", **line}) for line in lines)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_a_script_is_served_in_order_each_line_once(tmp_path: Path) -> None:
    """Every branch of a run can be written down: a failure, a cut answer, then a good one."""
    path = write(
        tmp_path / "script.jsonl",
        {"match": {"job": "repair"}, "reply": {"json": {"names": ["mended"]}}},
        {"match": {"contains": "mill"}, "error": {"kind": "refused", "message": "no"}},
        {"match": {"contains": "mill"}, "reply": {"text": '{"names": ["a', "truncated": True}},
        {"match": {"job": "article", "contains": "mill"}, "reply": {"json": {"names": ["é"]}}},
    )
    store = Store(None, setup("replay", path))
    with pytest.raises(EngineError, match="no"):
        ask(store)
    assert ask(store).truncated
    last = ask(store)
    assert (last.text, last.engine, last.replayed) == ('{"names":["é"]}', "openai", True)
    assert ask(store, pose(job="repair")).wire == Names(names=["mended"])
    with pytest.raises(ReplayMissError, match="of 4 lines with match 0 are left"):
        ask(store)


def test_a_hand_written_line_may_have_a_key(tmp_path: Path) -> None:
    """With a key it answers that request every time, before any script."""
    config = setup("replay", tmp_path / "t.jsonl")
    write(
        tmp_path / "t.jsonl",
        {"match": {"job": "article"}, "reply": {"json": {"names": ["script"]}}},
        {"key": hash_request(pose(), config), "reply": {"json": {"names": ["key"]}}},
    )
    store = Store(None, config)
    assert [ask(store).wire for _ in range(2)] == [Names(names=["key"])] * 2
    assert ask(store, pose("else")).wire == Names(names=["script"])


# ---- a miss ----


def miss(path: Path, request: Request, **given: Any) -> str:
    """Returns what a miss says."""
    with pytest.raises(ReplayMissError) as caught:
        play(path, request, **given)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    return str(caught.value)


def test_a_miss_shows_what_changed_in_the_prompt(tmp_path: Path) -> None:
    """The nearest recorded request is named, and our own words are compared line by line."""
    path = tmp_path / "run.jsonl"
    record(path, Model(SAID), pose(), pose("Another story.", article_id="a2"))
    said = miss(path, pose(system=SYSTEM.replace("Add nothing.", "Add no word.")))
    assert "job article, model openai/gpt-4.1-mini, article a1" in said
    assert "line 1, article a1" in said
    assert "-Add nothing." in said
    assert "+Add no word." in said
    assert "article text" not in said
    assert "store='record'" in said


def test_a_miss_says_nothing_of_the_article(tmp_path: Path) -> None:
    """Of an article only hashes and how many lines changed are told."""
    path = tmp_path / "run.jsonl"
    record(path, Model(SAID))
    changed = ARTICLE.replace("Monday", "Sunday")
    said = miss(path, pose(changed))
    assert "article text differs: 1 of 3 lines" in said
    # The same for prompts that have the article, or one line of it, elsewhere.
    alone = (Message("system", f"{SYSTEM}\n{ARTICLE}"),)
    record(path, Model(SAID), pose(messages=alone, article_id="a2"))
    said += miss(path, pose(article_id="a2", system=f"{SYSTEM}!"))
    said += miss(path, pose(changed, system=f"{SYSTEM}\n{changed}"))
    assert "the system message: 3 of 6 lines" in said
    record(path, Model(SAID), pose(system=f"{SYSTEM}\n- The mayor spoke.", article_id="a3"))
    said += miss(path, pose(system=f"{SYSTEM}\n- nobody\n  The old mill burned", article_id="a3"))
    assert "  -(article text)\n" in said
    assert "  +(article text)\n" in said
    assert not any(
        words in said for words in ("OSTERVIK", "mill", "Monday", "Sunday", "Nobody", "mayor")
    )


def test_a_miss_names_model_schema_and_parameters(tmp_path: Path) -> None:
    """Whatever else goes into the key is compared, too."""
    path = tmp_path / "run.jsonl"
    record(path, Model(SAID))
    said = miss(path, pose(schema=Numbers), model="openai/other", mode="tools", seed=3)
    assert "- model: recorded openai/gpt-4.1-mini, asked openai/other" in said
    assert "- mode: recorded auto, asked tools" in said
    assert "- schema: recorded Names " in said
    assert "- seed: recorded None, asked 3" in said
    assert "message" not in said


def test_an_empty_tape_has_no_nearest_line(tmp_path: Path) -> None:
    """With nothing recorded, a miss says so."""
    path = tmp_path / "run.jsonl"
    path.touch()
    assert "no request is recorded on it" in miss(path, pose())


def test_who_asks_sees_the_whole_difference(tmp_path: Path) -> None:
    """`explain_miss` shows the article as well, to those who ask for it."""
    path = tmp_path / "run.jsonl"
    record(path, Model(SAID))
    store = Store(None, setup("replay", path))
    shown = store.explain_miss(pose(ARTICLE.replace("Monday", "Sunday")))
    assert "-OSTERVIK - The old mill burned on Monday." in shown
    assert "+OSTERVIK - The old mill burned on Sunday." in shown
    with pytest.raises(ConfigError, match="only 'replay'"):
        Store(Model(SAID), setup("record", path)).explain_miss(pose())


def test_many_misses_on_a_long_tape_are_quick(tmp_path: Path) -> None:
    """A batch whose prompt changed misses every time; that may not cost the tape's square."""
    path = tmp_path / "run.jsonl"
    with path.open("wb") as file:
        for number in range(2_000):
            line = {
                "origin": "recorded",
                "key": f"{number:064x}",
                "article_id": f"x{number}",
                "messages": [{"role": "system", "content": SYSTEM}] * 20,
                "reply": {"text": SAID},
            }
            file.write(json.dumps(line).encode() + b"\n")
    store = Store(None, setup("replay", path))

    async def ask_all() -> list[Reply | BaseException]:
        requests = [pose(article_id=f"x{number}") for number in range(200)]
        return await asyncio.wait_for(
            asyncio.gather(*map(store.ask, requests), return_exceptions=True), 60
        )

    assert all(isinstance(one, ReplayMissError) for one in asyncio.run(ask_all()))
