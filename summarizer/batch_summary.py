"""How a batch ended and how it stands, in a few lines of plain text, with the commands to go on."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from summarizer.batch import Counts, Report, Status
from summarizer.batch.jobs import JobsReport
from summarizer.batch.manifest import Manifest
from summarizer.batch.outputs import DEAD, RESULTS
from summarizer.controls import clean_for_terminal
from summarizer.settings import EMBEDDED, Settings
from summarizer_schemas.result import Usage

REASONS: Mapping[str, str] = {
    "interrupt": "interrupted",
    "time": "the time of --max-time is over",
    "money": "the money of --max-cost-usd is spent",
    "provider": "the provider answers nobody any more",
    "jobs": "jobs are under way, to be collected",
    "cancelled": "jobs were cancelled",
    "queue": "the provider takes no more jobs for now; collect goes on with the rest",
}
"""Why no more articles are begun, in words."""

_WAYS_ON: Mapping[str, str] = {
    "interrupt": "the same command goes on",
    "time": "the same command goes on",
    "money": "the same command with more of it goes on",
    "provider": "when it is back, try the failures again; the same command goes on",
}
_OPTIONS: Mapping[str, str] = {
    "model": "--model",
    "editorial": "--editorial",
    "gazetteer": "--gazetteer",
    "mode": "--mode",
    "fallbacks": "--fallback",
    "prompt": "--prompt",
    "output_language": "--output-language",
}
COMMANDS = frozenset({"run", "status", "retry-failed", "export", "submit", "collect", "cancel"})
"""What an INPUT may not be called, unless it is written ./NAME."""
_VARIABLES = ("chunk_tokens", "temperature", "seed", "max_output_tokens")
"""What decides answers and has no option."""


def describe_end(report: Report, manifest: Manifest) -> str:
    """Returns what came of a run: what is done, what failed, what it cost, how to go on."""
    counts, progress = report.counts, report.progress
    rows = [
        ("done", _describe_done(counts, now=progress.done)),
        *_list_failures(counts, report.folder, manifest),
        ("cost", _describe_cost(counts, now=progress.usage)),
        ("time", f"{show_duration(progress.elapsed_s)}{_describe_pace(report)}"),
        ("results", _describe_files(report.folder, counts, manifest)),
        ("left", f"{progress.left:,} articles" if progress.left else _describe_left(counts)),
        ("jobs", _describe_away(progress.away, report.folder, manifest)),
    ]
    if report.reason:
        rows.append(("stopped", f"{REASONS[report.reason]}; {_WAYS_ON[report.reason]}"))
    return _lay_out(rows)


def describe_status(status: Status) -> str:
    """Returns how it stands with a batch."""
    counts, manifest = status.counts, status.manifest
    rows = [
        ("batch", str(status.folder)),
        ("state", _describe_state(manifest)),
        ("model", str(manifest.setup.get("model"))),
        ("begun", manifest.started_at or ""),
        ("ended", (manifest.ended_at or "") if manifest.state != "running" else ""),
        ("done", _describe_done(counts)),
        *_list_failures(counts, status.folder, manifest),
        ("left", _describe_left(counts)),
        ("cost", _describe_cost(counts)),
        ("results", _describe_files(status.folder, counts, manifest)),
        ("run", write_command(status.folder, manifest)),
    ]
    return _lay_out(rows)


def describe_jobs(report: JobsReport, folder: Path, manifest: Manifest) -> str:
    """Returns how it stands with the jobs of a batch."""
    jobs = sorted(report.jobs.items())
    rows = [
        ("jobs", ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in jobs)),
        ("requests", _describe_requests(report)),
        ("articles", _describe_articles(report)),
        ("missing", _describe_missing(report)),
        ("cost", _describe_job_cost(report)),
        *(("refused", problem) for problem in report.problems),
        ("stopped", REASONS.get(report.stopped or "", "")),
        ("next", "" if report.is_over else write_next("collect", folder, manifest)),
    ]
    return _lay_out(rows)


def describe_retry(folder: Path, manifest: Manifest, number: int) -> str:
    """Returns how many failures are tried again, and the command that does it."""
    if not number:
        return "no such failures; nothing was changed\n"
    are = "failures are" if number > 1 else "failure is"
    known = manifest.setup.get("model") == EMBEDDED
    more = "" if known else " (with --base-url, stores and limits as before)"
    return f"{number:,} {are} pending again; run them{more}:\n  {write_command(folder, manifest)}\n"


def list_errors(errors: Mapping[str, int]) -> str:
    """Returns classes of failure and how often each happened, the most frequent one first.

    Example:
        >>> list_errors({"input": 2, "provider": 1_400})
        '1,400 provider, 2 input'
    """
    ranked = sorted(errors.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{number:,} {name}" for name, number in ranked)


def show_duration(seconds: float) -> str:
    """Returns a time in the units that matter.

    Example:
        >>> [show_duration(one) for one in (0.4, 75, 900, 7_500, 300_000)]
        ['0.4 s', '75 s', '15 min', '2 h 5 min', '3 d 11 h']
    """
    minutes, hours = round(seconds / 60), round(seconds / 3600)
    if seconds < 100:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    if minutes < 100:
        return f"{minutes} min"
    if hours < 48:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{hours // 24} d {hours % 24} h"


def show_rate(per_second: float) -> str:
    """Returns how many articles in a second, or in a minute where they are slow.

    Example:
        >>> [show_rate(one) for one in (1_234.5, 3.21, 0.25)]
        ['1,234/s', '3.2/s', '15/min']
    """
    if per_second >= 1:
        return f"{per_second:,.0f}/s" if per_second >= 10 else f"{per_second:.1f}/s"
    return f"{per_second * 60:.2g}/min"


def show_usd(usd: float) -> str:
    """Returns an amount of money, with as many digits as say something.

    Example:
        >>> [show_usd(one) for one in (0.0, 0.00123, 1.5, 1_200.0)]
        ['$0.00', '$0.0012', '$1.50', '$1,200.00']
    """
    return f"${usd:,.2f}" if usd >= 0.1 or not usd else f"${usd:.4f}"


# ---- commands ----


def write_command(folder: Path, manifest: Manifest) -> str:
    """Returns the command that goes on with a batch, as far as its manifest tells.

    Where a model is, and how it is asked, is not kept there: `--base-url`, stores and limits.
    """
    setup, default = manifest.setup, Settings()
    options: list[str] = []
    for name, option in _OPTIONS.items():
        value = setup.get(name)
        if value is None or value == getattr(default, name):
            continue
        values = cast("list[str]", value) if isinstance(value, list) else [str(value)]
        for one in values:
            options += [option, one]
    if manifest.output_format != "jsonl":
        options += ["--format", manifest.output_format]
    if manifest.encoding:
        options += ["--encoding", manifest.encoding]
    options += _name_ledger(manifest)
    inputs = manifest.inputs or ("INPUT",)
    words = ["summarizer", "batch", *map(_mark_path, inputs), _mark_path(str(folder)), *options]
    variables = "".join(
        f"SUMMARIZER_{name.upper()}={setup[name]} "
        for name in _VARIABLES
        if setup.get(name) not in (None, getattr(default, name))
    )
    return variables + shlex.join(words)


def write_next(name: str, folder: Path, manifest: Manifest) -> str:
    """Returns the command of this name on a batch."""
    return shlex.join(["summarizer", "batch", name, str(folder), *_name_ledger(manifest)])


def _mark_path(path: str) -> str:
    """A path named like a command or an option is written so that it is none."""
    return f"./{path}" if path in COMMANDS or re.match("-.", path) else path


def _name_ledger(manifest: Manifest) -> list[str]:
    if manifest.ledger is None:
        return []
    url = manifest.ledger if "://" in manifest.ledger else f"sqlite:///{manifest.ledger}"
    return ["--ledger", url]


# ---- lines ----


def _describe_done(counts: Counts, now: int | None = None) -> str:
    parts = [f"{counts.done:,} article{'s' * (counts.done != 1)}"]
    if now is not None and now != counts.done:
        parts[0] += f", {now:,} of them now"
    taken = [
        (counts.copies, "taken over from near-identical texts"),
        (counts.duplicates, "from the same text under another id"),
    ]
    parts += [f"{number:,} {how}" for number, how in taken if number]
    return "; ".join(parts)


def _list_failures(counts: Counts, folder: Path, manifest: Manifest) -> Iterable[tuple[str, str]]:
    if counts.dead:
        yield "failed", f"{counts.dead:,}: {list_errors(counts.errors)}"
        yield "retry", write_next("retry-failed", folder, manifest)


def _describe_left(counts: Counts) -> str:
    parts = [
        (counts.pending, "begun and given back"),
        (counts.claimed, "in the hands of a run that works or was killed"),
    ]
    return ", ".join(f"{number:,} {what}" for number, what in parts if number)


def _describe_away(number: int, folder: Path, manifest: Manifest) -> str:
    if not number:
        return ""
    command = write_next("collect", folder, manifest)
    return f"{number:,} articles are with the provider; take them in: {command}"


def _describe_cost(counts: Counts, now: Usage | None = None) -> str:
    usage = counts.usage
    if not usage.requests and not counts.spent_usd:
        return ""
    tokens = usage.prompt_tokens + usage.completion_tokens
    total = show_usd(counts.spent_usd) if counts.spent_usd else "unknown"
    parts = [total, f"{usage.requests:,} requests", f"{tokens:,} tokens"]
    if now is not None and now.cost_usd is not None and show_usd(now.cost_usd) != total:
        parts.insert(1, f"{show_usd(now.cost_usd)} of it now")
    return ", ".join(parts)


def _describe_requests(report: JobsReport) -> str:
    parts = [
        f"{report.sent:,} under way",
        f"{report.answered:,} answered",
        f"{report.failed:,} failed" if report.failed else "",
        f"{report.strange:,} rows of others" if report.strange else "",
    ]
    return ", ".join(filter(None, parts))


def _describe_articles(report: JobsReport) -> str:
    parts = [
        f"{report.done:,} done",
        f"{report.dead:,} failed" if report.dead else "",
        f"{report.waiting:,} waiting" if report.waiting else "",
    ]
    return ", ".join(filter(None, parts))


def _describe_missing(report: JobsReport) -> str:
    if not report.missing:
        return ""
    more = ", ..." if report.missing > len(report.missing_ids) else ""
    return (
        f"{report.missing:,} articles whose text is no longer in INPUT; put it back and collect "
        f"again: {', '.join(report.missing_ids)}{more}"
    )


def _describe_job_cost(report: JobsReport) -> str:
    if report.cost_usd is None:
        return "unknown"
    reserved = f", at most {show_usd(report.reserved_usd)} more" if report.reserved_usd else ""
    return show_usd(report.cost_usd) + reserved


def _describe_pace(report: Report) -> str:
    progress = report.progress
    number = progress.done + progress.dead
    return f", {show_rate(number / progress.elapsed_s)}" if number and progress.elapsed_s else ""


def _describe_files(folder: Path, counts: Counts, manifest: Manifest) -> str:
    results = RESULTS if manifest.output_format == "jsonl" else "results-*.parquet"
    failures = f"; failures: {folder / DEAD}" if counts.dead else ""
    return f"{folder / results}{failures}"


def _describe_state(manifest: Manifest) -> str:
    if manifest.state == "running":
        return "running, or killed: the same command goes on"
    if manifest.reason:
        return f"stopped: {REASONS.get(manifest.reason, manifest.reason)}"
    return manifest.state


def _lay_out(rows: Iterable[tuple[str, Any]]) -> str:
    shown = [(name, value) for name, value in rows if value]
    width = max(len(name) for name, _ in shown)
    return "".join(f"{name:<{width}}  {clean_for_terminal(value)}\n" for name, value in shown)
