"""`summarizer eval …`: arguments -> the rooms of the harness -> exit code; no logic."""

from __future__ import annotations

from summarizer_evals.commands import (
    gold_commands,
    judge_commands,
    run_commands,
    verdict_commands,
)
from summarizer_evals.commands.app import app

app.command("lint")(gold_commands.lint)
app.command("import")(gold_commands.import_gold)
app.command("harvest")(gold_commands.harvest)
app.command("run")(run_commands.run)
app.command("record")(run_commands.record)
app.command("score")(run_commands.score)
app.command("compare")(verdict_commands.compare)
app.command("gate")(verdict_commands.gate)
app.command("bless")(verdict_commands.bless)
app.command("explain")(verdict_commands.explain)
app.command("judge")(judge_commands.judge)
app.command("calibrate")(judge_commands.calibrate)

__all__ = ["app"]
