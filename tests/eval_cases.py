"""Small gold, tapes and suites for the tests of the harness."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.servers.fixtures import make_party

TOWNS = ("Norburg", "Ostervik", "Halden", "Merrow")


def make_text(town: str) -> str:
    """Returns a short article about a town."""
    return (
        f"Mill burns in {town}\n\n"
        f"A fire destroyed a mill in {town} on Tuesday, killing nine workers, police said.\n"
        f"The mayor of {town} asked the government for help on Wednesday.\n"
    )


def make_gold(town: str) -> dict[str, Any]:
    """Returns what an annotator says of it, without offsets."""
    fire = f"A fire destroyed a mill in {town} on Tuesday, killing nine workers, police said."
    asked = f"The mayor of {town} asked the government for help on Wednesday."
    return {
        "format": "gold/1",
        "id": town.lower(),
        "origin": "made for a test",
        "article": {"published": "2024-01-19", "language": "en", "source_agency": "Northwire"},
        "key_points": [
            {
                "id": "k1",
                "text": f"A fire in {town} killed nine workers on Tuesday, police said.",
                "weight": 3,
                "events": ["g1"],
                "evidence": [{"quote": fire}],
            },
            {
                "id": "k2",
                "text": f"The mayor of {town} asked the government for help.",
                "events": ["g2"],
                "evidence": [{"quote": asked}],
            },
        ],
        "events": [
            {
                "id": "g1",
                "type": "OTHER",
                "trigger": "fire",
                "location": {"text": town, "place": town, "precision": "exact"},
                "date": {"expressed": "on Tuesday", "edtf": "2024-01-16", "granularity": "day"},
                "figures": [
                    {
                        "measure": "killed",
                        "low": 9,
                        "best": 9,
                        "high": 9,
                        "text": "nine workers",
                        "group": "workers",
                        "status": "claimed",
                        "claimants": [{"text": "police"}],
                        "evidence": [{"quote": "killing nine workers"}],
                    }
                ],
                "claims": [
                    {
                        "claimant": {"text": "police"},
                        "cue": "said",
                        "evidence": [{"quote": "police said"}],
                    }
                ],
                "evidence": [{"quote": fire}],
            },
            {
                "id": "g2",
                "type": "REQUEST",
                "type_accept": ["ACCUSE"],
                "trigger": "asked",
                "actors": [{"text": f"The mayor of {town}", "kind": "person"}],
                "recipients": [{"text": "the government", "kind": "organisation"}],
                "date": {"expressed": "on Wednesday", "edtf": "2024-01-17", "granularity": "day"},
                "evidence": [{"quote": asked}],
            },
        ],
    }


def write_gold(root: Path, towns: tuple[str, ...] = TOWNS) -> None:
    """Writes gold with offsets, one folder for each town."""
    from summarizer_evals.gold.offsets import place_quotes

    for town in towns:
        folder = root / town.lower()
        folder.mkdir(parents=True, exist_ok=True)
        text = make_text(town)
        (folder / "article.txt").write_text(text, encoding="utf-8")
        gold = make_gold(town)
        assert place_quotes(gold, text) == []
        (folder / "gold.json").write_text(json.dumps(gold, indent=1), encoding="utf-8")


def make_answer(town: str, **changes: Any) -> dict[str, Any]:
    """Returns what a model might say of the article, in the wire form."""
    fire = f"A fire destroyed a mill in {town} on Tuesday, killing nine workers, police said."
    event = {
        "quotes": [fire],
        "trigger": "fire",
        "type": "OTHER",
        "modes": [],
        "contexts": [],
        "actors": [],
        "recipients": [],
        "target": None,
        "target_described_by": None,
        "location": town,
        "location_country": None,
        "date": "on Tuesday",
        "date_anchor": None,
        "figures": [
            {
                "quote": "killing nine workers",
                "text": "nine workers",
                "measure": "killed",
                "group": "workers",
                "subset_of": None,
                "status": "claimed",
                "claimants": [make_party("police")],
            }
        ],
        "claims": [
            {
                "quote": "police said",
                "claimant": make_party("police"),
                "cue": "said",
                "stance": "claims",
                "about": "event",
                "modality": "paraphrase",
            }
        ],
        "realis": "actual",
        "certainty": "certain",
        "salience": "main",
        "links": [],
    }
    point = {"quotes": [fire], "text": fire, "claimants": []}
    return {"key_points": [point], "events": [{**event, **changes}]}


def write_tape(path: Path, town: str, **changes: Any) -> None:
    """Writes a tape by hand: one answer about one article."""
    line = {
        "origin": "hand-written",
        "match": {"job": "article", "contains": f"Mill burns in {town}"},
        "reply": {"json": make_answer(town, **changes)},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")


def write_suites(root: Path, **suites: str) -> None:
    """Writes `evals.toml`; each value is the body of a suite's table."""
    words = "\n".join(f"[suite.{name}]\n{body}\n" for name, body in suites.items())
    (root / "evals.toml").write_text(words, encoding="utf-8")
