"""`summarizer doctor --model …`: the way to a server, and what its model answers."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from typer.testing import CliRunner

from summarizer.cli import app
from tests.servers.faults import FaultServer, Plan

pytest_plugins = ["tests.servers.fixtures"]

SECRET = "sk-norburg-4711"  # noqa: S105 - nobody's key
POINT = {"quotes": ["nine people were injured"], "text": "Nine were injured.", "claimants": []}
GOOD = json.dumps({"key_points": [POINT], "events": []})
INVENTED = json.dumps({"key_points": [{**POINT, "quotes": ["the moon fell"]}], "events": []})
MODES = ("json_schema", "tools", "json", "md_json", "responses")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hides the proxies of whoever runs the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def well(faults: FaultServer) -> FaultServer:
    """A server whose model answers as it should."""
    faults.set_plan(Plan(answer=GOOD))
    return faults


def examine(
    *arguments: str, model: str = "openai/tiny", env: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Returns the exit code, and the checks by their names; the key stands nowhere."""
    given = {"OPENAI_API_KEY": SECRET, "SUMMARIZER_TIMEOUT_S": "20", **(env or {})}
    command = ["doctor", "--json", "--model", model, *arguments]
    done = CliRunner().invoke(app, command, prog_name="summarizer", env=given)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert SECRET not in done.output
    assert "Norburg" not in done.output
    report = json.loads(done.stdout)
    assert done.exit_code == (0 if report["usable"] else 1)
    return done.exit_code, {one["name"]: one for one in report["checks"]} | {"report": report}


# ---- what the model answers ----


def test_a_model_that_answers(well: FaultServer) -> None:
    """Each mode is asked once, as announced; seconds, tokens and costs are told."""
    code, found = examine("--base-url", well.base_url, model="openai/gpt-4.1-mini")
    assert code == 0
    assert well.requests == found["model.questions"]["facts"]["questions"] == 5
    assert 0 < found["model.questions"]["facts"]["cost_usd"] < 0.05
    assert "never more than $0.05" in found["model.questions"]["seen"]
    assert found["server.address"]["seen"] == f"{well.base_url}, with the key of OPENAI_API_KEY"
    assert found["model.answers"]["status"] == "ok"
    assert found["model.answers"]["facts"]["mode"] == "json_schema"
    assert found["model.answers"]["facts"]["prompt_tokens"] > 1_000
    assert found["model.usage"]["status"] == "ok"
    assert {name: one["works"] for name, one in found["model.modes"]["facts"].items()} == (
        dict.fromkeys(MODES, True)
    )
    assert "for 1,000" in found["model.price"]["seen"]
    assert found["report"]["verdict"] == "openai/gpt-4.1-mini works in mode json_schema"
    assert found["report"]["next"].startswith("summarizer run article.txt --model openai/gpt-4.1")


def test_one_mode_is_one_question(well: FaultServer) -> None:
    """A mode that is named is the only one that is asked in."""
    code, found = examine("--base-url", well.base_url, "--mode", "tools")
    assert (code, well.requests) == (0, 1)
    assert found["report"]["verdict"] == "openai/tiny works in mode tools"
    assert found["report"]["next"].endswith("--mode tools")
    assert "model.modes" not in found


def test_no_question_is_asked_when_none_is_wanted(well: FaultServer) -> None:
    """With --no-ask the server is looked for, and nothing is paid."""
    code, found = examine("--base-url", well.base_url, "--no-ask")
    assert (code, well.requests) == (0, 0)
    assert found["server.http"]["status"] == "ok"
    assert found["model.answers"]["status"] == "skipped"
    assert found["report"]["next"].startswith("summarizer doctor --model openai/tiny")


def test_an_unknown_price_is_unknown(well: FaultServer) -> None:
    """Without a price no cost is made up, and the file that would help is named."""
    code, found = examine("--base-url", well.base_url, "--mode", "tools")
    assert code == 0
    assert found["model.questions"]["seen"].endswith("price unknown")
    assert found["model.price"]["status"] == "warn"
    assert found["model.price"]["facts"]["cost_usd"] is None
    assert "SUMMARIZER_PRICES" in found["model.price"]["fix"]


def test_a_mode_that_is_refused_is_stepped_over(faults: FaultServer) -> None:
    """What a server does not take, the automatic mode steps over: nothing needs to be said."""
    faults.set_plan(Plan(answer=GOOD, refused_modes=("json_schema",)))
    code, found = examine("--base-url", faults.base_url)
    assert code == 0
    assert (found["model.answers"]["status"], found["model.answers"]["facts"]["mode"]) == (
        "ok",
        "tools",
    )
    assert not found["model.modes"]["facts"]["json_schema"]["works"]
    assert "--mode " not in found["report"]["next"]


def test_a_mode_that_gives_nonsense_is_to_be_avoided(faults: FaultServer) -> None:
    """Where the first mode is taken but badly answered, the one that works is to be named."""
    faults.set_plan(Plan(answer=GOOD, script=("prose",)))
    code, found = examine("--base-url", faults.base_url)
    assert code == 0
    assert (found["model.answers"]["status"], found["model.answers"]["fix"]) == (
        "warn",
        "--mode tools",
    )
    assert found["report"]["next"].endswith("--mode tools")


def test_a_model_that_makes_things_up_fails(faults: FaultServer) -> None:
    """The form fits and the words stand nowhere: that is told apart from a mode that fails."""
    faults.set_plan(Plan(answer=INVENTED))
    code, found = examine("--base-url", faults.base_url, "--mode", "tools")
    assert code == 1
    assert found["model.answers"]["facts"]["problem"] == "ungrounded"
    assert "larger model" in found["model.answers"]["fix"]
    assert "moon" not in json.dumps(found)


def test_uncounted_tokens_are_warned_of(faults: FaultServer) -> None:
    """A server that sends no usage is told apart: costs are estimates there."""
    faults.set_plan(Plan(answer=GOOD, rates={"no_usage": 1.0}))
    code, found = examine("--base-url", faults.base_url, "--mode", "json_schema")
    assert code == 0
    assert found["model.usage"]["status"] == "warn"


@pytest.mark.parametrize(
    ("fault", "asked", "seen", "fix"),
    [
        ("status:401", 5, "the key is not taken", "check OPENAI_API_KEY"),
        ("status:404", 5, "no model 'tiny' at", "check model and base_url"),
        ("status:503", 1, "openai answered 503", ""),
        ("reset", 1, "broke off", ""),
        ("html", 1, "something else than an answer", "check base_url"),
    ],
)
def test_what_a_server_answers_instead(
    faults: FaultServer, fault: str, asked: int, seen: str, fix: str
) -> None:
    """Each failure says what was seen and what to do; one that may pass ends the questions."""
    faults.set_plan(Plan(answer=GOOD, rates={fault: 1.0}))
    code, found = examine("--base-url", faults.base_url)
    assert (code, faults.requests) == (1, asked)
    assert seen in found["model.answers"]["seen"]
    assert fix in found["model.answers"]["fix"]
    assert "model.modes" not in found


def test_silence_ends_with_the_patience(faults: FaultServer) -> None:
    """A server that says nothing is waited for once, as long as the settings say."""
    faults.set_plan(Plan(rates={"hang": 1.0}))
    env = {"SUMMARIZER_TIMEOUT_S": "0.3"}
    code, found = examine("--base-url", faults.base_url, env=env)
    assert (code, faults.requests) == (1, 1)
    assert found["model.answers"]["seen"] == "openai did not answer within 0.3 s"


def test_the_limit_of_money_is_kept(well: FaultServer) -> None:
    """A question that may cost more than is allowed is not asked."""
    code, found = examine(
        "--base-url", well.base_url, "--max-cost-usd", "0.001", model="openai/gpt-4.1-mini"
    )
    assert (code, well.requests) == (1, 0)
    assert found["model.answers"]["seen"].startswith("the budget of $0.00 does not cover")


def test_a_budget_in_the_environment_is_not_the_doctors(well: FaultServer) -> None:
    """A budget that is meant for a batch is not spent here, and binds where no price is known."""
    env = {"SUMMARIZER_MAX_COST_USD": "50"}
    given = ("--base-url", well.base_url, "--mode", "tools")
    _, found = examine(*given, model="openai/gpt-4.1-mini", env=env)
    assert "never more than $0.05" in found["model.questions"]["seen"]
    code, found = examine(*given, env=env)
    assert (code, well.requests) == (1, 1)
    assert "the price of 'openai/tiny' is not known" in found["model.answers"]["seen"]


def test_a_real_server_is_reached(llama_url: str) -> None:
    """The real llama.cpp lists its model and counts tokens, whatever random weights say."""
    env = {"OPENAI_API_KEY": "", "SUMMARIZER_MAX_OUTPUT_TOKENS": "150"}
    _, found = examine("--base-url", llama_url, "--mode", "json_schema", env=env)
    assert found["server.http"]["facts"]["status"] == 200
    assert found["model.listed"]["seen"] == "tiny, the only one"
    assert found["model.answers"]["facts"]["requests"] == 1
    assert found["model.answers"]["facts"]["prompt_tokens"] > 0
    assert found["model.answers"]["facts"]["problem"] not in {"provider", "budget"}


# ---- the way to it ----


def test_nothing_listens() -> None:
    """A refused connection ends the way there: nothing is asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code, found = examine("--base-url", f"http://127.0.0.1:{port}/v1")
    assert code == 1
    assert found["server.name"]["status"] == "ok"
    assert found["server.port"]["seen"] == f"nothing listens at 127.0.0.1:{port}"
    assert found["model.answers"]["status"] == "skipped"


def test_a_name_that_does_not_exist() -> None:
    """A host without an address is told apart from one that does not answer."""
    code, found = examine("--base-url", "http://norburg.invalid/v1")
    assert code == 1
    assert found["server.name"]["seen"] == "norburg.invalid has no address here"


def test_a_server_without_tls(faults: FaultServer) -> None:
    """Where https is asked of a server that speaks plain HTTP, that is what is said."""
    address = faults.base_url.replace("http:", "https:")
    code, found = examine("--base-url", address, env={"SUMMARIZER_TIMEOUT_S": "0.5"})
    assert (code, faults.requests) == (1, 0)
    assert found["server.tls"]["status"] == "fail"
    assert "http://" in found["server.tls"]["fix"]


@pytest.mark.parametrize("address", ["norburg", "ftp://127.0.0.1/v1", "http://127.0.0.1:none/v1"])
def test_what_is_no_address(address: str) -> None:
    """An address that cannot be is told with the form of one."""
    code, found = examine("--base-url", address)
    assert code == 1
    assert found["server.address"]["fix"] == "--base-url http://HOST:PORT/v1"


def test_secrets_in_an_address_are_not_shown(faults: FaultServer) -> None:
    """User, password and query of an address stand nowhere, whatever goes wrong."""
    faults.set_plan(Plan(rates={"status:404": 1.0}))
    address = faults.base_url.replace("http://", f"http://me:{SECRET}@")
    _, found = examine("--base-url", address, "--mode", "tools")
    assert found["server.address"]["seen"].startswith(f"{faults.base_url}, ")
    assert "me:" not in json.dumps(found)


@contextmanager
def serve(status: int, body: str, kind: str = "application/json") -> Generator[str]:
    """Serves one answer to whoever asks for models; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            server.shutdown()
            thread.join()


def make_list(*names: str) -> str:
    """Returns a list of models as OpenAI writes it."""
    items = [{"id": one, "object": "model", "created": 1, "owned_by": "x"} for one in names]
    return json.dumps({"object": "list", "data": items})


@pytest.mark.parametrize(
    ("names", "status", "seen"),
    [
        (("tiny", "large"), "ok", "tiny, one of 2"),
        (("tiny-2", "large"), "warn", "tiny is not among the 2 that the server lists: tiny-2"),
        ((), "warn", "tiny is not among the 0 that the server lists: none"),
    ],
)
def test_the_list_of_models(names: tuple[str, ...], status: str, seen: str) -> None:
    """A model that the server does not list is warned of, with the nearest names."""
    with serve(200, make_list(*names)) as address:
        code, found = examine("--base-url", address, "--no-ask")
    assert code == 0
    assert (found["model.listed"]["status"], found["model.listed"]["seen"]) == (status, seen)


@pytest.mark.parametrize(
    ("status", "body", "name", "seen"),
    [
        (401, "{}", "model.listed", "openai answered 401: the key is not taken"),
        (302, "", "server.http", "has moved"),
        (200, "<html>Norburg</html>", "server.http", "something else than a list"),
    ],
)
def test_a_site_that_is_none(status: int, body: str, name: str, seen: str) -> None:
    """What answers HTTP and is no server of models, or takes no key, is not asked anything."""
    with serve(status, body, "text/html" if body.startswith("<") else "application/json") as site:
        code, found = examine("--base-url", site)
    assert code == 1
    assert found[name]["status"] == "fail"
    assert seen in found[name]["seen"]
    assert found["model.answers"]["status"] == "skipped"


def test_a_server_cannot_steer_the_terminal() -> None:
    """Names of models come from anybody: what steers a terminal is shown, not obeyed."""
    with serve(200, make_list("tiny\x1b[2J\x07")) as address:
        command = ["doctor", "--no-ask", "--model", "openai/tiny", "--base-url", address]
        done = CliRunner().invoke(app, command, prog_name="summarizer")
    assert "not among the 1" in done.stdout
    assert "\x1b" not in done.output
    assert "\x07" not in done.output
