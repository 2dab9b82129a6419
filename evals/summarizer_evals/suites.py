"""Suites: what is run on which gold, and what a gate asks for. Read from `evals.toml`."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import Field, ValidationError, field_validator

from summarizer.errors import ConfigError, list_choices
from summarizer.settings import Settings
from summarizer_evals.errors import SuiteError
from summarizer_evals.metrics.definitions import list_primary, load_metrics
from summarizer_schemas.base import Record

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "evals.toml"
_PLACES = (FILE, f"evals/{FILE}")
_NOT_IN_A_SUITE = frozenset(
    {"model", "api_key", "store", "store_path", "max_cost_usd", "editorial"}
)
MOST_PRIMARY = 6
"""Each more makes all of them harder to prove (Holm)."""


class GateRules(Record):
    """What a change must keep to."""

    primary: tuple[str, ...] = Field(default_factory=list_primary, max_length=MOST_PRIMARY)
    """Metrics that are tested against the baseline."""
    margin: float = Field(default=0.01, ge=0, lt=1)
    """How much worse a primary metric may get, as a share: 0.01 is one point."""
    margins: dict[str, float] = Field(default_factory=dict[str, float])
    """Margins of single metrics."""
    floors: dict[str, float] = Field(default_factory=lambda: {"evidence_verbatim": 1.0})
    """Least values, baseline or not."""
    ceilings: dict[str, float] = Field(default_factory=dict[str, float])
    """Greatest values."""
    evidence: Literal["auto", "always", "never"] = "auto"
    """Whether a drop must be more than chance to fail: `auto` asks for it where outputs vary
    (live lane); the same code gives the same outputs elsewhere, so there any drop is real."""
    alpha: float = Field(default=0.05, gt=0, lt=0.5)
    resamples: int = Field(default=5_000, ge=200, le=100_000)
    seed: int = 7
    most_inconclusive: int = Field(default=0, ge=0)
    """Cases that may go unmeasured without making the whole inconclusive."""
    slices: tuple[str, ...] = ("language", "length", "type", "source")
    cost_margin: float | None = Field(default=0.25, ge=0)
    """How much dearer a live run may get, as a share of the baseline's cost; null: any."""
    latency_margin: float | None = Field(default=None, ge=0)
    """How much slower the 95th percentile may get; null: any."""

    @field_validator("primary", "margins", "floors", "ceilings")
    @classmethod
    def _check_names(cls, value: Any) -> Any:
        for name in value:
            if name not in load_metrics():
                raise ValueError(list_choices("metric", name, load_metrics()))
        return value

    def find_margin(self, metric: str) -> float:
        """Returns how much worse one metric may get."""
        return self.margins.get(metric, self.margin)


class Suite(Record):
    """One suite: the same articles, asked in the same way, time after time."""

    name: str = "default"
    gold: str = "gold"
    """Folder of gold, from the folder of `evals.toml`."""
    model: str = "embedded"
    lane: Literal["embedded", "replay", "live"] | None = None
    """Null: `embedded` without a model, else `replay`."""
    editorial: Literal["use", "mask"] = "mask"
    """Masked by default: an engine that sees the editors' key points can copy them."""
    epochs: int = Field(default=1, ge=1, le=100)
    concurrency: int = Field(default=8, ge=1, le=1_000)
    max_cost_usd: float | None = Field(default=None, gt=0)
    tapes: str | None = None
    """Folder of tapes; null: `tapes/<suite>`."""
    baselines: str = "baselines"
    options: dict[str, Any] = Field(default_factory=dict[str, Any])
    """Further fields of `summarizer.Settings`."""
    gate: GateRules = GateRules()
    root: Path = Path()
    """The folder that paths hang on."""

    @field_validator("options")
    @classmethod
    def _check_options(cls, value: dict[str, Any]) -> dict[str, Any]:
        known = {one.name for one in fields(Settings)} - _NOT_IN_A_SUITE
        for name in value:
            if name not in known:
                raise ValueError(list_choices("option", name, known))
        lists = (key for key, one in value.items() if isinstance(one, list))
        return {**value, **{key: tuple(cast("list[Any]", value[key])) for key in lists}}

    @property
    def gold_folder(self) -> Path:
        """Where the gold is."""
        return self.root / self.gold

    @property
    def tape_folder(self) -> Path:
        """Where the tapes are."""
        return self.root / (self.tapes or f"tapes/{self.name}")

    def make_settings(self, **more: Any) -> Settings:
        """Returns the settings of the summarizer; a key comes from the environment alone.

        Raises:
            ConfigError: an option cannot be.
        """
        return Settings.from_env(
            model=self.model, editorial=self.editorial, **{**self.options, **more}
        )


def find_file(given: Path | None) -> Path | None:
    """Returns `evals.toml`: the one given, or that of this folder or of `evals/` in it."""
    if given is not None:
        if not given.is_file():
            raise SuiteError(f"there is no file {given}; docs/evals.md shows one")
        return given
    return next((Path(one) for one in _PLACES if Path(one).is_file()), None)


def load_suites(path: Path) -> dict[str, Suite]:
    """Returns the suites of an `evals.toml`, by name.

    Raises:
        SuiteError: it cannot be read, or a value in it cannot be; the message says which.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SuiteError(f"{path} cannot be read: {error}") from None
    listed = data.pop("suite", None)
    if data or not isinstance(listed, dict) or not listed:
        odd = f"; it has [{next(iter(data))}]" if data else ""
        raise SuiteError(f"{path} holds tables [suite.NAME] and nothing else{odd}")
    return {
        name: _make_suite({**members, "name": name, "root": path.parent}, f"{path}: suite.{name}.")
        for name, members in cast("dict[str, Any]", listed).items()
    }


def _make_suite(members: dict[str, Any], where: str) -> Suite:
    try:
        suite = Suite.model_validate(members)
        suite.make_settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(one) for one in first["loc"])
        problem = first["msg"].removeprefix("Value error, ")
        raise SuiteError(f"{where}{field}: {problem}") from None
    except ConfigError as error:
        raise SuiteError(f"{where}options: {error}") from None
    return suite


def choose_suite(name: str | None, path: Path | None, **overrides: Any) -> Suite:
    """Returns one suite, with what the command line overrules.

    Args:
        name: which; None: the first of the file, or one made of the overrides alone.
        path: `evals.toml`; None: looked for in this folder and in `evals/`.
        overrides: fields of `Suite`; None is not given.

    Raises:
        SuiteError: there is no such suite, or a value cannot be.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    found = find_file(path)
    if found is None:
        if "gold" not in given:
            raise SuiteError(
                f"there is no {FILE} here or in evals/; name the gold with --gold FOLDER, "
                "or write one (docs/evals.md)"
            )
        base = Suite(name=name or "default")
    else:
        suites = load_suites(found)
        chosen = name or next(iter(suites))
        if chosen not in suites:
            raise SuiteError(list_choices("suite", chosen, suites))
        base = suites[chosen]
    if "gold" in given:
        given["gold"] = str(Path(given["gold"]).absolute())
    return _make_suite({**base.model_dump(), **given}, "")
