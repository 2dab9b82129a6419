"""One result against one article's gold -> everything that is measured of it."""

from __future__ import annotations

from typing import NamedTuple

from summarizer_evals.gold.reading import Case
from summarizer_evals.gold.records import Gold
from summarizer_evals.metrics.events import CountedPair, count_events, show_pair
from summarizer_evals.metrics.evidence import count_evidence
from summarizer_evals.metrics.keypoints import PointReading, count_points, read_points
from summarizer_evals.metrics.mistakes import list_findings, list_violations
from summarizer_evals.metrics.readings import Reading, read_events
from summarizer_evals.metrics.sums import Sums
from summarizer_evals.scores import CaseScore, CaseStatus, PointPair
from summarizer_schemas.result import Result

_LENGTHS = ((250, "up to 250 words"), (450, "251-450 words"))
_LONGEST = "over 450 words"
_OUTAGES = ("provider", "budget")
_CALLER = ("input",)


def score_case(case: Case, result: Result, *, epoch: int = 1, rouge: bool = False) -> CaseScore:
    """Returns the score of one result; with several annotators, against the one it is nearest to.

    A result that failed for a reason of its own (refused, truncated, invalid, ungrounded) has
    found nothing; one that could not be asked for says nothing of quality, but stands in the
    denominators all the same.

    Args:
        case: the article and its gold.
        result: what was found in it.
        epoch: which repetition this is, from 1.
        rouge: whether ROUGE is computed, too (4 ms an article).
    """
    scores = [
        _score_against(case, at, result, epoch, rouge=rouge) for at in range(len(case.annotations))
    ]
    return max(scores, key=_rank)


def score_outage(case: Case, reason: str, *, epoch: int = 1) -> CaseScore:
    """Returns the score of a case that could not be asked for: nothing found, and inconclusive."""
    sums = Sums()
    _count(case, _leave_out(case.gold), None, sums)
    return CaseScore(
        case=case.id,
        epoch=epoch,
        status="inconclusive",
        reason=reason,
        counts=sums.counts,
        slices=find_slices(case),
    )


def _rank(score: CaseScore) -> float:
    values = (score.counts.get(name) for name in ("events", "slots", "point_coverage"))
    return sum(one.value or 0.0 for one in values if one is not None)


def _score_against(
    case: Case, annotation: int, result: Result, epoch: int, *, rouge: bool
) -> CaseScore:
    gold = _leave_out(case.annotations[annotation])
    status, reason = judge_status(result)
    sums = Sums()
    reading, points, pairs, point_pairs = _count(case, gold, result, sums)
    if rouge and gold.has_key_points:
        from summarizer_evals.metrics.rouge import count_rouge

        count_rouge(gold.key_points, result.key_points, sums)
    return CaseScore(
        case=case.id,
        epoch=epoch,
        annotation=annotation,
        status=status,
        reason=reason,
        counts=sums.counts,
        samples={name: tuple(values) for name, values in sums.samples.items()},
        slices=find_slices(case),
        violations=tuple(list_violations(gold, result, case.text, reading, points)),
        findings=tuple(list_findings(reading, pairs, points)),
        pairs=tuple(show_pair(one, reading) for one in pairs),
        point_pairs=tuple(point_pairs),
        cost_usd=result.usage.cost_usd,
        wall_s=result.usage.wall_s,
        tokens=result.usage.prompt_tokens + result.usage.completion_tokens,
    )


def _leave_out(gold: Gold) -> Gold:
    """Takes away what the annotator says was not annotated."""
    changes: dict[str, object] = {}
    if not gold.has_events:
        changes |= {"events": (), "background": ()}
    if not gold.has_key_points:
        changes["key_points"] = ()
    return gold.model_copy(update=changes) if changes else gold


class _Counted(NamedTuple):
    reading: Reading
    points: PointReading
    pairs: list[CountedPair]
    point_pairs: list[PointPair]


def _count(case: Case, gold: Gold, result: Result | None, sums: Sums) -> _Counted:
    events = result.events if result and gold.has_events else ()
    found = result.key_points if result and gold.has_key_points else ()
    reading = read_events(gold, events, case.text)
    points = read_points(gold, found)
    answered = result is not None and result.status != "failed"
    pairs = count_events(reading, sums, answered=answered) if gold.has_events else []
    point_pairs = count_points(points, gold, case.text, sums) if gold.has_key_points else []
    if result:
        count_evidence(result, case.text, sums)
    return _Counted(reading, points, pairs, point_pairs)


def judge_status(result: Result) -> tuple[CaseStatus, str]:
    """Returns whether a result can be scored, has failed, or could not be had.

    A part that could not be asked for (a repair missing on a tape, one stretch of a long
    article) makes the whole inconclusive: with it the result might be another.
    """
    error = result.error
    outage = [
        one for one in result.warnings if "_failed: provider" in one or "_failed: budget" in one
    ]
    if error is not None and error.kind in _OUTAGES:
        return "inconclusive", f"{error.kind}: {error.message}"
    if outage:
        return "inconclusive", outage[0]
    if result.status == "failed":
        kind = error.kind if error else "invalid"
        message = error.message if error else "no reason given"
        return ("inconclusive" if kind in _CALLER else "failed"), f"{kind}: {message}"
    return "ok", ""


def find_slices(case: Case) -> dict[str, str]:
    """Returns the groups a case belongs to: language, length, type, source, and its own tags."""
    gold = case.gold
    words = len(case.text.split())
    length = next((name for most, name in _LENGTHS if words <= most), _LONGEST)
    order = {"main": 0, "secondary": 1, "background": 2}
    ranked = sorted(
        (one for one in gold.events if not one.optional), key=lambda one: order[one.salience]
    )
    source = gold.article.source_agency or gold.article.publisher or "unknown"
    return {
        "language": gold.article.language,
        "length": length,
        "type": ranked[0].type if ranked else "no event",
        "source": source,
        **gold.tags,
    }
