"""A fixture for pytest, for those who ask for it: `pytest_plugins = ["summarizer_evals.pytest"]`.

    def test_articles_are_read_as_well_as_before(check_suite):
        check_suite("core")

The test fails with what got worse, and is an error where that could not be measured.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer_evals.errors import EvalError
from summarizer_evals.gates.records import Verdict

CheckSuite = Callable[..., Verdict]


class NotMeasuredError(EvalError):
    """A gate has nothing to judge by; the change may be good or bad."""


@pytest.fixture
def check_suite(tmp_path: Path) -> CheckSuite:
    """Runs a suite and compares it with its baseline; see `summarizer_evals.check_suite`.

    Fails the test when a change makes the suite worse, raises `NotMeasuredError` when that cannot
    be told (a crash, an outage, other gold than the baseline's), and returns the verdict otherwise.
    """

    def check(
        suite: str | None = None, config: str | Path | None = None, *, live: bool = False
    ) -> Verdict:
        from summarizer_evals.evaluation import check_suite as run

        verdict = run(suite, config, folder=tmp_path / "run", live=live)
        reasons = "\n".join(verdict.reasons)
        if verdict.status == "regression":
            pytest.fail(f"suite {verdict.suite} got worse:\n{reasons}", pytrace=False)
        if verdict.status != "pass":
            raise NotMeasuredError(f"suite {verdict.suite}: {verdict.status}:\n{reasons}")
        return verdict

    return check
