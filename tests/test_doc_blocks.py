"""Every block of the documentation is run or read as what it is; none is passed over in silence."""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from docs.commands import list_commands
from summarizer import summarize
from summarizer.gazetteers import GROUP
from summarizer.prices import find_price
from summarizer.prompts import load_prompt
from summarizer.tables import Export
from summarizer_evals.imports.mapping import read_mapping
from summarizer_evals.suites import load_suites
from tests.doc_blocks import (
    BEFORE,
    VERDICT,
    Block,
    lay_out,
    list_blocks,
    list_pages,
    read_answer,
    run_block,
    write_commands,
)
from tests.servers.batches import BatchServer
from tests.servers.faults import FaultServer
from tests.servers.state import Plan

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

BLOCKS = [block for page in list_pages() for block in list_blocks(page)]
SHELL = [block for block in BLOCKS if block.language == "sh"]
SHELL_PAGES = sorted({block.page for block in SHELL})
CLUSTER = [block for block in BLOCKS if block.language == "py"]
NOT_EXAMPLES = {("docs/decisions/0001-layout.md", ""): "a drawing of folders"}
"""Blocks that nothing runs or reads, by page and language, with the reason."""


def query(path: Path) -> object:
    """Has DuckDB answer a question about the tables of a result."""
    result = summarize("At least nine people were killed in Norburg on Monday, police said.")
    Export("parquet").write_files([result], path.parent / "tables")
    words = path.read_text(encoding="utf-8").replace("'tables/", f"'{path.parent}/tables/")
    found = duckdb.sql(words)
    assert found is not None
    return found.fetchall()


def load_toml(path: Path) -> object:
    """Loads suites, or checks an entry point of a package that brings a gazetteer."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return load_suites(path) if "suite" in data else data["project"]["entry-points"][GROUP]


LOADERS: dict[tuple[str, str], Callable[[Path], object]] = {
    ("docs/evals.md", "yaml"): read_mapping,
    ("docs/evals.md", "toml"): load_toml,
    ("docs/exports.md", "sql"): query,
    ("docs/gazetteers.md", "toml"): load_toml,
    ("docs/prices.md", "yaml"): lambda path: find_price("openai/my-own-model", str(path)),
    ("docs/prompts.md", "markdown"): lambda path: load_prompt(str(path)),
}
"""Which code reads a block of a page, as it would read the file."""
PLAIN: dict[str, Callable[[str], object]] = {"json": json.loads, "yaml": yaml.safe_load}
"""What reads a block that is not for code of ours."""


def name_block(block: Block) -> str:
    """The name of a test of one block."""
    return f"{block.page}:{block.line}"


@pytest.mark.parametrize("page", SHELL_PAGES)
def test_shell_blocks_run_as_they_stand(page: str, tmp_path: Path) -> None:
    """Each shell block of a page ends with exit code 0, after those before it.

    It runs in `sh -eu`, where articles, results and gold stand, and a model answers on loopback.
    The command is run in a fork of a process that has imported everything.
    `tests/doc_commands.py` tells what a few commands do instead of what they would: above all,
    `pip install` checks names and extras and does not see whether they can be had, for that
    needs the network.
    """
    lay_out(tmp_path)
    commands = write_commands(tmp_path)
    ready = Block(page, 0, "sh", BEFORE.get(page, "true"), "")
    with FaultServer() as model, BatchServer(model.base_url) as jobs:
        for block in (ready, *(one for one in SHELL if one.page == page)):
            judged = re.search(r"eval (judge|calibrate)", block.body)
            answer = VERDICT if judged else read_answer()
            model.set_plan(Plan(answer=answer, only_shown=not judged))
            in_jobs = "batch submit" in block.body
            url = jobs.base_url if in_jobs else model.base_url
            run_block(block, tmp_path, base_url=url, commands=commands)


@pytest.mark.parametrize(
    "wrong",
    [
        "summarizer run no-such-article.txt",
        "summarizer run article.txt --no-such-option",
        "pip install 'structured-summarizer[no-such-extra]'",
        "pip install no-such-package",
        "python benchmarks/pages.py --no-such-option",
        "make no-such-target",
    ],
)
def test_a_wrong_command_is_found(wrong: str, tmp_path: Path) -> None:
    """A block with a command that cannot be is told, with its place."""
    lay_out(tmp_path)
    block = Block("page.md", 7, "sh", f"{wrong}\ntrue\n", "")
    commands = write_commands(tmp_path)
    with pytest.raises(AssertionError, match=r"page\.md:7 ended with [1-9]"):
        run_block(block, tmp_path, base_url="http://127.0.0.1:1/v1", commands=commands)


def test_no_block_is_passed_over() -> None:
    """Each block is of a kind that is run, read, compared or named as no example."""
    for block in BLOCKS:
        known = (
            block.language in ("console", "python", "sh", "py", *PLAIN)
            or (block.language == "text" and block.after == "python")
            or (block.page, block.language) in {**LOADERS, **NOT_EXAMPLES}
        )
        assert known, f"{name_block(block)}: nothing runs or reads a block of {block.language!r}"


@pytest.mark.parametrize(
    "block",
    [one for one in BLOCKS if (one.page, one.language) in LOADERS or one.language in PLAIN],
    ids=name_block,
)
def test_files_are_read_by_what_reads_them(block: Block, tmp_path: Path) -> None:
    """A block that shows a file is read by the code that reads such files."""
    if loader := LOADERS.get((block.page, block.language)):
        path = tmp_path / f"shown.{ {'markdown': 'md'}.get(block.language, block.language) }"
        path.write_text(block.body, encoding="utf-8")
        assert loader(path)
    else:
        assert PLAIN[block.language](block.body)


def list_calls(code: ast.Module) -> Iterator[tuple[Any, list[str]]]:
    """Yields what is called of this package, and the names of the arguments given."""
    names: dict[str, Any] = {}
    for one in ast.walk(code):
        if isinstance(one, ast.ImportFrom) and str(one.module).startswith("summarizer"):
            room = import_module(str(one.module))
            names |= {each.asname or each.name: getattr(room, each.name) for each in one.names}
    for one in ast.walk(code):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in names:
            yield names[one.func.id], [each.arg for each in one.keywords if each.arg]


@pytest.mark.parametrize("block", CLUSTER, ids=name_block)
def test_blocks_for_clusters_call_what_there_is(block: Block) -> None:
    """`py` blocks need a cluster: their names exist, and their calls have arguments that exist.

    `tests/test_batch_ray.py` and `tests/test_batch_partitions.py` run such calls.
    """
    for called, arguments in list_calls(ast.parse(block.body)):
        inspect.signature(called).bind_partial(**dict.fromkeys(arguments))


def find_command(line: str) -> tuple[Any, list[str]]:
    """Returns the command that a line names, and what it is given."""
    commands, words = list_commands(), line.split()
    counts = [at for at in range(2, len(words) + 1) if " ".join(words[:at]) in commands]
    assert counts, f"there is no command like {line}"
    command = commands[" ".join(words[: counts[-1]])]
    # `summarizer batch INPUT OUT` is `summarizer batch run`, which is never written out.
    return getattr(command, "commands", {}).get("run", command), words[counts[-1] :]


def list_inline() -> Iterator[tuple[str, str]]:
    """Yields the commands that stand in running text, with their page."""
    for page in list_pages():
        text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        for found in re.findall(r"`(summarizer [a-z][^`]*)`", text):
            yield page.name, found


@pytest.mark.parametrize(("page", "line"), sorted(set(list_inline())))
def test_commands_in_running_text_exist(page: str, line: str) -> None:
    """A command named in a sentence is one that there is, and so are its options."""
    command, given = find_command(line)
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    named = {word.partition("=")[0] for word in given if re.match(r"--?[a-z]", word)}
    assert named - {"--help", "-h"} <= known, f"{page}: {line}"
