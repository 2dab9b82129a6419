"""The codebook: its codes, its definitions, and what it derives."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from summarizer_schemas import codes, generate
from summarizer_schemas.codebook import Codebook, Derived, derive, load_codebook
from summarizer_schemas.codes import EventType, Mode

SCHEMAS = Path(__file__).parent.parent / "schemas"
PLOVER_TYPES = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
REMOTE = "Explosions/Remote violence"
CIVILIANS = "Violence against civilians"
STRATEGIC = "Strategic developments"
ORACLE: list[tuple[EventType, tuple[Mode, ...], tuple[object, ...]]] = [
    ("AGREE", (), (1, "03", None, None)),
    ("CONSULT", (), (1, "04", None, None)),
    ("CONSULT", ("visit", "multilateral"), (1, "04", None, None)),
    ("SUPPORT", (), (1, "05", None, None)),
    ("CONCEDE", (), (1, "08", None, None)),
    ("COOPERATE", (), (2, "06", None, None)),
    ("AID", (), (2, "07", None, None)),
    ("RETREAT", ("withdraw",), (2, "08", None, None)),
    ("RETREAT", ("ceasefire",), (2, "08", STRATEGIC, "Agreement")),
    ("RETREAT", ("release", "ceasefire"), (2, "08", STRATEGIC, "Agreement")),
    ("RETREAT", ("disarm",), (2, "08", STRATEGIC, "Change to group/activity")),
    ("REQUEST", ("yield",), (3, "10", None, None)),
    ("ACCUSE", (), (3, "11", None, None)),
    ("ACCUSE", ("disapprove",), (3, "11", None, None)),
    ("ACCUSE", ("allege", "investigate"), (3, "09", None, None)),
    ("REJECT", ("meet",), (3, "12", None, None)),
    ("THREATEN", ("violence",), (3, "13", None, None)),
    ("PROTEST", (), (4, "14", None, None)),
    ("PROTEST", ("demo",), (4, "14", "Protests", "Peaceful protest")),
    ("PROTEST", ("demo", "riot"), (4, "14", "Riots", "Violent demonstration")),
    ("PROTEST", ("strike", "demo"), (4, "14", "Protests", "Peaceful protest")),
    ("PROTEST", ("hunger",), (4, "14", None, None)),
    ("SANCTION", (), (4, "16", None, None)),
    ("SANCTION", ("expel",), (4, "16", None, None)),
    ("SANCTION", ("convict",), (4, "11", None, None)),
    ("MOBILIZE", ("troops",), (4, "15", STRATEGIC, "Change to group/activity")),
    ("MOBILIZE", ("weapons",), (4, "15", None, None)),
    ("COERCE", ("arrest",), (4, "17", STRATEGIC, "Arrests")),
    ("COERCE", ("curfew",), (4, "17", None, None)),
    ("ASSAULT", (), (4, "19", None, None)),
    ("ASSAULT", ("firearms",), (4, "19", None, None)),
    ("ASSAULT", ("aerial",), (4, "19", REMOTE, "Air/drone strike")),
    ("ASSAULT", ("firearms", "drone"), (4, "19", REMOTE, "Air/drone strike")),
    ("ASSAULT", ("heavy-weapons",), (4, "19", REMOTE, "Shelling/artillery/missile attack")),
    ("ASSAULT", ("explosives",), (4, "18", REMOTE, "Remote explosive/landmine/IED")),
    ("ASSAULT", ("explosives", "suicide-attack"), (4, "18", REMOTE, "Suicide bomb")),
    ("ASSAULT", ("abduct",), (4, "18", CIVILIANS, "Abduction/forced disappearance")),
    ("ASSAULT", ("abduct", "sexual"), (4, "18", CIVILIANS, "Sexual violence")),
    ("ASSAULT", ("torture",), (4, "18", CIVILIANS, "Attack")),
    ("ASSAULT", ("destroy",), (4, "17", STRATEGIC, "Looting/property destruction")),
    ("ASSAULT", ("destroy", "aerial"), (4, "19", REMOTE, "Air/drone strike")),
    ("ASSAULT", ("crowd-control",), (4, "17", None, None)),
    ("ASSAULT", ("aerial", "unconventional"), (4, "20", None, None)),
    ("OTHER", (), (None, None, None, None)),
]


def list_pairs() -> list[tuple[EventType, tuple[Mode, ...]]]:
    """Returns every type without a mode and with each one of its own."""
    pairs: list[tuple[EventType, tuple[Mode, ...]]] = []
    for event_type, modes in codes.MODES_BY_TYPE.items():
        pairs.append((event_type, ()))
        pairs.extend((event_type, (mode,)) for mode in modes)
    return pairs


@pytest.fixture(scope="module")
def book() -> Codebook:
    """The codebook of the package."""
    return load_codebook()


@pytest.mark.parametrize(("event_type", "modes", "expected"), ORACLE)
def test_derived_codes(
    event_type: EventType, modes: tuple[Mode, ...], expected: tuple[object, ...]
) -> None:
    """A type and its modes give the quad class, CAMEO root and ACLED pair that an expert would."""
    derived = derive(event_type, modes)
    assert (
        derived.quad_class,
        derived.cameo_root,
        derived.acled_event_type,
        derived.acled_sub_event_type,
    ) == expected


@pytest.mark.parametrize(("event_type", "modes"), list_pairs())
def test_derivation_is_total_and_valid(
    book: Codebook, event_type: EventType, modes: tuple[Mode, ...]
) -> None:
    """Every type with every mode of its own derives codes that the other schemes know."""
    derived = derive(event_type, modes)
    if event_type == "OTHER":
        assert derived == Derived(None, None, None, None)
        return
    assert derived.quad_class in book.quad_classes
    assert derived.cameo_root in book.derivation.cameo_roots
    if derived.acled_event_type is None:
        assert derived.acled_sub_event_type is None
    else:
        subs = book.derivation.acled_event_types[derived.acled_event_type]
        assert derived.acled_sub_event_type in subs


@given(st.data())
def test_order_of_modes_does_not_matter(data: st.DataObject) -> None:
    """Between several modes the table's first matching row decides, in whatever order they come."""
    event_type = data.draw(st.sampled_from(codes.EVENT_TYPES))
    modes = data.draw(st.lists(st.sampled_from(codes.MODES_BY_TYPE[event_type] or ("demo",))))
    derived = derive(event_type, modes)
    assert derive(event_type, data.draw(st.permutations(modes))) == derived
    rows = codes.DERIVATION[event_type]
    first = min(
        (i for i, (of_row, *_) in enumerate(rows) if set(of_row) & set(modes)),
        default=len(rows) - 1,
    )
    found = (derived.cameo_root, derived.acled_event_type, derived.acled_sub_event_type)
    assert found == rows[first][1:]


def test_foreign_mode_changes_nothing() -> None:
    """A mode of another type is as good as none."""
    assert derive("ASSAULT", ["ceasefire"]) == derive("ASSAULT")


def test_unknown_type_is_refused() -> None:
    """A type that is not in the codebook is an error that lists those that are."""
    with pytest.raises(ValueError, match=r"'FIGHT'.*ASSAULT"):
        derive("FIGHT")  # type: ignore[arg-type]


def test_rows_of_the_table_can_all_match(book: Codebook) -> None:
    """Each row names modes of its type that no earlier row took, and `any` stands last, once."""
    assert list(book.derivation.table) == [entry.name for entry in book.types]
    for entry in book.types:
        own = {mode.name for mode in entry.modes}
        rows = book.derivation.table[entry.name]
        named = [mode for row in rows[:-1] for mode in row.modes if row.modes != "any"]
        assert rows[-1].modes == "any"
        assert all(row.modes != "any" for row in rows[:-1])
        assert len(named) == len(set(named))
        assert set(named) <= own


def test_acled_lists(book: Codebook) -> None:
    """ACLED's six event types hold 25 sub-event types, none of them twice."""
    lists = book.derivation.acled_event_types
    subs = [sub for names in lists.values() for sub in names]
    assert (len(lists), len(subs), len(set(subs))) == (6, 25, 25)


def test_types() -> None:
    """The types are those of PLOVER's 2024 manual, in its order, and OTHER."""
    assert list(codes.EVENT_TYPES) == [*PLOVER_TYPES, "OTHER"]


def test_quad_classes(book: Codebook) -> None:
    """Each PLOVER type has a quad class, SANCTION is material conflict, OTHER has none."""
    assert set(codes.QUAD_CLASSES) == set(codes.EVENT_TYPES)
    assert [t for t, quad in codes.QUAD_CLASSES.items() if quad is None] == ["OTHER"]
    assert codes.QUAD_CLASSES["SANCTION"] == 4
    assert set(book.quad_classes) == set(get_args(codes.QuadClass))


def test_types_that_need_a_recipient() -> None:
    """Cooperation, aid and sanctions are nothing without somebody they concern."""
    assert {"COOPERATE", "AID", "SANCTION"} == codes.NEEDS_RECIPIENT


def test_code_lists() -> None:
    """Contexts, sectors and codes in place of a country are complete and have no duplicates."""
    for values, count in ((codes.CONTEXTS, 37), (codes.SECTORS, 25), (codes.COUNTRY_LIKE, 7)):
        assert len(values) == len(set(values)) == count


def test_modes_belong_to_types() -> None:
    """Every mode belongs to a type, and no type has one twice."""
    used = [mode for modes in codes.MODES_BY_TYPE.values() for mode in modes]
    assert set(used) == set(codes.MODES)
    assert all(len(modes) == len(set(modes)) for modes in codes.MODES_BY_TYPE.values())
    assert {"martial-law", "suicide-attack", "heavy-weapons", "crowd-control"} < set(codes.MODES)


def test_definitions_are_sentences(book: Codebook) -> None:
    """Everything a model or a coder reads begins with a capital, ends with a stop, is one line."""
    entries = [*book.auxiliaries, *book.types, *book.contexts, *book.sectors, *book.non_state]
    modes = [mode for entry in book.types for mode in entry.modes]
    rules = [*book.rules, *(rule for entry in book.types for rule in entry.rules)]
    for text in [*(entry.definition for entry in [*entries, *modes]), *rules]:
        assert text[0].isupper()
        assert text.endswith(".")
        assert "\n" not in text


def test_boundaries_point_to_other_types(book: Codebook) -> None:
    """A case that is not of a type is said to be of another type that exists."""
    for entry in book.types:
        for boundary in entry.boundaries:
            assert boundary.use in codes.EVENT_TYPES
            assert boundary.use != entry.name


def test_codes_are_those_of_the_codebook(book: Codebook) -> None:
    """codes.py is what the YAML files give; `python -m summarizer_schemas.generate` mends it."""
    assert Path(codes.__file__).read_text(encoding="utf-8") == generate.render_codes(book)


@pytest.mark.parametrize("name", ["article", "result", "wire"])
def test_published_schemas_are_those_of_the_models(name: str) -> None:
    """The published schemas are valid 2020-12 and what the models give, with an `$id` of ours."""
    text = (SCHEMAS / "published" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert text == generate.render_schemas()[f"{name}.schema.json"]
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:structured-summarizer:{name}:1"


def test_generation_is_checked_and_mends(tmp_path: Path) -> None:
    """A new context is reported as drift with the command, and one run brings all up to date."""
    checkout = tmp_path / "schemas"
    shutil.copytree(SCHEMAS, checkout, ignore=shutil.ignore_patterns("__pycache__"))
    source = checkout / "summarizer_schemas" / "codebooks" / "plover.yaml"
    text = source.read_text(encoding="utf-8")
    added = "contexts:\n  - {name: outer_space, definition: Beyond the air.}\n"
    source.write_text(text.replace("contexts:\n", added), encoding="utf-8")

    drifted = _generate(checkout, "--check")
    assert drifted.returncode == 1
    assert "schemas/summarizer_schemas/codes.py" in drifted.stderr
    assert "python -m summarizer_schemas.generate" in drifted.stderr

    assert _generate(checkout).returncode == 0
    published = (checkout / "published" / "result.schema.json").read_text(encoding="utf-8")
    assert "outer_space" in published
    assert _generate(checkout, "--check").returncode == 0


def test_generation_mends_broken_codes(tmp_path: Path) -> None:
    """codes.py can be written anew when what stands there is not even Python."""
    checkout = tmp_path / "schemas"
    shutil.copytree(SCHEMAS, checkout, ignore=shutil.ignore_patterns("__pycache__"))
    target = checkout / "summarizer_schemas" / "codes.py"
    target.write_text("<<<<<<< ours\n", encoding="utf-8")
    assert _generate(checkout).returncode == 0
    assert target.read_bytes() == Path(codes.__file__).read_bytes()


def test_generation_needs_a_checkout(tmp_path: Path) -> None:
    """An installed package is left alone, with a message that says where to run instead."""
    shutil.copytree(SCHEMAS / "summarizer_schemas", tmp_path / "site" / "summarizer_schemas")
    refused = _generate(tmp_path / "site")
    assert refused.returncode == 2
    assert "not in a checkout" in refused.stderr


def test_codes_import_nothing_slow() -> None:
    """The code lists and the derivation table load neither pydantic nor a YAML parser."""
    program = "import summarizer_schemas.codes, sys; print({'pydantic', 'yaml'} & set(sys.modules))"
    assert _python(SCHEMAS, "-c", program).stdout.strip() == "set()"


def _generate(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _python(folder, "-m", "summarizer_schemas.generate", *arguments)


def _python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
