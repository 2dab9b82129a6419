"""The project's own gate: its gold is clean, and the embedded engine reads it as well as before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from summarizer.engines.base import Reply, Request
from summarizer.engines.embedded import Embedded
from summarizer_evals.evaluation import check_suite
from summarizer_evals.gates.records import Verdict
from summarizer_evals.gold.lint import lint_all

EVALS = Path(__file__).parents[1] / "evals"


def check(tmp_path: Path) -> Verdict:
    """Returns the verdict on the embedded engine beside the blessed baseline."""
    return check_suite("core", EVALS / "evals.toml", folder=tmp_path / "run")


def test_gold_is_clean() -> None:
    """Lint finds no error in the project's own gold."""
    problems, cases = lint_all(EVALS / "gold")
    assert [str(one) for one in problems if one.level == "error"] == []
    assert len(cases) >= 48


def test_the_embedded_engine_is_as_good_as_the_baseline(tmp_path: Path) -> None:
    """Nothing got worse; what got better is blessed: `summarizer eval bless --reason ...`."""
    verdict = check(tmp_path)
    assert verdict.status == "pass", "\n".join(verdict.reasons)
    assert verdict.scored == verdict.expected


def test_a_change_that_makes_it_worse_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that forgets one event of each article does not pass."""
    ask = Embedded.ask

    async def forget(self: Embedded, request: Request) -> Reply:
        reply = await ask(self, request)
        events = reply.wire.events[:-1]  # type: ignore[attr-defined]
        return replace(reply, wire=reply.wire.model_copy(update={"events": events}))

    monkeypatch.setattr(Embedded, "ask", forget)
    verdict = check(tmp_path)
    assert (verdict.status, verdict.exit_code) == ("regression", 1)
    assert any("Events" in one for one in verdict.reasons)
