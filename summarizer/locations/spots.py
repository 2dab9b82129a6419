"""The names in a phrase that says where, and how the words around them relate them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from summarizer.locations import cues
from summarizer.places import (
    ORGANISATIONS,
    CountryMention,
    DivisionMention,
    find_divisions,
    find_mentions,
)

Kind = Literal["capital", "seat", "town", "division", "name"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in the phrase that may be the place itself.

    Attributes:
        start: First code point, in the phrase.
        end: One past the last.
        kind: What it is known as; `name` when no table knows it.
        is_near: Whether the place is only near it.
        is_container: Whether a smaller place of it is named too ("Norburg's old quarter").
        country: alpha-3, where the tables settle it.
    """

    start: int
    end: int
    kind: Kind
    is_near: bool
    is_container: bool
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A country that some words of the phrase speak for."""

    start: int
    end: int
    country: str
    is_explicit: bool


class Phrase:
    """A phrase that says where, with the names in it.

    Attributes:
        words: The phrase.
        inferred_country: What the rest of the article says.
        countries: Mentions of countries by name or people.
        divisions: Divisions named as such, in order.
        claims: Which words speak for which country.
        spots: Names that may be the place, in order.
    """

    def __init__(self, words: str, inferred_country: str | None) -> None:
        self.words = words
        self.inferred_country = inferred_country
        found = [each for each in find_mentions(words, wide=True) if each.form != "group"]
        mentions = [each for each in found if each.country not in ORGANISATIONS]
        self._bodies = [each for each in found if each.country in ORGANISATIONS]
        self.countries = [each for each in mentions if each.form in {"name", "demonym"}]
        named = {each.country for each in self.countries}
        within = named.pop() if len(named) == 1 else inferred_country
        known = [
            each
            for each in find_divisions(words, within=within)
            if not any(each.start == name.start and each.end <= name.end for name in self.countries)
        ]
        self.divisions = [each for each in known if each.kind == "division"]
        self.spots: list[Spot] = []
        towns = [each for each in known if each.kind == "town"]
        divided = {each.start for each in known}
        capitals = [
            each
            for each in mentions
            if each.form in {"capital", "seat"}
            or (each.form == "town" and each.start not in divided)
        ]
        self._collect_spots(capitals, towns)
        self.claims = self._collect_claims(capitals, towns)

    # ---- the names ----

    def _collect_spots(self, capitals: list[CountryMention], towns: list[DivisionMention]) -> None:
        self._towns: list[CountryMention | DivisionMention] = [*capitals, *towns]
        divided = {(each.start, each.end) for each in self.divisions}
        self._unknown_division: Spot | None = None
        done = 0
        for run in cues.RUN.finditer(self.words):
            start, end = self._trim(run.start(), run.end())
            if start >= end or start < done or self._is_no_place(start, end):
                continue
            kind, country = self._identify(start, end, capitals, towns)
            if kind == "division" or (start, end) in divided:
                continue
            if kind == "name" and cues.TOWN_AFTER.match(self.words, end):
                continue
            spot = self._make_spot(start, end, kind, country)
            if kind == "name" and self._has_division_noun(start, end):
                self._unknown_division = self._unknown_division or spot
            else:
                self.spots.append(spot)
            done = end

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """The run without leading prepositions, nations and a noun of its own behind."""
        leading = cues.LEADING.match(self.words, start, end)
        if leading:
            known = [each.start for each in (*self.countries, *self.divisions, *self._towns)]
            start = min([leading.end(), *(each for each in known if start <= each)])
        for nation in self.countries:
            if nation.start == start and nation.end <= end and not self._is_known_from(start, end):
                rest = (
                    nation.end
                    + len(self.words[nation.end : end])
                    - len(self.words[nation.end : end].lstrip(" \u00a0-"))
                )
                owns = nation.form == "demonym" or self._is_known_from(rest, end)
                if rest >= end or (owns and not cues.FACILITY.match(self.words, rest)):
                    start = rest
        end = max([end, *(each.end for each in self._towns if each.start == start)])
        if not cues.INITIALS.search(self.words, start, end):
            end = start + len(self.words[start:end].rstrip(".-'’"))
        for division in self.divisions:
            if division.start == start and division.end < end:
                noun = cues.OWN_NOUN.match(self.words, division.end)
                end = division.end if noun and noun.end() == end else end
        return start, end

    def _is_no_place(self, start: int, end: int) -> bool:
        """Whether nothing but countries is named here: "Syria", "Pakistan-Iran", "ISIS"."""
        rest = self.words[start:end]
        if cues.NOT_A_PLACE.fullmatch(rest):
            return True
        for nation in (*self.countries, *self._bodies):
            if start <= nation.start and nation.end <= end:
                rest = rest.replace(nation.text, "")
        return not any(letter.isalpha() for letter in rest)

    def _is_known_from(self, start: int, end: int) -> bool:
        return any(each.start == start and each.end <= end for each in self.divisions)

    def _identify(
        self, start: int, end: int, capitals: list[CountryMention], towns: list[DivisionMention]
    ) -> tuple[Kind, str | None]:
        for capital in capitals:
            if (capital.start, capital.end) == (start, end):
                if any(each.start == start and each.end == end for each in self.divisions):
                    return "division", None
                if capital.form == "town":
                    return "town", capital.country
                return ("seat" if capital.form == "seat" else "capital"), capital.country
        for town in towns:
            if (town.start, town.end) == (start, end):
                return "town", town.country
        return "name", None

    def _make_spot(self, start: int, end: int, kind: Kind, country: str | None) -> Spot:
        before = self._segment_before(start)
        after = self.words[end : end + 60]
        holds = re.match(r"['’]s?\s(?:[a-z-]+\s){0,2}[A-Z]", after)
        suburb_of = re.match(r"\s(?:suburb|neighbou?rhood|district|quarter|borough)s?\sof\s", after)
        is_part = bool(self.spots) and self.spots[-1].is_container
        return Spot(
            start=start,
            end=end,
            kind=kind,
            is_near=bool((not is_part and cues.NEAR.search(before)) or cues.FAR_NOUN.match(after)),
            is_container=bool(holds or (suburb_of and kind != "name")),
            country=country,
        )

    def _segment_before(self, start: int) -> str:
        """The words before a name that speak of it: since the last comma, "in" or name."""
        before = self.words[:start]
        ends = [0, *(found.end() for found in cues.BREAK.finditer(before))]
        ends += [spot.end for spot in self.spots if spot.end <= start]
        ends += [each.end for each in self.divisions if each.end <= start]
        return before[max(ends) :]

    def _has_division_noun(self, start: int, end: int) -> bool:
        before = self.words[max(0, start - 20) : start]
        return bool(
            cues.DIVISION_AFTER.match(self.words, end) or cues.DIVISION_BEFORE.search(before)
        )

    # ---- what they say ----

    def choose_spot(self) -> Spot | None:
        """The place itself: rather a spot than what it is near, the smaller of two."""
        ranked = sorted(self.spots, key=lambda spot: (spot.is_near, spot.is_container, spot.start))
        if not ranked or (ranked[0].is_near and self.choose_division()):
            return ranked[0] if ranked and not self._follows_division(ranked[0]) else None
        return ranked[0]

    def _follows_division(self, spot: Spot) -> bool:
        """As in "Diyala province, north of Baghdad": the division is where, the town is not."""
        return any(each.end <= spot.start for each in self.divisions)

    def name_spot(self, spot: Spot) -> str:
        """The words that name the place, two of them joined by "and" included."""
        for other in self.spots:
            if self.words[spot.end : other.start] == " and " and other.kind == spot.kind:
                return self.words[spot.start : other.end]
        return self.words[spot.start : spot.end]

    def choose_division(self) -> str | None:
        """The one division that the phrase is in, by its usual English name."""
        inside = [
            each
            for each in self.divisions
            if not cues.NEAR.search(self._segment_before(each.start))
        ]
        names = dict.fromkeys(each.name for each in inside or self.divisions)
        if len(names) == 1:
            return next(iter(names))
        if not names and self._unknown_division is not None:
            return self.words[self._unknown_division.start : self._unknown_division.end]
        return None

    def choose_country(self, spot: Spot | None) -> tuple[str | None, bool]:
        """The country, and whether the phrase names it in so many words."""
        claims = self.claims
        code = _agree(claims)
        if code is None and claims:
            inside = [each for each in claims if cues.INSIDE.search(self.words[: each.start])]
            code = _agree(inside)
        explicit = any(each.country == code and each.is_explicit for each in claims)
        doubtful = spot is not None and spot.kind == "town" and not explicit
        if self.inferred_country and (code is None or doubtful):
            return self.inferred_country, False
        return code, explicit

    def has_part(self, pattern: re.Pattern[str]) -> bool:
        """Whether a word of this pattern stands outside the names."""
        return any(
            found.group()
            for found in pattern.finditer(self.words)
            if not any(each.start <= found.start() < each.end for each in self.countries)
        )

    def has_town_besides(self, spot: Spot) -> bool:
        """Whether the phrase names a town other than this spot."""
        return any(each != spot and each.kind in {"capital", "town", "name"} for each in self.spots)

    def _collect_claims(
        self, capitals: list[CountryMention], towns: list[DivisionMention]
    ) -> list[Claim]:
        nations = [each for each in self.countries if not self._is_neighbour(each)]
        claims = [Claim(each.start, each.end, each.country, is_explicit=True) for each in nations]
        indirect: list[CountryMention | DivisionMention] = [*capitals, *towns, *self.divisions]
        claims += [
            Claim(each.start, each.end, each.country, is_explicit=False)
            for each in indirect
            if each.country and not self._belongs_elsewhere(each.start, each.end, each.country)
        ]
        here = [each for each in claims if not cues.NEAR.search(self._segment_before(each.start))]
        return here or claims

    def _is_neighbour(self, mention: CountryMention) -> bool:
        """Whether only its border or its embassy is spoken of; "Iran's border" is in Iran."""
        return bool(
            cues.BORDERS_AFTER.match(self.words, mention.end)
            or cues.ABROAD.match(self.words, mention.end)
            or cues.BORDERS_BEFORE.search(self.words[: mention.start])
        )

    def _belongs_elsewhere(self, start: int, end: int, country: str) -> bool:
        """Whether a nation beside the name says that it is a namesake: "Tripoli, Lebanon"."""
        for nation in self.countries:
            if nation.country == country:
                continue
            tied = nation.end <= start and cues.TIE.fullmatch(self.words[nation.end : start])
            if tied or self.words[end : nation.start] == ", ":
                return True
        return False


def _agree(claims: list[Claim]) -> str | None:
    codes = {each.country for each in claims}
    return codes.pop() if len(codes) == 1 else None
