"""The words before the first preposition: whose, what office, of which body, what name."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.parties.kinds import (
    find_sector,
    is_armed,
    is_generic,
    judge_name,
    judge_people,
)
from summarizer.parties.reading import Draft
from summarizer.parties.wording import PARTICLES, Wording, is_bodily, is_no_state
from summarizer.places import find_leader

_PORTFOLIO_HEADS = frozenset({"minister", "secretary"})
_ARMED_BY_WORD = frozenset(
    "group faction movement organisation organization network force forces wing groups".split()
)


@dataclass(frozen=True, slots=True)
class Head:
    """Words [first, last) of a phrase, read as somebody."""

    wording: Wording
    first: int
    last: int
    has_tail: bool = False
    """A preposition follows, as in "head of"."""

    def read(self) -> Draft:
        """Returns what the words tell."""
        words, draft = self.wording, Draft()
        body = self._read_owner(draft)
        begin = words.skip_describing(body, self.last)
        if begin >= self.last:
            return draft
        office = self._find_office(begin)
        if office:
            self._read_office(draft, begin, *office)
        else:
            self._read_unofficed(draft, begin)
        if office or draft.kind != "unknown":
            self._take_owner(draft, body, needs_role=bool(office))
        return draft

    # Whose

    def _read_owner(self, draft: Draft) -> int:
        """As in "Vantia's army": the country of the owner, and where the rest begins."""
        words = self.wording
        for at in range(self.last - 2, self.first - 1, -1):
            if words.is_owner(at):
                codes = {words.countries[n][1].country for n in words.countries if n <= at}
                if codes:
                    draft.country = codes.pop() if len(codes) == 1 else None
                else:
                    draft.country = find_leader(words.text[slice(*words.span(self.first, at + 1))])
                return at + 1
        return self.first

    def _take_owner(self, draft: Draft, body: int, *, needs_role: bool) -> None:
        """As in "Hamas's leader": the owner is the body, if it is one."""
        words = self.wording
        begin = words.skip_describing(self.first, body)
        if begin >= body or not words.is_body(begin, body):
            return
        if needs_role and not draft.organisation:
            draft.organisation = words.span(begin, body)
            self._take_sector(draft, begin, body)
        elif draft.kind == "organisation":
            draft.sector = draft.sector or find_sector(words, begin, body)
            if draft.sector in ("REB", "UAF"):
                draft.kind = "armed_group"  # As in "the Selm Liberation Front's military wing".

    # Offices

    def _find_office(self, begin: int) -> tuple[int, int] | None:
        """The words of the first office that its holder's name, or nothing, follows."""
        words = self.wording
        for at in range(begin, self.last):
            size = words.match(words.more.offices, at, self.last)
            if not size or words.is_owner(at + size - 1):
                continue
            end = at + size
            while (
                end < self.last
                and words.keys[end - 1] in words.more.military_ranks
                and words.keys[end] in words.more.military_ranks
            ):
                end += 1
            if self._is_office(begin, at, end):
                return self._extend_office(begin, at, size), end
        return None

    def _is_office(self, begin: int, at: int, end: int) -> bool:
        words = self.wording
        name = words.find_name_end(end, self.last) if end < self.last else end
        if name == self.last:
            named = end < self.last
        else:
            # As in "military spokesman Brig. Gen. Omar", "President Mr Omar".
            named = words.keys[end] in words.known.honorifics or bool(
                words.match(words.more.offices, end, self.last)
            )
            if not named:
                return False
        if named:
            return True
        ordinary = " ".join(words.keys[at:end]) in words.known.ranks
        return not ordinary or self.has_tail or at > begin

    def _extend_office(self, begin: int, at: int, size: int) -> int:
        """Where the office begins: "deputy" and "former" belong to it, and a portfolio."""
        words, first = self.wording, at
        if words.keys[at + size - 1] in _PORTFOLIO_HEADS and words.keys[at] != "prime":
            first = self._extend_portfolio(begin, at)
            if first == at > begin and size == 1 and self._may_be_portfolio(at - 1):
                first -= 1
        while first > begin and words.keys[first - 1] in words.more.role_modifiers:
            first -= 1
        return first

    def _extend_portfolio(self, begin: int, at: int) -> int:
        """As in "oil and gas minister"."""
        words, first = self.wording, at
        portfolios = words.more.portfolios
        while first > begin:
            linked = words.low[first - 1] in ("and", "&") and first - 1 > begin
            if linked and words.low[first - 2] in portfolios:
                first -= 2
            elif words.low[first - 1] in portfolios:
                first -= 1
            else:
                break
        return first

    def _may_be_portfolio(self, at: int) -> bool:
        words = self.wording
        return (
            not any(start <= at < end for start, (end, _) in words.countries.items())
            and words.low[at] not in words.more.role_modifiers
            and words.low[at] not in PARTICLES
            and words.is_word(at)
            and not words.is_body(at, at + 1)
        )

    def _read_office(self, draft: Draft, begin: int, first: int, end: int) -> None:
        words = self.wording
        draft.kind, draft.role = "person", words.span(first, end)
        draft.role_words = " ".join(words.keys[first:end])
        office = tuple(words.keys[max(first, end - 3) : end])
        while office and office not in words.more.offices:
            office = office[1:]
        draft.sector = words.more.offices.get(office)
        self._read_body(draft, begin, first)
        if draft.sector == "GOV" and not (draft.country or draft.organisation):
            # A spokesman of nobody told speaks for anybody.
            draft.sector = None if words.keys[end - 1] in words.more.body_roles else "GOV"
        after = end
        while after < self.last and (
            words.keys[after] in words.known.honorifics
            or words.keys[after] in words.more.military_ranks
        ):
            after += 1
        size = words.match(words.more.offices, after, self.last) if after < self.last else 0
        after = after + size if after + size < self.last else after
        if after < self.last:
            draft.name = words.span(after, self.last)

    def _read_body(self, draft: Draft, begin: int, end: int) -> None:
        """As in "Norland army", "Interior Ministry", "UN": what stands before an office."""
        words = self.wording
        first = begin
        while first < end and first in words.countries:
            after, mention = words.countries[first]
            draft.country = draft.country or mention.country
            if is_bodily(mention) or mention.is_weak:
                break
            first = after
        first = words.skip_describing(first, end)
        if first >= end or draft.role is None:
            return
        inside = {found.country for n, (_, found) in words.countries.items() if first <= n < end}
        draft.country = draft.country or (inside.pop() if len(inside) == 1 else None)
        office = draft.role_words.split()
        leads_body = office[-1] in words.more.body_roles
        if len(office) > 1 and (office[0],) in words.known.nouns and not words.is_body(first, end):
            return  # As in "the Halden police chief": the body is told by the office.
        after = words.find_long_name_end(first, end)
        noun = words.known.nouns.get(tuple(words.low[first:end]))
        if noun and noun[0] in ("armed_group", "population"):
            after = first
        if after == first and not words.is_body(first, end):
            # As in "athletics chief": what it is about belongs to the office.
            draft.role = words.starts[first], draft.role[1]
        elif first < after < end and not words.is_body(after, end):
            draft.role = words.starts[after], draft.role[1]
        else:
            after = end
        if words.is_body(first, after) or (leads_body and words.is_capital(first)):
            draft.organisation = words.span(first, after) if after > first else None
        self._take_sector(draft, first, end)

    def _take_sector(self, draft: Draft, first: int, last: int) -> None:
        """Who speaks for the army is no part of the government."""
        words = self.wording
        head = draft.role_words.split()[-1:]
        if head and head[0] not in words.more.body_roles:
            return
        draft.sector = find_sector(words, first, last) or (None if head else draft.sector)

    # No office

    def _read_unofficed(self, draft: Draft, begin: int) -> None:
        words, honorifics = self.wording, self.wording.known.honorifics
        title = next((n for n in range(begin, self.last - 1) if words.keys[n] in honorifics), None)
        if title is not None:
            draft.kind = "person"
            end = words.find_name_end(title + 1, self.last)
            draft.name = words.span(title + 1, end) if end > title + 1 else None
        elif not (
            self._read_country(draft, begin)
            or self._read_noun(draft, begin)
            or self._read_named_noun(draft, begin)
        ):
            self._read_name(draft, begin)

    def _read_noun(self, draft: Draft, begin: int) -> bool:
        """As in "Kenyan police", "Islamic State militants", "the Interior Ministry"."""
        words = self.wording
        size = words.match_noun_before(begin, self.last)
        at = self.last - size
        if not size or (size == 1 and self._ends_name(at, begin)):
            return False
        draft.kind, draft.sector, draft.is_plural = words.known.nouns[
            tuple(words.low[at : self.last])
        ]
        draft.is_people = draft.kind == "population" or (
            draft.kind == "armed_group" and words.low[self.last - 1] not in words.more.collectives
        )
        if draft.is_people and not draft.is_plural:
            draft.kind = "person"
        first = self._take_countries(draft, begin, at)
        draft.role_words = words.low[self.last - 1].removesuffix("s")
        if first < at:
            self._qualify(draft, first, at)
        self._name_body(draft, begin, first)
        draft.role_words = ""
        if draft.kind == "person" and draft.sector != "CVL":
            draft.occupation = words.span(at, self.last)
        return True

    def _ends_name(self, at: int, begin: int) -> bool:
        """As in "Revolutionary Guards": the people are part of a body's name."""
        words = self.wording
        kind = words.known.nouns[words.low[at],][0]
        return (
            kind in ("population", "armed_group")
            and at > begin
            and words.low[at] in words.known.organisation_words
            and words.is_capital(at)
            and words.is_capital(at - 1)
        )

    def _take_countries(self, draft: Draft, begin: int, end: int) -> int:
        words, first = self.wording, begin
        while first < end:
            if first in words.countries:
                after, mention = words.countries[first]
                draft.country = draft.country or mention.country
                if is_bodily(mention) or mention.is_weak:
                    break
                first = after
            elif words.low[first] in words.more.describing:
                first += 1
            else:
                break
        return first

    def _qualify(self, draft: Draft, first: int, at: int) -> None:
        """What stands before the noun: "rebel" forces, "police" officials, "Hamas" fighters."""
        words = self.wording
        if draft.kind == "organisation" and words.low[self.last - 1] in _ARMED_BY_WORD:
            armed = next((n for n in range(first, at) if is_armed(words, n)), None)
            if armed is not None:
                draft.kind = "armed_group"
                draft.sector = words.known.nouns.get((words.low[armed],), (None, "REB"))[1]
        elif draft.kind in ("population", "person", "armed_group"):
            of_body = draft.role_words in words.more.body_roles
            named = any(words.is_capital(n) for n in range(first, at))
            if (of_body or named) and words.is_body(first, at):
                draft.organisation = words.span(first, at)
            if of_body:
                draft.sector = find_sector(words, first, at) or draft.sector
        elif draft.kind == "facility":
            draft.sector = draft.sector or find_sector(words, first, at)
        if "opposition" in words.low[first:at]:
            draft.sector = "OPP"

    def _name_body(self, draft: Draft, begin: int, first: int) -> None:
        """A body whose words all have capitals is called so: "the Interior Ministry"."""
        words = self.wording
        if draft.kind not in ("organisation", "armed_group", "facility"):
            return
        at = self.last - words.match_noun_before(begin, self.last)
        named = not draft.is_plural and first < at and words.find_long_name_end(first, at) == at
        if named and words.is_body(first, at) and not words.is_capital(at):
            # As in "the Halden Post newspaper".
            draft.name = words.span(first, at)
            return
        generic = all(is_generic(words, n) for n in range(first, self.last))
        if not generic:
            first = words.skip_describing(begin, self.last)
        enough = self.last - first > 1 and first < self.last
        if enough and words.find_name_end(first, self.last) == self.last:
            draft.name = words.span(first, self.last)
            last = words.low[self.last - 1]
            if not generic and last in words.known.organisation_words:
                draft.sector = words.known.organisation_words[last]

    def _read_named_noun(self, draft: Draft, begin: int) -> bool:
        """As in "activist Anna Velk", "the rebel group NRF"."""
        words = self.wording
        for at in range(begin + 1, self.last):
            if not words.is_capital(at) or words.find_name_end(at, self.last) != self.last:
                continue
            size = words.match_noun_before(begin, at)
            noun = words.known.nouns.get(tuple(words.low[at - size : at])) if size else None
            if noun is None or noun[2] or (noun[0] != "population" and words.is_capital(at - 1)):
                return False
            inner = Head(words, self.first, at).read()
            for name in ("kind", "sector", "organisation", "country"):
                setattr(draft, name, getattr(inner, name) or getattr(draft, name))
            if noun[0] == "population":
                draft.kind = "person"
                # As in "teenager Karl Lund": who is no more than that has no office.
                draft.role = None if noun[1] == "CVL" else words.span(at - size, at)
            draft.name = words.span(at, self.last)
            return True
        return False

    def _read_country(self, draft: Draft, begin: int) -> bool:
        words = self.wording
        found = words.countries.get(begin)
        if found is None or found[0] != self.last:
            return False
        mention = found[1]
        draft.country = mention.country
        if mention.is_weak:
            draft.kind, draft.sector = mention.kind, mention.sector
            if mention.kind != "population":
                draft.name = words.span(begin, self.last)
        elif is_no_state(mention.country):
            armed = mention.country == "IMG"
            draft.kind, draft.sector = ("armed_group", "UAF") if armed else ("organisation", None)
            draft.name = words.span(begin, self.last)
        elif mention.form == "demonym":
            draft.kind = judge_people(words, self.first, begin, self.last)
            draft.sector = "CVL" if words.low[self.last - 1].endswith("s") else None
        else:
            draft.kind, draft.name = "state", words.span(begin, self.last)
            draft.sector = "GOV" if mention.form == "seat" else None
        return True

    def _read_name(self, draft: Draft, begin: int) -> None:
        words = self.wording
        end = words.find_long_name_end(begin, self.last)
        if end == begin:
            return
        if end < self.last and end == begin + 1 and not words.is_acronym(begin):
            # As in "Halden dockers": who they are is not in the lists.
            self._take_countries(draft, begin, end)
            return
        draft.name = words.span(begin, end)
        draft.kind, draft.sector = judge_name(words, begin, end, has_article=begin > self.first)
        inside = [found[1].country for n, found in words.countries.items() if begin <= n < end]
        states = [code for code in inside if not is_no_state(code)]
        if draft.kind == "person" and begin in words.countries:
            draft.kind = "unknown"  # As in "Iraqi Kurds", "Kenya Cup".
        if len(states) < len(inside):
            draft.kind, draft.sector = "organisation", find_sector(words, begin, end)
        if draft.kind in ("organisation", "armed_group"):
            draft.country = draft.country or next(iter(states or inside), None)
