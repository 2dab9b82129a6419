"""`summarizer eval …`: arguments -> the rooms of the harness -> exit code; no logic."""

from __future__ import annotations

from summarizer_evals.commands import (
    gold_commands,
    judge_commands,
    run_commands,
    verdict_commands,
)
from summarizer_evals.commands.app import app
from summarizer_evals.commands.examples import add_examples

for _command, _name in (
    (gold_commands.lint, "lint"),
    (gold_commands.import_gold, "import"),
    (gold_commands.harvest, "harvest"),
    (run_commands.run, "run"),
    (run_commands.record, "record"),
    (run_commands.score, "score"),
    (verdict_commands.compare, "compare"),
    (verdict_commands.gate, "gate"),
    (verdict_commands.bless, "bless"),
    (verdict_commands.explain, "explain"),
    (judge_commands.judge, "judge"),
    (judge_commands.calibrate, "calibrate"),
):
    app.command(_name, help=add_examples(_name, _command.__doc__))(_command)

__all__ = ["app"]
