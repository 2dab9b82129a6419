"""brat: `<name>.txt` with `<name>.ann` beside it, in the standoff format.

The form is that of "brat standoff format" (brat.nlplab.org/standoff.html): `T` labelled words,
with gaps as in `0 5;16 23`; `E` events with their arguments; `R` relations; `A` and `M`
attributes. `#` notes are kept as notes; `N` (entries of data bases) and `*` (sets of spans that
mean the same) are counted and reported. Offsets count code points of the `.txt`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from summarizer_evals.errors import GoldError
from summarizer_evals.gold.reading import read_words
from summarizer_evals.imports.forms import Attribute, Draft, LabelledSpan, Relation


def read_brat(path: Path) -> Iterator[Draft]:
    """Yields one draft for each pair of files.

    Args:
        path: a folder, or one file of a pair.

    Raises:
        GoldError: something in it cannot be; the message names file and line.
    """
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path.with_suffix(".ann")]
    if not files:
        raise GoldError(f"{path} holds no *.ann; give the folder that brat writes to")
    for file in files:
        article = file.with_suffix(".txt")
        if not article.is_file():
            raise GoldError(f"{file}: there is no {article.name} beside it; copy it there")
        sheet = _Sheet(file, read_words(article))
        for number, line in enumerate(read_words(file).split("\n"), start=1):
            if line.strip():
                sheet.take(line.rstrip("\r"), number)
        inner = file.relative_to(path) if path.is_dir() else Path(file.name)
        yield sheet.close("-".join(inner.with_suffix("").parts))


@dataclass
class _Sheet:
    """The lines of one `.ann`, taken in one by one."""

    path: Path
    text: str
    spans: dict[str, LabelledSpan] = field(default_factory=dict[str, LabelledSpan])
    events: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    relations: list[Relation] = field(default_factory=list[Relation])
    attributes: list[Attribute] = field(default_factory=list[Attribute])
    notes: list[str] = field(default_factory=list[str])
    unread: Counter[str] = field(default_factory=Counter[str])
    where: str = ""

    def take(self, line: str, number: int) -> None:
        """Takes in one line."""
        self.where = f"{self.path}, line {number}"
        name, _, rest = line.partition("\t")
        head, _, tail = rest.partition("\t")
        fields = head.split()
        readers = {"T": 2, "E": 1, "R": 3, "A": 2, "M": 2, "#": 0, "N": 0, "*": 0}
        least = readers.get(name[:1])
        if least is None:
            raise GoldError(f"{self.where}: begins with none of T E R A M N # *; mend the line")
        if len(fields) < least:
            raise GoldError(
                f"{self.where}: {name!a} has too few fields; they are separated by tabs: "
                "mend the line"
            )
        if name[:1] == "T":
            self._take_words(name, head, tail)
        elif name[:1] == "E":
            self._take_event(name, fields)
        elif name[:1] == "R":
            first, second = (one.partition(":")[2] for one in fields[1:3])
            self.relations.append(Relation(fields[0], first, second))
        elif name[:1] in "AM":
            value: str | bool = " ".join(fields[2:]) or True
            self.attributes.append(Attribute(fields[1], fields[0], value))
        elif name[:1] == "#":
            self.notes.append(tail)
        else:
            self.unread[name[:1]] += 1

    def close(self, name: str) -> Draft:
        """Returns the draft, once all lines are in."""
        self.where = str(self.path)
        spans = dict(self.spans)
        aliases: dict[str, str] = {}
        for event, (kind, trigger) in self.events.items():
            if trigger not in self.spans:
                raise GoldError(f"{self.path}: {event} hangs on {trigger!a}; add its line")
            place = self.spans[trigger]
            spans[event] = LabelledSpan(event, kind, place.start, place.end, place.parts)
            # The words of an event carry its type, too: they are the event, not a second one.
            spans.pop(trigger, None)
            aliases.setdefault(trigger, event)
        what = {"N": "normalisations (N)", "*": "equivalences (*)"}
        return Draft(
            where=str(self.path),
            id=name,
            text=self.text,
            spans=tuple(spans.values()),
            relations=tuple(
                Relation(
                    one.label,
                    aliases.get(one.source, one.source),
                    aliases.get(one.target, one.target),
                )
                for one in self.relations
            ),
            attributes=tuple(
                Attribute(aliases.get(one.span, one.span), one.name, one.value)
                for one in self.attributes
            ),
            notes=tuple(self.notes),
            warnings=tuple(f"{what[one]}: {count} left out" for one, count in self.unread.items()),
        )

    def _take_words(self, name: str, head: str, words: str) -> None:
        label, _, places = head.partition(" ")
        parts: list[tuple[int, int]] = []
        for one in places.split(";"):
            offsets = one.split()
            if len(offsets) != 2 or not all(each.isascii() and each.isdigit() for each in offsets):
                raise GoldError(f"{self.where}: offsets are `start end` or `start end;start end`")
            parts.append((int(offsets[0]), int(offsets[1])))
        found = " ".join(self.text[start:end] for start, end in parts)
        if " ".join(found.split()) != " ".join(words.split()):
            raise GoldError(
                f"{self.where}: the words of {name!a} do not stand at its offsets; the .txt "
                "was changed after it was annotated: bring back the one that was"
            )
        start, end = min(one[0] for one in parts), max(one[1] for one in parts)
        gaps = tuple(parts) if len(parts) > 1 else ()
        self._check_new(name)
        self.spans[name] = LabelledSpan(name, label, start, end, gaps)

    def _take_event(self, name: str, fields: list[str]) -> None:
        pairs = [one.partition(":") for one in fields]
        if any(not one[2] for one in pairs):
            raise GoldError(f"{self.where}: an event is `Type:T1 Role:T2`; mend the line")
        self._check_new(name)
        self.events[name] = (pairs[0][0], pairs[0][2])
        self.relations += [Relation(role, name, target) for role, _, target in pairs[1:]]

    def _check_new(self, name: str) -> None:
        if name in self.spans or name in self.events:
            raise GoldError(f"{self.where}: the id {name!a} stands twice; ids are unique")
