"""The trigger lexicon: which words name which happening, in all their forms.

The words stand in `words/*.yaml`, where anybody can edit them. Forms are made by rule from the
lemma (irregular ones are written out), so that a text's words are looked up as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from summarizer_schemas.codes import Context, EventType, Mode

Form = Literal["base", "s", "past", "participle", "ing", "singular", "plural"]
Words = tuple[str, ...]
Things = Mapping[str, Sequence[Words]]
"""Names of things by their first word."""

_ENTRY = re.compile(
    r"(?P<base>[^/_+~]+)(?:/(?P<past>[^/_+~]+)/(?P<participle>[^/_+~]+))?"
    r"(?P<rest>(?:_[^+~]+)?)(?:~(?P<objects>[^+]+))?(?P<marks>(?:\+[a-z]+)*)\Z"
)
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]\Z")
_OBJECT_REACH = 9
"""Words between a verb and its object at most: "gave the island state five million dollars"."""
_ENDS_OBJECT = frozenset(
    "to by from for with in at into against that which who where when while after before because"
    " , ; : . ( ) -- – — but as under".split()
)
AMBIGUOUS = "ambiguous"
"""Mark of verbs whose base form is their past, too: "shut"."""
_BE = frozenset("is are was were be been being".split())


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a word or phrase."""

    entry: str
    """As it stands in the list of words."""
    lemma: str
    type: EventType
    mode: Mode | None
    form: Form
    marks: frozenset[str]
    objects: Things | None = None
    """What it must be done to, to have this sense."""

    @property
    def is_noun(self) -> bool:
        """Whether the words name the happening as a thing."""
        return self.form in ("singular", "plural")


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of the lexicon found in a text, in its senses that fit there."""

    last: int
    senses: Sequence[Sense]
    object: tuple[int, int] | None = None
    """The words of the thing that gives the verb its sense."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases, in lower case."""

    words: Mapping[str, Sequence[Sense]]
    """What a word means by itself."""
    phrases: Mapping[tuple[str, str], Sequence[tuple[Words, Sequence[Sense]]]]
    """What longer phrases mean, by their first two words, the longest first."""
    openers: frozenset[str]
    """The first words of all."""
    light_verbs: frozenset[str]
    """All forms of the verbs that lend their subject to a noun; first words of phrases too."""
    noun_verbs: frozenset[str]
    mode_words: Mapping[EventType, Mapping[str, Mode]]
    """Words within or before a trigger that tell how it was done."""
    content_modes: Mapping[EventType, Mapping[str, Mode]]
    """Words after a trigger that tell what is asked for or refused."""
    contexts: Mapping[str, Sequence[tuple[Words, Context]]]
    """First word -> phrases that begin with it, with the context they tell of."""

    def match(self, words: Sequence[str], at: int, *, first: int, last: int) -> Match | None:
        """Returns the longest phrase at `at` that has a sense there.

        Args:
            words: the words of a sentence, in lower case.
            at: the word to begin with.
            first: first word of the clause, as far back as a passive's subject may stand.
            last: one past the last word of the clause.
        """
        if at + 1 < last:
            for phrase, senses in self.phrases.get((words[at], words[at + 1]), ()):
                end = at + len(phrase)
                fits = end <= last and tuple(words[at:end]) == phrase
                if fits and (found := _fit(words, at, end, senses, first=first, last=last)):
                    return found
        known = self.words.get(words[at])
        if known is None:
            return None
        return _fit(words, at, at + 1, known, first=first, last=last)

    def find_places(self, words: Sequence[str]) -> list[int]:
        """Returns where a phrase begins that has a sense, read without regard to clauses."""
        places: list[int] = []
        done = 0
        for at, word in enumerate(words):
            if at < done or word not in self.openers:
                continue
            if found := self.match(words, at, first=0, last=len(words)):
                done = found.last
                if found.senses:
                    places.append(at)
        return places

    def find_verbs(self, words: Sequence[str], at: int) -> list[Sense]:
        """Returns the senses of the verbs that may begin at `at`, whatever their objects."""
        if words[at] not in self.openers:
            return []
        found = list(self.words.get(words[at], ()))
        if at + 1 < len(words):
            for phrase, senses in self.phrases.get((words[at], words[at + 1]), ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    found.extend(senses)
        return [sense for sense in found if not sense.is_noun]


def _fit(
    words: Sequence[str], at: int, end: int, senses: Sequence[Sense], *, first: int, last: int
) -> Match | None:
    """The senses whose object stands there, the nearest one; else those that need none."""
    if not senses:
        return Match(end, ())
    best: list[Sense] = []
    place: tuple[int, int] | None = None
    for sense in senses:
        if sense.objects is None:
            continue
        found = _find_object(words, at, end, sense, first=first, last=last)
        if found and (place is None or abs(found[0] - at) < abs(place[0] - at)):
            best, place = [sense], found
        elif found and found == place:
            best.append(sense)
    if best:
        return Match(end, best, place)
    plain = [sense for sense in senses if sense.objects is None]
    return Match(end, plain) if plain else None


def _find_object(
    words: Sequence[str], at: int, end: int, sense: Sense, *, first: int, last: int
) -> tuple[int, int] | None:
    objects = cast("Things", sense.objects)
    for n in range(end, min(last, end + _OBJECT_REACH)):
        word = words[n]
        if word in objects and (thing := _match_thing(words, n, objects)):
            return n, n + thing
        if word in _ENDS_OBJECT or (word == "and" and words[min(n + 1, last - 1)].endswith("ed")):
            break
    if sense.form not in ("past", "participle") or at == first:
        return None
    # "The ban on imports was lifted": the thing is the subject of the passive.
    n = at - 1
    while n > first and words[n] not in _BE and at - n < 3:
        n -= 1
    if words[n] not in _BE:
        return None
    for back in range(n - 1, max(first, n - _OBJECT_REACH) - 1, -1):
        if words[back] in objects and (thing := _match_thing(words, back, objects)):
            return back, back + thing
    return None


def _match_thing(words: Sequence[str], at: int, objects: Things) -> int:
    for phrase in objects[words[at]]:
        if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


# ---- reading the lists ----


def _read_yaml(name: str) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = files("summarizer.engines.embedded").joinpath("words", name)
    text = source.read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader, either way
    return words


@cache
def load_lexicon() -> Lexicon:
    """Returns the lexicon that is part of the library."""
    words = _read_yaml("words.yaml")
    things = {name: _list_things(entries) for name, entries in _read_yaml("objects.yaml").items()}
    verbs = _read_verbs(_read_yaml("verbs.yaml"), things)
    nouns = _read_nouns(_read_yaml("nouns.yaml"))
    single, longer = _index([*verbs, *nouns], but=_list_forms(words["no_events"]))
    return Lexicon(
        words=single,
        phrases=longer,
        openers=frozenset(single) | {first for first, _ in longer},
        light_verbs=_list_forms(words["light_verbs"]),
        noun_verbs=_list_forms(words["noun_verbs"]),
        mode_words=_index_modes(words["mode_words"]),
        content_modes=_index_modes(words["content_modes"]),
        contexts=_index_contexts(words["contexts"]),
    )


def list_entries(name: Literal["verbs.yaml", "nouns.yaml"]) -> list[tuple[str, str, str]]:
    """Returns the senses of one list as type, mode ("-" = none) and entry, in its order."""
    table: Mapping[str, Mapping[str, str]] = _read_yaml(name)
    return [
        (type_, mode, entry)
        for type_, modes in table.items()
        for mode, entries in modes.items()
        for entry in entries.split()
    ]


_Reading = tuple[Words, Sense]


def _read_verbs(
    table: Mapping[EventType, Mapping[str, str]], things: Mapping[str, Sequence[Words]]
) -> Iterator[_Reading]:
    for type_, mode, entry in _list_entries(table):
        parts = _read_entry(entry)
        rest = tuple(parts["rest"].split("_")[1:])
        marks = frozenset(parts["marks"].split("+")[1:])
        if parts["past"] == parts["base"]:
            marks |= {AMBIGUOUS}
        objects = _gather(parts["objects"], things) if parts["objects"] else None
        lemma = " ".join((parts["base"], *rest))
        for form, word in _inflect(parts["base"], parts["past"], parts["participle"]):
            sense = Sense(entry, lemma, type_, cast("Mode | None", mode), form, marks, objects)
            yield (word, *rest), sense


def _gather(names: str, things: Mapping[str, Sequence[Words]]) -> Things:
    gathered: dict[str, list[Words]] = {}
    for name in names.split("|"):
        for phrase in things.get(name) or _list_things(name):
            gathered.setdefault(phrase[0], []).append(phrase)
    for phrases in gathered.values():
        phrases.sort(key=len, reverse=True)
    return gathered


def _list_things(entries: str) -> list[Words]:
    things: list[Words] = []
    for entry in entries.split():
        singular, _, plural = entry.partition("/")
        words = tuple(singular.split("_"))
        things.append(words)
        things.append(tuple(plural.split("_")) if plural else (*words[:-1], _add_s(words[-1])))
    return things


def _read_nouns(table: Mapping[EventType, Mapping[str, str]]) -> Iterator[_Reading]:
    for type_, mode, entry in _list_entries(table):
        words = entry.split("_")
        for form, last in (("singular", words[-1]), ("plural", _add_s(words[-1]))):
            lemma = " ".join(words)
            as_form, as_mode = cast("Form", form), cast("Mode | None", mode)
            yield (*words[:-1], last), Sense(entry, lemma, type_, as_mode, as_form, frozenset())


def _list_entries(
    table: Mapping[EventType, Mapping[str, str]],
) -> Iterator[tuple[EventType, str | None, str]]:
    for type_, modes in table.items():
        for mode, entries in modes.items():
            for entry in entries.split():
                yield type_, None if mode == "-" else mode, entry


def _read_entry(entry: str) -> dict[str, str]:
    match = _ENTRY.match(entry)
    if match is None:
        raise ValueError(
            f"lexicon entry {entry!r} is not of the form base/past/participle_rest~objects+mark"
        )
    return match.groupdict(default="")


_ByWord = dict[str, Sequence[Sense]]
_ByTwoWords = dict[tuple[str, str], list[tuple[Words, Sequence[Sense]]]]


def _index(readings: Sequence[_Reading], *, but: frozenset[str]) -> tuple[_ByWord, _ByTwoWords]:
    """Words and longer phrases with their senses; those that tell nothing have none."""
    by_phrase: dict[Words, list[Sense]] = {tuple(phrase.split()): [] for phrase in but}
    for phrase, sense in readings:
        by_phrase.setdefault(phrase, []).append(sense)
    single: _ByWord = {}
    longer: _ByTwoWords = {}
    for phrase, senses in sorted(by_phrase.items(), key=lambda item: -len(item[0])):
        if len(phrase) == 1:
            single[phrase[0]] = tuple(senses)
        else:
            longer.setdefault((phrase[0], phrase[1]), []).append((phrase, tuple(senses)))
    return single, longer


def _index_contexts(table: Mapping[Context, str]) -> dict[str, list[tuple[Words, Context]]]:
    by_word: dict[str, list[tuple[Words, Context]]] = {}
    for context, entries in table.items():
        for entry in entries.split():
            phrase = tuple(entry.split("_"))
            by_word.setdefault(phrase[0], []).append((phrase, context))
    return by_word


def _index_modes(
    table: Mapping[EventType, Mapping[Mode, str]],
) -> Mapping[EventType, Mapping[str, Mode]]:
    return {
        type_: {word: mode for mode, words in modes.items() for word in words.split()}
        for type_, modes in table.items()
    }


def _list_forms(entries: str) -> frozenset[str]:
    forms: set[str] = set()
    for entry in entries.split():
        parts = _read_entry(entry)
        rest = parts["rest"].replace("_", " ")
        forms.update(
            word + rest for _, word in _inflect(parts["base"], parts["past"], parts["participle"])
        )
    return frozenset(forms)


_FORMS_OF_BE: Sequence[tuple[Form, str]] = (
    ("base", "be"),
    ("s", "is"),
    ("s", "are"),
    ("past", "was"),
    ("past", "were"),
    ("past", "been"),
)


def _inflect(base: str, past: str, participle: str) -> Iterator[tuple[Form, str]]:
    if base == "be":
        yield from _FORMS_OF_BE
        return
    yield "base", base
    yield "s", "has" if base == "have" else _add_s(base)
    for form in [past] if past else _add_ed(base):
        yield "past", form
    if participle and participle != past:
        yield "participle", participle
    for form in _add_ing(base):
        yield "ing", form


def _add_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh", "o")) and not word.endswith("oo"):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _add_ed(word: str) -> list[str]:
    if word.endswith("e"):
        return [word + "d"]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word[:-1] + "ied"]
    return [stem + "ed" for stem in _double(word)]


def _add_ing(word: str) -> list[str]:
    if word.endswith("ie"):
        return [word[:-2] + "ying"]
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return [word[:-1] + "ing"]
    return [stem + "ing" for stem in _double(word)]


_DOUBLED = frozenset(
    "abet abhor acquit admit airdrop allot annul begin booby-trap commit compel concur confer"
    " control defer deter disbar enrol equip expel forbid fulfil handicap incur infer kidnap occur outwit"
    " overrun patrol permit prefer propel quit rebel rebut refer regret submit transfer unban".split()
)
_BOTH = re.compile(r"\w*[aeiou]\w*[aeo]l\Z")
"""Two spellings: "cancelled" and "canceled"."""


def _double(word: str) -> list[str]:
    """The stems to which "ed" and "ing" are added."""
    if word.endswith("c"):
        return [word + "k"]
    doubled = word + word[-1]
    if word in _DOUBLED or _ONE_SYLLABLE.match(word):
        return [doubled]
    return [doubled, word] if _BOTH.match(word) and word[-3:-2] not in "aeiou" else [word]
