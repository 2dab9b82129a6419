"""Why there is an event: the rule and the words that made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.engines.embedded.acts import Act
from summarizer.engines.embedded.chains import Trigger
from summarizer.engines.embedded.clauses import Clause
from summarizer_schemas.codes import EventType, Mode
from summarizer_schemas.record import Realis

_USES = {
    "active": "a verb, whose subject acts",
    "passive": "a passive, whose subject suffers it",
    "light": "a noun to which a verb lends its subject",
    "noun": "a noun by itself",
}
_OPENINGS = {
    "main": "the main clause",
    "relative": "a relative clause",
    "where": 'a clause with "where"',
    "reduced": "words that tell which one is meant",
    "resumed": "the main clause, after words put in",
    "and": "a clause joined to the one before",
    "gapped": "a clause that leaves out its verb",
    "after": "a clause that tells what came before",
    "before": "a clause that tells what came after",
    "while": "a clause that tells the setting",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What made one mention of an event.

    Attributes:
        words: the words that name the happening, verbatim.
        quote: the clause they stand in, verbatim.
        source: the list of words that knows them: verbs.yaml or nouns.yaml.
        entry: their line in that list, with its frame.
        type: the PLOVER type the list gives.
        mode: the mode the list gives, or None.
        use: how the words are used there.
        clause: what kind of clause it is.
        told_as: what saying makes of it, where that is another type: "AGREE, future".
    """

    words: str
    quote: str
    source: str
    entry: str
    type: EventType
    mode: Mode | None
    use: str
    clause: str
    told_as: str | None

    def describe(self) -> Iterator[str]:
        """Yields the reason in sentences, one a line."""
        mode = f", mode {self.mode}" if self.mode else ""
        yield f'"{self.words}" is {self.entry} in {self.source}: {self.type}{mode}'
        yield f"used as {self.use}, in {self.clause}"
        if self.told_as:
            yield f"as it is told: {self.told_as}"


def give_reason(clause: Clause, trigger: Trigger, act: Act, *, words: str, quote: str) -> Reason:
    """Returns why a clause is a mention of an event."""
    sense = trigger.sense
    changed = act.type != sense.type or act.realis != "actual"
    return Reason(
        words=words,
        quote=quote,
        source="nouns.yaml" if sense.is_noun else "verbs.yaml",
        entry=sense.entry,
        type=sense.type,
        mode=sense.mode,
        use=_USES[trigger.use],
        clause=_OPENINGS[clause.opening],
        told_as=_tell(act.type, act.realis) if changed else None,
    )


def _tell(type_: EventType, realis: Realis) -> str:
    return f"{type_}, {realis}" if realis != "actual" else type_
