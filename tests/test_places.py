"""Countries: every one is found by its names, and by nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.places import (
    ORGANISATIONS,
    Country,
    Gazetteer,
    find_country,
    find_mentions,
    load_countries,
)

COUNTRIES = load_countries()


def found(text: str, *, cased: bool = True) -> list[tuple[str, str]]:
    """What a text names, as (words, code)."""
    return [(mention.text, mention.country) for mention in find_mentions(text, cased=cased)]


def test_the_table_is_whole_and_well_formed() -> None:
    """249 entries of ISO 3166-1 and Kosovo, each code once, no cell with stray space."""
    codes = [country.alpha3 for country in COUNTRIES]
    assert len(codes) == len(set(codes)) == 250
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in codes)
    assert {"XKX", "PSE", "TWN"} <= set(codes)
    for country in COUNTRIES:
        forms = (country.name, *country.aliases, *country.demonyms, *country.capitals)
        assert all(form and form == form.strip() for form in forms), country.alpha3
        assert len(set(forms)) == len(forms), country.alpha3


def test_no_form_names_two_countries() -> None:
    """A form stands under one country only; what is ambiguous is left out."""
    owners: dict[str, str] = {}
    for country in COUNTRIES:
        for form in (country.name, *country.aliases, *country.demonyms, *country.capitals):
            assert owners.setdefault(form.casefold(), country.alpha3) == country.alpha3, form


def test_no_code_of_an_organisation_is_a_country_code() -> None:
    """The codes for what is no state do not clash with those of states."""
    assert not set(ORGANISATIONS) & {country.alpha3 for country in COUNTRIES}


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.alpha3)
def test_every_country_is_found_by_each_of_its_forms(country: Country) -> None:
    """Name, aliases, demonyms and capitals each lead to their country, alone and in a sentence."""
    for kind, forms in (
        ("name", (country.name, *country.aliases)),
        ("demonym", country.demonyms),
        ("capital", country.capitals),
    ):
        for form in forms:
            assert find_country(form) == country.alpha3, form
            sentence = f"we saw that {form} was there"
            (mention,) = find_mentions(sentence)
            assert (mention.country, mention.form) == (country.alpha3, kind), form
            assert sentence[mention.start : mention.end] == mention.text == form


SENTENCES: list[tuple[str, list[tuple[str, str]]]] = [
    ("Kenya's envoy left.", [("Kenya", "KEN")]),
    ("Kenya’s envoy left.", [("Kenya", "KEN")]),
    ("the U.S.'s envoy", [("U.S.", "USA")]),
    ("He flew to the U.S.", [("U.S.", "USA")]),
    ("US and UK forces", [("US", "USA"), ("UK", "GBR")]),
    ("they told us that it was over", []),
    ("LET US GO", []),
    ("It cost US$5.", []),
    ("US-led forces", [("US", "USA")]),
    ("Iran-backed fighters", [("Iran", "IRN")]),
    ("an Anglo-American firm", [("American", "USA")]),
    ("IRAN AND IRAQ AGREE", [("IRAN", "IRN"), ("IRAQ", "IRQ")]),
    ("NAIROBI (Agency) -", [("NAIROBI", "KEN")]),
    ("Papua New Guinea", [("Papua New Guinea", "PNG")]),
    ("Equatorial Guinea and Guinea", [("Equatorial Guinea", "GNQ"), ("Guinea", "GIN")]),
    ("Guinea-Bissau", [("Guinea-Bissau", "GNB")]),
    ("Niger and Nigeria", [("Niger", "NER"), ("Nigeria", "NGA")]),
    ("Nigerien and Nigerian", [("Nigerien", "NER"), ("Nigerian", "NGA")]),
    ("South Sudan and Sudan", [("South Sudan", "SSD"), ("Sudan", "SDN")]),
    ("Congo", []),
    ("DR Congo", [("DR Congo", "COD")]),
    ("the Republic of the Congo", [("Republic of the Congo", "COG")]),
    ("the Democratic Republic of the Congo", [("Democratic Republic of the Congo", "COD")]),
    ("Korea", []),
    ("a Korean song", []),
    ("South Korean and North Korea", [("South Korean", "KOR"), ("North Korea", "PRK")]),
    ("Dominican music", []),
    ("Dominica", [("Dominica", "DMA")]),
    ("the Dominican Republic", [("Dominican Republic", "DOM")]),
    ("American Samoa and Samoa", [("American Samoa", "ASM"), ("Samoa", "WSM")]),
    ("New Mexico", []),
    ("New Jersey and Jersey", [("Jersey", "JEY")]),
    ("the Gulf of Mexico", []),
    ("Mexico City", [("Mexico City", "MEX")]),
    ("Latin American", []),
    ("the Indian Ocean", []),
    ("the English Channel", []),
    ("British Columbia", []),
    ("the Niger Delta", []),
    ("Athens, Georgia", []),
    ("the state of Georgia", []),
    ("Tbilisi, Georgia", [("Tbilisi", "GEO"), ("Georgia", "GEO")]),
    ("South Georgia", [("South Georgia", "SGS")]),
    ("the singer Michael Jordan", []),
    ("Mr. Jordan left the room", []),
    ("the singer Chad Smith left", []),
    ("talks in Jordan Valley towns", [("Jordan", "JOR")]),
    ("Jordan Says It Closed The Border", [("Jordan", "JOR")]),
    ("Jordan said it closed the border", [("Jordan", "JOR")]),
    ("the Washington Post", []),
    ("Officials in Washington", [("Washington", "USA")]),
    ("Türkiye and Turkey", [("Türkiye", "TUR"), ("Turkey", "TUR")]),
    ("Tu\u0308rkiye", [("Tu\u0308rkiye", "TUR")]),
    ("Turkiye", [("Turkiye", "TUR")]),
    ("Côte d’Ivoire", [("Côte d’Ivoire", "CIV")]),
    ("Cote d'Ivoire", [("Cote d'Ivoire", "CIV")]),
    ("Sao Tome and Principe", [("Sao Tome and Principe", "STP")]),
    ("St. Lucia and St Lucia", [("St. Lucia", "LCA"), ("St Lucia", "LCA")]),
    ("United\n  States", [("United\n  States", "USA")]),
    ("United Arab Emirates", [("United Arab Emirates", "ARE")]),
    ("Male and Reunion", []),
    ("San Jose", []),
    ("the Irish in Northern Ireland", [("Irish", "IRL"), ("Northern Ireland", "GBR")]),
    ("Holland and England", [("Holland", "NLD"), ("England", "GBR")]),
    ("Burma", [("Burma", "MMR")]),
    ("Swaziland", [("Swaziland", "SWZ")]),
    ("Kiev and Kyiv", [("Kiev", "UKR"), ("Kyiv", "UKR")]),
    ("Irania and Chinatown", []),
    ("the UN", [("UN", "UNO")]),
    ("the United Nations", [("United Nations", "UNO")]),
    ("EU and European Union", [("EU", "EUR"), ("European Union", "EUR")]),
    ("NATO", [("NATO", "IGO")]),
    ("the African Union", [("African Union", "IGO")]),
    ("the Red Cross", [("Red Cross", "NGO")]),
    ("Doctors Without Borders", [("Doctors Without Borders", "NGO")]),
    ("al-Qaeda and Islamic State", [("al-Qaeda", "IMG"), ("Islamic State", "IMG")]),
    ("Islamic Republic of Iran", [("Islamic Republic of Iran", "IRN")]),
    ("People’s Republic of China", [("People’s Republic of China", "CHN")]),
    ("iran and turkey", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_mentions_are_whole_words_and_the_longest(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """A text yields the countries it names, with no possessive and no part of a longer name."""
    assert found(text) == expected


UNCASED: list[tuple[str, list[tuple[str, str]]]] = [
    ("troops from the united states", [("united states", "USA")]),
    ("they told us that u.s. troops left", [("u.s.", "USA")]),
    ("papua new guinea", [("papua new guinea", "PNG")]),
    ("el salvador and peru", [("el salvador", "SLV"), ("peru", "PER")]),
    ("polish the silver", []),
    ("IN THE UNITED KINGDOM", [("UNITED KINGDOM", "GBR")]),
    ("TELL US WHAT HAPPENED IN CHINA", [("CHINA", "CHN")]),
    ("the new mexico desert", []),
]


@pytest.mark.parametrize(("text", "expected"), UNCASED)
def test_texts_without_case_are_read_too(text: str, expected: list[tuple[str, str]]) -> None:
    """Where case tells nothing, names are found and ordinary words are not."""
    assert found(text, cased=False) == expected


PHRASES: list[tuple[str, str | None]] = [
    ("northern Syria", "SYR"),
    ("the Syrian capital, Damascus", "SYR"),
    ("Iraq and Syria", None),
    ("the UN office in Syria", "SYR"),
    ("the United Nations", None),
    ("iraq", "IRQ"),
    ("IRAQ", "IRQ"),
    ("us", None),
    ("US", "USA"),
    ("Anderby", None),
    ("Korea", None),
    ("", None),
]


@pytest.mark.parametrize(("phrase", "code"), PHRASES)
def test_a_phrase_names_one_country_or_none(phrase: str, code: str | None) -> None:
    """Two countries in a phrase, or none, are no answer."""
    assert find_country(phrase) == code


def test_an_organisation_answers_only_when_asked_for() -> None:
    """The code of an organisation is given on request."""
    assert find_country("the United Nations", organisations=True) == "UNO"


def test_only_the_given_range_is_read() -> None:
    """Offsets count in the whole text, and words outside the range yield nothing."""
    text = "Peru, Chile and Ecuador"
    (mention,) = find_mentions(text, 5, 12)
    assert (mention.text, mention.start, mention.end) == ("Chile", 6, 11)


def test_the_built_in_reader_is_a_gazetteer() -> None:
    """Another gazetteer can stand in for the built-in one: one method is all it needs."""

    class BuiltIn:
        find_mentions = staticmethod(find_mentions)

    gazetteer: Gazetteer = BuiltIn()
    assert [mention.country for mention in gazetteer.find_mentions("Peru")] == ["PER"]


WORDS = st.sampled_from(
    "US U.S. UN Jordan Chad Georgia South Korea New Guinea Papua United States of America Saint "
    "St. Côte d’Ivoire al-Qaeda IRAN the \n \0 \ud800 u\u0308 İ ß $ 's".split(" ")
)


@settings(max_examples=300)
@given(
    text=st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)),
    start=st.integers(0, 50),
    cased=st.booleans(),
)
def test_any_text_yields_verbatim_mentions_in_order(text: str, start: int, *, cased: bool) -> None:
    """No text makes the reader fail; spans are verbatim, ordered and apart."""
    done = start
    for mention in find_mentions(text, start, cased=cased):
        assert done <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        done = mention.end
    find_country(text)
