"""What a contender is, and the names of all."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from benchmarks.contenders.task import EVENTS, EVIDENCE, KEY_POINTS, News

Verdict = Literal["delivered", "wrong", "lost"]
"""`wrong`: it came back as if all were well, and it is not what the article tells. `lost`: an
error was raised, or the result says of itself that it is incomplete."""


class Contender(Protocol):
    """One library, ready to be asked."""

    async def summarize(self, article: News) -> object:
        """Returns what the library gives its user for one article."""
        ...

    def judge(self, result: Any, article: News) -> Verdict:
        """Returns what that is worth; not part of what is timed."""
        ...

    async def close(self) -> None:
        """Frees what is held."""
        ...


@dataclass(frozen=True, slots=True)
class About:
    """A contender, before it is loaded.

    Attributes:
        module: where its class `Client` is, in this folder.
        shape: the shape of the answers it asks for.
        title: what tables call it.
        options: keyword arguments of its class.
        threads: it has no async form and runs in threads.
    """

    module: str
    shape: str
    title: str
    options: tuple[tuple[str, Any], ...] = ()
    threads: bool = False


CONTENDERS = {
    "ours": About("ours", "wire", "structured-summarizer"),
    "instructor": About("with_instructor", "plain", "instructor, JSON_SCHEMA"),
    "sockets": About("with_sockets", "plain", "sockets alone"),
    "openai": About("with_openai", "plain", "openai, create alone"),
    "langextract": About("with_langextract", "flat", "LangExtract", threads=True),
    "langextract-lean": About(
        "with_langextract",
        "flat",
        "LangExtract, examples unchecked",
        options=(("check_examples", False),),
        threads=True,
    ),
    "langextract-events": About(
        "with_langextract",
        "events",
        "the same, events alone",
        options=(("check_examples", False), ("key_points", False)),
        threads=True,
    ),
}


def load_contender(name: str, base_url: str, **options: Any) -> Contender:
    """Returns a contender that asks the server at this address."""
    about = CONTENDERS[name]
    module = importlib.import_module(f"benchmarks.contenders.{about.module}")
    return cast("Contender", module.Client(base_url, **dict(about.options), **options))


def holds_all(points: Sequence[Sequence[str]], events: Sequence[Sequence[str]], id_: str) -> bool:
    """Returns whether there is one event for each happening of this article, and each key point.

    Args:
        points: the quotes of each key point.
        events: the quotes of each event.
        id_: the article they should come from.
    """
    told = {sentence.format(id=id_) for sentence in EVIDENCE}
    quoted = [quote for quotes in events for quote in set(quotes)]
    return len(points) == KEY_POINTS and len(events) == len(quoted) == EVENTS and told == {*quoted}
