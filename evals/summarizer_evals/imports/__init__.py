"""Annotations made elsewhere -> gold: Label Studio, doccano, brat, the older form, editors' blocks.

Each tool has a room that reads its export into the common form of `drafts`; `writing` puts cases
onto the disk. What could not be carried over, and what lint says of the result, is in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from summarizer_evals.errors import GoldError

__all__ = ["ImportReport", "Kind", "harvest_gold", "import_gold"]

Kind = Literal["label-studio", "doccano", "brat", "seed"]


@dataclass(frozen=True)
class ImportReport:
    """What an import did.

    Attributes:
        written: ids of the cases, in the order of the source.
        warnings: what was left out, and what lint finds in the result.
        failures: what yielded no case, and why.
    """

    written: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Planned:
    """One gold file that is to be written; `annotator` None is `gold.json`."""

    gold: dict[str, Any]
    text: str
    annotator: str | None = None


@dataclass
class _Plan:
    """All that is to be written: nothing is, unless all can be."""

    root: Path
    files: list[_Planned] = field(default_factory=list[_Planned])
    warnings: list[str] = field(default_factory=list[str])
    failures: list[str] = field(default_factory=list[str])
    ids: dict[str, str] = field(default_factory=dict[str, str])
    taken: set[str] = field(default_factory=set[str])
    names: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def name_case(self, wanted: str, text: str) -> str:
        """Returns the case of a text; the same text is the same case, annotated once more."""
        from summarizer_evals.imports.writing import make_case_id

        if text not in self.ids:
            self.ids[text] = make_case_id(wanted, text, taken=self.taken)
            self.taken.add(self.ids[text].lower())
        return self.ids[text]

    def name_annotator(self, case: str, wanted: str | None) -> tuple[str, bool]:
        """Returns a name nobody else has in this case, and whether it is the first there."""
        from summarizer_evals.imports.writing import make_case_id

        names = self.names.setdefault(case, set())
        plain = (wanted or f"a{len(names) + 1}").replace(".", "-")
        name = make_case_id(plain, case, taken=names)
        names.add(name.lower())
        return name, len(names) == 1

    def carry_out(self, *, force: bool) -> ImportReport:
        """Writes all of it.

        Raises:
            GoldError: something is there already, or cannot be written; in the first case
                nothing is written.
        """
        from summarizer_evals.gold.lint import lint_folder
        from summarizer_evals.imports.writing import (
            check_free,
            encode_text,
            name_gold_file,
            write_case,
        )

        for one in self.files:
            folder = self.root / one.gold["id"]
            path = folder / name_gold_file(one.annotator)
            check_free(path, encode_text(one.text, str(folder)), overwrite=force)
        for one in self.files:
            write_case(self.root, one.gold, one.text, annotator=one.annotator, overwrite=force)
        written = tuple(dict.fromkeys(one.gold["id"] for one in self.files))
        for name in written:
            self.warnings += [str(one) for one in lint_folder(self.root / name)[0]]
        return ImportReport(written, tuple(self.warnings), tuple(self.failures))


def import_gold(
    kind: Kind, source: Path, root: Path, *, mapping: Path | None = None, force: bool = False
) -> ImportReport:
    """Writes one folder for each annotated article of an export.

    Args:
        kind: the tool; `seed` is a folder with `article.txt` and `gold.json` in the older form.
        source: the export: a file or a folder.
        root: where the folders of the cases go.
        mapping: a YAML file that says what labels mean, where the defaults do not.
        force: whether cases that are there may be replaced.

    Raises:
        GoldError: the source or the mapping cannot be read, or a case is there already; nothing
            is written then.
    """
    from summarizer_evals.imports.mapping import Mapping, read_mapping

    if not source.exists():
        raise GoldError(f"{source} is not there; name the export, or its folder")
    rules = read_mapping(mapping) if mapping else Mapping()
    plan = _Plan(root)
    if kind == "seed":
        _plan_seed(plan, source)
    else:
        _plan_drafts(plan, _open_reader(kind)(source), rules, kind)
    return plan.carry_out(force=force)


def _open_reader(kind: str) -> Callable[[Path], Iterator[Any]]:
    from summarizer_evals.imports.brat import read_brat
    from summarizer_evals.imports.doccano import read_doccano
    from summarizer_evals.imports.label_studio import read_label_studio

    readers: dict[str, Callable[[Path], Iterator[Any]]] = {
        "label-studio": read_label_studio,
        "doccano": read_doccano,
        "brat": read_brat,
    }
    if kind not in readers:
        raise GoldError(f"there is no kind {kind!r}; there are {', '.join(readers)}, seed")
    return readers[kind]


def _plan_drafts(plan: _Plan, drafts: Iterator[Any], rules: Any, kind: str) -> None:
    from summarizer_evals.imports.drafts import make_gold

    for draft in drafts:
        gold, warnings = make_gold(draft, rules, origin=f"imported from {kind}")
        plan.warnings += warnings
        if not gold["events"] and not gold["key_points"]:
            # Gold without events says that any event found is made up: nobody said so here.
            plan.failures.append(
                f"{draft.where}: no span is an event or a key point; a mapping may say which are"
            )
            continue
        case = plan.name_case(draft.id, draft.text)
        name, first = plan.name_annotator(case, draft.annotator)
        gold |= {"id": case, "annotator": name}
        plan.files.append(_Planned(gold, draft.text, None if first else name))


def _plan_seed(plan: _Plan, source: Path) -> None:
    from summarizer_evals.gold.reading import GOLD, read_gold_data, read_text
    from summarizer_evals.imports.seed import convert_seed

    path = source / GOLD if source.is_dir() else source
    text = read_text(path.parent)
    data = read_gold_data(path)
    try:
        gold = convert_seed(data, text)
    except GoldError as error:
        raise GoldError(f"{path}: {error}") from None
    plan.warnings += [f"{path}: {one}" for one in gold["notes"].splitlines() if "left out" in one]
    plan.files.append(_Planned(gold, text))


def harvest_gold(sources: Sequence[str], root: Path, *, force: bool = False) -> ImportReport:
    """Writes one folder for each article that has key points of its editors.

    Args:
        sources: files as `summarizer` reads them: text, pages, tables of articles.
        root: where the folders of the cases go.
        force: whether cases that are there may be replaced.

    Raises:
        GoldError: a case is there already; nothing is written then.
    """
    from summarizer.errors import ArticleError
    from summarizer.reading import read_articles
    from summarizer_evals.imports.harvest import Unharvested, harvest

    plan = _Plan(root)
    for article in read_articles(sources):
        if isinstance(article, ArticleError):
            plan.failures.append(str(article))
            continue
        for found in harvest([article]):
            if isinstance(found, Unharvested):
                plan.failures.append(f"{found.id}: {found.reason}")
            elif article.text in plan.ids:
                plan.failures.append(f"{article.id}: {plan.ids[article.text]} has the same text")
            else:
                found["id"] = plan.name_case(article.id, article.text)
                plan.files.append(_Planned(found, article.text))
    return plan.carry_out(force=force)
