"""The scorecard: one HTML file that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.pages.frame import Page, read_part, render_page
from summarizer_evals.gates.baselines import Baseline
from summarizer_evals.gates.records import Verdict
from summarizer_evals.gold.reading import Case
from summarizer_evals.reports.island import build_island
from summarizer_evals.reports.words import STATUS_WORDS, clean_line
from summarizer_evals.runs.records import Run
from summarizer_evals.scores import CaseScore


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
    title = f"{STATUS_WORDS[verdict.status][0]}: {clean_line(verdict.suite)}"
    reasons = " ".join(clean_line(one) for one in verdict.reasons)
    return render_page(
        Page(
            title=f"{title}, {clean_line(verdict.model)}",
            plain=f"{title} (exit code {verdict.exit_code}). {reasons}",
            body=_read("scorecard.html"),
            styles=(_read("scorecard.css"),),
            scripts=(_read("scorecard.js"),),
            island=build_island(verdict, run, scores, cases, baseline),
        )
    )


def _read(name: str) -> str:
    return read_part("summarizer_evals.reports", name)
