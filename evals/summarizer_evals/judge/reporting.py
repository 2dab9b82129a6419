"""A judge's word on a whole run: numbers to be shown, and the verdicts they stand on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from summarizer.settings import Settings
from summarizer_evals.gold.reading import Case
from summarizer_evals.judge.asking import Keep, add_usage, ask_items
from summarizer_evals.judge.calibration import Calibration, list_obstacles
from summarizer_evals.judge.keeping import VerdictFile, read_verdicts
from summarizer_evals.judge.rubric import Rubric, load_judge
from summarizer_evals.judge.verdicts import LABELS, Item, ItemKind, Judged, Label
from summarizer_evals.metrics.showing import show_event
from summarizer_evals.runs.records import Run
from summarizer_evals.scores import Tally
from summarizer_schemas.base import Record
from summarizer_schemas.result import Usage

_KINDS: tuple[tuple[str, ItemKind], ...] = (("points", "key point"), ("events", "event"))


class JudgeNumber(Record):
    """One number of a report; it never gates."""

    metric: str
    """`judge.points.supported`."""
    title: str
    formula: str
    tally: Tally
    """Items with this verdict over items with any; those nobody answered are not in it."""
    expected: int
    """Items that were to be judged: `tally.gold` of these were."""
    note: str = ""
    """`uncalibrated` and why; empty when the judge is calibrated. Shown beside the number."""


class JudgeReport(Record):
    """What a judge says of a run."""

    rubric: Rubric
    verdicts: tuple[Judged, ...] = ()
    obstacles: tuple[str, ...] = ()
    """Why it counts as uncalibrated; empty when it is calibrated."""

    @property
    def is_calibrated(self) -> bool:
        """Whether its numbers may be shown without a warning."""
        return not self.obstacles

    @property
    def note(self) -> str:
        """What stands beside every number."""
        return f"uncalibrated: {'; '.join(self.obstacles)}" if self.obstacles else ""

    @property
    def numbers(self) -> tuple[JudgeNumber, ...]:
        """Share of each verdict among key points, and among events."""
        return tuple(self._count(short, kind, label) for short, kind in _KINDS for label in LABELS)

    @property
    def failures(self) -> tuple[Judged, ...]:
        """Items without a verdict."""
        return tuple(one for one in self.verdicts if one.verdict is None)

    @property
    def usage(self) -> Usage:
        """What it cost, failures included."""
        return add_usage(self.verdicts)

    def _count(self, short: str, kind: ItemKind, label: Label) -> JudgeNumber:
        asked = [one for one in self.verdicts if one.item.kind == kind]
        judged = [one for one in asked if one.verdict is not None]
        agreed = sum(one.verdict == label for one in judged)
        words = label.replace("_", " ")
        return JudgeNumber(
            metric=f"judge.{short}.{label}",
            title=f"Judge: {kind}s {words}",
            formula=f"{kind}s judged {words} / {kind}s judged",
            tally=Tally(agreed, len(judged), len(judged)),
            expected=len(asked),
            note=self.note,
        )


def list_items(run: Run, cases: Sequence[Case]) -> list[Item]:
    """Returns every key point and event of a run's results, article by article."""
    known = {one.id for one in cases}
    items: list[Item] = []
    for output in sorted(run.outputs, key=lambda one: (one.case, one.epoch)):
        if output.result is None or output.case not in known:
            continue
        points = [
            Item(
                case=output.case,
                kind="key point",
                item=f"p{at}",
                text=one.text,
                epoch=output.epoch,
            )
            for at, one in enumerate(output.result.key_points, start=1)
        ]
        events = [
            Item(
                case=output.case,
                kind="event",
                item=one.id,
                text=show_event(one),
                epoch=output.epoch,
            )
            for one in output.result.events
        ]
        items += [*points, *events]
    return items


def judge_run(
    run: Run,
    cases: Sequence[Case],
    settings: Settings,
    *,
    concurrency: int = 8,
    folder: Path | None = None,
    calibration: Calibration | None = None,
    watch: Keep | None = None,
) -> JudgeReport:
    """Returns what a judge says of every key point and event of a run.

    What the folder holds of the same judge is not asked again, except where nobody answered.

    Args:
        run: the outputs.
        cases: their articles.
        settings: the judge's: model, limits, budget, store.
        concurrency: most questions at the same time.
        folder: the run's; verdicts are kept there in `judge.jsonl`, one by one. None: nowhere.
        calibration: of the judge, if there is one.
        watch: told of each new verdict.

    Raises:
        EvalError: the file of verdicts cannot be used, or the embedded engine is to judge.
        ConfigError: prompt, tape or cache cannot be used.
    """
    _, rubric = load_judge(settings)
    items = list_items(run, cases)
    kept = read_verdicts(folder).get(rubric.sha256) if folder else None
    known = {one.item.key: one for one in (kept.verdicts if kept else ())}
    done = {key for key, one in known.items() if not one.may_be_asked_again}
    left = [one for one in items if one.key not in done]
    file = VerdictFile(folder, rubric) if folder and left else None

    def keep(judged: Judged) -> None:
        known[judged.item.key] = judged
        if file is not None:
            file.add(judged)
        if watch is not None:
            watch(judged)

    try:
        asyncio.run(ask_items(left, cases, settings, concurrency=concurrency, keep=keep))
    finally:
        if file is not None:
            file.close()
    return JudgeReport(
        rubric=rubric,
        verdicts=tuple(known[one.key] for one in items),
        obstacles=tuple(list_obstacles(calibration, rubric)),
    )


def read_report(
    folder: Path,
    run: Run,
    cases: Sequence[Case],
    *,
    rubric: Rubric | None = None,
    calibration: Calibration | None = None,
) -> JudgeReport | None:
    """Returns what was judged of a run, asking nobody; None where no judge was asked.

    Args:
        folder: the run's.
        run: the outputs; verdicts on what is no longer in them are left out.
        cases: their articles.
        rubric: which judge; None: the one asked last.
        calibration: of that judge, if there is one.

    Raises:
        RunError: the file of verdicts cannot be read.
    """
    judges = read_verdicts(folder)
    kept = judges.get(rubric.sha256) if rubric else next(reversed(judges.values()), None)
    if kept is None:
        return None
    known = {one.item.key: one for one in kept.verdicts}
    items = list_items(run, cases)
    return JudgeReport(
        rubric=kept.rubric,
        verdicts=tuple(known[one.key] for one in items if one.key in known),
        obstacles=tuple(list_obstacles(calibration, kept.rubric)),
    )
