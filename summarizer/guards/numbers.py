"""What a number phrase is worth, in figures or words: "1.2 million", "twenty-one", "三百".

A phrase is read whole, so that "one" is not found in "twenty-one" nor "9" in "9,000". The value
serves comparison only; `summarizer.figures` reads what a count means.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from summarizer.alignment import Words
from summarizer.folding import fold

_SMALL = {
    0: "zero null zéro cero ноль صفر 零 〇",
    1: "one eins uno один одна одного одной واحد واحدة 一",
    2: "two zwei zwo deux dos due dois duas два две двух اثنان اثنين اثنتان اثنتين 二 两 兩",
    3: "three drei trois tres tre três три трех трёх ثلاثة ثلاث 三",
    4: "four vier quatre cuatro quattro quatro четыре четырех أربعة أربع 四",
    5: "five fünf cinq cinco cinque пять пяти خمسة خمس 五",
    6: "six sechs seis sei шесть шести ستة ست 六",
    7: "seven sieben sept siete sette sete семь семи سبعة سبع 七",
    8: "eight acht huit ocho otto oito восемь восьми ثمانية ثماني ثمان 八",
    9: "nine neun neuf nueve nove девять девяти تسعة تسع 九",
    10: "ten zehn dix diez dieci dez десять десяти عشرة عشر",
    11: "eleven elf onze once undici одиннадцать",
    12: "twelve zwölf douze doce dodici doze двенадцать",
    13: "thirteen dreizehn treize trece tredici treze тринадцать",
    14: "fourteen vierzehn quatorze catorce quattordici catorze четырнадцать",
    15: "fifteen fünfzehn quinze quince quindici пятнадцать",
    16: "sixteen sechzehn seize dieciséis sedici dezesseis dezasseis шестнадцать",
    17: "seventeen siebzehn diecisiete diciassette dezessete dezassete семнадцать",
    18: "eighteen achtzehn dieciocho diciotto dezoito восемнадцать",
    19: "nineteen neunzehn diecinueve diciannove dezenove девятнадцать",
    20: "twenty zwanzig vingt veinte venti vinte двадцать عشرون عشرين",
    30: "thirty dreißig trente treinta trenta trinta тридцать ثلاثون ثلاثين",
    40: "forty vierzig quarante cuarenta quaranta quarenta сорок أربعون أربعين",
    50: "fifty fünfzig cinquante cincuenta cinquanta cinquenta пятьдесят خمسون خمسين",
    60: "sixty sechzig soixante sesenta sessanta sessenta шестьдесят ستون ستين",
    70: "seventy siebzig setenta settanta septante семьдесят سبعون سبعين",
    80: "eighty achtzig ochenta ottanta oitenta восемьдесят ثمانون ثمانين",
    90: "ninety neunzig noventa novanta nonante девяносто تسعون تسعين",
    100: "cien сто مئة مائة",
    200: "doscientos doscientas duzentos duzentas двести مئتان مئتين",
    300: "trescientos trescientas trezentos trezentas триста",
    400: "cuatrocientos quatrocentos четыреста",
    500: "quinientos quinhentos пятьсот",
    600: "seiscientos seiscentos шестьсот",
    700: "setecientos setecentos семьсот",
    800: "ochocientos oitocentos восемьсот",
    900: "novecientos novecentos девятьсот",
    2000: "ألفان ألفين",
}
# Languages that write such sums as one word.
_GERMAN_UNITS = "ein zwei drei vier fünf sechs sieben acht neun".split()
_GERMAN_TENS = "zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_ITALIAN_UNITS = "uno due tre quattro cinque sei sette otto nove".split()
_ITALIAN_TENS = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
_SPANISH_UNITS = "uno dos tres cuatro cinco seis siete ocho nueve".split()
_FACTORS = {12: "dozen", 20: "score", 100: "hundred hundert cent cents cento ciento 百", 10: "十"}
_SCALES = {
    10**3: "thousand tausend mille mila mil тысяча тысячи тысяч ألف آلاف 千 k",
    10**4: "万 萬",
    10**5: "lakh lakhs",
    10**6: "million millions millionen mn millón millones milione milioni milhão milhões миллион "
    "миллиона миллионов مليون ملايين",
    10**7: "crore crores",
    10**8: "亿 億",
    10**9: "billion billions bn milliarde milliarden milliard milliards miliardo miliardi bilhão "
    "bilhões миллиард миллиарда миллиардов مليار مليارات",
    10**12: "trillion trillions tn",
}
_OTHERS = {  # no sums are done with these: they are what they are
    "dozens": "dozens", "scores": "scores", "tens": "tens", "hundreds": "hundreds",
    "thousands": "thousands", "half": "half", "twice": "twice", "thrice": "thrice",
    "couple": "couple", "third": "third 3rd", "thirds": "thirds", "first": "first 1st",
    "second": "second 2nd", "fourth": "fourth 4th", "fifth": "fifth 5th", "sixth": "sixth 6th",
    "seventh": "seventh 7th", "eighth": "eighth 8th", "ninth": "ninth 9th", "tenth": "tenth 10th",
    "eleventh": "eleventh 11th", "twelfth": "twelfth 12th", "twentieth": "twentieth 20th",
    "double": "double", "triple": "triple",
}  # fmt: skip
_JOINERS = frozenset({"and", "und", "y", "e", "et", "و"})
_DIGITS = re.compile(r"(-?)(\d+(?:[.,:]\d+)*)(.*)", re.DOTALL)
_MANY = {"dozen": 12, "hundred": 100}
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_MOST_DIGITS = 24
_EAST_ASIAN = re.compile("[\u3007\u4e00-\u9fff]")


class NumberPhrase(NamedTuple):
    """A number phrase: the words it has, and a key that is the same for the same value."""

    start: int
    end: int
    key: str


@cache
def _load() -> tuple[dict[str, int], dict[str, int], dict[str, int], dict[str, str]]:
    def arrange(table: dict[int, str]) -> dict[str, int]:
        return {fold(word).text: key for key, words in table.items() for word in words.split()}

    small = arrange(_SMALL)
    for ten, (german, italian) in enumerate(zip(_GERMAN_TENS, _ITALIAN_TENS, strict=True), start=2):
        for unit, one in enumerate(_GERMAN_UNITS, start=1):
            small.setdefault(f"{one}und{german}", 10 * ten + unit)
        for unit, one in enumerate(_ITALIAN_UNITS, start=1):
            stem = italian[:-1] if one[0] in "uo" else italian
            small.setdefault(stem + one, 10 * ten + unit)
    for unit, one in enumerate(_SPANISH_UNITS, start=1):
        small.setdefault(f"veinti{one}", 20 + unit)
    others = {word: key for key, words in _OTHERS.items() for word in words.split()}
    return small, arrange(_FACTORS), arrange(_SCALES), others


@lru_cache(maxsize=8192)
def may_be_number(word: str) -> bool:
    """Tell whether a folded word may be a number or part of one."""
    small, factors, scales, others = _load()
    bare = _strip_arabic(word)
    return any(map(str.isdigit, word)) or any(
        bare in table for table in (small, factors, scales, others)
    )


def read_number(words: Words, at: int, end: int) -> NumberPhrase | None:
    """Read the number phrase that begins at a word, as far as it goes; None when there is none."""
    others = _load()[3]
    word = words.words[at]
    if word in others:
        return NumberPhrase(at, at + 1, others[word])
    if word.isascii() and word.isalpha():  # neither figures nor ideographs
        return _read_in_words(words, at, end)
    if _EAST_ASIAN.match(word):
        return _read_east_asian(words, at, end, None)
    figures = _read_figures(word)
    if figures is not None:
        return _read_digits(words, at, end, figures)
    if any(map(str.isdigit, word)):
        return NumberPhrase(at, at + 1, word)  # a name with a number in it: "a330"
    return _read_in_words(words, at, end)


class _Figures(NamedTuple):
    """What a word in figures says by itself; `value` is what may go on in the next word."""

    sign: str
    value: Decimal | None
    key: str


@lru_cache(maxsize=4096)
def _read_figures(word: str) -> _Figures | None:
    found = _DIGITS.match(word)
    if found is None:
        return None
    sign, figures, rest = found.groups()
    others, scales = _load()[3], _load()[2]
    if rest in {"st", "nd", "rd", "th"}:
        return _Figures("", None, others.get(figures + rest, f"{figures}th"))
    value = _parse(figures)
    if value is None or (rest and not rest.isalpha()):
        return _Figures("", None, sign + figures + rest)
    if rest:
        value *= 10**6 if rest == "m" else scales.get(rest, 1)
        return _Figures("", None, sign + _write(value))
    return _Figures(sign, value, sign + _write(value))


def _read_digits(words: Words, at: int, end: int, figures: _Figures) -> NumberPhrase:
    if figures.value is not None and at + 1 < end:
        following = words.words[at + 1]
        plain = following.isascii() and following.isalpha()
        if not plain or following in _load()[2] or following in _MANY:
            value, stop = _read_on(words, at, end, figures.value)
            return NumberPhrase(at, stop, figures.sign + _write(value))
    return NumberPhrase(at, at + 1, figures.key)


def _read_on(words: Words, at: int, end: int, value: Decimal) -> tuple[Decimal, int]:
    """Read what follows a number in figures: "12 000", "3万", "1.2 million"."""
    figures = words.words[at]
    stop = at + 1
    while stop < end and _continues(words, stop, figures):
        figures += words.words[stop]
        value = Decimal(figures)
        stop += 1
    if stop < end and _EAST_ASIAN.match(words.words[stop]) and not words.between(stop - 1):
        phrase = _read_east_asian(words, stop, end, value)
        return (Decimal(phrase.key), phrase.end) if phrase is not None else (value, stop)
    while stop < end and words.between(stop - 1) in {" ", "-", ""}:
        word = words.words[stop]
        factor = _load()[2].get(word) or _MANY.get(word)
        if not factor or word == "k":
            break
        value *= factor
        stop += 1
    return value, stop


def _continues(words: Words, at: int, figures: str) -> bool:
    """Tell whether the word is the next three digits of "12 000"."""
    word = words.words[at]
    return (
        len(word) == 3
        and word.isdecimal()
        and figures.isdecimal()
        and words.between(at - 1) == " "
        and (len(words.words[at - 1]) <= 3)
        and len(figures) < 12
    )


def _parse(figures: str) -> Decimal | None:
    if len(figures) > _MOST_DIGITS:
        return None
    if _THOUSANDS.fullmatch(figures):
        figures = figures.replace(",", "") if "," in figures else figures.replace(".", "")
    elif figures.count(",") == 1 and "." not in figures and ":" not in figures:
        figures = figures.replace(",", ".")
    try:
        return Decimal(figures)
    except ArithmeticError:
        return None


def _write(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return str(int(value)) if whole else str(value.normalize())


def _read_in_words(words: Words, at: int, end: int) -> NumberPhrase | None:
    total, group, stop, last_scale = 0, 0, at, 10**15
    spoken = False
    while stop < end:
        word = words.words[stop]
        joined = spoken and word in _JOINERS and stop + 1 < end
        if joined:
            word = words.words[stop + 1]
        spelled = _spell_out(word)
        if spelled is None or (spoken and not _goes_on(words.between(stop - 1), group)):
            break
        value, factor, scale, bare = spelled
        if value is not None and _fits(value, group, joined=joined or not bare, spoken=spoken):
            group = 80 if group == 4 and value == 20 else group + value
        elif factor and not joined and group < 100:
            group = max(group, 1) * factor
        elif scale and not joined and scale < last_scale and (word != "k"):
            last_scale = scale
            total, group = total + max(group, 1) * scale, 0
        else:
            break
        stop, spoken = stop + 1 + joined, True
    return NumberPhrase(at, stop, str(total + group)) if spoken else None


@lru_cache(maxsize=8192)
def _spell_out(word: str) -> tuple[int | None, int | None, int | None, bool] | None:
    """Give a word's value, factor and scale, and whether nothing is written together with it."""
    small, factors, scales, _ = _load()
    bare = _strip_arabic(word)
    value, scale = small.get(word, small.get(bare)), scales.get(word, scales.get(bare))
    factor = factors.get(word)
    if value is None and not factor and not scale:
        return None
    return value, factor, scale, bare == word


def _goes_on(between: str, group: int) -> bool:
    """Tell whether a number goes on over what stands between two words."""
    return between in {" ", "-", ""} or (between == ", " and not group)


def _fits(value: int, group: int, *, joined: bool, spoken: bool) -> bool:
    """Tell whether a small number may follow the group read so far."""
    if not spoken or not group:
        return True
    if value < 10:
        return group % 10 == 0 and (group % 100 >= 20 or group % 100 == 0)
    if value < 20:
        return group % 100 in {0, 60, 80}
    if value < 100:
        if joined and group % 100 < 10:
            return True
        return group % 100 == 0 or (group == 4 and value == 20)
    return False


def _strip_arabic(word: str) -> str:
    """Take off the letters Arabic writes together with the next word: "and", "so", "in", "for"."""
    return word[1:] if len(word) > 3 and word[0] in "وفبل" else word


def _read_east_asian(words: Words, at: int, end: int, first: Decimal | None) -> NumberPhrase | None:
    small, factors, scales, _ = _load()
    total, section = Decimal(0), Decimal(0)
    digit = first
    stop = at
    while stop < end and (stop == at or not words.between(stop - 1)):
        char = words.words[stop]
        factor = 1000 if char == "千" else factors.get(char)
        if not _EAST_ASIAN.match(char) or stop - at > _MOST_DIGITS:
            break
        if char in small:
            digit = Decimal(small[char]) if digit is None else digit * 10 + small[char]
        elif factor:
            section += (1 if digit is None else digit) * factor
            digit = None
        elif char in scales:
            total += (section + (digit or 0) or 1) * scales[char]
            section, digit = Decimal(0), None
        else:
            break
        stop += 1
    if stop == at:
        return None
    return NumberPhrase(at, stop, _write(total + section + (digit or 0)))
