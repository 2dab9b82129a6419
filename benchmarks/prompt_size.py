"""What is sent for one article that is not the article, here and in others.

    python benchmarks/prompt_size.py [--langextract PYTHON]

Characters of all messages and of the JSON schema or tool (without blanks), taken from the
requests that reach a mock server; the article is subtracted. With this library that is the
instructions, the list of codes, a worked example and a schema of three levels; the others get
one paragraph of instructions, no code list and a schema of a third of the fields, so this shows
what a request weighs, not who says the same in fewer words. LangExtract needs an example; its
default cuts an article into pieces of 1,000 characters and sends all that is not the article
with each.

What stands before the article must be the same for every article and in every process, to the
byte, or no provider can reuse it. More than the target, or another prefix, makes the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from typing import Any

from benchmarks.contenders.bench import Runner, print_table
from benchmarks.contenders.contender import CONTENDERS
from benchmarks.contenders.task import make_article, write_answer
from summarizer.prompts import load_prompt
from summarizer.prompts.codelist import render_codes
from summarizer.prompts.examples import render_examples
from summarizer.settings import Settings
from tests.servers.faults import FaultServer, Plan

TARGET = 12_000
SCHEMA_PLACES = ("response_format", "tools")


@dataclass(frozen=True, slots=True)
class Case:
    """A contender, asked in one way.

    Attributes:
        name: the contender.
        title: what the table calls it.
        options: keyword arguments of its class.
    """

    name: str
    title: str
    options: dict[str, Any] = field(default_factory=dict[str, Any])


CASES = (
    Case("ours", "structured-summarizer"),
    *(Case("instructor", f"instructor, {mode}", {"mode": mode}) for mode in (
        "TOOLS", "JSON_SCHEMA", "JSON", "MD_JSON")),
    Case("openai", "openai, create alone"),
    Case("langextract-lean", "LangExtract, in one piece"),
    Case("langextract-lean", "LangExtract, its default pieces", {"piece_chars": 1_000}),
)  # fmt: skip


def collect(server: FaultServer, runner: Runner, case: Case, count: int) -> list[dict[str, Any]]:
    """Returns the requests a contender sends for so many articles."""
    server.set_plan(Plan(answer=write_answer(CONTENDERS[case.name].shape)))
    runner.run(case.name, server.base_url, count=count, warm=0, options=json.dumps(case.options))
    return [one.json for one in server.seen]


def measure_messages(request: dict[str, Any]) -> int:
    """Returns the characters of all messages."""
    return sum(len(one["content"]) for one in request["messages"])


def measure_schema(request: dict[str, Any]) -> int:
    """Returns the characters of the schema or the tool, as JSON without blanks."""
    parts = (request[name] for name in SCHEMA_PLACES if name in request)
    return sum(len(json.dumps(part, ensure_ascii=False, separators=(",", ":"))) for part in parts)


def list_parts(request: dict[str, Any], article: str) -> list[tuple[str, int]]:
    """Returns what one of our requests is made of."""
    system, user = (one["content"] for one in request["messages"])
    prompt = load_prompt(Settings().prompt)
    codes, example = len(render_codes()), len(render_examples(prompt.examples))
    return [
        ("instructions", len(system) - codes - example),
        ("list of codes", codes),
        ("example", example),
        ("around the article", len(user) - len(article)),
        ("schema", measure_schema(request)),
    ]


def has_one_prefix(requests: list[dict[str, Any]]) -> bool:
    """Returns whether requests differ in the article's message alone, and that stands last."""
    kept = {
        json.dumps({**one, "messages": one["messages"][:-1]}, ensure_ascii=False)
        for one in requests
    }
    return len(kept) == 1


def main() -> int:
    """Prints the tables; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--langextract", metavar="PYTHON", help="interpreter that has LangExtract")
    given = parser.parse_args()
    if not given.langextract:
        print("LangExtract is left out; --langextract names an interpreter that has it")
    runner = Runner(given.langextract)
    article = make_article(0).text
    rows: list[tuple[str, ...]] = []
    with FaultServer() as server:
        for case in CASES:
            if CONTENDERS[case.name].threads and not given.langextract:
                continue
            requests = collect(server, runner, case, 1)
            around = sum(map(measure_messages, requests)) - len(article)
            schema = sum(map(measure_schema, requests))
            numbers = (len(requests), around, schema, around + schema)
            rows.append((case.title, *(f"{number:,}" for number in numbers)))
        ours = [one for _ in range(2) for one in collect(server, runner, CASES[0], 5)]
    print(f"characters sent for an article of {len(article):,}, without the article\n")
    print_table(("", "requests", "messages", "schema", "total"), rows)
    parts = list_parts(ours[0], article)
    total = sum(size for _, size in parts)
    print()
    print_table(("ours", "characters"), [(name, f"{size:,}") for name, size in parts])
    single = has_one_prefix(ours)
    print(f"\ntotal {total:,}, target at most {TARGET:,}: {'met' if total <= TARGET else 'MISSED'}")
    print(
        f"before the article, {len(ours)} requests of 2 processes:"
        f" {'the same to the byte' if single else 'NOT THE SAME'}"
    )
    return int(total > TARGET or not single)


if __name__ == "__main__":
    sys.exit(main())
