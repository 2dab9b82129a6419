"""One phrase of an article, read as somebody: head, what follows "of", what stands beside it."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.parties.heads import Head
from summarizer.parties.kinds import find_sector, judge_name
from summarizer.parties.reading import Draft, PartyReading
from summarizer.parties.vocabulary import list_plain
from summarizer.parties.wording import ADDED, Wording, is_no_state
from summarizer.places import find_leader
from summarizer_schemas.record import PartyKind

_MAX_CHARS = 400
"""Longer words are a sentence, not somebody; what stands behind tells nothing of the party."""
_MAX_PARTS = 4
_PREPOSITIONS = frozenset(
    "of for at in from with to on by near under against over inside outside about loyal into"
    " between among across around during after before throughout within".split()
)
_OF_BODY = frozenset({"of", "for", "at", "with", "from"})
_OF_PLACE = frozenset({"of", "in", "from", "at"})
_OF_LEADER = frozenset({"of", "for", "to", "loyal"})
"""As in "supporters of President Arafat", "troops loyal to Saddam Hussein"."""
_ENDS = frozenset(
    "who whom whose which that where when while as said living based operating located speaking"
    " including".split()
)
_PLAIN_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,3}\Z|[A-Z]{3,8}\Z")
_NAMING = frozenset({"named", "called", "identified", "known", "as"})


@lru_cache(maxsize=2048)
def read_party(words: str) -> PartyReading:
    """Read one phrase of an article as somebody.

    Args:
        words: A phrase that names a party, as the article has it.

    >>> read = read_party("Vantia's Interior Ministry spokesman Ivan Petrov")
    >>> read.name, read.role, read.organisation
    ('Ivan Petrov', 'spokesman', 'Interior Ministry')
    >>> read_party("the Chinese embassy in Manila").country
    'CHN'
    """
    if _PLAIN_NAME.match(words) and _tells_nothing(words):
        single = " " not in words
        kind: PartyKind = "unknown" if single else "person"
        country = None if single else find_leader(words)
        return PartyReading(
            name=words, country=country, kind="organisation" if words.isupper() else kind
        )
    wording = Wording(words[:_MAX_CHARS])
    draft = _Reader(wording).read()
    draft.country = draft.country or _find_leader(draft, wording)

    def text(span: tuple[int, int] | None) -> str | None:
        return wording.text[span[0] : span[1]] if span else None

    return PartyReading(
        name=text(draft.name),
        role=text(draft.role),
        organisation=text(draft.organisation),
        country=draft.country,
        kind=draft.kind,
        sector=draft.sector,
    )


def _find_leader(draft: Draft, wording: Wording) -> str | None:
    """As in "President Arafat", "the Reagan government": known to the world by that name."""
    if draft.kind == "person" and draft.name is not None:
        return find_leader(wording.text[slice(*draft.name)], draft.role_words)
    if draft.kind == "state" and draft.name is None and len(wording) > 1:
        return find_leader(wording.text[slice(*wording.span(-2, -1))], wording.low[-1])
    return None


def _tells_nothing(words: str) -> bool:
    """Whether no word of a name is in any list: that is most names, and read at once."""
    parts = words.lower().split(" ")
    return list_plain().isdisjoint(parts)


class _Reader:
    """Reads the parts between commas, and joins what they tell."""

    def __init__(self, wording: Wording) -> None:
        self.words = wording

    def read(self) -> Draft:
        parts = self._split()
        if parts and self.words.low[parts[0][0]] in _PREPOSITIONS:
            parts[0] = (parts[0][0] + 1, parts[0][1])
        if not parts or parts[0][0] >= parts[0][1]:
            return Draft()
        draft = self.read_part(*parts[0])
        for first, last in parts[1:]:
            if self.words.low[first] in _PREPOSITIONS:
                self._add_tails(draft, first, last)
            else:
                self._add_apposition(draft, self.read_part(first, last))
        return draft

    def _split(self) -> list[tuple[int, int]]:
        """The stretches between commas, brackets and dashes, up to a relative clause."""
        words, parts = self.words, list[tuple[int, int]]()
        first = 0
        for at in range(len(words) + 1):
            ends = at == len(words) or (words.low[at] in _ENDS and not self._names(at))
            added = not ends and self._is_added(at)
            if ends or (not words.is_word(at) and words.low[at] != "&" and not added):
                if at > first:
                    parts.append((first, at))
                first = at + 1
            if ends or len(parts) == _MAX_PARTS:
                break
        return parts

    def _is_added(self, at: int) -> bool:
        """The comma of "Omar Velk, Jr."."""
        words = self.words
        return (
            0 < at < len(words) - 1
            and words.low[at] == ","
            and words.low[at + 1] in ADDED
            and words.is_capital(at - 1)
        )

    def _names(self, at: int) -> bool:
        """The "as" of "a man identified as Ivan Petrov"."""
        return self.words.low[at] == "as" and at > 0 and self.words.low[at - 1] in _NAMING

    # One part

    def read_part(self, first: int, last: int) -> Draft:
        both = self._read_both(first, last)
        if both is not None:
            return both
        head_end = self._find_head_end(first, last)
        measured = self._skip_measure(first, head_end, last)
        if measured > first:
            return self._read_measured(measured, last)
        called = self._find_called(first, head_end)
        if called:
            return self._read_called(first, called, head_end)
        draft = Head(self.words, first, head_end, has_tail=head_end < last).read()
        if head_end < last:
            self._add_tails(draft, head_end, last)
        return draft

    def _find_head_end(self, first: int, last: int) -> int:
        """The first preposition that is no part of an office or a name."""
        words, at, joined = self.words, first, first
        while at < last:
            size = words.match(words.more.offices, at, last)
            if size > 1:
                at += size
            elif words.low[at] in _PREPOSITIONS and at > first:
                after = self._continue_name(first, at, last, is_name=joined == at)
                if after == at:
                    return at
                at = joined = after
            else:
                at += 1
        return last

    def _continue_name(self, first: int, at: int, last: int, *, is_name: bool) -> int:
        """As in "Ministry of Defence", "Movement for the Freedom of Selm"."""
        words = self.words
        if words.low[at] not in ("of", "for") or at + 1 >= last:
            return at
        begin = at
        while begin > first and words.is_capital(begin - 1):
            begin -= 1
        known = words.known.organisation_words
        if not is_name and not any(words.low[n] in known for n in range(begin, at)):
            return at
        after = at + 2 if words.low[at + 1] == "the" else at + 1
        if after >= last or not words.is_capital(after):
            return at
        return words.find_name_end(after, last)

    def _skip_measure(self, first: int, head_end: int, last: int) -> int:
        """As in "a group of protesters", "members of the NRF": where the real head begins."""
        words = self.words
        if head_end + 1 >= last or words.low[head_end] != "of":
            return first
        word = words.low[head_end - 1]
        telling = words.skip_describing(first, head_end)
        if word in words.more.members and telling >= head_end - 1:
            return head_end + 1
        if word in words.more.measures and telling >= head_end - 1:
            return head_end + 1
        return first

    def _read_measured(self, begin: int, last: int) -> Draft:
        words = self.words
        draft = self.read_part(begin, last)
        draft.country = draft.country or _find_leader(draft, words)
        word = words.low[begin - 2]
        if word == "one" and draft.is_people:
            draft.kind = "person"
        if word not in words.more.members or draft.kind in ("unknown", "population"):
            return draft
        if draft.kind in ("organisation", "armed_group"):
            draft.organisation = self._find_body(begin, last)
        draft.name = draft.role = None
        if draft.kind != "armed_group":
            is_one = not word.endswith(("s", "staff"))
            draft.kind = "person" if is_one else "population"
        if word.startswith("supporter"):
            draft.sector = "OPP"
        return draft

    def _find_called(self, first: int, last: int) -> int:
        """Where the name begins in "a man named Ivan Petrov"."""
        words = self.words
        for at in range(first + 1, last - 1):
            if words.low[at] in _NAMING and words.is_capital(at + 1):
                return at + 1
        return 0

    def _read_called(self, first: int, called: int, last: int) -> Draft:
        words = self.words
        begin = called - 1
        while begin > first and words.low[begin - 1] in (*_NAMING, "only"):
            begin -= 1
        draft = Head(words, first, begin).read()
        end = words.find_name_end(called, last)
        draft.name = words.span(called, end)
        if draft.kind == "unknown":
            draft.kind, draft.sector = judge_name(words, called, end, has_article=False)
        return draft

    def _read_both(self, first: int, last: int) -> Draft | None:
        """As in "Kenya and Norway": two parties have no one name."""
        words = self.words
        for at in range(first + 1, last - 1):
            if words.low[at] != "and":
                continue
            one, other = self.read_part(first, at), self.read_part(at + 1, last)
            if one.role and not one.name and other.role:
                # As in "president and chief executive Anna Velk".
                other.role = (one.role[0], other.role[1])
                other.country = other.country or one.country
                return other
            if one.kind == "unknown" or not other.is_known or other.kind == "unknown":
                return None
            return Draft(
                kind=one.kind if one.kind == other.kind else "unknown",
                country=one.country if one.country == other.country else None,
                sector=one.sector if one.sector == other.sector else None,
            )
        return None

    # What follows a preposition

    def _add_tails(self, draft: Draft, first: int, last: int) -> None:
        words = self.words
        while first < last:
            after = next((n for n in range(first + 1, last) if words.low[n] in _PREPOSITIONS), last)
            if after < last:
                after = self._find_head_end(first + 1, last)
            self._add_tail(draft, words.low[first], first + 1, after)
            first = after

    def _add_tail(self, draft: Draft, preposition: str, first: int, last: int) -> None:
        words = self.words
        begin = words.skip_describing(first, last)
        if begin >= last:
            return
        if draft.role_words.split()[-1:] in (["minister"], ["secretary"]) and (
            self._complete_office(draft, preposition, begin, last)
        ):
            return
        if preposition in _OF_BODY and not draft.organisation and draft.kind != "unknown":
            self._add_body(draft, preposition, first, last)
        if preposition in _OF_PLACE and draft.country is None:
            draft.country = self._find_country(begin, last)
        if preposition in _OF_LEADER and draft.country is None and words.is_capital(last - 1):
            begin = first + 1 if words.low[first] == "to" else first
            draft.country = _find_leader(Head(words, begin, last).read(), words)

    def _complete_office(self, draft: Draft, preposition: str, begin: int, last: int) -> bool:
        """As in "minister of defence", "Minister for Oil and Gas"."""
        words = self.words
        bare = [one for one in draft.role_words.split() if one not in words.more.role_modifiers]
        known = preposition in ("of", "for") and len(bare) == 1 and not draft.name
        if not known or begin in words.countries:
            return False
        end = begin
        while end < last and words.low[end] in (*words.more.portfolios, "and", "&"):
            end += 1
        if end == begin and draft.role is not None and words.text[draft.role[0]].isupper():
            end = words.find_name_end(begin, last)
        if end == begin or draft.role is None:
            return False
        draft.role = (draft.role[0], words.end(end))
        name = words.find_name_end(end, last) if end < last else end
        if name > end:
            draft.name = words.span(end, name)
        return True

    def _add_body(self, draft: Draft, preposition: str, first: int, last: int) -> None:
        words = self.words
        inner = Head(words, first, last).read()
        span = self._find_body(first, last)
        leads = draft.role_words.split()[-1:]
        generic = bool(leads) and leads[0] in words.more.body_roles
        if inner.kind in ("organisation", "armed_group") or (
            span and words.is_body(*_at(words, span))
        ):
            named = draft.kind == "person" or inner.name is not None
            if named and draft.kind != "organisation":
                draft.organisation = span
            if draft.role is None and draft.kind in ("population", "armed_group"):
                draft.sector = draft.sector or inner.sector
            elif generic or draft.sector is None:
                draft.sector = inner.sector or (
                    find_sector(words, *_at(words, span)) if span else None
                )
        elif generic and draft.role and inner.name and inner.kind != "state":
            draft.organisation = span
            draft.sector = None
        elif generic and inner.sector and draft.role:
            draft.sector = inner.sector
        if preposition != "at" or inner.kind == "organisation":
            draft.country = draft.country or (inner.country if preposition != "with" else None)

    def _find_body(self, first: int, last: int) -> tuple[int, int] | None:
        """The body's own words: without article, owner and, before a common noun, country."""
        words = self.words
        for at in range(last - 2, first - 1, -1):
            if words.is_owner(at):
                if words.is_body(first, at + 1) and not words.is_capital(last - 1):
                    last = at + 1
                else:
                    first = at + 1
                break
        begin = words.skip_describing(first, last)
        if begin in words.countries and words.countries[begin][0] < last:
            after, mention = words.countries[begin]
            if not is_no_state(mention.country) and not words.is_capital(last - 1):
                begin = after
        return words.span(begin, last) if begin < last else None

    def _find_country(self, first: int, last: int) -> str | None:
        found = {
            mention.country
            for at, (_, mention) in self.words.countries.items()
            if first <= at < last and not is_no_state(mention.country)
        }
        return found.pop() if len(found) == 1 else None

    # What stands beside it

    def _add_apposition(self, draft: Draft, other: Draft) -> None:
        """As in "Anna Velk, the head of the army", "the foreign minister, Anna Velk"."""
        ranked = draft.role_words and self.words.more.military_ranks.issuperset(
            draft.role_words.split()
        )
        if draft.name and (ranked or not draft.role) and other.role and not other.name:
            if draft.kind in ("person", "unknown"):
                draft.kind, draft.role, draft.sector = "person", other.role, other.sector
                draft.organisation = draft.organisation or other.organisation
        elif draft.name and not draft.role and other.occupation and not other.name:
            draft.kind, draft.role, draft.sector = "person", other.occupation, other.sector
        elif draft.role and not draft.name and other.name and not other.role:
            draft.name = other.name
        elif draft.name and draft.kind == "unknown" and other.kind != "unknown" and not other.name:
            draft.kind, draft.sector = other.kind, other.sector
        else:
            return
        draft.country = draft.country or other.country


def _at(words: Wording, span: tuple[int, int]) -> tuple[int, int]:
    """Code points as words."""
    first = words.starts.index(span[0])
    return first, next(n for n in range(first + 1, len(words) + 1) if words.end(n) >= span[1])
