"""Folders of gold -> cases: `<id>/article.txt`, `<id>/gold.json`, `<id>/gold.<annotator>.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from summarizer_evals.errors import GoldError
from summarizer_evals.gold.records import Gold
from summarizer_schemas.article import Article, hash_text

ARTICLE = "article.txt"
GOLD = "gold.json"


@dataclass(frozen=True)
class Case:
    """One article and what its annotators say of it.

    Attributes:
        id: name of the folder.
        text: the raw article.
        annotations: one or more; the first is `gold.json`.
    """

    id: str
    text: str
    annotations: tuple[Gold, ...]

    @property
    def gold(self) -> Gold:
        """The reference: what `gold.json` says."""
        return self.annotations[0]

    @cached_property
    def canonical(self) -> bytes:
        """All annotations in one form, whatever the layout of their files."""
        data = [one.model_dump(mode="json") for one in self.annotations]
        return json.dumps(data, sort_keys=True).encode()

    @cached_property
    def article(self) -> Article:
        """The article as the summarizer is given it."""
        given = self.gold.article
        return Article(
            id=self.id,
            text=self.text,
            title=given.title,
            published=given.published,
            publisher=given.publisher,
            source_agency=given.source_agency,
            url=given.url,
            language=given.language,
        )


def find_cases(root: Path) -> list[Path]:
    """Returns the folders with an article in them, by name; `root` itself may be one.

    Raises:
        GoldError: there is no such folder, or none with an article.
    """
    if not root.is_dir():
        raise GoldError(f"{root} is no folder; name one that holds <id>/{ARTICLE}")
    if (root / ARTICLE).is_file():
        return [root]
    found = sorted(one.parent for one in root.glob(f"*/{ARTICLE}"))
    if not found:
        raise GoldError(f"{root} holds no <id>/{ARTICLE}; see evals/README.md")
    return found


def read_text(folder: Path) -> str:
    """Returns the article, its newlines as they are.

    Raises:
        GoldError: it cannot be read as UTF-8.
    """
    return read_words(folder / ARTICLE)


def read_words(path: Path) -> str:
    """Returns a file's text, its newlines and its byte order mark as they are.

    Raises:
        GoldError: it cannot be read as UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GoldError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise GoldError(f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8") from None


def list_gold_files(folder: Path) -> list[Path]:
    """Returns `gold.json`, then those of further annotators by name."""
    return [folder / GOLD, *sorted(one for one in folder.glob("gold.*.json"))]


def read_gold_data(path: Path) -> dict[str, Any]:
    """Returns the JSON of a gold file, unchecked.

    Raises:
        GoldError: it cannot be read, or is no JSON object.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise GoldError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise GoldError(f"{path} is not UTF-8; save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise GoldError(f"{path}, line {error.lineno}: not JSON: {error.msg}") from None
    if not isinstance(data, dict):
        raise GoldError(f"{path} is no JSON object; see evals/README.md")
    return cast("dict[str, Any]", data)


def describe_invalid(error: ValidationError) -> list[str]:
    """Returns one line for each problem: where, and what; without the words of the article."""
    lines: list[str] = []
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        steps = "".join(f"[{at}]" if isinstance(at, int) else f".{at}" for at in one["loc"])
        lines.append(f"{steps.lstrip('.') or 'gold'}: {one['msg'].removeprefix('Value error, ')}")
    return lines


def read_gold(path: Path) -> Gold:
    """Returns one gold file, checked.

    Raises:
        GoldError: it does not fit; the message names the first problem and how many there are.
    """
    try:
        return Gold.model_validate(read_gold_data(path))
    except ValidationError as error:
        lines = describe_invalid(error)
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        raise GoldError(
            f"{path}: {lines[0]}{more}; `summarizer eval lint {path.parent}` lists all"
        ) from None


def read_case(folder: Path) -> Case:
    """Returns the article of one folder with its gold.

    Raises:
        GoldError: something in it cannot be read, or the gold is of another text.
    """
    text = read_text(folder)
    annotations = tuple(read_gold(path) for path in list_gold_files(folder))
    for path, gold in zip(list_gold_files(folder), annotations, strict=True):
        if gold.id != folder.name:
            raise GoldError(f"{path}: id is {gold.id!r}, but the folder is {folder.name!r}")
        if gold.article.sha256 != hash_text(text):
            raise GoldError(
                f"{path} is of another text than {ARTICLE} beside it; "
                f"`summarizer eval lint --fix {folder}` places its quotes anew"
            )
    return Case(id=folder.name, text=text, annotations=annotations)


def read_cases(root: Path, only: Sequence[str] = ()) -> list[Case]:
    """Returns the cases of a folder, by id.

    Args:
        root: holds one folder for each article.
        only: ids; all when empty.

    Raises:
        GoldError: a case cannot be read, or an id of `only` is not there.
    """
    folders = find_cases(root)
    known = {one.name for one in folders}
    if missing := [one for one in only if one not in known]:
        raise GoldError(f"there is no case {missing[0]!r} in {root}")
    return [read_case(one) for one in folders if not only or one.name in only]


def hash_gold(cases: Iterable[Case]) -> str:
    """Returns a SHA-256 over articles and annotations; the order of the cases does not count."""
    digest = hashlib.sha256()
    for case in sorted(cases, key=lambda one: one.id):
        digest.update(case.canonical)
    return digest.hexdigest()
