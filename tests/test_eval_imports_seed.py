"""Importers: the older form of annotations, editors' blocks, and how cases are written."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from summarizer_evals.errors import GoldError
from summarizer_evals.gold.lint import lint_folder, lint_together
from summarizer_evals.gold.reading import read_case
from summarizer_evals.gold.records import Gold
from summarizer_evals.imports import harvest_gold, import_gold
from summarizer_evals.imports.harvest import Unharvested, harvest
from summarizer_evals.imports.seed import convert_seed
from summarizer_evals.imports.writing import make_case_id, write_case
from summarizer_schemas.article import Article, hash_text

STORY = (
    "Norburg port shelled\n\n"
    "Kenya said on Friday that Uganda shelled what it called smuggler camps in Norburg on Monday.\n"
    "Key points:\n"
    "- The shelling of Norburg killed nine people, including four children\n"
    "-\nThe African Union urged both sides to stop\n\n"
    "Kenya said the shelling killed nine people in Norburg, including four children.\n"
    "The two states have been at odds for decades over fishing.\n"
    "The ministers then talked in Osterby.\n"
    "AFP\n"
)


def quote(words: str) -> dict[str, Any]:
    """Words of the story with their offsets."""
    start = STORY.index(words)
    return {"quote": words, "start": start, "end": start + len(words)}


KILLED = "Kenya said the shelling killed nine people"
SEED: dict[str, Any] = {
    "schema": "seed-gold/1",
    "id": "norburg 01",
    "sha256": hash_text(STORY),
    "chars": len(STORY),
    "published": "2024-01-19",
    "published_weekday": "Friday",
    "source_agency": "AFP",
    "publisher": None,
    "language": "en",
    "segments": [{"kind": "headline", "lines": [0]}],
    "matching": "one to one",
    "events": [
        {
            "id": "g1",
            "required": True,
            "salience": "main",
            "type": "ASSAULT",
            "quad": 4,
            "modes": ["heavy-weapons"],
            "modes_accept": ["heavy-weapons", "aerial", "no-such-mode"],
            "modes_note": "shells",
            "contexts": ["military"],
            "contexts_accept": ["military", "territory"],
            "cameo": ["190"],
            "acled": ["Explosions/Remote violence"],
            "label": "shelling",
            "actors": [
                {
                    "text": "Uganda (by inference)",
                    "name": "Uganda",
                    "kind": "state",
                    "country": "UGA",
                    "sector": None,
                    "sector_accept": ["MIL", None, "IGO"],
                },
                {"text": "nobody we know", "kind": "person"},
            ],
            "recipients": [
                {
                    "text": "smuggler camps",
                    "kind": "facility",
                    "office": "Head (acting)",
                    "accept_also": ["camps"],
                    "full_name": "The Camps",
                }
            ],
            "target": {"text": "smuggler camps", "characterised_by": "Uganda"},
            "location": {
                "text": "Norburg",
                "place": "Norburg",
                "precision": "exact",
                "note": "port",
            },
            "date": {
                "expressed": "on Monday",
                "expressed_accept": ["on Monday", "Monday"],
                "edtf": "2024-01-15",
                "edtf_accept": ["2024-01-15", "2024-01-15~", "mid-January"],
                "granularity": "day",
                "basis": "relative",
                "anchor": "publication",
            },
            "realis": "actual",
            "polarity": "positive",
            "casualties": [
                {
                    "outcome": "killed",
                    "value": 9,
                    "min": 9,
                    "max": 9,
                    "qualifier": "exact",
                    "who": "people",
                    "group": "unspecified",
                    "subset_of": None,
                    "status": "claimed",
                    "claimant": "Kenya",
                    "evidence": [quote(KILLED)],
                    "evidence_alt": [quote("killed nine people, including four children")],
                },
                {
                    "outcome": "killed",
                    "value": 4,
                    "min": 4,
                    "max": 4,
                    "who": "children",
                    "group": "children",
                    "subset_of": 0,
                    "claimant": "Kenya",
                    "evidence": [quote("including four children")],
                },
            ],
            "claims": [
                {
                    "claimant": "Kenya",
                    "claimant_country": "KEN",
                    "cue": "said",
                    "stance": "claims",
                    "about": "casualties",
                    "evidence": [quote(KILLED)],
                },
                {"claimant": "A spokesman", "evidence": [quote(KILLED)]},
            ],
            "evidence_any_of": [quote("Uganda shelled what it called smuggler camps in Norburg")],
            "links": [],
        },
        {
            "id": "g2",
            "required": False,
            "type": "CONSULT",
            "symmetric": True,
            "polarity": "negative",
            "actors": [{"text": "The ministers", "kind": "person"}],
            "location": None,
            "date": {"expressed": None, "edtf": None, "edtf_accept": [None, "../2024-01-19"]},
            "evidence_any_of": [{"quote": "The ministers then talked in Osterby"}],
            "links": [
                {
                    "type": "follows",
                    "target": "g1",
                    "optional": True,
                    "accept_types": ["follows", "response_to"],
                    "evidence": [quote("then talked")],
                }
            ],
        },
    ],
    "background": [
        {
            "id": "b1",
            "realis": "generic",
            "kind": "state",
            "if_event_type": "THREATEN",
            "evidence": quote("have been at odds for decades"),
            "slots": {"date": "for decades"},
        }
    ],
    "key_points": [
        {
            "id": "k1",
            "weight": 3,
            "text": "Shelling killed nine people in Norburg, Kenya said.",
            "accept_also": ["Nine died."],
            "events": ["g1"],
            "evidence_any_of": [quote(KILLED), quote("The shelling of Norburg killed nine people")],
        },
        {
            "id": "k2",
            "required": False,
            "text": "The African Union asked both sides to stop.",
            "evidence_any_of": [quote("The African Union urged both sides to stop")],
        },
    ],
    "editorial_key_points": [quote("The African Union urged both sides to stop")],
    "traps": [
        {
            "id": "t1",
            "rule": "no phone",
            "forbidden_regex": "(?i)phone",
            "scope": "g2 and key points",
        },
        {"id": "t2", "rule": "no sum", "forbidden_regex": "13"},
        {"id": "t3", "rule": "not here", "scope": "the lead"},
    ],
}


def write_seed(folder: Path, data: Any = SEED) -> Path:
    """Writes an annotation with its article."""
    folder.mkdir(exist_ok=True)
    (folder / "article.txt").write_bytes(STORY.encode())
    (folder / "gold.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


@pytest.fixture(name="seed")
def convert() -> Gold:
    """The annotation above as gold."""
    return Gold.model_validate(convert_seed(copy.deepcopy(SEED), STORY))


@pytest.mark.parametrize("as_file", [False, True])
def test_seed_is_clean_for_lint(tmp_path: Path, *, as_file: bool) -> None:
    """A folder or the file in it becomes a case without errors or warnings of lint."""
    source = write_seed(tmp_path / "seed")
    report = import_gold("seed", source / "gold.json" if as_file else source, tmp_path / "gold")
    assert report.written == ("norburg-01",)
    assert lint_folder(tmp_path / "gold" / "norburg-01")[0] == []
    assert any("cameo (g1)" in one for one in report.warnings)


def test_seed_events_keep_their_slots(seed: Gold) -> None:
    """Every slot that gold has is carried over, verbatim where words must be."""
    first, second = seed.events
    assert (first.optional, second.optional) == (False, True)
    assert (first.modes, first.modes_accept) == (("heavy-weapons",), ("aerial",))
    assert first.contexts_accept == ("territory",)
    (actor,) = first.actors
    assert (actor.text, actor.name, actor.country) == ("Uganda", "Uganda", "UGA")
    assert actor.sector_accept == ("MIL", None)
    assert (first.recipients[0].accept, first.recipients[0].role) == (("camps",), "Head")
    assert first.target is not None
    assert first.target.described_by is not None
    assert first.target.described_by.country == "UGA"
    assert first.date is not None
    assert first.date.expressed_accept == ("Monday",)
    assert first.date.edtf_accept == ("2024-01-15~",)
    assert second.date is not None
    assert (second.date.expressed, second.date.edtf_accept) == (None, (None, "../2024-01-19"))
    assert second.realis == "negated"
    (link,) = second.links
    assert (link.type_accept, link.optional) == (("response_to",), True)


def test_seed_figures_and_claims(seed: Gold) -> None:
    """Casualties become figures with their noun phrase, their part and who counts them."""
    event = seed.events[0]
    counted = [(one.text, one.low, one.best, one.group, one.subset_of) for one in event.figures]
    assert counted == [("nine people", 9, 9, None, None), ("four children", 4, 4, "children", 0)]
    assert [one.claimants[0].text for one in event.figures] == ["Kenya", "Kenya"]
    assert [one.status for one in event.figures] == ["claimed", "claimed"]
    assert len(event.figures[0].evidence) == 2
    (claim,) = event.claims
    assert (claim.about, claim.claimant.country, claim.cue) == ("figures[0]", "KEN", "said")


def test_seed_points_traps_and_background(seed: Gold) -> None:
    """Points know whether the body tells them; a scope of two is two traps."""
    assert [one.supported_by_body for one in seed.key_points] == [True, False]
    assert seed.key_points[0].accept == ("Nine died.",)
    assert [one.optional for one in seed.key_points] == [False, True]
    assert [(one.id, one.scope) for one in seed.traps] == [
        ("t1", "g2"),
        ("t4", "key_points"),
        ("t2", "all"),
        ("t3", "all"),
    ]
    assert (seed.background[0].type, seed.background[0].note) == ("THREATEN", "generic; state")
    assert len(seed.editorial_key_points) == 1


def test_seed_notes_name_what_has_no_place(seed: Gold) -> None:
    """Remarks stand in the notes, and the names of all that gold cannot hold."""
    for words in (
        "matching: one to one",
        "g1.modes_note: shells",
        "cameo (g1)",
        "evidence (g2.links)",
        "slots (b1)",
        "full_name: The Camps",
        "'nobody we know' is not in the article",
        "'A spokesman' is not in the article",
        "no such code: ['no-such-mode']",
        "no sector: ['IGO']",
        "['mid-January']",
        "t3: the scope 'the lead' is read as all",
    ):
        assert words in seed.notes


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": "other/1"}, "not in the form seed-gold/1"),
        ({"key_points": [{"id": "k1"}]}, "lacks 'text'"),
        ({"events": [{"id": "g1", "type": "WAR"}]}, "g1.type: there is no 'WAR'; there are AGREE"),
        ({"events": "g1"}, "another form"),
        ({"traps": [{"id": "trap", "rule": "x"}]}, "another form"),
    ],
)
def test_broken_seeds(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    """An annotation in another form names its file and what is wrong."""
    source = write_seed(tmp_path / "seed", {**SEED, **change})
    with pytest.raises(GoldError, match=r"seed.gold\.json: ") as caught:
        import_gold("seed", source, tmp_path / "gold")
    assert message in str(caught.value)


def test_seed_of_another_text_is_placed_anew() -> None:
    """Quotes go to where they stand now; those that stand nowhere are named in the notes."""
    gold = convert_seed({**SEED, "events": [], "background": []}, "New line.\n" + STORY)
    assert gold["key_points"][0]["evidence"][0]["start"] == quote(KILLED)["start"] + 10
    assert "placed anew" in gold["notes"]


# ---- harvest ----


def test_harvest_finds_support_in_the_body() -> None:
    """A bullet that the body tells has evidence there; one that it does not stands alone."""
    (gold,) = harvest([Article(text=STORY, id="a", published=date(2024, 1, 19))])
    assert isinstance(gold, dict)
    first, second = Gold.model_validate(gold).key_points
    assert first.text == "The shelling of Norburg killed nine people, including four children"
    assert [one.quote for one in first.evidence[1:]] == [
        "Kenya said the shelling killed nine people in Norburg, including four children."
    ]
    assert (second.supported_by_body, len(second.evidence)) == (False, 1)
    assert not gold["has_events"]
    assert len(gold["editorial_key_points"]) == 2


def test_two_sentences_may_support_one_bullet() -> None:
    """Where no sentence tells a bullet alone, two together may."""
    text = (
        "Mill burns\n\nKey points:\n- Norburg mill burned, eleven firemen wounded\n- Rain fell\n\n"
        "The mill in Norburg is no more, for it burned.\n"
        "Eleven firemen were wounded.\nIt was late.\n"
    )
    (gold,) = harvest([Article(text=text, id="a")])
    assert isinstance(gold, dict)
    assert [len(one["evidence"]) for one in gold["key_points"]] == [3, 1]


def test_articles_without_a_block_are_named() -> None:
    """An article that has no key points of its editors is a reason, not a case."""
    (found,) = harvest([Article(text="The mill burned.\nIt rained.\n", id="plain")])
    assert found == Unharvested("plain", "it has no key points of its editors")


def test_harvest_reads_files_and_reports_failures(tmp_path: Path) -> None:
    """Files become cases; what cannot be read, has no block or is there twice is a failure."""
    (tmp_path / "one.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "two.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "bare.txt").write_text("The mill burned.\n", encoding="utf-8")
    names = [str(tmp_path / name) for name in ("one.txt", "two.txt", "bare.txt", "gone.txt")]
    report = harvest_gold(names, tmp_path / "gold")
    assert len(report.written) == 1
    assert len(report.failures) == 3
    folder = tmp_path / "gold" / report.written[0]
    assert lint_folder(folder)[0] == []
    case = read_case(folder)
    assert lint_together([case]) == []
    with pytest.raises(GoldError, match="--force"):
        harvest_gold(names, tmp_path / "gold")
    assert harvest_gold(names, tmp_path / "gold", force=True).written == report.written


# ---- writing ----


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        ("Café fire: two hurt!", "Cafe-fire-two-hurt"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\temp\\x", "C-temp-x"),
        ("a..b", "a-b"),
        (".hidden.", "hidden"),
        ("x" * 300, "x" * 80),
    ],
)
def test_ids_become_safe_names(wanted: str, made: str) -> None:
    """Whatever a tool calls an article, its folder has a plain name."""
    assert make_case_id(wanted, "text") == made


@pytest.mark.parametrize("wanted", ["", "北京", "///", "NUL", "con.txt", "\x00"])
def test_ids_of_nothing_are_made_from_the_text(wanted: str) -> None:
    """Where nothing can be kept of an id, the text's hash stands in."""
    assert make_case_id(wanted, "text") == f"article-{hash_text('text')[:12]}"


@pytest.mark.parametrize(
    "hostile",
    ["..", ".", "", "../x", "a/b", "a\\b", "/etc", "C:", "a\n", "nul", "-x", "x.", "é", "y" * 300],
)
def test_hostile_ids_are_refused(tmp_path: Path, hostile: str) -> None:
    """No id or annotator leads out of the folder, and nothing is written."""
    root = tmp_path / "gold"
    with pytest.raises(GoldError, match="cannot be the id"):
        write_case(root, {"id": hostile}, "text")
    with pytest.raises(GoldError, match="cannot be the annotator"):
        write_case(root, {"id": "fine"}, "text", annotator=hostile)
    assert not root.exists()


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    """A gold file or another text that is there stays, unless overwriting is asked for."""
    write_case(tmp_path, {"id": "a"}, "one\r\ntwo\r\n")
    assert (tmp_path / "a" / "article.txt").read_bytes() == b"one\r\ntwo\r\n"
    with pytest.raises(GoldError, match=r"is there already; --force"):
        write_case(tmp_path, {"id": "a"}, "one\r\ntwo\r\n")
    with pytest.raises(GoldError, match=r"holds another text.*--force"):
        write_case(tmp_path, {"id": "a"}, "other", annotator="kim")
    write_case(tmp_path, {"id": "a"}, "one\r\ntwo\r\n", annotator="kim")
    write_case(tmp_path, {"id": "a", "notes": "new"}, "other", overwrite=True)
    assert sorted(one.name for one in (tmp_path / "a").iterdir()) == [
        "article.txt",
        "gold.json",
        "gold.kim.json",
    ]
    assert (tmp_path / "a" / "article.txt").read_text() == "other"


def test_an_import_writes_all_or_nothing(tmp_path: Path) -> None:
    """When one case of an export is there already, none of the others is written."""
    rows = [{"id": at, "text": f"Rain fell {at} times.", "label": [[0, 4, "AID"]]} for at in (1, 2)]
    source = tmp_path / "x.jsonl"
    source.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    root = tmp_path / "gold"
    write_case(root, {"id": "x-2"}, "Rain fell 2 times.")
    with pytest.raises(GoldError, match="--force"):
        import_gold("doccano", source, root)
    assert not (root / "x-1").exists()
    assert import_gold("doccano", source, root, force=True).written == ("x-1", "x-2")
