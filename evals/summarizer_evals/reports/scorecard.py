"""The scorecard: one HTML file that needs nothing but itself."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files

from summarizer_evals.gates.baselines import Baseline
from summarizer_evals.gates.records import Verdict
from summarizer_evals.gold.reading import Case
from summarizer_evals.reports.island import build_island, write_island
from summarizer_evals.reports.words import STATUS_WORDS, clean_line
from summarizer_evals.runs.records import Run
from summarizer_evals.scores import CaseScore

_SLOT = re.compile(r"\{\{ (\w+) \}\}")


def render_scorecard(
    verdict: Verdict,
    run: Run,
    scores: Sequence[CaseScore],
    cases: Sequence[Case],
    baseline: Baseline | None,
) -> str:
    """Returns the page.

    Its policy lets nothing run or load but the script and the style in it, so an article's words
    can do nothing even if they came to stand as markup; they are data, and drawn as text.

    Args:
        verdict: what the gate says.
        run: header and outputs; the results are shown beside gold.
        scores: one for each case and epoch.
        cases: the articles with their gold, in the order of the list.
        baseline: what was found before; None when there is none.
    """
    style, script = _read("scorecard.css"), _read("scorecard.js")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    title = f"{STATUS_WORDS[verdict.status][0]}: {clean_line(verdict.suite)}"
    reasons = " ".join(clean_line(one) for one in verdict.reasons)
    return _fill(
        _read("scorecard.html"),
        {
            "policy": policy,
            "title": escape(f"{title}, {clean_line(verdict.model)}"),
            "style": style,
            "plain": escape(f"{title} (exit code {verdict.exit_code}). {reasons}"),
            "island": write_island(build_island(verdict, run, scores, cases, baseline)),
            "script": script,
        },
    )


def _read(name: str) -> str:
    return (files("summarizer_evals.reports") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Returns the template with its values, in one pass: what stands in a value is never read."""
    return _SLOT.sub(lambda found: values[found[1]], template)
