"""Labels: what people say of items, one line of JSON each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from summarizer_evals.errors import GoldError
from summarizer_evals.gold.reading import describe_invalid
from summarizer_evals.judge.verdicts import Item, Label
from summarizer_schemas.base import Record, Words

Key = tuple[str, str]
"""Case and item."""


class LabelLine(Record):
    """What one annotator says of one item."""

    case: str
    item: Words
    """The text of a key point or event; or its name in one run, `p1` or `e2`."""
    label: Label
    annotator: str = "a1"

    @property
    def key(self) -> Key:
        """What is labelled."""
        return self.case, self.item


def read_labels(path: Path) -> list[LabelLine]:
    """Returns the labels of a JSONL file; blank lines are skipped.

    Raises:
        GoldError: a line is no label, or an annotator labels one item twice.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise GoldError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise GoldError(f"{path} is not UTF-8; save it as UTF-8") from None
    found: list[LabelLine] = []
    seen: set[tuple[Key, str]] = set()
    for number, words in enumerate(lines, start=1):
        if not words.strip():
            continue
        line = _read_line(words, f"{path}, line {number}")
        if (line.key, line.annotator) in seen:
            raise GoldError(
                f"{path}, line {number}: {line.annotator!r} has labelled this item before; keep one"
            )
        seen.add((line.key, line.annotator))
        found.append(line)
    return found


def _read_line(words: str, where: str) -> LabelLine:
    try:
        return LabelLine.model_validate(json.loads(words))
    except json.JSONDecodeError as error:
        raise GoldError(f"{where}: not JSON: {error.msg}") from None
    except ValidationError as error:
        raise GoldError(
            f"{where}: {describe_invalid(error)[0]}; write case, item, label, annotator"
        ) from None


def settle(labels: Iterable[LabelLine]) -> dict[Key, Label | None]:
    """Returns what most annotators say of each item; null where no label has a majority.

    Example:
        >>> line = LabelLine(case="a", item="Rain fell.", label="supported")
        >>> other = line.model_copy(update={"annotator": "a2", "label": "unsure"})
        >>> settle([line]), settle([line, other])
        ({('a', 'Rain fell.'): 'supported'}, {('a', 'Rain fell.'): None})
    """
    said: dict[Key, Counter[Label]] = {}
    for one in labels:
        said.setdefault(one.key, Counter())[one.label] += 1
    return {
        key: next((label for label, times in votes.items() if 2 * times > votes.total()), None)
        for key, votes in said.items()
    }


def list_ratings(labels: Sequence[LabelLine]) -> dict[str, dict[Key, Label]]:
    """Returns what each annotator says of each item."""
    ratings: dict[str, dict[Key, Label]] = {}
    for one in labels:
        ratings.setdefault(one.annotator, {})[one.key] = one.label
    return ratings


def make_items(
    labels: Sequence[LabelLine], *, named: Mapping[Key, Item] | None = None, repeats: int = 1
) -> list[Item]:
    """Returns what a judge has to be asked to be calibrated by these labels.

    Args:
        labels: what people said.
        named: items of a run by case and name (`reporting.list_items`); a label with such a name
            is of that item, every other one of its own text.
        repeats: how often each is asked, to see how steady the judge is.
    """
    known = named or {}
    items: list[Item] = []
    for case, text in dict.fromkeys(one.key for one in labels):
        item = known.get((case, text)) or Item(
            case=case, kind="event" if " · " in text else "key point", item=text, text=text
        )
        items += [item.model_copy(update={"repeat": at}) for at in range(1, repeats + 1)]
    return items
