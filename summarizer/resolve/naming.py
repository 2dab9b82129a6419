"""Somebody, as the engine words them, becomes a party, as the article bears it out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from summarizer.grounding import Rejection
from summarizer.occurrences import stands_in
from summarizer.parties import Cast, PartyReading
from summarizer.places import find_mentions
from summarizer.resolve.findings import Findings
from summarizer.resolve.quoting import FieldWords, Quotes
from summarizer.tallies import make_parties
from summarizer_schemas.codes import COUNTRY_LIKE
from summarizer_schemas.record import Party
from summarizer_schemas.wire import WireParty


class Naming:
    """Makes the parties of one text; the same words at the same place are the same party."""

    def __init__(self, quotes: Quotes, findings: Findings) -> None:
        self._quotes = quotes
        self._findings = findings
        self.cast = Cast(quotes.text)
        self._known: dict[tuple[object, ...], tuple[Party, ...]] = {}
        self._has_refused = False
        self._claimants: dict[tuple[object, ...], tuple[Party, ...]] = {}

    def make_claimants(self, wires: Sequence[WireParty], near: int) -> tuple[Party, ...]:
        """Returns those who say something near this place; who is not found is rejected."""
        if len(wires) == 1:
            return self.make_claimant(wires[0], near)
        return _unite([self.make_claimant(wire, near) for wire in wires]) if wires else ()

    def make_claimant(self, wire: WireParty, near: int) -> tuple[Party, ...]:
        """Returns who is said to speak near this place; nobody where the words are not found."""
        words = wire.text
        key = (words, wire.name, wire.kind, wire.role, wire.country, wire.sector, near)
        made = self._claimants.get(key)
        if made is not None:
            return made
        found = self._quotes.find(words, near)
        if isinstance(found, Rejection):
            self._findings.reject("field", words, found.reason)
            made = ()
        else:
            made = self._make(wire, found.quote, found.start)
        self._claimants[key] = made
        return made

    def make_sides(
        self, wires: Sequence[WireParty], fields: FieldWords, name: str
    ) -> tuple[Party, ...]:
        """Returns those who act in an event, or suffer it."""
        if not wires:
            return ()
        made: list[tuple[Party, ...]] = []
        for wire in wires:
            found = fields.locate(wire.text, name)
            if found:
                made.append(self._make(wire, *found))
        return made[0] if len(made) == 1 else _unite(made)

    def _make(self, wire: WireParty, words: str, at: int) -> tuple[Party, ...]:
        """One party; several where "both countries" stands for two that were named."""
        name, kind, role = wire.name, wire.kind, wire.role
        key = (words, at, name, kind, role, wire.country, wire.sector)
        made = self._known.get(key)
        if made is not None:
            return made
        reading = self.cast.identify(words, at)
        self._has_refused = False
        if reading.members:
            made = _unite([make_parties(words, reading)])
        else:
            values = {
                "text": words,
                "name": self._choose_name(name, words, reading) if name else reading.name,
                "kind": reading.kind if kind == "unknown" else kind,
                "role": role if role and stands_in(words, role) else reading.role,
                "organisation": reading.organisation,
                "country": reading.country or self._choose_country(wire.country),
                "sector": wire.sector or reading.sector,
            }
            made = (Party.check(values),)
        if not self._has_refused:  # what is refused is listed for each item that says it
            self._known[key] = made
        return made

    def _choose_name(self, given: str, words: str, reading: PartyReading) -> str | None:
        """The fullest form the article gives: "Velk" is the Anna Velk it named before."""
        if given == reading.name:
            return given
        if not stands_in(words, given):
            # Nobody is called what the article does not call them: no acronym is expanded.
            self._refuse(given, "name_not_in_words")
            return reading.name
        longer = reading.name is not None and stands_in(reading.name, given)
        return reading.name if longer else given

    def _choose_country(self, given: str | None) -> str | None:
        """Where the words tell none, the engine's own answer, if the article names the country."""
        if given is None:
            return None
        if given in COUNTRY_LIKE or given in self._named_countries:
            return given
        self._refuse(given, "country_not_in_article")
        return None

    def _refuse(self, words: str, reason: str) -> None:
        self._findings.reject("field", words, reason)
        self._has_refused = True

    @cached_property
    def _named_countries(self) -> frozenset[str]:
        return frozenset(mention.country for mention in find_mentions(self._quotes.text.text))


def _unite(made: Sequence[tuple[Party, ...]]) -> tuple[Party, ...]:
    """All parties in their order, each once."""
    return tuple(dict.fromkeys(party for parties in made for party in parties))
