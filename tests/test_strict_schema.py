"""Models become schemas that strict servers accept, and nothing else is made of them in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, RootModel, create_model

from summarizer_schemas.strict import (
    find_model,
    hash_schema,
    render_strict_schema,
    to_strict_schema,
)
from summarizer_schemas.wire import WireMerge, WireParty, WireRepair, WireReply

ALLOWED = {
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "anyOf",
    "$ref",
    "$defs",
    "description",
}


def walk(schema: Any) -> Iterator[dict[str, Any]]:
    """Yields every schema inside a schema, itself first."""
    yield schema
    for child in (*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()):
        yield from walk(child)
    for child in schema.get("anyOf", ()):
        yield from walk(child)
    if "items" in schema:
        yield from walk(schema["items"])


def check_strict(schema: dict[str, Any]) -> None:
    """Fails where a strict server would refuse the schema."""
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    for node in walk(schema):
        assert set(node) <= ALLOWED
        if "$ref" in node:
            assert set(node) == {"$ref"}
            assert node["$ref"].removeprefix("#/$defs/") in schema["$defs"]
        else:
            assert "type" in node or "anyOf" in node
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
        if node.get("type") == "array":
            assert "items" in node


class Mood(Enum):
    """How it is."""

    GOOD = "good"
    BAD = "bad"


class Node(BaseModel):
    """A place and what lies beyond it."""

    name: str
    beyond: list[Node]


class Cat(BaseModel):
    """Says little."""

    kind: Literal["cat"] = "cat"
    lives: int


class Dog(BaseModel):
    """Says much."""

    kind: Literal["dog"] = "dog"
    name: Annotated[str, Field(min_length=1, max_length=9, pattern=r"^\w+$")]


class Zoo(BaseModel):
    """All at once."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    opened: date | None = None
    """The first day."""
    price: Decimal = Field(ge=0, le=100, examples=[12])
    mood: Mood
    """How the keepers are."""
    before: Mood | None = None
    star: Annotated[Cat | Dog, Field(discriminator="kind")]
    others: list[Cat | Dog] = Field(min_length=1)
    numbers: tuple[int, ...]
    tags: set[str]
    mixed: Literal["a", 1] | None
    default: str = Field(alias="$ref")


@pytest.mark.parametrize("model", [WireReply, WireRepair, WireMerge, Zoo, Node])
@pytest.mark.parametrize("descriptions", [None, True, False])
def test_every_model_becomes_strict(
    model: type[BaseModel],
    descriptions: bool | None,  # noqa: FBT001 - a parameter of the table
) -> None:
    """Closed objects, all required, no keyword that strict mode refuses, references alone."""
    check_strict(to_strict_schema(model, descriptions=descriptions))


def test_recursion_goes_through_a_definition() -> None:
    """A model that holds itself is an object at the root and a definition below."""
    schema = to_strict_schema(Node)
    assert schema["properties"]["beyond"]["items"] == {"$ref": "#/$defs/Node"}
    jsonschema.validate(
        json.loads('{"name": "a", "beyond": [{"name": "b", "beyond": []}]}'), schema
    )
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"name": "a", "beyond": [{"name": "b"}]}, schema)


def test_an_answer_to_the_schema_is_an_instance() -> None:
    """What the schema admits, the model reads; a missing value is written as null."""
    zoo = {
        "opened": None,
        "price": 3,
        "mood": "good",
        "before": None,
        "star": {"kind": "cat", "lives": 9},
        "others": [{"kind": "dog", "name": "Rex"}],
        "numbers": [1, 2],
        "tags": ["x"],
        "mixed": None,
        "$ref": "y",
    }
    written = json.dumps(zoo)
    jsonschema.validate(json.loads(written), to_strict_schema(Zoo))
    assert Zoo.model_validate_json(written).opened is None


def test_descriptions_are_kept_unless_the_prompt_holds_them() -> None:
    """A docstring of a caller's field is sent; those of the wire form are not, unless asked for."""
    mood = to_strict_schema(Zoo)["properties"]["mood"]
    assert mood == {"anyOf": [{"$ref": "#/$defs/Mood"}], "description": "How the keepers are."}
    assert "description" not in render_strict_schema(Zoo, descriptions=False)
    assert "description" not in render_strict_schema(WireReply)
    assert "Verbatim words" in render_strict_schema(WireReply, descriptions=True)


def test_definitions_are_shared_only_where_that_is_shorter() -> None:
    """What is used once stands where it is used; what is used often stands once."""
    schema = to_strict_schema(WireReply)
    assert list(schema["$defs"]) == ["WireParty"]
    assert render_strict_schema(WireReply).count('"armed_group"') == 1


def test_a_quote_stands_before_what_it_supports() -> None:
    """Properties keep the order of the model."""
    event = to_strict_schema(WireReply)["properties"]["events"]["items"]
    assert list(event["properties"])[:3] == ["quotes", "trigger", "type"]
    assert list(to_strict_schema(WireParty)["properties"]) == list(WireParty.model_fields)


class Pair(NamedTuple):
    """Two."""

    left: int
    right: int


class Open(BaseModel):
    """Takes anything beside its fields."""

    model_config = ConfigDict(extra="allow")
    name: str


Names = RootModel[list[str]]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ((int, 3), r"Made\.it has a default and cannot be null.*`X \| None = None`"),
        ((list[str], Field(default_factory=list)), r"Made\.it has a default"),
        ((dict[str, int], ...), r"Made\.it is a map with any keys"),
        ((dict, ...), r"Made\.it is a map"),
        ((list[dict[str, str]], ...), r"Made\.it\[\] is a map"),
        ((tuple[int, str], ...), r"Made\.it is a tuple of fixed length"),
        ((Pair, ...), r"Pair is a tuple of fixed length|Made\.it is a tuple"),
        ((Any, ...), r"Made\.it takes any value; give it a type"),
        ((list, ...), r"Made\.it\[\] takes any value"),
        ((Open, ...), r'Open takes further fields; set extra="forbid"'),
        ((type, ...), r"Made has no JSON Schema"),
        ((str, Field(json_schema_extra={"not": {"enum": ["x"]}})), r"Made\.it: .*`not`"),
    ],
)
def test_what_has_no_strict_form_is_refused_by_name(field: Any, message: str) -> None:
    """The error names the model and the field, and says what to do."""
    made = create_model("Made", it=field)
    with pytest.raises(ValueError, match=message):
        to_strict_schema(made)


def test_an_answer_is_an_object() -> None:
    """A bare list or choice cannot be asked for."""
    with pytest.raises(ValueError, match="no object; put its value into a field"):
        to_strict_schema(Names)


def test_null_instead_of_an_absent_value_and_a_lone_choice_are_accepted() -> None:
    """Both say the same as leaving the field out would."""
    fields: dict[str, Any] = {
        "a": (int | None, None),
        "b": (Literal["x"], "x"),
        "c": (Mood | None, None),
    }
    made = create_model("Made", **fields)
    schema = to_strict_schema(made)
    check_strict(schema)
    assert schema["required"] == ["a", "b", "c"]


def test_callers_cannot_spoil_each_others_schema() -> None:
    """Each call returns a value of its own."""
    to_strict_schema(Node)["properties"].clear()
    assert to_strict_schema(Node)["properties"]


def test_the_hash_changes_with_what_is_sent() -> None:
    """Same fields, same hash; another order or another description, another hash."""
    one = create_model("Made", a=(int, ...), b=(str, ...))
    same = create_model("Made", a=(int, Field(title="A")), b=(str, ...))
    other = create_model("Made", b=(str, ...), a=(int, ...))
    assert hash_schema(one) == hash_schema(same) != hash_schema(other)
    assert len(hash_schema(WireReply)) == 64


def test_prompts_find_their_models_by_name() -> None:
    """Only the wire form's own; any other name is the caller's."""
    assert find_model("WireReply") is WireReply
    assert find_model("WireEvent") is None


LIST: Any = list


def _nest(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(inner.map(lambda kind: LIST[kind]), inner.map(lambda kind: kind | None))


PLAIN: st.SearchStrategy[Any] = st.sampled_from(
    [int, str, bool, Mood, Literal["x", "y"], Node, date]
)
KINDS = st.recursive(PLAIN, _nest)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdefgh"), KINDS, min_size=1, max_size=3), st.data())
def test_whatever_a_model_writes_fits_its_schema(
    kinds: dict[str, Any], data: st.DataObject
) -> None:
    """For any model: the schema is strict, and every instance of the model is an answer to it."""
    fields: dict[str, Any] = {name: (kind, ...) for name, kind in kinds.items()}
    made = create_model("Made", **fields)
    schema = to_strict_schema(made)
    check_strict(schema)
    values = {name: data.draw(st.from_type(kind), label=name) for name, kind in kinds.items()}
    written = made.model_validate(values).model_dump_json()
    jsonschema.validate(json.loads(written), schema)
