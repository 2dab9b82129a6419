"""A schema of the caller's own: quotes are strings on the wire, and places once grounded."""

from __future__ import annotations

import collections
import pickle
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Annotated, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError, create_model
from typing_extensions import NotRequired, TypedDict

from summarizer.errors import ResultError
from summarizer.quotes import ground_quotes
from summarizer.textmap import TextMap
from summarizer_schemas.article import SegmentKind
from summarizer_schemas.quote import Extraction, Quote, RejectedQuote
from summarizer_schemas.result import ArticleInfo, Failure, Provenance

RAW = (
    "OSTERVIK (AFP) - The old mill burned on Monday.\n\nNine people died in Norburg, the mayor"
    " said. Nobody was hurt in Halden.\n\nNine people died in Norburg, a guard said later.\n"
)
TEXT = TextMap(RAW)
ON_THE_WIRE = {"type": "string", "description": "Verbatim words of the article."}


class Fire(BaseModel):
    """An item with a quote it cannot do without, and one it can."""

    what: str
    words: Quote
    remark: Quote | None = None


class Report(BaseModel):
    """Quotes in every kind of place."""

    fires: list[Fire] = []
    named: dict[str, Fire] = {}
    loose: tuple[Quote, ...] = ()
    pair: tuple[Quote, int] | None = None
    main: Fire | None = None


def read(kind: type[BaseModel], **values: object) -> Any:
    """Returns a model as a language model fills it in."""
    return kind.model_validate(values)


def tell(rejected: list[RejectedQuote]) -> list[tuple[str, str | None]]:
    """Returns where quotes were refused, and what went with them."""
    return [(one.path, one.removed) for one in rejected]


# ---- on the wire ----


def test_a_model_is_asked_for_a_plain_string() -> None:
    """In the schema that is sent, a quote is a string that says what it is, and nothing more."""
    schema = Report.model_json_schema()
    fire = schema["$defs"]["Fire"]["properties"]
    assert fire["words"] == ON_THE_WIRE
    assert fire["remark"]["anyOf"] == [ON_THE_WIRE, {"type": "null"}]
    assert schema["properties"]["loose"]["items"] == ON_THE_WIRE
    assert "Quote" not in schema["$defs"]
    assert Quote.model_json_schema() == ON_THE_WIRE


def test_the_schema_of_what_comes_out_has_the_place() -> None:
    """In the schema of the output, a quote has its words and its offsets."""
    out = Fire.model_json_schema(mode="serialization")["properties"]["words"]
    assert {"quote", "start", "end", "match", "segment", "ambiguous"} == set(out["properties"])


def test_a_field_keeps_its_own_description() -> None:
    """What the caller says of a field replaces our general words."""

    class Told(BaseModel):
        words: Quote = Field(description="The words that name the place.")

    described = Told.model_json_schema()["properties"]["words"]
    assert described == {"type": "string", "description": "The words that name the place."}


class Strict(BaseModel):
    """A strict model takes a quote as well."""

    model_config = ConfigDict(strict=True)
    words: Quote
    more: list[Quote] = []


@pytest.mark.parametrize("kind", [Fire, Strict])
def test_a_string_makes_an_ungrounded_quote(kind: type[BaseModel]) -> None:
    """What a model writes becomes a quote without a place, from JSON and from plain values."""
    made = read(kind, words="burned", **({"what": "mill"} if kind is Fire else {}))
    assert made.words == Quote(quote="burned")
    assert not made.words.is_grounded
    assert str(made.words) == "burned"


@pytest.mark.parametrize("wrong", [3, None, ["a"], {"words": "a"}, {"quote": "ab", "start": 0}])
def test_anything_else_is_no_quote(wrong: object) -> None:
    """A number, null, a list, another object or half a place is refused, without the value."""
    with pytest.raises(ValidationError):
        Fire.model_validate({"what": "mill", "words": wrong})


def test_a_place_must_fit_its_words() -> None:
    """Offsets that are not as long as the quote are refused."""
    place = {"start": 3, "end": 9, "match": "exact", "segment": "body"}
    assert Quote.model_validate({"quote": "burned", **place}).is_grounded
    with pytest.raises(ValidationError, match="length"):
        Quote.model_validate({"quote": "burnt", **place})
    with pytest.raises(ValidationError, match="length"):
        Quote.model_validate({"quote": "", **place, "end": 3})


@pytest.mark.parametrize("kind", [Fire, Strict])
def test_a_grounded_quote_survives_json_and_pickle(kind: type[BaseModel]) -> None:
    """Offsets come back from JSON, from plain values and from a pickle."""
    made = read(kind, words="mill burned", **({"what": "mill"} if kind is Fire else {}))
    grounded, rejected = ground_quotes(made, TEXT)
    assert not rejected
    assert grounded.words.is_grounded
    assert kind.model_validate_json(grounded.model_dump_json()) == grounded
    assert pickle.loads(pickle.dumps(grounded)) == grounded


# ---- grounding ----


def test_what_is_borne_out_gets_its_place() -> None:
    """A grounded quote is the raw slice, with its segment and how it matched."""
    fire, rejected = ground_quotes(read(Fire, what="mill", words="the  old MILL burned"), TEXT)
    assert not rejected
    assert RAW[fire.words.start : fire.words.end] == fire.words.quote == "The old mill burned"
    assert (fire.words.match, fire.words.segment) == ("folded", "lead")


def test_the_input_is_never_changed() -> None:
    """The value given is as it was, and shares no list with what comes back."""
    report = read(
        Report,
        fires=[{"what": "a", "words": "mill burned"}, {"what": "b", "words": "nowhere at all"}],
        named={"x": {"what": "c", "words": "nowhere at all"}},
    )
    before = report.model_copy(deep=True)
    grounded, _ = ground_quotes(report, TEXT)
    assert report == before
    assert grounded != report
    grounded.fires.clear()
    assert report == before


def test_the_quote_before_it_says_which_place_is_meant() -> None:
    """Words that stand there twice are placed near the quote before them in the same model."""

    class Said(BaseModel):
        by: Quote
        words: Quote

    for by, place in (("the mayor said", RAW.index("Nine")), ("a guard said", RAW.rindex("Nine"))):
        said, rejected = ground_quotes(read(Said, by=by, words="Nine people died"), TEXT)
        assert not rejected
        assert (said.words.start, said.words.ambiguous) == (place, True)


def test_one_model_does_not_draw_the_next_one_to_its_place() -> None:
    """Items of a list are placed for themselves; what is inside an item looks to that item."""

    class Item(BaseModel):
        words: Quote
        inner: Fire | None = None

    class Items(BaseModel):
        items: list[Item]

    late, first = {"words": "a guard said later"}, {"words": "Nine people died"}
    inner = {**late, "inner": {"what": "death", **first}}
    grounded, _ = ground_quotes(read(Items, items=[late, first, inner]), TEXT)
    assert grounded.items[1].words.start == RAW.index("Nine")
    assert grounded.items[2].inner.words.start == RAW.rindex("Nine")


BAD = "twelve ships sank"


def test_a_field_that_may_be_null_becomes_null() -> None:
    """An optional quote that is not borne out leaves its model standing."""
    fire, rejected = ground_quotes(read(Fire, what="mill", words="mill burned", remark=BAD), TEXT)
    assert fire.words.is_grounded
    assert fire.remark is None
    assert tell(rejected) == [("remark", "remark")]
    assert (rejected[0].text, rejected[0].reason) == (BAD, "not_found")


def test_an_item_of_a_list_is_left_out() -> None:
    """A quote in a list is dropped alone; the others keep their order."""
    report, rejected = ground_quotes(
        read(Report, loose=["mill burned", BAD, "Nobody was hurt"]), TEXT
    )
    assert [one.quote for one in report.loose] == ["mill burned", "Nobody was hurt"]
    assert tell(rejected) == [("loose[1]", "loose[1]")]


def test_the_smallest_thing_around_it_goes() -> None:
    """A required quote takes its list item, its dict entry or its optional model with it."""
    good, bad = {"what": "a", "words": "mill burned"}, {"what": "b", "words": BAD}
    report, rejected = ground_quotes(
        read(Report, fires=[good, bad], named={"x": good, "y": bad}, main=bad, pair=(BAD, 2)),
        TEXT,
    )
    assert [fire.what for fire in report.fires] == ["a"]
    assert list(report.named) == ["x"]
    assert report.main is None
    assert report.pair is None
    assert tell(rejected) == [
        ("fires[1].words", "fires[1]"),
        ("named['y'].words", "named['y']"),
        ("pair[0]", "pair"),
        ("main.words", "main"),
    ]


def test_what_nothing_encloses_stays_ungrounded() -> None:
    """A required quote of the model itself stays as it was written, and is listed."""
    place = {"start": 3, "end": 3 + len(BAD), "match": "exact", "segment": "body"}
    fire, rejected = ground_quotes(
        read(Fire, what="mill", words={"quote": BAD, **place}, remark="mill burned"), TEXT
    )
    assert fire.words == Quote(quote=BAD)
    assert fire.remark.is_grounded
    assert tell(rejected) == [("words", None)]


def test_every_quote_of_what_goes_is_listed() -> None:
    """Each quote that was refused is named, with the outermost thing that went."""

    class Inner(BaseModel):
        fires: list[Fire]
        words: Quote

    class Outer(BaseModel):
        inner: Inner | None

    bad = {"what": "a", "words": BAD}
    outer, rejected = ground_quotes(read(Outer, inner={"fires": [bad], "words": ""}), TEXT)
    assert outer.inner is None
    assert tell(rejected) == [("inner.fires[0].words", "inner"), ("inner.words", "inner")]
    assert rejected[1].reason == "empty_quote"


class Backed(BaseModel):
    """A list that may not be empty."""

    quotes: list[Quote] = Field(min_length=1)


class BackedInside(BaseModel):
    """The same, said within the annotation."""

    rows: list[Annotated[list[Quote], Field(min_length=2)]] = []


def test_a_list_is_not_made_shorter_than_it_may_be() -> None:
    """Too few items left means the list itself is not borne out; at the root they stay."""
    alone, rejected = ground_quotes(read(Backed, quotes=[BAD]), TEXT)
    assert [one.is_grounded for one in alone.quotes] == [False]
    assert tell(rejected) == [("quotes[0]", None)]

    listed, rejected = ground_quotes([alone, read(Backed, quotes=["mill burned", BAD])], TEXT)
    assert [[one.quote for one in backed.quotes] for backed in listed] == [["mill burned"]]
    assert tell(rejected) == [("[0].quotes[0]", "[0]"), ("[1].quotes[1]", "[1].quotes[1]")]

    inside, rejected = ground_quotes(read(BackedInside, rows=[["mill burned", BAD]]), TEXT)
    assert inside.rows == []
    assert tell(rejected) == [("rows[0][1]", "rows[0]")]


class Point(NamedTuple):
    """A named tuple."""

    words: Quote
    remark: Quote | None


class Row(TypedDict):
    """A typed dict."""

    words: Quote
    remark: NotRequired[Quote]


@dataclass(frozen=True)
class Card:
    """A frozen dataclass."""

    words: Quote
    remark: Quote | None = None


class Shapes(BaseModel):
    """Everything else pydantic can hold."""

    point: Point
    row: Row
    card: Card
    rows: list[Row] = []
    spare: list[Quote | None] = []
    unique: frozenset[Quote] = frozenset()
    other: dict[str, list[Quote]] = {}
    day: date = date(2024, 1, 19)


def test_other_containers_are_walked() -> None:
    """Named tuples, typed dicts, dataclasses and sets are copied, with their types."""
    both = {"words": "mill burned", "remark": BAD}
    shapes, rejected = ground_quotes(
        read(
            Shapes,
            point=("mill burned", BAD),
            row=both,
            card=both,
            rows=[{"words": BAD}, {"words": "mill burned"}],
            spare=[BAD, "mill burned"],
            unique=["mill burned", BAD],
            other={"a": [BAD]},
        ),
        TEXT,
    )
    assert isinstance(shapes.point, Point)
    assert (shapes.point.words.is_grounded, shapes.point.remark) == (True, None)
    assert list(shapes.row) == ["words"]
    assert (shapes.card.words.is_grounded, shapes.card.remark) == (True, None)
    assert [list(row) for row in shapes.rows] == [["words"]]
    assert [one and one.quote for one in shapes.spare] == [None, "mill burned"]
    assert [one.quote for one in shapes.unique] == ["mill burned"]
    assert shapes.other == {"a": []}
    assert len(rejected) == 7
    assert Shapes.model_validate_json(shapes.model_dump_json()) == shapes


def test_bare_containers_are_walked() -> None:
    """Values whose types nobody wrote down are walked too; their shape is kept."""
    bare: Any = collections.namedtuple("bare", "one")  # noqa: PYI024  # pyright: ignore[reportUntypedNamedTuple]
    quote = Quote(quote="mill burned")
    grown = defaultdict(list, {"a": [quote, Quote(quote=BAD)]})
    value, rejected = ground_quotes((bare(quote), grown, {"k": 3}), TEXT)
    assert value[0].one.is_grounded
    assert isinstance(value[1], defaultdict)
    assert len(value[1]["a"]) == 1
    assert value[2] == {"k": 3}
    assert tell(rejected) == [("[1]['a'][1]", "[1]['a'][1]")]


def test_a_root_model_has_no_name_in_a_path() -> None:
    """The path into a root model begins with what it holds."""
    fires = RootModel[list[Fire]].model_validate([{"what": "a", "words": BAD}])
    grounded, rejected = ground_quotes(fires, TEXT)
    assert grounded.root == []
    assert tell(rejected) == [("[0].words", "[0]")]


def test_what_was_not_set_stays_unset() -> None:
    """A copy dumps what the model itself would dump."""
    grounded, _ = ground_quotes(read(Report, loose=["mill burned"]), TEXT)
    assert list(grounded.model_dump(exclude_unset=True)) == ["loose"]


def test_masked_words_bear_nothing_out() -> None:
    """What must not be seen is no evidence."""
    raw = "Key points:\n- The mill burned\n\nNobody was hurt in Halden, the mayor said.\n"
    hidden: tuple[SegmentKind, ...] = ("key_points",)
    masked = TextMap(raw, mask=hidden)
    fire, rejected = ground_quotes(
        read(Fire, what="a", words="Nobody was hurt", remark="The mill burned"), masked
    )
    assert fire.remark is None
    assert rejected[0].reason == "masked"


# ---- whatever the text and the nesting ----

WORDS = st.sampled_from(
    "the mill burned in Norburg at night nine 9 people “no” — died . é ß".split()
)
ANY_WORDS = st.lists(WORDS, max_size=5).map(" ".join) | st.text(max_size=6)


class Tree(BaseModel):
    """Quotes nested to any depth."""

    words: Quote
    maybe: Quote | None = None
    row: list[Quote] = []
    trees: list[Tree] = []
    named: dict[str, Tree] = {}


TREES: st.SearchStrategy[Tree] = st.deferred(
    lambda: st.builds(
        Tree,
        words=ANY_WORDS.map(lambda words: Quote(quote=words)),
        maybe=st.none() | ANY_WORDS.map(lambda words: Quote(quote=words)),
        row=st.lists(ANY_WORDS.map(lambda words: Quote(quote=words)), max_size=2),
        trees=st.lists(TREES, max_size=1),
        named=st.dictionaries(st.text(max_size=2), TREES, max_size=2),
    )
)


def list_quotes(tree: Tree) -> list[Quote]:
    """Returns every quote of a tree."""
    found = [tree.words, *([tree.maybe] if tree.maybe else []), *tree.row]
    for one in (*tree.trees, *tree.named.values()):
        found += list_quotes(one)
    return found


@settings(max_examples=40)
@given(raw=st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=60), tree=TREES)
def test_every_grounded_quote_is_the_raw_slice(raw: str, tree: Tree) -> None:
    """Whatever the text and the nesting, raw[start:end] is the quote, and only the root stays."""
    before = tree.model_dump_json() if raw.isascii() else repr(tree)
    grounded, rejected = ground_quotes(tree, TextMap(raw))
    assert before == (tree.model_dump_json() if raw.isascii() else repr(tree))
    quotes = list_quotes(grounded)
    for quote in quotes:
        if quote.is_grounded:
            assert raw[quote.start : quote.end] == quote.quote
    kept = [one for one in rejected if one.removed is None]
    assert [one.path for one in kept] == ["words"][: len(kept)]
    assert sum(not quote.is_grounded for quote in quotes) == len(kept)
    # Grounding what is grounded changes no words.
    again, _ = ground_quotes(grounded, TextMap(raw))
    assert [one.quote for one in list_quotes(again)] == [one.quote for one in quotes]


# ---- the envelope ----


def envelope(kind: Any, **values: object) -> Any:
    """Returns an extraction of a mill's fire."""
    provenance = Provenance(
        engine="openai",
        library_version="1",
        created_at=datetime(2024, 1, 19, tzinfo=timezone.utc),
    )
    article = ArticleInfo(id="a1", chars=len(RAW), sha256="0" * 64)
    return kind(provenance=provenance, article=article, **values)


def test_an_extraction_survives_json() -> None:
    """The caller's own model comes back, with every offset, from one line of ASCII."""
    fire, _ = ground_quotes(read(Fire, what="mühle\u2028\ud800", words="mill burned"), TEXT)
    for kind in (Extraction, Extraction[Fire]):
        made = envelope(kind, value=fire, status="ok")
        line = made.to_json()
        assert line.isascii()
        assert Extraction[Fire].from_json(line).value == fire


def test_a_strict_schema_comes_back_from_json() -> None:
    """Dates of a strict model are read from JSON as JSON, not as strings."""
    kind = create_model("Dated", __config__=ConfigDict(strict=True), day=(date, ...))
    made = envelope(Extraction[kind], value=kind(day=date(2024, 1, 19)), status="ok")
    assert Extraction[kind].from_json(made.to_json()) == made


def test_a_failed_extraction_says_why() -> None:
    """A value is null when the status is failed, and only then; asked to vouch, it raises."""
    failure = Failure(kind="refused", message="the model will not say", retryable=False)
    failed = envelope(Extraction[Fire], value=None, status="failed", error=failure)
    with pytest.raises(ResultError, match="refused"):
        failed.raise_for_status()
    with pytest.raises(ValidationError, match="null"):
        envelope(Extraction[Fire], value=None, status="ok")
    with pytest.raises(ValidationError, match="null"):
        envelope(Extraction[Fire], value=Fire(what="a", words=Quote(quote="b")), status="failed")
