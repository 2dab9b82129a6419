"""Key point metrics: worked cases for what is told, repeated, made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer_evals.gold.reading import Case
from summarizer_evals.gold.records import Gold, GoldArticle, GoldPoint
from summarizer_evals.metrics.keypoints import (
    MOST_WORDS,
    compare_sentences,
    count_points,
    is_too_long,
    read_points,
)
from summarizer_evals.metrics.scoring import score_outage
from summarizer_evals.metrics.sums import Sums
from summarizer_evals.metrics.words import (
    compare_bags,
    compare_sets,
    list_names,
    list_numbers,
    list_stems,
    normalise_party,
    recall_words,
)
from summarizer_evals.scores import Tally
from summarizer_schemas.article import hash_text
from summarizer_schemas.record import KeyPoint

TOLL = "At least nine people were killed in Norburg on Tuesday."
MAYOR = "The mayor, Anna Brandt, blamed Vantia for the shells."
DENIAL = "Vantia denied that it shelled the town."
TALKS = "Talks open in Halden on Friday."
SCHOOLS = "Schools stay shut for 3 weeks."
TEXT = f"{TOLL} {MAYOR} {DENIAL} {TALKS} {SCHOOLS}"
Values = Mapping[str, Any]


def cite(words: str, text: str = TEXT) -> dict[str, Any]:
    """A span of the article."""
    start = text.index(words)
    return {"quote": words, "start": start, "end": start + len(words)}


def make_gold(points: Sequence[Values], text: str = TEXT, language: str = "en") -> Gold:
    """Gold with key points, each on its own sentence unless `on` says where."""
    made: list[GoldPoint] = []
    for at, one in enumerate(points, 1):
        values = {"id": f"k{at}", **one}
        proof = [cite(values.pop("on", values["text"]), text)]
        made.append(GoldPoint.model_validate(values | {"evidence": proof}))
    article = GoldArticle(chars=len(text), sha256=hash_text(text), language=language)
    return Gold(id="case", article=article, key_points=tuple(made))


def make_point(text: str, on: str = TOLL, article: str = TEXT) -> KeyPoint:
    """A key point with its quote."""
    proof = [{**cite(on, article), "segment": "body"}]
    return KeyPoint.model_validate({"text": text, "kind": "abstractive", "evidence": proof})


def measure(
    gold: Sequence[Values], found: Sequence[str | tuple[str, str]], text: str = TEXT, **more: str
) -> Sums:
    """Every count about key points; found ones are words, or words and the quote they stand on."""
    sums, reference = Sums(), make_gold(gold, text, **more)
    pairs = [(one, text) if isinstance(one, str) else one for one in found]
    points = [make_point(words, on, text) for words, on in pairs]
    count_points(read_points(reference, points), reference, text, sums)
    return sums


K_TOLL: Values = {"text": TOLL}
K_MAYOR: Values = {"text": MAYOR}
K_TALKS: Values = {"text": TALKS}
KILLED: Values = {"text": "Nine people were killed in Norburg.", "on": TOLL}
TUESDAY: Values = {"text": "Nine people were killed on Tuesday.", "on": TOLL}
Sums3 = tuple[float, float, float]
POINTS: list[tuple[str, list[Values], list[str], dict[str, Sums3 | None]]] = [
    ("both empty", [], [], {"point_coverage": (0, 0, 0), "point_precision": None,
     "contradiction": None, "point_f1": (0, 0, 0), "content_recall": None}),
    ("gold empty", [], [TOLL], {"point_coverage": (0, 0, 0), "point_precision": (0, 1, 1),
                                "point_f1": (0, 1, 0), "contradiction": None}),
    ("found empty", [K_TOLL], [], {"point_coverage": (0, 2, 2), "point_precision": None,
     "point_f1": (0, 0, 1), "content_recall": (0, 1, 1), "point_words": (0, 1, 1),
     "point_redundancy": None, "point_length": None, "number_fidelity": None}),
    ("told", [K_TOLL], [TOLL], {"point_coverage": (2, 2, 2), "point_precision": (1, 1, 1),
                                "point_f1": (1, 1, 1), "content_recall": (1, 1, 1)}),
    ("told in other words", [K_TOLL], ["Nine people died in Norburg on Tuesday."],
     {"point_coverage": (2, 2, 2), "contradiction": (0, 1, 1)}),
    ("told in an accepted wording", [{**K_TOLL, "accept": ["Death toll in Norburg: nine"]}],
     ["Death toll in Norburg: 9"], {"point_coverage": (2, 2, 2)}),
    ("weights", [{**K_TOLL, "weight": 3}, K_MAYOR, {**K_TALKS, "weight": 1}], [TOLL, TALKS],
     {"point_coverage": (4, 6, 6), "point_f1": (2, 2, 3)}),
    ("two gold points in one", [KILLED, TUESDAY], [TOLL],
     {"point_coverage": (4, 4, 4), "point_precision": (1, 1, 1), "point_f1": (1, 1, 2)}),
    ("one gold point twice", [K_TOLL], [TOLL, "Nine people died in Norburg on Tuesday."],
     {"point_precision": (2, 2, 2), "point_f1": (1, 2, 1), "point_redundancy": (1, 1, 1)}),
    ("another number", [K_TOLL], ["At least 13 people were killed in Norburg on Tuesday."],
     {"point_coverage": (0, 2, 2), "contradiction": (1, 1, 1), "point_precision": (0, 1, 1)}),
    ("the same number in digits", [K_TOLL], ["At least 9 people were killed in Norburg."],
     {"point_coverage": (2, 2, 2), "contradiction": (0, 1, 1)}),
    ("the opposite", [{"text": "Talks open in Halden on Friday.", "on": TALKS}],
     ["Talks do not open in Halden on Friday."],
     {"point_coverage": (0, 2, 2), "contradiction": (1, 1, 1)}),
    ("a denial is no contradiction", [{"text": DENIAL}], [DENIAL],
     {"point_coverage": (2, 2, 2), "contradiction": (0, 1, 1)}),
    ("told once, denied once", [K_TOLL], [TOLL, TOLL.replace("nine", "13")],
     {"point_coverage": (2, 2, 2), "contradiction": (0, 1, 1), "point_precision": (1, 2, 2)}),
    ("about something else", [K_TOLL], [TALKS],
     {"point_coverage": (0, 2, 2), "contradiction": (0, 1, 1), "point_precision": (0, 1, 1)}),
    ("optional, told", [K_TOLL, {**K_TALKS, "optional": True}], [TOLL, TALKS],
     {"point_coverage": (2, 2, 2), "point_precision": (2, 2, 2), "point_f1": (1, 1, 1)}),
    ("optional, not told", [K_TOLL, {**K_TALKS, "optional": True}], [TOLL],
     {"point_coverage": (2, 2, 2), "point_f1": (1, 1, 1), "content_recall": (1, 1, 1)}),
    ("optional only, told", [{**K_TALKS, "optional": True}], [TALKS],
     {"point_coverage": (0, 0, 0), "point_precision": (1, 1, 1), "point_f1": (0, 0, 0)}),
    ("word for word again", [], [TOLL, TOLL, TALKS],
     {"point_redundancy": (1, 3, 3), "point_distinct": (1, 3, 3)}),
    ("words", [{"text": "Talks open in Halden on Friday.", "on": TALKS}, K_TOLL],
     ["Halden waits.", "Friday comes."], {"point_words": (4, 1, 1), "content_recall": (0.5, 2, 2)}),
    ("as long as may be", [], ["word " * MOST_WORDS], {"point_length": (0, 1, 1)}),
    ("too long", [], ["word " * (MOST_WORDS + 1)], {"point_length": (1, 1, 1)}),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "found", "counts"), [pytest.param(*r, id=n) for n, *r in POINTS])
def test_points_are_counted(
    gold: list[Values], found: list[str], counts: dict[str, Sums3 | None]
) -> None:
    """Every metric has its sums, and none where there is nothing to measure."""
    got = measure(gold, found).counts
    for metric, sums in counts.items():
        assert got.get(metric) == (None if sums is None else pytest.approx(sums)), metric


FIDELITY: list[tuple[str, str, str, dict[str, Sums3 | None]]] = [
    ("faithful", "At least 9 people were killed in Norburg.", TOLL,
     {"number_fidelity": (1, 1, 1), "name_fidelity": (1, 1, 1), "point_grounded": (1, 1, 1)}),
    ("a number made up", "At least 13 people were killed in Norburg.", TOLL,
     {"number_fidelity": (0, 1, 1), "point_grounded": (0, 1, 1)}),
    ("one of two numbers made up", "Nine people were killed; 40 homes burned.", TOLL,
     {"number_fidelity": (1, 2, 2)}),
    ("a number of something else", "Nine weeks of school were lost.", TOLL,
     {"number_fidelity": (0, 1, 1)}),
    ("a name made up", "At least nine people were killed in Selm.", TOLL,
     {"name_fidelity": (0, 1, 1), "point_grounded": (0, 1, 1)}),
    ("one of two names made up", "The mayor of Norburg blamed Harl for the shells.", TEXT,
     {"name_fidelity": (1, 2, 2)}),
    ("of another sentence", "Talks open in Halden.", TOLL,
     {"name_fidelity": (1, 1, 1), "point_grounded": (0, 1, 1)}),
    ("no number, no name", "The town was shelled.", DENIAL,
     {"number_fidelity": None, "name_fidelity": None, "point_grounded": (1, 1, 1)}),
    ("from the start", TOLL, TOLL, {"lead_bias": (1, 1, 1)}),
    ("from the end", SCHOOLS, SCHOOLS, {"lead_bias": (0, 1, 1)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("point", "on", "counts"), [pytest.param(*r, id=name) for name, *r in FIDELITY]
)
def test_numbers_and_names_are_the_articles(
    point: str, on: str, counts: dict[str, Sums3 | None]
) -> None:
    """Numbers and names must stand in the article, and in the quotes of their own point."""
    got = measure([], [(point, on)]).counts
    for metric, sums in counts.items():
        assert got.get(metric) == sums, metric


def test_a_quote_the_article_has_not_grounds_nothing() -> None:
    """A point whose only quote is made up is not grounded, whatever it says."""
    point = make_point(TOLL)
    quote = point.evidence[0].model_copy(update={"quote": "x" * len(TOLL)})
    gold, sums = make_gold([]), Sums()
    found = [point.model_copy(update={"evidence": (quote,)})]
    count_points(read_points(gold, found), gold, TEXT, sums)
    assert sums.counts["point_grounded"] == Tally(0, 1, 1)


@pytest.mark.parametrize(
    ("order", "tau"),
    [([0, 1, 2], 1.0), ([2, 1, 0], -1.0), ([1, 0, 2], 1 / 3), ([0, 2], 1.0), ([1], None)],
)
def test_order_is_kendalls_tau(order: list[int], tau: float | None) -> None:
    """Order agrees where two points come in the order of gold; one point has no order."""
    sentences = [TOLL, MAYOR, TALKS]
    sums = measure([{"text": one} for one in sentences], [sentences[at] for at in order])
    assert sums.samples.get("point_order", []) == ([] if tau is None else [pytest.approx(tau)])


def test_pairs_are_named_for_those_who_look() -> None:
    """A pair names the gold point, the key point by its number, and how alike they are."""
    gold = make_gold([K_TOLL, K_TALKS])
    found = [make_point(TALKS), make_point(SCHOOLS)]
    pairs = count_points(read_points(gold, found), gold, TEXT, Sums())
    assert [(one.gold, one.found, one.similarity) for one in pairs] == [("k2", "p1", 1.0)]


def test_points_of_a_crashed_case_are_missed() -> None:
    """The weight of what could not be asked for stands in the denominator."""
    score = score_outage(Case("case", TEXT, (make_gold([K_TOLL, K_TALKS]),)), "down")
    assert score.counts["point_coverage"] == Tally(0, 4, 4)
    assert "point_precision" not in score.counts


# ---- words ----


@pytest.mark.parametrize(
    ("text", "language", "stems"),
    [
        ("The rebels’ attacks killed nine people.", "en", "rebel attack kill nine peopl"),
        ("Vantia's army, again", "en", "vantia armi"),
        ("Los rebeldes atacaron la ciudad", "es", "rebeld atac ciud"),
        ("L’armée n’a pas attaqué les villes", "fr", "armé attaqu vill"),
        ("Die Soldaten wurden in den Dörfern getötet", "de", "soldat dorf getot"),
        ("Os soldados atacaram as cidades", "pt-BR", "sold atac cidad"),
        ("Солдаты атаковали города", "ru", "солдат атакова город"),
        ("Wojsko zajęło miasto", "pl", "wojsko zajęło miasto"),
        ("", "en", ""),
        ("and of the", None, ""),
    ],
)
def test_content_words_are_stemmed(text: str, language: str | None, stems: str) -> None:
    """Words are folded and stemmed in the language of the article; grammar words go."""
    assert " ".join(list_stems(text, language)) == stems


@pytest.mark.parametrize(
    ("language", "gold", "found", "is_told"),
    [
        ("de", "Neun Menschen wurden getötet.", "Getötet wurden neun Menschen.",
         True),
        ("fr", "L’armée a attaqué Norburg mardi.", "Norburg attaqué par l’armée.", True),
        ("es", "El ejército atacó Norburg el martes.", "El ejército atacó Norburg.", True),
        ("ru", "Солдаты атаковали Норбург.", "Норбург атаковали солдаты.", True),
        ("de", "Neun Menschen wurden getötet.", "Die Schulen bleiben zu.", False),
    ],
)  # fmt: skip
def test_points_of_other_languages_are_matched(
    language: str,
    gold: str,
    found: str,
    is_told: bool,  # noqa: FBT001
) -> None:
    """Another order of the same words tells the same point in every language."""
    got = measure([{"text": gold}], [(found, gold)], gold, language=language).counts
    assert got["point_coverage"] == Tally(2 * is_told, 2, 2)


def test_a_negation_is_seen_in_spanish_only_by_its_english_form() -> None:
    """What negates is read in English and in the words English shares: a known limit."""
    text = "La armada atacó el barco de Norburg el martes."
    got = measure(
        [{"text": text}], [(text.replace("atacó", "no atacó"), text)], text, language="es"
    )
    assert got.counts["contradiction"] == Tally(1, 1, 1)
    text = "Die Marine griff das Schiff aus Norburg am Dienstag an."
    got = measure(
        [{"text": text}], [(text.replace(" an.", " nicht an."), text)], text, language="de"
    )
    assert got.counts["contradiction"] == Tally(0, 1, 1)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Nine people, 4 of them children, died in 1,200 houses.", {"9", "4", "1200"}),
        ("Some 1.2 million voters", {"1200000"}),
        ("1,200,000 voters", {"1200000"}),
        ("A dozen men", {"12"}),
        ("Nobody came.", set[str]()),
    ],
)
def test_numbers_are_read_as_values(text: str, numbers: set[str]) -> None:
    """The same number is one value, in words or digits."""
    assert list_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Friday Mara Velk met the VDF in Norburg.", "friday mara norburg vdf velk"),
        ("VDF men left. Talks open.", "vdf"),
        ("He said: “Harl is lost.”", ""),
        ("the mayor of Selm", "selm"),
    ],
)
def test_names_have_a_capital_and_open_no_sentence(text: str, names: str) -> None:
    """A word with a capital is a name unless it opens a sentence; an acronym always is."""
    assert " ".join(sorted(list_names(text))) == names


@pytest.mark.parametrize(
    ("left", "right"),
    [("The Vantian army’s", "vantian  army"), ("JOSÉ SELM", "José  Selm"), ("its “navy”", "Navy")],
)
def test_parties_are_normalised(left: str, right: str) -> None:
    """Articles, possessives, marks and case make no other party."""
    assert normalise_party(left) == normalise_party(right)


def test_measures_of_words_have_their_edges() -> None:
    """Two empty bags agree in nothing; two empty sets, and no words wanted, are no measurement."""
    assert (compare_bags([], []), compare_bags(["a"], []), compare_bags(["a", "a"], ["a"])) == (
        0,
        0,
        2 / 3,
    )
    assert (compare_sets([], []), compare_sets(["a"], [])) == (None, 0)
    assert (recall_words([], ["a"]), recall_words(["a", "b"], ["b"])) == (None, 0.5)


def test_likeness_weighs_words_names_and_numbers() -> None:
    """Words count .5, names .3, numbers .2, and a part that neither has counts not at all."""
    left, right = "Nine people died.", "Nine people were killed."
    assert compare_sentences(left, right, "en") == pytest.approx((0.5 * 2 / 3 + 0.2) / 0.7)
    left, right = "It fell in Selm.", "It fell in Harl."
    assert compare_sentences(left, right, "en") == pytest.approx(0.5 * 0.5 / 0.8)


WORDS = st.sampled_from(
    ["nine", "13", "people", "killed", "Norburg", "Selm", "talks", "not", "open"]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=7).map(lambda words: " ".join(words) + ".")


@given(SENTENCES, SENTENCES)
def test_likeness_is_symmetric_and_within_bounds(left: str, right: str) -> None:
    """Likeness of sentences is the same both ways, from 0 to 1, and 1 for the same content."""
    value = compare_sentences(left, right, "en")
    assert value == pytest.approx(compare_sentences(right, left, "en"))
    assert 0 <= value <= 1
    if list_stems(left, "en"):
        assert compare_sentences(left, left, "en") == pytest.approx(1)


@given(st.lists(SENTENCES, max_size=4), st.lists(SENTENCES, max_size=4))
def test_point_ratios_are_within_bounds(gold: list[str], found: list[str]) -> None:
    """Nothing agrees more than there is, and the order of key points changes no sum."""
    values: list[Values] = [{"text": one, "on": TOLL} for one in gold]
    once, again = measure(values, found).counts, measure(values, found[::-1]).counts
    for metric, tally in once.items():
        assert again[metric] == pytest.approx(tally), metric
        if metric != "point_words":
            assert 0 <= tally.agreed <= min(tally.found, tally.gold) + 1e-9, metric


def test_length_is_counted_in_words() -> None:
    """Words are what stands between blanks."""
    assert not is_too_long("a " * MOST_WORDS)
    assert is_too_long("a " * MOST_WORDS + "b")


# ---- found by these tests ----


def test_a_run_of_names_made_up_is_several_names() -> None:
    """Each made-up name counts, also where several follow each other."""
    got = measure([], [("In Norburg they blamed Tom Velk Harl and Mara Osk.", TOLL)]).counts
    assert got["name_fidelity"] == Tally(1, 6, 6)


def test_a_separator_of_thousands_is_no_other_number() -> None:
    """1.200 and 1200 are one number in German, and no contradiction."""
    text = "In Norburg demonstrierten 1.200 Menschen."
    got = measure([{"text": text}], [(text.replace(".2", "2"), text)], text, language="de").counts
    assert got["contradiction"] == Tally(0, 1, 1)
    assert got["number_fidelity"] == Tally(1, 1, 1)


def test_a_word_after_a_closing_quote_opens_a_sentence() -> None:
    """The first word after a quoted sentence has its capital for that, and is no name."""
    assert list_names("“It is over.” The minister left (again.) Then he came.") == frozenset()
