"""What is there already: how a batch stands, failures to try again, results to write out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from summarizer.batch.exports import EXPORT_FORMATS, ExportFormat, write_export
from summarizer.batch.folders import open_ledger
from summarizer.batch.ledger import Counts
from summarizer.batch.manifest import Manifest, read_manifest
from summarizer.batch.outputs import Outputs
from summarizer.errors import ConfigError, list_choices
from summarizer_schemas.result import ErrorKind


@dataclass(frozen=True, slots=True)
class Status:
    """How it stands with a batch.

    Attributes:
        folder: the OUT.
        manifest: what it was made from.
        counts: articles by state, and what they cost.
    """

    folder: Path
    manifest: Manifest
    counts: Counts


def read_status(out: str | Path, *, ledger: str | None = None) -> Status:
    """Returns how it stands with a batch, running or not.

    Args:
        out: folder of the batch.
        ledger: address of its database, where it is not in the folder.

    Raises:
        ConfigError: there is no batch, or its ledger cannot be read.
    """
    folder, manifest = _find(out)
    with open_ledger(folder, manifest, url=ledger) as opened:
        return Status(folder, manifest, opened.count())


def retry_failed(
    out: str | Path, *, only: Sequence[str] | None = None, ledger: str | None = None
) -> int:
    """Makes failures pending again, for the next run; returns how many.

    Args:
        out: folder of the batch.
        only: classes of failure, such as `provider`; None for all.
        ledger: as for `read_status`.

    Raises:
        ConfigError: there is no batch, or no such class.
    """
    known = get_args(ErrorKind)
    if unknown := [one for one in only or () if one not in known]:
        raise ConfigError(list_choices("class of failure", unknown[0], known))
    folder, manifest = _find(out)
    with open_ledger(folder, manifest, url=ledger) as opened:
        number = opened.revive(only)
        if number:
            Outputs(folder, opened, output_format=manifest.output_format)
    return number


def export(
    out: str | Path,
    target: str | Path,
    *,
    export_format: ExportFormat = "jsonl",
    ledger: str | None = None,
) -> int:
    """Writes all results of a batch into one file, those of other machines too.

    Args:
        out: folder of the batch.
        target: the file, which appears when it is whole.
        export_format: `jsonl`, `parquet` or `markdown`.
        ledger: as for `read_status`.

    Returns:
        How many results were written.

    Raises:
        ConfigError: there is no batch, or the file cannot be written.
    """
    if export_format not in EXPORT_FORMATS:
        raise ConfigError(list_choices("format", export_format, EXPORT_FORMATS))
    folder, manifest = _find(out)
    with open_ledger(folder, manifest, url=ledger) as opened:
        lines = opened.iter_lines(own=False, dead=False)
        return write_export(lines, Path(target), export_format)


def _find(out: str | Path) -> tuple[Path, Manifest]:
    folder = Path(out)
    manifest = read_manifest(folder)
    if manifest is None:
        raise ConfigError(
            f"{folder} holds no batch; make one with: summarizer batch INPUT {folder}"
        )
    return folder, manifest
