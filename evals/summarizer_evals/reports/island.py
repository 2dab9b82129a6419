"""What the scorecard shows, as plain JSON; the page draws nothing that is not in here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from summarizer.controls import clean_for_terminal
from summarizer_evals.gates.baselines import Baseline, BaselineCase
from summarizer_evals.gates.outlines import Outline, outline
from summarizer_evals.gates.records import CaseChange, MetricLine, Verdict
from summarizer_evals.gold.reading import Case
from summarizer_evals.metrics.definitions import list_primary, load_metrics
from summarizer_evals.reports.aligning import Aligned, Change, Row, Side, align_case, mark_words
from summarizer_evals.reports.words import (
    FINDING_WORDS,
    LANE_WORDS,
    STATUS_WORDS,
    clean_line,
    describe_finding,
    describe_violation,
    show_change,
    show_cost,
    show_interval,
    show_money,
    show_p,
    show_value,
)
from summarizer_evals.runs.records import Run
from summarizer_evals.scores import CaseScore, CaseStatus, total
from summarizer_schemas.result import Result

Json = dict[str, Any]
_NOTHING = Outline(status="failed")
_WORST: tuple[CaseStatus, ...] = ("inconclusive", "failed", "ok")
_MOST_TITLE = 140
_ODD = re.compile("[^\n\t\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufff8]")
"""What may look otherwise on the page, or takes more than one unit of UTF-16 there."""


def build_island(
    verdict: Verdict,
    run: Run,
    scores: Sequence[CaseScore],
    cases: Sequence[Case],
    baseline: Baseline | None,
) -> Json:
    """Returns all that the page shows."""
    by_case: dict[str, list[CaseScore]] = {}
    for score in scores:
        by_case.setdefault(score.case, []).append(score)
    results = {(one.case, one.epoch): one.result for one in run.outputs}
    changes = {one.case: one for one in verdict.cases}
    primary = [one.metric for one in verdict.metrics if one.use == "primary"]
    shown = tuple(primary) or list_primary()
    titles = load_metrics()
    blessed = baseline.cases if baseline else {}
    return {
        "head": build_head(verdict, run),
        "metrics": [_build_metric(one) for one in verdict.metrics],
        "slices": [
            one.model_dump() | {"title": _name(one.metric, titles), "slice": clean_line(one.slice)}
            for one in verdict.slices
        ],
        "kinds": dict(FINDING_WORDS),
        "primary": [[one, _name(one, titles)] for one in shown],
        "hasBaseline": baseline is not None,
        "cases": [
            _CaseBuilder(verdict, shown, results).build(
                case, by_case.get(case.id, []), changes.get(case.id), blessed.get(case.id)
            )
            for case in cases
        ],
    }


def build_head(verdict: Verdict, run: Run) -> Json:
    """Returns what stands above the tables."""
    title, meaning = STATUS_WORDS[verdict.status]
    header, spent = run.header, verdict.spending
    facts = {
        "Model": header.model,
        "Lane": header.lane,
        "Started": f"{header.started_at:%Y-%m-%d %H:%M} {header.started_at:%Z}".rstrip(),
        "Code": " ".join(filter(None, [header.library_version, header.git])),
        "Gold": header.gold_sha256[:12],
        "Epochs": str(header.epochs) if header.epochs > 1 else "",
        "Options": ", ".join(f"{name}={value}" for name, value in header.options.items()),
        "Cost": show_cost(verdict),
        "Time per article": _show_time(verdict),
        "Tokens": f"{spent.tokens:,}" if spent.tokens else "",
        "Baseline": verdict.baseline,
        "Stopped": run.end.stopped or "" if run.end else "run has no end",
    }
    return {
        "status": verdict.status,
        "title": title,
        "meaning": meaning,
        "exit": verdict.exit_code,
        "reasons": [clean_line(one) for one in verdict.reasons],
        "notes": [clean_line(one) for one in (*verdict.notes, spent.message) if one],
        "suite": clean_line(verdict.suite),
        "lane": LANE_WORDS[verdict.lane],
        "scored": verdict.scored,
        "expected": verdict.expected,
        "command": clean_line(verdict.command or header.command),
        "facts": [[name, clean_line(words)] for name, words in facts.items() if words],
    }


def _show_time(verdict: Verdict) -> str:
    spent = verdict.spending
    if spent.p50_s is None or spent.p95_s is None:
        return ""
    before = f" (baseline p95 {spent.baseline_p95_s:.2f} s)" if spent.baseline_p95_s else ""
    return f"{spent.p50_s:.2f} s, p95 {spent.p95_s:.2f} s{before}"


def _name(metric: str, titles: Mapping[str, Any]) -> str:
    return str(titles[metric].title) if metric in titles else metric


def _build_metric(line: MetricLine) -> Json:
    known = load_metrics().get(line.metric)
    shown = {
        "baseline": show_value(line.baseline, line.metric),
        "now": show_value(line.now, line.metric),
        "delta": show_change(line.delta, line.metric),
        "interval": show_interval(line.interval, line.metric),
        "p": show_p(line.p),
        "margin": show_value(line.margin, line.metric) if line.margin is not None else "",
        "detectable": show_value(line.detectable) if line.detectable is not None else "",
        "alone": f"{show_value(line.alone.low)} to {show_value(line.alone.high)}"
        if line.alone
        else "",
    }
    return line.model_dump() | {"formula": known.formula if known else "", "shown": shown}


class _CaseBuilder:
    """Makes the JSON of one case after the other."""

    def __init__(
        self,
        verdict: Verdict,
        shown: Sequence[str],
        results: Mapping[tuple[str, int], Result | None],
    ) -> None:
        self._verdict = verdict
        self._shown = shown
        self._results = results

    def build(
        self,
        case: Case,
        scores: Sequence[CaseScore],
        change: CaseChange | None,
        before: BaselineCase | None,
    ) -> Json:
        """Returns one case: its row in the list, and all that opens below it."""
        text, places = lay_out(case.text)
        statuses = {one.status for one in scores} or {"inconclusive"}
        gold = case.gold.article
        new = self._verdict.new_violations.get(case.id, ())
        gone = self._verdict.gone_violations.get(case.id, ())
        facts = [gold.publisher, gold.source_agency, str(case.gold.published_day or ""), gold.url]
        old = before.counts if before else {}
        return {
            "id": clean_line(case.id),
            "title": _find_title(case),
            "ownTitle": clean_line(gold.title or ""),
            "text": text,
            "status": next(one for one in _WORST if one in statuses),
            "changed": _judge_change(change, before, is_new=bool(new)),
            "delta": change.delta if change else None,
            "cause": clean_line(change.cause if change else "", 240),
            "slices": {
                clean_line(name): clean_line(value)
                for name, value in (scores[0].slices if scores else {}).items()
            },
            "now": {one: total(scores, one).value for one in self._shown},
            "before": {one: old[one].value if one in old else None for one in self._shown},
            "gone": [clean_line(describe_violation(one)) for one in gone],
            "facts": [clean_line(one) for one in dict.fromkeys(filter(None, facts))],
            "words": len(case.text.split()),
            "notes": clean_line(case.gold.notes),
            "epochs": [
                self._build_epoch(case, one, before, {one.key for one in new}, places)
                for one in scores
            ],
        }

    def _build_epoch(
        self,
        case: Case,
        score: CaseScore,
        before: BaselineCase | None,
        new: set[str],
        places: Sequence[int],
    ) -> Json:
        result = self._results.get((case.id, score.epoch))
        now = outline(result) if result else _NOTHING
        aligned = align_case(case, score, result, before.outline if before else None, now)
        old = before.violations if before else ()
        return {
            "epoch": score.epoch,
            "status": score.status,
            "reason": clean_line(score.reason),
            "warnings": [clean_line(one) for one in (result.warnings if result else ())],
            "seconds": round(score.wall_s, 3),
            "cost": show_money(score.cost_usd) if score.cost_usd is not None else "",
            "tokens": score.tokens,
            "violations": [
                {
                    "words": clean_line(describe_violation(one)),
                    "mark": "new" if one.key in new else "known" if one.key in old else "",
                }
                for one in score.violations
            ],
            "findings": [
                {
                    "kind": one.kind,
                    "words": clean_line(describe_finding(one)),
                    "items": [key for key in (one.gold, one.found) if key],
                }
                for one in score.findings
            ],
            **_build_aligned(aligned, places),
        }


def _build_aligned(aligned: Aligned, places: Sequence[int]) -> Json:
    return {
        "events": [_build_row(one, places) for one in aligned.events],
        "points": [_build_row(one, places) for one in aligned.points],
        "background": [_build_side(one, places) for one in aligned.background],
        "changes": [_build_change(one) for one in aligned.changes],
    }


def _build_row(row: Row, places: Sequence[int]) -> Json:
    return {
        "state": row.state,
        "gold": _build_side(row.gold, places),
        "found": _build_side(row.found, places),
        "note": clean_line(row.note),
        "must": row.is_must,
        "similarity": row.similarity,
        "slots": [
            [one.slot, clean_line(one.gold), clean_line(one.found), one.agreement]
            for one in row.slots
        ],
    }


def _build_side(side: Side | None, places: Sequence[int]) -> Json | None:
    if side is None:
        return None
    last = len(places) - 1
    spans = [[places[min(a, last)], places[min(b, last)]] for a, b in side.spans]
    return {"id": side.id, "text": clean_line(side.text), "spans": spans}


def _build_change(change: Change) -> Json:
    before, now = clean_line(change.before), clean_line(change.now)
    left, right = mark_words(before, now) if change.kind == "changed" else ([], [])
    return {
        "kind": change.kind,
        "section": change.section,
        "before": left or before,
        "now": right or now,
    }


def _judge_change(
    change: CaseChange | None, before: BaselineCase | None, *, is_new: bool
) -> list[str]:
    if before is None and change is None and not is_new:
        return ["not in baseline"]
    delta = change.delta if change else 0.0
    way = "worse" if delta < 0 else "better" if delta > 0 else "reworded" if change else "same"
    return [way, "new violation"] if is_new else [way]


def _find_title(case: Case) -> str:
    lines = (clean_line(one, _MOST_TITLE) for one in case.text.splitlines())
    given = clean_line(case.gold.article.title or "", _MOST_TITLE)
    return given or next(filter(None, lines), case.id)


def lay_out(text: str) -> tuple[str, list[int]]:
    r"""Returns the article as the page shows it, and where each code point stands in it.

    Places are counted in UTF-16 units, as JavaScript does; all that steers a reader's eye or a
    parser is made visible, so a place of the raw text may move.

    Example:
        >>> lay_out("a\r\n\x00😀b")
        ('a\n␀😀b', [0, 1, 1, 2, 3, 5, 6])
    """
    shown: list[str] = []
    places: list[int] = []
    last = out = 0
    for found in _ODD.finditer(text):
        at = found.start()
        shown.append(text[last:at])
        piece = "" if found[0] == "\r" and text[at + 1 : at + 2] == "\n" else found[0]
        shown.append(clean_for_terminal(piece))
        places.extend(range(out, out + at - last + 1))
        out = places[-1] + len(shown[-1].encode("utf-16-le")) // 2
        last = at + 1
    shown.append(text[last:])
    places.extend(range(out, out + len(text) - last + 1))
    return "".join(shown), places
