"""Recording and replaying a suite with a real llama.cpp server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer_evals.errors import RunError
from summarizer_evals.runs.lanes import cut_tape, name_tape
from tests.eval_cases import TOWNS, write_gold, write_suites
from tests.test_eval_gate import call

pytest_plugins = ["tests.servers.fixtures"]


def read_outputs(folder: Path) -> dict[tuple[str, int], dict[str, Any]]:
    """Returns the outputs of a run without what a clock has written."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for words in (folder / "run.jsonl").read_text(encoding="utf-8").splitlines():
        output = json.loads(words).get("output")
        if output:
            result = output["result"]
            result["provenance"] = {}
            result["usage"].pop("wall_s")
            found[output["case"], output["epoch"]] = output
    return found


def test_what_a_real_server_says_is_recorded_and_replayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, llama_url: str
) -> None:
    """Each article and epoch has a tape of its own; a replay without a server gives the same."""
    monkeypatch.chdir(tmp_path)
    write_gold(tmp_path / "gold")
    options = 'mode = "json_schema", max_output_tokens = 60, temperature = 1.0, max_attempts = 1'
    body = 'gold = "gold"\nmodel = "openai/tiny"\nepochs = 2\noptions = {{ {} }}'
    write_suites(tmp_path, model=body.format(f'base_url = "{llama_url}", {options}'))
    recorded = call("record", "--out", "runs/recorded")
    assert recorded.exit_code == 0, recorded.output
    names = {name_tape(town.lower(), epoch) for town in TOWNS for epoch in (1, 2)}
    assert {one.name for one in Path("tapes/model").iterdir()} == names
    write_suites(tmp_path, model=body.format(options))
    replayed = call("run", "--out", "runs/replayed")
    assert replayed.exit_code == 0, replayed.output
    assert read_outputs(Path("runs/recorded")) == read_outputs(Path("runs/replayed"))


def test_a_tape_with_a_key_is_not_cut(tmp_path: Path) -> None:
    """A recording that holds the provider's key is refused, and no tape is written."""
    recording = tmp_path / ".recording.jsonl"
    recording.write_text('{"article_id": "halden", "messages": "sk-secret"}\n', encoding="utf-8")
    with pytest.raises(RunError, match="holds the key"):
        cut_tape(recording, tmp_path, 1, "sk-secret")
    assert [one.name for one in tmp_path.iterdir()] == [".recording.jsonl"]
