"""The doors to jobs of a provider's Batch API: submit articles, collect answers, cancel."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from summarizer.batch.folders import Batch, open_batch
from summarizer.batch.identity import Setup
from summarizer.batch.inputs import is_readable_again, open_inputs
from summarizer.batch.jobs import Files, Jobs, JobsReport, Watcher
from summarizer.batch.jobs.report import ignore
from summarizer.batch.manifest import read_manifest
from summarizer.batch.planning import BatchOptions
from summarizer.batch.records import Entry
from summarizer.errors import ConfigError
from summarizer.settings import Settings

_FOLDER = ".jobs"
_DECISIVE = (
    "model", "editorial", "gazetteer", "mode", "fallbacks", "prompt", "output_language",
    "chunk_tokens", "temperature", "seed", "max_output_tokens",
)  # fmt: skip
"""Settings that the facts of a set-up hold as they are."""


def submit(
    inputs: Sequence[str],
    out: str | Path,
    *,
    settings: Settings,
    options: BatchOptions | None = None,
    watch: Watcher = ignore,
) -> JobsReport:
    """Sends what is to be asked about articles as jobs; see `Jobs.asubmit`.

    Args:
        inputs: paths of files and folders, and patterns; they are read again by `collect`.
        out: folder of the batch, made when it is not there.
        settings: what is asked, and how.
        options: `ledger`, `copies`, `encoding` and `output_format` count.
        watch: told how it stands.

    Raises:
        ConfigError: an input cannot be read twice, or what `Jobs.asubmit` raises.
        EngineError: the provider cannot be reached; the same call goes on.
    """
    folder, chosen = Path(out), options or BatchOptions()
    if not is_readable_again(inputs):
        raise ConfigError(
            "articles are read again when their answers come in, which standard input cannot be; "
            "write them into a file first"
        )
    entries = _read(inputs, settings, folder, chosen.encoding)
    find_copies = chosen.copies != "ask"
    with open_batch(folder, settings, chosen) as batch:
        batch.note(inputs=tuple(inputs), encoding=chosen.encoding, state="running")
        with _working(batch, settings, watch) as jobs:
            return _note(batch, jobs.submit(entries, find_copies=find_copies))


def collect(
    out: str | Path,
    *,
    make_settings: Callable[..., Settings] = Settings.from_env,
    ledger: str | None = None,
    watch: Watcher = ignore,
) -> JobsReport:
    """Takes in what jobs have found by now; see `Jobs.acollect`.

    Args:
        out: folder of the batch.
        make_settings: makes settings from those of the batch, which are given by name.
        ledger: address of its database, where it is not in the folder.
        watch: told how it stands.

    Raises:
        ConfigError: there is no batch, its inputs are gone, or what `Jobs.acollect` raises.
        EngineError: the provider cannot be reached; the same call goes on.
    """
    with _reopen(Path(out), make_settings, ledger) as (batch, settings):
        manifest = batch.manifest
        entries = _read(manifest.inputs, settings, batch.folder, manifest.encoding)
        with _working(batch, settings, watch) as jobs:
            return _note(batch, jobs.collect(entries))


def cancel(
    out: str | Path,
    *,
    make_settings: Callable[..., Settings] = Settings.from_env,
    ledger: str | None = None,
    watch: Watcher = ignore,
) -> JobsReport:
    """Ends all jobs early; see `Jobs.acancel`, and `collect` for the arguments."""
    with (
        _reopen(Path(out), make_settings, ledger) as (batch, settings),
        _working(batch, settings, watch) as jobs,
    ):
        return _note(batch, jobs.cancel())


def get_settings(setup: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the settings, by name, that the facts of a set-up were made from.

    Example:
        >>> facts = Setup.of(Settings(model="openai/gpt-4.1-mini", seed=7)).facts
        >>> Setup.of(Settings(**get_settings(facts))).facts == facts
        True
    """
    found = {name: setup[name] for name in _DECISIVE if setup.get(name) is not None}
    if "fallbacks" in found:
        found["fallbacks"] = tuple(found["fallbacks"])
    if "prompts" in setup:
        found["repair"] = "repair" in setup["prompts"]
    return found


def _read(
    inputs: Sequence[str], settings: Settings, folder: Path, encoding: str | None
) -> Iterator[Entry]:
    setup = Setup.of(settings)
    reads = open_inputs(
        inputs, encoding=encoding, max_chars=settings.max_chars, leave_out=str(folder)
    )
    return (setup.identify(one.article, one.source) for one in reads)


@contextmanager
def _reopen(
    folder: Path, make_settings: Callable[..., Settings], ledger: str | None
) -> Generator[tuple[Batch, Settings]]:
    manifest = read_manifest(folder)
    if manifest is None:
        raise ConfigError(f"{folder} holds no batch; begin with: summarizer batch submit")
    settings = make_settings(**get_settings(manifest.setup))
    options = BatchOptions(ledger=ledger, output_format=manifest.output_format)
    with open_batch(folder, settings, options) as batch:
        yield batch, settings


@contextmanager
def _working(batch: Batch, settings: Settings, watch: Watcher) -> Generator[Jobs]:
    yield Jobs(settings, batch.ledger, batch.outputs, Files(batch.folder / _FOLDER), watch)
    batch.outputs.close()


def _note(batch: Batch, report: JobsReport) -> JobsReport:
    reason = None if report.is_over else report.stopped or "jobs"
    counts = batch.ledger.count().to_dict()
    batch.note(state="stopped" if reason else "complete", reason=reason, counts=counts)
    return report
