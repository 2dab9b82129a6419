"""The trigger lexicon: which words name which happening, in all their forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from summarizer_schemas.codes import Context, EventType, Mode

Form = Literal["base", "s", "past", "participle", "ing", "singular", "plural"]

_ENTRY = re.compile(
    r"(?P<base>[^/_+]+)(?:/(?P<past>[^/_+]+)/(?P<participle>[^/_+]+))?(?P<rest>(?:_[^+]+)?)(?P<marks>(?:\+[a-z]+)*)\Z"
)
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]\Z")


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a word or phrase."""

    lemma: str
    type: EventType
    mode: Mode | None
    form: Form
    marks: frozenset[str]

    @property
    def is_noun(self) -> bool:
        """Whether the words name the happening as a thing."""
        return self.form in ("singular", "plural")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases by their first word, longest first; every key is lower case."""

    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], tuple[Sense, ...]]]]
    light_verbs: frozenset[str]
    """All forms of the verbs that lend their subject to a noun; first words of phrases too."""
    noun_verbs: frozenset[str]
    mode_words: Mapping[EventType, Mapping[str, Mode]]
    """Words within or before a trigger that tell how it was done."""
    content_modes: Mapping[EventType, Mapping[str, Mode]]
    """Words after a trigger that tell what is asked for or refused."""
    contexts: Mapping[str, Sequence[tuple[tuple[str, ...], Context]]]
    """First word -> phrases that begin with it, with the context they tell of."""

    def match(self, words: Sequence[str], at: int) -> tuple[int, tuple[Sense, ...]] | None:
        """Returns how many words the longest phrase at `at` takes, and its senses."""
        for phrase, senses in self.phrases.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase), senses
        return None


def read_words(name: str) -> dict[str, Any]:
    """Returns one of the word lists beside this file."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = files("summarizer.engines.embedded").joinpath(name).read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.load(source, Loader=loader)  # noqa: S506 - a safe loader, either way
    return words


@cache
def load_lexicon() -> Lexicon:
    """Returns the lexicon that is part of the library."""
    data = read_words("lexicon.yaml")
    return Lexicon(
        phrases=_index([*_read_verbs(data["verbs"]), *_read_nouns(data["nouns"])]),
        light_verbs=_list_forms(data["light_verbs"]),
        noun_verbs=_list_forms(data["noun_verbs"]),
        mode_words=_index_modes(data["mode_words"]),
        content_modes=_index_modes(data["content_modes"]),
        contexts=_index_contexts(data["contexts"]),
    )


_Reading = tuple[tuple[str, ...], Sense]


def _read_verbs(table: Mapping[EventType, Mapping[str, str]]) -> Iterator[_Reading]:
    for type_, mode, entry in _list_entries(table):
        parts = _read_entry(entry)
        rest = tuple(parts["rest"].split("_")[1:])
        marks = frozenset(parts["marks"].split("+")[1:])
        for form, word in _inflect(parts["base"], parts["past"], parts["participle"]):
            sense = Sense(parts["base"], type_, cast("Mode | None", mode), form, marks)
            yield (word, *rest), sense


def _read_nouns(table: Mapping[EventType, Mapping[str, str]]) -> Iterator[_Reading]:
    for type_, mode, entry in _list_entries(table):
        words = entry.split("_")
        for form, last in (("singular", words[-1]), ("plural", _add_s(words[-1]))):
            sense = Sense(
                " ".join(words), type_, cast("Mode | None", mode), cast("Form", form), frozenset()
            )
            yield (*words[:-1], last), sense


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
            f"lexicon entry {entry!r} is not of the form base/past/participle_rest+mark"
        )
    return match.groupdict(default="")


def _index(
    readings: Sequence[_Reading],
) -> dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]]:
    by_phrase: dict[tuple[str, ...], list[Sense]] = {}
    for phrase, sense in readings:
        by_phrase.setdefault(phrase, []).append(sense)
    by_word: dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]] = {}
    for phrase, senses in sorted(by_phrase.items(), key=lambda item: -len(item[0])):
        by_word.setdefault(phrase[0], []).append((phrase, tuple(senses)))
    return by_word


def _index_contexts(
    table: Mapping[Context, str],
) -> dict[str, list[tuple[tuple[str, ...], Context]]]:
    by_word: dict[str, list[tuple[tuple[str, ...], Context]]] = {}
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


def _inflect(base: str, past: str, participle: str) -> Iterator[tuple[Form, str]]:
    regular = _add_ed(base)
    yield "base", base
    yield "s", _add_s(base)
    yield "past", past or regular
    if participle and participle != past:
        yield "participle", participle
    yield "ing", _add_ing(base)


def _add_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _add_ed(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ied"
    return _double(word) + "ed"


def _add_ing(word: str) -> str:
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe")):
        return word[:-1] + "ing"
    return _double(word) + "ing"


_DOUBLED = frozenset(
    "commit admit submit permit compel rebel expel propel kidnap begin prefer refer occur".split()
)


def _double(word: str) -> str:
    return word + word[-1] if word in _DOUBLED or _ONE_SYLLABLE.match(word) else word
