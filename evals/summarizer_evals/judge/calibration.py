"""Calibration: whether a judge says what people say, more than by chance.

It holds for one rubric: other words, another model or another way of asking is another judge,
which is uncalibrated again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from summarizer_evals.agreement import measure_alpha
from summarizer_evals.errors import EvalError
from summarizer_evals.files import render_json, write_whole
from summarizer_evals.gold.reading import describe_invalid
from summarizer_evals.judge.asking import add_usage
from summarizer_evals.judge.labels import Key, LabelLine, list_ratings, settle
from summarizer_evals.judge.rubric import Rubric
from summarizer_evals.judge.verdicts import LABELS, Judged, Label
from summarizer_schemas.base import Record
from summarizer_schemas.result import Usage

FOLDER = "judge"

LEAST_LABELS = 50
"""With 50, half of each class, the 95 % interval of a kappa of 0.6 reaches from 0.36 to 0.80; with
fewer, a judge as good as people could not be told from a poor one."""
LEAST_KAPPA = 0.4
"""Where "moderate" begins for Landis and Koch (1977); asked of the lower bound, not of kappa."""
LEAST_RARER = 0.10
"""Where nearly all is supported, a judge that always says so is nearly always right."""
RESAMPLES = 2_000
"""From seed to seed the ends of the interval move by 0.007 (standard deviation, 50 labels); takes
0.2 s."""
SEED = 7
_TAIL = 2.5
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")

Table = Sequence[Sequence[float]]
"""Rows: what people say; columns: what the judge says; both in the order of `LABELS`."""


class Calibration(Record):
    """How a judge compares with people."""

    format: Literal["judge/1"] = "judge/1"
    name: str
    rubric: Rubric
    rubric_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    labels: int
    """Items that people labelled, and agree on by majority."""
    disputed: int = 0
    """Items without a majority; they are left out."""
    compared: int
    """Labelled items that the judge gave a verdict on; everything below stands on these."""
    failures: int = 0
    """Labelled items that the judge was asked about and gave none."""
    annotators: tuple[str, ...] = ()
    confusion: dict[Label, dict[Label, int]]
    """Label -> verdict -> items."""
    base_rates: dict[Label, float]
    """Share of each label among what was compared."""
    accuracy: float | None
    kappa: float | None
    """Cohen's kappa of labels and verdicts, all four classes."""
    kappa_low: float | None
    kappa_high: float | None
    """95 % bootstrap interval: the wider one of items, and of whole articles, drawn anew."""
    alpha: float | None
    """Krippendorff's alpha of labels and verdicts, nominal."""
    annotators_alpha: float | None = None
    """The same of the annotators among themselves: what a judge can be expected to reach."""
    repeated: int = 0
    """Items that were judged more than once."""
    consistency: float | None = None
    """Share of pairs of verdicts on one item that are equal, each item counting once."""
    usage: Usage = Usage()
    """Of all verdicts, repeats and failures included."""

    @property
    def rarer(self) -> float:
        """The smaller of the shares supported and not supported: what a score tells apart."""
        supported = sum(self.confusion["supported"].values())
        fewer = min(supported, self.compared - supported)  # counts: 1 - 0.9 is less than 0.1
        return fewer / self.compared if self.compared else 0.0


def calibrate(
    labels: Sequence[LabelLine], verdicts: Sequence[Judged], *, rubric: Rubric, name: str = "judge"
) -> Calibration:
    """Returns how verdicts compare with labels.

    A label is of a verdict when the case is the same and its item is the verdict's name or text.
    Of several verdicts on one item the first counts, as it would in a report.

    Args:
        labels: of one annotator or more; the majority counts.
        verdicts: of one judge, with repeats or without.
        rubric: that judge.
        name: what the calibration is called.
    """
    settled = settle(labels)
    asked = _group(verdicts, set(settled))
    pairs: dict[Key, tuple[Label, Label]] = {}
    for key, label in settled.items():
        given: list[Label] = [one.verdict for one in asked.get(key, ()) if one.verdict is not None]
        if label is not None and given:
            pairs[key] = (label, given[0])
    table = _tabulate(pairs.values())
    low, high = _find_interval(pairs)
    same = sum(label == verdict for label, verdict in pairs.values())
    consistency, repeated = _measure_consistency(asked.values())
    ratings = list_ratings(labels)
    return Calibration(
        name=name,
        rubric=rubric,
        rubric_sha256=rubric.sha256,
        labels=sum(label is not None for label in settled.values()),
        disputed=sum(label is None for label in settled.values()),
        compared=len(pairs),
        failures=sum(settled[key] is not None and key not in pairs for key in asked),
        annotators=tuple(sorted(ratings)),
        confusion={
            label: {verdict: table[row][column] for column, verdict in enumerate(LABELS)}
            for row, label in enumerate(LABELS)
        },
        base_rates={
            label: sum(table[row]) / len(pairs) if pairs else 0.0
            for row, label in enumerate(LABELS)
        },
        accuracy=same / len(pairs) if pairs else None,
        kappa=measure_kappa(table),
        kappa_low=low,
        kappa_high=high,
        alpha=measure_alpha([[one[at] for one in pairs.values()] for at in (0, 1)]),
        annotators_alpha=_compare_annotators(ratings),
        repeated=repeated,
        consistency=consistency,
        usage=add_usage(verdicts),
    )


def measure_kappa(table: Table) -> float | None:
    """Returns Cohen's kappa of a square table of counts.

    (observed - expected) / (1 - expected) agreement; expected is what two who keep to their own
    shares, and know nothing of each other, would reach.

    Returns:
        1 where all agree, 0 for chance; null for an empty table, and where both say one and the
        same of everything.

    Example:
        >>> round(measure_kappa([[20, 5], [10, 15]]) or 0, 4)
        0.4
    """
    whole = sum(map(sum, table))
    if not whole:
        return None
    observed = sum(table[at][at] for at in range(len(table))) / whole
    columns = [sum(row[at] for row in table) for at in range(len(table))]
    expected = sum(sum(row) * columns[at] for at, row in enumerate(table)) / whole**2
    return (observed - expected) / (1 - expected) if expected < 1 else None


def _group(verdicts: Iterable[Judged], labelled: set[Key]) -> dict[Key, list[Judged]]:
    """Verdicts by the label they belong to, in the order they were asked for."""
    groups: dict[Key, list[Judged]] = {}
    for one in sorted(verdicts, key=lambda each: (each.item.epoch, each.item.repeat)):
        for words in dict.fromkeys((one.item.text, one.item.item)):
            if (one.item.case, words) in labelled:
                groups.setdefault((one.item.case, words), []).append(one)
    return groups


def _tabulate(pairs: Iterable[tuple[Label, Label]]) -> list[list[int]]:
    table = [[0] * len(LABELS) for _ in LABELS]
    for label, verdict in pairs:
        table[LABELS.index(label)][LABELS.index(verdict)] += 1
    return table


def _find_interval(pairs: Mapping[Key, tuple[Label, Label]]) -> tuple[float | None, float | None]:
    """The 95 % interval of kappa.

    Items of one article are alike, so articles are drawn, too; with few articles that interval
    is too narrow (with one it has no width), so the wider of both counts.
    """
    by_case: dict[str, list[tuple[Label, Label]]] = {}
    for (case, _), both in pairs.items():
        by_case.setdefault(case, []).append(both)
    drawn = [
        _resample([_tabulate([both]) for both in pairs.values()]),
        _resample([_tabulate(some) for some in by_case.values()]),
    ]
    known = [ends for ends in drawn if ends is not None]
    if not known:
        return None, None
    return min(low for low, _ in known), max(high for _, high in known)


def _resample(tables: Sequence[Table]) -> tuple[float, float] | None:
    """Percentiles of kappa over draws of tables; draws without a kappa do not count."""
    if not tables:
        return None
    import numpy as np

    draw = np.random.default_rng(SEED)
    size = len(tables)
    picks = draw.integers(0, size, (RESAMPLES, size))
    times = np.stack([np.bincount(one, minlength=size) for one in picks])
    sums: list[Table] = np.tensordot(times, np.array(tables), axes=1).tolist()
    kappas = [one for one in map(measure_kappa, sums) if one is not None]
    if not kappas:
        return None
    low, high = np.percentile(kappas, [_TAIL, 100 - _TAIL])
    return float(low), float(high)


def _measure_consistency(groups: Iterable[Sequence[Judged]]) -> tuple[float | None, int]:
    """Share of equal pairs of verdicts, averaged over items, and how many items that stands on.

    Only askings of the same words count: in two epochs of a run, `p1` may be two sentences.
    """
    shares: list[float] = []
    for group in groups:
        text = group[0].item.text
        said = [one.verdict for one in group if one.verdict and one.item.text == text]
        pairs = list(combinations(said, 2))
        if pairs:
            shares.append(sum(one == other for one, other in pairs) / len(pairs))
    return (sum(shares) / len(shares) if shares else None), len(shares)


def _compare_annotators(ratings: Mapping[str, Mapping[Key, Label]]) -> float | None:
    if len(ratings) < 2:
        return None
    keys = sorted({key for one in ratings.values() for key in one})
    return measure_alpha([[one.get(key) for key in keys] for one in ratings.values()])


# ---- whether it counts ----


def list_obstacles(calibration: Calibration | None, rubric: Rubric) -> list[str]:
    """Returns why a judge does not count as calibrated, one line each; empty when it does."""
    if calibration is None:
        return ["no calibration; `summarizer eval calibrate` makes one"]
    if calibration.rubric_sha256 != rubric.sha256:
        return [f"calibrated for {calibration.rubric_sha256[:12]}, this is {rubric.short}"]
    low, rarer = calibration.kappa_low, calibration.rarer
    problems: list[str] = []
    if calibration.compared < LEAST_LABELS:
        problems.append(f"{calibration.compared} labels compared, {LEAST_LABELS} are needed")
    if low is None or low < LEAST_KAPPA:
        shown = "unknown" if low is None else f"{low:.2f}"
        problems.append(f"lower bound of kappa is {shown}, {LEAST_KAPPA:.2f} is needed")
    if rarer < LEAST_RARER:
        problems.append(
            f"the rarer of supported and not supported is {rarer:.0%} of the labels, "
            f"{LEAST_RARER:.0%} is needed"
        )
    return problems


# ---- on the disk ----


def find_file(root: Path, name: str) -> Path:
    """Returns where a calibration is kept: `judge/<name>.json` in the folder of `evals.toml`.

    Raises:
        EvalError: the name is no name of a file.
    """
    if not _NAME.match(name):
        raise EvalError(f"{name!r} cannot name a judge; use letters, digits, dots and dashes")
    return root / FOLDER / f"{name}.json"


def write_calibration(root: Path, calibration: Calibration) -> Path:
    """Writes a calibration, whole or not at all; returns where.

    Raises:
        EvalError: it cannot be written.
    """
    path = find_file(root, calibration.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, render_json(calibration, indent=1) + "\n")
    except OSError as error:
        raise EvalError(f"{path} cannot be written: {error.strerror}") from None
    return path


def read_calibration(root: Path, name: str) -> Calibration | None:
    """Returns the calibration of that name; None where there is none.

    Raises:
        EvalError: it cannot be read, or its hash is not that of its rubric.
    """
    path = find_file(root, name)
    if not path.exists():
        return None
    try:
        calibration = Calibration.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EvalError(f"{path} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise EvalError(f"{path}: {describe_invalid(error)[0]}; calibrate again") from None
    if calibration.rubric.sha256 != calibration.rubric_sha256:
        raise EvalError(f"{path} was changed: its rubric has another hash; calibrate again")
    return calibration
