"""Label Studio: the JSON export of a project with a `Labels` tag over a `Text`.

The form is that of "Label Studio Task Format" (labelstud.io/guide/task_format) and of the pages
on the tags `Labels`, `Relations` and `Choices`. What is read: regions of type `labels`, arrows of
type `relation`, `choices` of a region (an attribute, called as the tag is) and of the whole text
(a tag of the case). Offsets count code points since 2021; before (issues 1008 and 1347 of
HumanSignal/label-studio) they counted UTF-16 code units, as JavaScript does. The words that
stand beside them tell which.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any, cast

from summarizer_evals.errors import GoldError
from summarizer_evals.gold.reading import read_words
from summarizer_evals.imports.forms import FACTS, Attribute, Draft, LabelledSpan, Relation
from summarizer_evals.imports.sources import parse_json, take_list, take_object, take_offset

_TEXT_NAMES = ("text", "article", "content", "body", "document")


def read_label_studio(path: Path) -> Iterator[Draft]:
    """Yields one draft for each annotation of each task; that of the ground truth comes first.

    Args:
        path: the export ("JSON", not "JSON-MIN").

    Raises:
        GoldError: something in it cannot be; the message names file and task.
    """
    data = parse_json(read_words(path), str(path))
    tasks: Sequence[Any] = [data] if isinstance(data, dict) else take_list(data, str(path))
    for number, value in enumerate(tasks, start=1):
        task = take_object(value, f"{path}, task {number}")
        name = task.get("id", number)
        yield from _read_task(task, where=f"{path}, task {name}", name=f"{path.stem}-{name}")


def _read_task(task: dict[str, Any], *, where: str, name: str) -> Iterator[Draft]:
    if "data" not in task:
        raise GoldError(f"{where}: it has no `data`; export as JSON, not as JSON-MIN or CSV")
    data = take_object(task["data"], f"{where}: data")
    given = task.get("annotations", task.get("completions"))
    annotations = [
        take_object(one, f"{where}: annotations")
        for one in take_list(given, f"{where}: annotations")
    ]
    kept = [one for one in annotations if not one.get("was_cancelled")]
    kept.sort(key=lambda one: not one.get("ground_truth"))
    results = [
        take_object(one, f"{where}: result")
        for annotation in kept
        for one in take_list(annotation.get("result"), f"{where}: result")
    ]
    text = _find_text(data, results, where)
    own = data.get("id")
    for annotation in kept:
        cancelled = len(annotations) - len(kept)
        notes = [f"{cancelled} cancelled annotations are left out"] if cancelled else []
        reading = _Reading(text, where, notes)
        for one in take_list(annotation.get("result"), f"{where}: result"):
            reading.take(cast("dict[str, Any]", one))
        yield Draft(
            where=where,
            id=str(own) if isinstance(own, str | int) else name,
            text=text,
            spans=tuple(reading.spans),
            relations=tuple(reading.relations),
            attributes=tuple(reading.attributes),
            annotator=_name_annotator(annotation),
            facts={one: data.get(one) for one in FACTS},
            tags=reading.tags,
            warnings=tuple(reading.list_warnings()),
        )
    if not kept:
        yield Draft(where, str(own or name), text, warnings=("it has no annotation",))


def _find_text(data: dict[str, Any], results: list[dict[str, Any]], where: str) -> str:
    """The export does not say which value was annotated: it is the one the offsets fit."""
    strings = {name: value for name, value in data.items() if isinstance(value, str)}
    likely = [name for name in _TEXT_NAMES if name in strings]
    names = likely + [name for name in strings if name not in likely and name not in FACTS]
    values = [take_object(one.get("value") or {}, f"{where}: value") for one in results]
    values = [one for one in values if isinstance(one.get("text"), str)]
    for name in names:
        offsets = Offsets(strings[name])
        if values and all(offsets.fits(one) for one in values):
            return strings[name]
    if likely or len(names) == 1:
        return strings[names[0]]
    raise GoldError(f"{where}: no value of `data` is surely the text; call it `text`")


def _name_annotator(annotation: dict[str, Any]) -> str | None:
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        person = cast("dict[str, Any]", by)
        by = person.get("email") or person.get("username") or person.get("id")
    if isinstance(by, str):
        # The name before the @: gold is published, addresses should not be.
        return by.partition("@")[0] or None
    return f"user{by}" if isinstance(by, int) else None


# ---- offsets ----


class Offsets:
    """The two ways to count the characters of a text.

    Example:
        >>> Offsets("🔥 in Norburg").resolve({"start": 6, "end": 13, "text": "Norburg"})
        (5, 12)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        # Where each code point begins in UTF-16; only needed where one takes two units.
        wide = any(one > "\uffff" for one in text)
        sizes = (2 if one > "\uffff" else 1 for one in text)
        self._units = [0, *accumulate(sizes)] if wide else None

    def fits(self, value: dict[str, Any]) -> bool:
        """Tells whether the words of a region stand at its offsets."""
        return self.resolve(value) is not None

    def resolve(self, value: dict[str, Any]) -> tuple[int, int] | None:
        """Returns the code points of a region; None when its words do not stand there."""
        start, end, words = value.get("start"), value.get("end"), value.get("text")
        if not isinstance(start, int) or not isinstance(end, int):
            return None
        if not isinstance(words, str) or self._says(start, end, words):
            return start, end
        if self._units:
            first, last = bisect_left(self._units, start), bisect_left(self._units, end)
            if self._says(first, last, words):
                return first, last
        return None

    def _says(self, start: int, end: int, words: str) -> bool:
        return _flatten(self.text[start:end]) == _flatten(words)


def _flatten(words: str) -> str:
    r"""Some versions write a line break as the two characters `\n`, or as a blank."""
    return re.sub(r"(?:\s|\\[nrt])+", " ", words).strip()


# ---- results ----


@dataclass
class _Reading:
    """What the results of one annotation say, taken in one by one."""

    text: str
    where: str
    warnings: list[str]
    spans: list[LabelledSpan] = field(default_factory=list[LabelledSpan])
    relations: list[Relation] = field(default_factory=list[Relation])
    attributes: list[Attribute] = field(default_factory=list[Attribute])
    tags: dict[str, str] = field(default_factory=dict[str, str])
    unread: Counter[str] = field(default_factory=Counter[str])
    unchecked: int = 0

    def __post_init__(self) -> None:
        self._offsets = Offsets(self.text)

    def take(self, one: dict[str, Any]) -> None:
        """Takes in one result."""
        kind = one.get("type")
        if kind == "labels":
            self._take_region(one)
        elif kind == "relation":
            self._take_relation(one)
        elif kind == "choices":
            self._take_choices(one)
        else:
            self.unread[str(kind)] += 1

    def list_warnings(self) -> list[str]:
        """Returns what the annotator must hear of."""
        unread = [f"results of type {one!a}: {n} left out" for one, n in self.unread.items()]
        if self.unchecked:
            unread.append(f"{self.unchecked} regions come without their words; check the offsets")
        return [*self.warnings, *unread]

    def _take_region(self, one: dict[str, Any]) -> None:
        name = str(one.get("id", f"region {len(self.spans) + 1}"))
        at = f"{self.where}: region {name!a}"
        value = take_object(one.get("value"), at)
        take_offset(value.get("start"), f"{at}: start")
        take_offset(value.get("end"), f"{at}: end")
        found = self._offsets.resolve(value)
        if found is None:
            raise GoldError(
                f"{at}: its words do not stand at {value['start']}:{value['end']} of the text, by "
                "code points or by UTF-16; export anew, or delete the region"
            )
        self.unchecked += not isinstance(value.get("text"), str)
        labels = take_list(value.get("labels"), f"{at}: labels") or [""]
        for index, label in enumerate(labels):
            own = name if index == 0 else f"{name}:{index}"
            self.spans.append(LabelledSpan(own, str(label), *found))

    def _take_relation(self, one: dict[str, Any]) -> None:
        source, target = str(one.get("from_id")), str(one.get("to_id"))
        if one.get("direction") == "left":
            source, target = target, source
        labels = take_list(one.get("labels"), f"{self.where}: labels of a relation") or [""]
        self.relations += [Relation(str(label), source, target) for label in labels]

    def _take_choices(self, one: dict[str, Any]) -> None:
        value = take_object(one.get("value"), f"{self.where}: choices")
        chosen = [str(each) for each in take_list(value.get("choices"), f"{self.where}: choices")]
        name = str(one.get("from_name", "choices"))
        if "start" in value:
            self.attributes += [Attribute(str(one.get("id")), name, each) for each in chosen]
        elif chosen:
            self.tags[name] = ", ".join(chosen)
