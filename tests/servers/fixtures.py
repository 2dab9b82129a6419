"""The servers as fixtures: `pytest_plugins = ["tests.servers.fixtures"]`, and what they are asked.

PYTEST_DONT_REWRITE: tests import it before pytest does, and it asserts nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from summarizer.engines.base import Request
from summarizer.prompts import Message
from summarizer.settings import Settings
from summarizer.textmap import TextMap
from tests.servers.faults import FaultServer, Plan
from tests.servers.llama import run_llama
from tests.servers.postgres import make_database, run_postgres

ARTICLE = "ARTID-000001 Nine people were killed in strikes on the border on Thursday, police said."


def make_party(text: str) -> dict[str, Any]:
    """Returns a party in the wire form."""
    return {
        "text": text,
        "name": None,
        "kind": "organisation",
        "role": None,
        "country": None,
        "sector": None,
    }


def make_event(trigger: str = "strikes") -> dict[str, Any]:
    """Returns an event in the wire form."""
    return {
        "quotes": ["Nine people were killed in strikes on the border on Thursday"],
        "trigger": trigger,
        "type": "ASSAULT",
        "modes": [],
        "contexts": [],
        "actors": [make_party("police")],
        "recipients": [],
        "target": None,
        "target_described_by": None,
        "location": "the border",
        "location_country": None,
        "date": "Thursday",
        "date_anchor": None,
        "figures": [],
        "claims": [],
        "realis": "actual",
        "certainty": "certain",
        "salience": "main",
        "links": [],
    }


def make_words(points: int = 2, events: int = 2) -> str:
    """Returns an answer that fits the wire form."""
    point = {"quotes": ["Nine people were killed"], "text": "Nine died.", "claimants": []}
    return json.dumps(
        {
            "key_points": [{**point, "text": f"Nine died. {at}"} for at in range(points)],
            "events": [make_event(f"strikes {at}") for at in range(events)],
        }
    )


def make_request(text: str = ARTICLE, **changes: Any) -> Request:
    """Returns a question about an article, as the pipeline makes it."""
    return Request(
        text=TextMap(text),
        messages=(Message("system", "Read the article."), Message("user", text)),
        article_id="one",
        **changes,
    )


def make_settings(base_url: str, **changes: Any) -> Settings:
    """Returns settings for a server on this machine."""
    given: dict[str, Any] = {
        "model": "openai/tiny",
        "base_url": base_url,
        "timeout_s": 20.0,
        "mode": "json_schema",
    }
    return Settings(**{**given, **changes})


@pytest.fixture(scope="session")
def _fault_server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def faults(_fault_server: FaultServer) -> FaultServer:
    """A server on loopback that does what its plan says; at first, all is well."""
    _fault_server.set_plan(Plan(answer=make_words()))
    return _fault_server


@pytest.fixture(scope="session")
def llama_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real llama.cpp server with a model of random weights."""
    with run_llama(tmp_path_factory.mktemp("gguf")) as url:
        yield url


@pytest.fixture(scope="session")
def _postgres() -> Iterator[str]:
    with run_postgres() as url:
        yield url


@pytest.fixture
def postgres_url(_postgres: str) -> str:
    """The address of an empty database on a real PostgreSQL."""
    return make_database(_postgres)
