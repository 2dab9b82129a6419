"""Lint: whether gold can be measured with; each problem says where it is and what to do."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.textmap import TextMap
from summarizer_evals.errors import GoldError
from summarizer_evals.files import write_whole
from summarizer_evals.gold.checks import Level, check_gold
from summarizer_evals.gold.offsets import place_quotes, walk_quotes
from summarizer_evals.gold.reading import (
    ARTICLE,
    Case,
    describe_invalid,
    find_cases,
    list_gold_files,
    read_gold_data,
    read_text,
)
from summarizer_evals.gold.records import Gold


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or looks so.

    Attributes:
        level: an `error` makes gold unusable; a `warning` may be meant.
        path: the file.
        where: the place in it: `events[2].date`; empty for the file as a whole.
        message: what is wrong, and what to do.
    """

    level: Level
    path: str
    where: str
    message: str

    def __str__(self) -> str:
        where = f" {self.where}" if self.where else ""
        return f"{self.level}: {self.path}:{where} {self.message}"


def lint_all(root: Path, *, fix: bool = False) -> tuple[list[Problem], list[Case]]:
    """Returns what is wrong with the gold of a folder, and the cases that can be used.

    Args:
        root: a folder for each article, or one of them.
        fix: whether offsets, lengths and hashes are filled in first.

    Raises:
        GoldError: there is no such folder, or no article in it.
    """
    problems: list[Problem] = []
    cases: list[Case] = []
    for folder in find_cases(root):
        if fix:
            for path in list_gold_files(folder):
                problems += fix_gold(path)
        found, golds = lint_folder(folder)
        problems += found
        if golds and not any(one.level == "error" for one in found):
            cases.append(Case(folder.name, read_text(folder), tuple(golds)))
    return problems + lint_together(cases), cases


def fix_gold(path: Path) -> list[Problem]:
    """Fills in offsets, length and hash of one gold file, and writes it where it changed."""
    data = read_gold_data(path)
    before = json.dumps(data)
    troubles = place_quotes(data, read_text(path.parent))
    if json.dumps(data) != before:
        write_whole(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    return [Problem("error", str(path), *one.split(": ", 1)) for one in troubles]


def lint_folder(folder: Path) -> tuple[list[Problem], list[Gold]]:
    """Returns what is wrong in one article's folder, and the gold that could be read."""
    found: list[Gold] = []
    try:
        text = read_text(folder)
    except GoldError as error:
        return [Problem("error", str(folder / ARTICLE), "", str(error))], []
    problems = _lint_text(folder, text)
    for path in list_gold_files(folder):
        try:
            data = read_gold_data(path)
        except GoldError as error:
            problems.append(Problem("error", str(path), "", str(error)))
            continue
        problems += _lint_offsets(path, data, text)
        try:
            gold = Gold.model_validate(data)
        except ValidationError as error:
            problems += [_locate("error", path, line) for line in describe_invalid(error)]
            continue
        found.append(gold)
        problems += [
            Problem(level, str(path), where, message)
            for level, where, message in check_gold(gold, folder.name, TextMap(text))
        ]
    return problems, found


def lint_together(cases: Sequence[Case]) -> list[Problem]:
    """Returns what is wrong with several articles as a set: the same text twice, or nearly."""
    problems: list[Problem] = []
    shingles = [(case.id, _cut_shingles(case.text)) for case in cases]
    for index, (name, own) in enumerate(shingles):
        for other, theirs in shingles[:index]:
            shared = len(own & theirs) / max(min(len(own), len(theirs)), 1)
            if shared > _MOST_SHARED:
                message = f"{shared:.0%} of its words stand in {other}, too; keep one of them"
                problems.append(Problem("error", f"{name}/{ARTICLE}", "", message))
    return problems


_MOST_SHARED = 0.5
"""Share of five-word runs: copies with a new first paragraph have more, two reports of one day
less than a tenth."""


def _cut_shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}


def _locate(level: Level, path: Path, line: str) -> Problem:
    where, _, message = line.partition(": ")
    return Problem(level, str(path), where, message)


def _lint_text(folder: Path, text: str) -> list[Problem]:
    path = str(folder / ARTICLE)
    if not text.strip():
        return [Problem("error", path, "", "the article is empty")]
    if unicodedata.normalize("NFC", text) != text:
        message = "the text is not NFC; offsets count code points, so other tools may differ"
        return [Problem("warning", path, "", message)]
    return []


def _lint_offsets(path: Path, data: dict[str, Any], text: str) -> list[Problem]:
    problems: list[Problem] = []
    for where, span in walk_quotes(data):
        start, end = span.get("start"), span.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            message = "the quote has no offsets; `summarizer eval lint --fix` fills them in"
        elif text[start:end] == span["quote"]:
            continue
        else:
            stands = "elsewhere in" if span["quote"] in text else "nowhere in"
            message = f"the quote is not text[{start}:{end}]; it stands {stands} the article"
        problems.append(Problem("error", str(path), where, message))
    return problems
