"""What a contender is, and the names of all."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
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


class FileContender(Protocol):
    """One library, ready to be given a file of articles, all at once."""

    def summarize_file(self, source: Path, out: Path, at_once: int) -> None:
        """Works through JSON Lines, `files.write_articles`, and leaves what it found in a folder.

        Args:
            source: the file.
            out: the folder, which is not there yet.
            at_once: articles at a time.
        """
        ...

    def judge_file(self, out: Path) -> Iterator[Verdict]:
        """Yields what that is worth, article by article; not part of what is timed."""
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
        whole: it is a `FileContender`.
    """

    module: str
    shape: str
    title: str
    options: tuple[tuple[str, Any], ...] = ()
    threads: bool = False
    whole: bool = False


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
    "langextract-list": About(
        "with_langextract",
        "events",
        "LangExtract, one call for all",
        options=(("check_examples", False), ("key_points", False)),
        threads=True,
        whole=True,
    ),
    "pydantic-ai-tool": About(
        "with_pydantic_ai", "plain", "pydantic-ai, ToolOutput", options=(("output", "ToolOutput"),)
    ),
    "pydantic-ai-native": About(
        "with_pydantic_ai",
        "plain",
        "pydantic-ai, NativeOutput",
        options=(("output", "NativeOutput"),),
    ),
    "batch": About("with_batch", "wire", "batch with its ledger", whole=True),
    "batch-2": About(
        "with_batch",
        "wire",
        "batch with its ledger, 2 processes",
        options=(("processes", 2),),
        whole=True,
    ),
    "loop": About("with_pool", "wire", "loop, no ledger", whole=True),
    "pool-2": About(
        "with_pool",
        "wire",
        "multiprocessing.Pool(2), no ledger",
        options=(("processes", 2),),
        whole=True,
    ),
}


def load_contender(name: str, base_url: str, **options: Any) -> Contender | FileContender:
    """Returns a contender that asks the server at this address.

    Raises:
        ModuleNotFoundError: this interpreter has not what it needs.
    """
    about = CONTENDERS[name]
    module = importlib.import_module(f"benchmarks.contenders.{about.module}")
    made = module.Client(base_url, **dict(about.options), **options)
    return cast("FileContender", made) if about.whole else cast("Contender", made)


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
