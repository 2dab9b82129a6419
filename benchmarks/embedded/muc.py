"""What the embedded engine finds of the incidents in MUC-3/4 reports, per document.

DATA holds one report per line: `text` and `gold`, a list of templates with `PerpInd`, `PerpOrg`,
`Target`, `Victim`, `Weapon`; each is a list of entities, each entity a list of strings that
name it. A report is relevant when it has a template. The engine says so by an attack
(ASSAULT) that happened. Roles are compared per document: perpetrators are the actors of
attacks, victims and targets the recipients and the target (people and things), weapons the
words of a mode ("dynamite") in the evidence. A string names an entity when, without articles,
it is one of the entity's strings or the words of one lie within the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.embedded.bootstrap import find_interval
from summarizer import Summarizer
from summarizer.engines.embedded.wordlists import load_lexicon
from summarizer_schemas.record import Event

ROLES = {
    "perpetrator": ("PerpInd", "PerpOrg"),
    "target": ("Target",),
    "victim": ("Victim",),
    "weapon": ("Weapon",),
}
Counts = tuple[int, int, int]
"""Right, given and wanted."""
_ARTICLES = frozenset("a an the some several two three four five".split())
_WORD = re.compile(r"[a-z0-9]+")


def print_table(path: Path) -> None:
    """Prints precision, recall and F1 with its 95 % interval over resampled documents."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts: dict[str, list[Counts]] = {name: [] for name in ("relevant", *ROLES, "all roles")}
    with Summarizer() as summarizer:
        for row in rows:
            attacks = [
                event
                for event in summarizer.summarize(row["text"]).events
                if event.type == "ASSAULT" and event.realis == "actual"
            ]
            has_found, is_relevant = int(bool(attacks)), int(bool(row["gold"]))
            counts["relevant"].append((has_found & is_relevant, has_found, is_relevant))
            found = find_roles(attacks)
            by_role = {name: compare(found[name], list_wanted(row, name)) for name in ROLES}
            for name, count in by_role.items():
                counts[name].append(count)
            counts["all roles"].append(add(by_role.values()))
    print(f"\nMUC reports: {len(rows)}\n\n| what | P | R | F1 | 95 % |\n|--|--|--|--|--|")
    for name, one in counts.items():
        low, high = find_interval(one, find_f1)
        right, given, wanted = add(one)
        precision, recall = 100 * right / max(1, given), 100 * right / max(1, wanted)
        print(
            f"| {name} | {precision:.1f} | {recall:.1f} | {find_f1(one):.1f}"
            f" | {low:.1f} to {high:.1f} |"
        )


def find_roles(attacks: list[Event]) -> dict[str, set[str]]:
    """Returns the strings given for each role of a document's attacks."""
    weapons = load_lexicon().mode_words["ASSAULT"]
    roles: dict[str, set[str]] = {name: set() for name in ROLES}
    for event in attacks:
        roles["perpetrator"] |= {party.text for party in event.actors}
        for party in event.recipients:
            things = party.kind in ("facility", "organisation", "state")
            roles["target" if things else "victim"].add(party.text)
        if event.target:
            roles["target"].add(event.target.text)
        words = _WORD.findall(" ".join(one.quote for one in event.evidence).lower())
        roles["weapon"] |= {word for word in words if word in weapons}
    return roles


def list_wanted(row: dict[str, Any], role: str) -> list[list[str]]:
    """Returns the entities of one role over all templates of a report, each once."""
    entities = [one for template in row["gold"] for slot in ROLES[role] for one in template[slot]]
    return list({tuple(one): one for one in entities}.values())


def compare(found: set[str], wanted: list[list[str]]) -> Counts:
    """Returns right, given and wanted; of strings that name one entity all are right, once."""
    named = [
        {at for at, names in enumerate(wanted) if any(names_same(text, name) for name in names)}
        for text in found
    ]
    hit = {at for one in named for at in one}
    wrong = sum(not one for one in named)
    return len(hit), len(hit) + wrong, len(wanted)


def names_same(text: str, other: str) -> bool:
    """Returns whether the words of one lie within those of the other, articles aside."""
    words = set(_WORD.findall(text.lower())) - _ARTICLES
    others = set(_WORD.findall(other.lower())) - _ARTICLES
    return bool(words and others) and (words <= others or others <= words)


def add(counts: Iterable[Counts]) -> Counts:
    """Returns the sums."""
    right, given, wanted = 0, 0, 0
    for one in counts:
        right, given, wanted = right + one[0], given + one[1], wanted + one[2]
    return right, given, wanted


def find_f1(counts: Iterable[Counts]) -> float:
    """Returns F1 in percent of counts summed over documents."""
    right, given, wanted = add(counts)
    return 200 * right / max(1, given + wanted)
