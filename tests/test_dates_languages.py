"""Dates in other languages: the same days by the same rules, and never a false one."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.dates import Tense, resolve_date

FRIDAY = date(2024, 1, 19)

# Language, then phrase = EDTF, published on Friday 19 January 2024 and told of the past.
TABLE = {
    "de": """
        am 16. Januar 2024 = 2024-01-16
        16. Januar = 2024-01-16
        am 20. Januar = 2023-01-20
        am Dienstag, dem 16. Januar 2024 = 2024-01-16
        Dienstag, 16. Januar = 2024-01-16
        Di., 16. Jan. 2024 = 2024-01-16
        am 5. Jänner 2024 = 2024-01-05
        den 29. Februar 2024 = 2024-02-29
        am 1. März 2023 = 2023-03-01
        19.01.2024 = 2024-01-19
        am 03.04.2023 = 2023-04-03
        2023-12-31 = 2023-12-31
        Dezember 2023 = 2023-12
        im Mai = 2023-05
        im Januar = 2024-01-01/2024-01-19
        2023 = 2023
        im Jahr 2023 = 2023
        vom 15. bis 19. Januar 2024 = 2024-01-15/2024-01-19
        28. Dezember bis 3. Januar = 2023-12-28/2024-01-03
        Anfang Dezember = 2023-12~
        Mitte 2023 = 2023~
        am Dienstag = 2024-01-16
        am Dienstagabend = 2024-01-16
        in der Nacht zum Donnerstag = 2024-01-18
        am vergangenen Freitag = 2024-01-12
        am Dienstag vergangener Woche = 2024-01-09
        seit Dienstag = 2024-01-16/2024-01-19
        heute, Freitag = 2024-01-19
        gestern Abend = 2024-01-18
        vorgestern = 2024-01-17
        heute Morgen = 2024-01-19
        morgen = 2024-01-20
        letzte Woche = 2024-01-08/2024-01-14
        nächste Woche = 2024-01-22/2024-01-28
        im vergangenen Monat = 2023-12
        im vergangenen Jahr = 2023
        vor zwei Wochen = 2024-01-01/2024-01-07
        vor 3 Tagen = 2024-01-16
        vor einem Jahr = 2023
        am 5. Januar vergangenen Jahres = 2023-01-05
        am vergangenen Wochenende = 2024-01-13/2024-01-14
    """,
    "fr": """
        le 16 janvier 2024 = 2024-01-16
        mardi 16 janvier = 2024-01-16
        le mardi 16 janvier 2024 = 2024-01-16
        mar. 16 janv. 2024 = 2024-01-16
        le 1er février 2024 = 2024-02-01
        le 20 janvier = 2023-01-20
        le 20 décembre dernier = 2023-12-20
        15 aout 2023 = 2023-08-15
        19/01/2024 = 2024-01-19
        03/04/2023 = 2023-04-03
        31-12-2023 = 2023-12-31
        en mars 2023 = 2023-03
        au mois de mai = 2023-05
        en 2023 = 2023
        du 15 au 19 janvier = 2024-01-15/2024-01-19
        mi-décembre = 2023-12~
        fin 2023 = 2023~
        mardi = 2024-01-16
        mardi soir = 2024-01-16
        ce jeudi = 2024-01-18
        vendredi dernier = 2024-01-12
        depuis mardi = 2024-01-16/2024-01-19
        hier = 2024-01-18
        avant-hier = 2024-01-17
        aujourd’hui = 2024-01-19
        demain matin = 2024-01-20
        la semaine dernière = 2024-01-08/2024-01-14
        cette semaine = 2024-01-15/2024-01-19
        le mois dernier = 2023-12
        l’an dernier = 2023
        il y a deux semaines = 2024-01-01/2024-01-07
        il y a trois jours = 2024-01-16
        il y a un an = 2023
    """,
    "es": """
        el 16 de enero de 2024 = 2024-01-16
        16 de enero = 2024-01-16
        martes 16 de enero de 2024 = 2024-01-16
        el martes, 16 de enero = 2024-01-16
        1º de enero de 2024 = 2024-01-01
        el pasado 20 de diciembre = 2023-12-20
        setiembre de 2023 = 2023-09
        19/01/2024 = 2024-01-19
        03/04/2023 = 2023-04-03
        en agosto = 2023-08
        en 2023 = 2023
        del 15 al 19 de enero = 2024-01-15/2024-01-19
        a principios de diciembre = 2023-12~
        el martes = 2024-01-16
        el martes por la mañana = 2024-01-16
        este jueves = 2024-01-18
        el viernes pasado = 2024-01-12
        ayer, jueves = 2024-01-18
        anoche = 2024-01-18
        hoy = 2024-01-19
        mañana = 2024-01-20
        pasado mañana = 2024-01-21
        esta mañana = 2024-01-19
        la semana pasada = 2024-01-08/2024-01-14
        el mes pasado = 2023-12
        el año pasado = 2023
        hace dos semanas = 2024-01-01/2024-01-07
        hace tres meses = 2023-10
        16 de enero del año pasado = 2023-01-16
        el martes 16 = 2024-01-16
        desde el martes = 2024-01-16/2024-01-19
    """,
    "it": """
        il 16 gennaio 2024 = 2024-01-16
        martedì 16 gennaio = 2024-01-16
        il 1° gennaio 2024 = 2024-01-01
        lo scorso 20 dicembre = 2023-12-20
        19/01/2024 = 2024-01-19
        03.04.2023 = 2023-04-03
        nel gennaio 2023 = 2023-01
        nel 2023 = 2023
        dal 15 al 19 gennaio = 2024-01-15/2024-01-19
        martedì = 2024-01-16
        venerdì scorso = 2024-01-12
        martedi' sera = 2024-01-16
        ieri = 2024-01-18
        oggi = 2024-01-19
        domani = 2024-01-20
        la settimana scorsa = 2024-01-08/2024-01-14
        il mese scorso = 2023-12
        lo scorso anno = 2023
        due settimane fa = 2024-01-01/2024-01-07
    """,
    "pt": """
        16 de janeiro de 2024 = 2024-01-16
        terça-feira, 16 de janeiro = 2024-01-16
        no dia 16 de janeiro = 2024-01-16
        1º de março de 2023 = 2023-03-01
        a 16 de janeiro de 2024 = 2024-01-16
        5 de mai. de 2023 = 2023-05-05
        19/01/2024 = 2024-01-19
        03/04/2023 = 2023-04-03
        em dezembro = 2023-12
        de 15 a 19 de janeiro = 2024-01-15/2024-01-19
        na terça-feira = 2024-01-16
        na terça = 2024-01-16
        nesta quinta-feira = 2024-01-18
        na última semana = 2024-01-08/2024-01-14
        ontem = 2024-01-18
        hoje = 2024-01-19
        na semana passada = 2024-01-08/2024-01-14
        no mês passado = 2023-12
        há duas semanas = 2024-01-01/2024-01-07
        dois anos atrás = 2022
        na terça-feira (16) = 2024-01-16
    """,
    "ru": """
        16 января 2024 года = 2024-01-16
        16 января 2024 г. = 2024-01-16
        во вторник, 16 января = 2024-01-16
        16-го января = 2024-01-16
        20 декабря = 2023-12-20
        19.01.2024 = 2024-01-19
        03.04.2023 = 2023-04-03
        декабрь 2023 = 2023-12
        в декабре = 2023-12
        в 2023 году = 2023
        с 15 по 19 января = 2024-01-15/2024-01-19
        во вторник = 2024-01-16
        в среду вечером = 2024-01-17
        в пятницу = 2024-01-19
        в прошлую пятницу = 2024-01-12
        вчера = 2024-01-18
        сегодня утром = 2024-01-19
        позавчера = 2024-01-17
        завтра = 2024-01-20
        на прошлой неделе = 2024-01-08/2024-01-14
        в прошлом месяце = 2023-12
        в прошлом году = 2023
        две недели назад = 2024-01-01/2024-01-07
        неделю назад = 2024-01-08/2024-01-14
        три дня назад = 2024-01-16
        в январе прошлого года = 2023-01
    """,
    "ar": """
        16 يناير 2024 = 2024-01-16
        ١٦ يناير ٢٠٢٤ = 2024-01-16
        16 كانون الثاني 2024 = 2024-01-16
        16 كانون الثاني/يناير 2024 = 2024-01-16
        يوم الثلاثاء 16 يناير = 2024-01-16
        20 كانون الأول = 2023-12-20
        ١٩/٠١/٢٠٢٤ = 2024-01-19
        3/4/2023 = 2023-04-03
        شباط 2023 = 2023-02
        في آذار/مارس 2023 = 2023-03
        تشرين الأول 2023 = 2023-10
        في عام 2023 = 2023
        من 15 إلى 19 يناير = 2024-01-15/2024-01-19
        يوم الثلاثاء = 2024-01-16
        مساء الثلاثاء = 2024-01-16
        الجمعة الماضي = 2024-01-12
        اليوم الجمعة = 2024-01-19
        أمس الخميس = 2024-01-18
        أمس = 2024-01-18
        غداً = 2024-01-20
        الأسبوع الماضي = 2024-01-08/2024-01-14
        الشهر الماضي = 2023-12
        العام الماضي = 2023
        قبل أسبوعين = 2024-01-01/2024-01-07
        قبل 3 أيام = 2024-01-16
    """,
    "nl": """
        dinsdag 16 januari 2024 = 2024-01-16
        op 16 januari = 2024-01-16
        16-01-2024 = 2024-01-16
        in mei 2023 = 2023-05
        dinsdagavond = 2024-01-16
        afgelopen vrijdag = 2024-01-12
        gisteren = 2024-01-18
        vorige week = 2024-01-08/2024-01-14
        twee weken geleden = 2024-01-01/2024-01-07
    """,
    "tr": """
        16 Ocak 2024 = 2024-01-16
        16 Ocak 2024 Salı = 2024-01-16
        16.01.2024 = 2024-01-16
        16 Ocak’ta = 2024-01-16
        16 Oca 2024 = 2024-01-16
        Aralık 2023 = 2023-12
        Salı günü = 2024-01-16
        dün = 2024-01-18
        geçen hafta = 2024-01-08/2024-01-14
        iki hafta önce = 2024-01-01/2024-01-07
    """,
    "pl": """
        16 stycznia 2024 r. = 2024-01-16
        we wtorek, 16 stycznia = 2024-01-16
        16.01.2024 = 2024-01-16
        w listopadzie 2023 roku = 2023-11
        od 15 do 19 stycznia = 2024-01-15/2024-01-19
        we wtorek = 2024-01-16
        wczoraj = 2024-01-18
        w zeszłym tygodniu = 2024-01-08/2024-01-14
        dwa tygodnie temu = 2024-01-01/2024-01-07
    """,
    "uk": """
        16 січня 2024 року = 2024-01-16
        у вівторок, 16 січня = 2024-01-16
        16.01.2024 = 2024-01-16
        у грудні 2023 року = 2023-12
        в п’ятницю = 2024-01-19
        вчора = 2024-01-18
        минулого тижня = 2024-01-08/2024-01-14
        два тижні тому = 2024-01-01/2024-01-07
    """,
    "zh": """
        2024年1月16日 = 2024-01-16
        2024 年 1 月 16 日 = 2024-01-16
        2024年1月16日星期二 = 2024-01-16
        1月16日 = 2024-01-16
        12月20日 = 2023-12-20
        2024/1/16 = 2024-01-16
        2023年12月 = 2023-12
        十二月 = 2023-12
        2023年 = 2023
        1月15日至19日 = 2024-01-15/2024-01-19
        周二 = 2024-01-16
        上周二 = 2024-01-09
        昨天 = 2024-01-18
        今天上午 = 2024-01-19
        上周 = 2024-01-08/2024-01-14
        上个月 = 2023-12
        去年1月 = 2023-01
        两周前 = 2024-01-01/2024-01-07
        3天前 = 2024-01-16
    """,
    "ja": """
        2024年1月16日 = 2024-01-16
        2024年1月16日（火） = 2024-01-16
        １月１６日 = 2024-01-16
        2023年12月 = 2023-12
        火曜日 = 2024-01-16
        昨日 = 2024-01-18
        先週 = 2024-01-08/2024-01-14
        先月 = 2023-12
    """,
    "ko": """
        2024년 1월 16일 = 2024-01-16
        2024년 1월 16일 화요일 = 2024-01-16
        1월 16일 = 2024-01-16
        2024. 1. 16. = 2024-01-16
        2023년 12월 = 2023-12
        화요일 = 2024-01-16
        어제 = 2024-01-18
        지난주 = 2024-01-08/2024-01-14
        지난달 = 2023-12
    """,
}
ROWS = [
    (language, *line.strip().split(" = "))
    for language, lines in TABLE.items()
    for line in lines.strip().splitlines()
]


def show(
    phrase: str,
    language: str | None,
    published: date | None = FRIDAY,
    tense: Tense = "past",
) -> str | None:
    """Returns the EDTF of a phrase; None also when the phrase settles nothing."""
    found = resolve_date(phrase, published=published, tense=tense, language=language)
    return found.edtf if found else None


@pytest.mark.parametrize(("language", "phrase", "edtf"), ROWS)
def test_phrase_of_another_language(language: str, phrase: str, edtf: str) -> None:
    """A phrase names the days that its English counterpart names."""
    found = resolve_date(phrase, published=FRIDAY, language=language)
    assert found is not None
    assert (found.edtf, found.expressed) == (edtf, phrase)
    explicit = bool(re.search("[0-9]{4}", phrase.translate(WESTERN)))
    assert found.basis == ("explicit" if explicit else "relative")


WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")

# Language, phrase, day of publication, tense, EDTF: turns of years and months, leap days, tense.
HUNG: list[tuple[str, str, str, Tense, str]] = [
    ("de", "29. Februar", "2023-06-01", "past", "2020-02-29"),
    ("fr", "le 29 février", "2023-06-01", "future", "2024-02-29"),
    ("es", "31 de diciembre", "2024-01-01", "past", "2023-12-31"),
    ("it", "1 gennaio", "2023-12-31", "future", "2024-01-01"),
    ("pt", "ontem", "2024-03-01", "past", "2024-02-29"),
    ("ru", "вчера", "2023-03-01", "past", "2023-02-28"),
    ("ar", "أمس", "2024-01-01", "past", "2023-12-31"),
    ("zh", "明天", "2023-12-31", "future", "2024-01-01"),
    ("ja", "明日", "2024-02-28", "future", "2024-02-29"),
    ("ko", "지난달", "2024-01-31", "past", "2023-12"),
    ("de", "am Freitag", "2024-01-19", "future", "2024-01-19"),
    ("de", "am Donnerstag", "2024-01-19", "future", "2024-01-25"),
    ("fr", "mardi prochain", "2024-01-16", "past", "2024-01-23"),
    ("es", "el próximo martes", "2024-01-15", "past", "2024-01-16"),
    ("es", "el próximo 5 de febrero", "2024-01-15", "past", "2024-02-05"),
    ("it", "il prossimo anno", "2024-12-31", "future", "2025"),
    ("ru", "в следующую пятницу", "2024-01-19", "past", "2024-01-26"),
    ("tr", "gelecek hafta", "2024-12-31", "future", "2025-01-06/2025-01-12"),
    ("nl", "vorige maand", "2024-03-31", "past", "2024-02"),
    ("pl", "w przyszłym roku", "2024-12-31", "future", "2025"),
    ("uk", "минулого місяця", "2024-01-31", "past", "2023-12"),
    ("pt", "16 de janeiro", "2024-01-15", "past", "2023-01-16"),
    ("ar", "16 يناير", "2024-01-15", "future", "2024-01-16"),
]


@pytest.mark.parametrize(("language", "phrase", "published", "tense", "edtf"), HUNG)
def test_phrase_that_hangs_on_publication(
    language: str, phrase: str, published: str, tense: Tense, edtf: str
) -> None:
    """Tense and day of publication count in every language as they do in English."""
    assert show(phrase, language, date.fromisoformat(published), tense) == edtf


# No day is certain here: durations, habits, bounds, vague words, contradictions, other calendars.
NO_DAY = {
    "de": "in den letzten Jahren; kürzlich; seit zwei Wochen; vor einigen Tagen; am Morgen; "
    "der Morgen; dienstags; jeden Dienstag; bis Freitag; ab Montag; vor Dienstag; "
    "Mittwoch, 16. Januar 2024; 31. Februar 2024; letzten Sommer; drei Tage; vor acht Tagen; "
    "am nächsten Morgen; nach dem 16. Januar; Januar bis 2024",
    "fr": "ces dernières années; récemment; le mardi; le mardi matin; tous les mardis; pendant "
    "deux jours; il y a quelques jours; avant mardi; après le 16 janvier; jusqu’à vendredi; "
    "lundi 16 janvier 2024; hier mardi; l’été dernier; janvier 24; janv.; il y a huit jours; "
    "le lendemain; 30 février 2024",
    "es": "martes 12; recientemente; en los últimos años; los martes; la mañana; por la mañana; "
    "cada martes; "
    "antes del martes; hace poco; hace unos días; ayer martes; el verano pasado; enero 24; mar; "
    "al día siguiente; hasta el viernes; durante dos semanas",
    "it": "negli ultimi anni; recentemente; il martedì; ogni martedì; anni fa; entro venerdì; "
    "prima di martedì; qualche giorno fa; dal 16 gennaio; mercoledì 16 gennaio 2024",
    "pt": "nos últimos anos; recentemente; às terças; antes de terça-feira; há alguns dias; "
    "o verão passado",
    "ru": "в последние годы; недавно; по вторникам; до вторника; несколько дней назад; неделя; "
    "прошлым летом; с 16 января; в среду, 16 января 2024 года; 31 апреля",
    "ar": "في السنوات الأخيرة; مؤخرا; منذ أسبوعين; قبل الثلاثاء; 19/01/1445; عام 1445; "
    "16 محرم 1445; كل يوم ثلاثاء; أمس الثلاثاء",
    "nl": "de afgelopen jaren; onlangs; de morgen; dinsdags; voor dinsdag",
    "tr": "son yıllarda; salıları; her salı",
    "pl": "w ostatnich latach; niedawno; od wtorku; przed wtorkiem",
    "uk": "останніми роками; нещодавно; з вівторка; щовівторка",
    "zh": "近年来; 最近; 每周二; 16日; 民国113年1月16日; 2023年度; 03/04/2023; 腊月二十",
    "ja": "近年; 16日; 令和6年1月16日; 2023年度; 3日間; 毎週火曜日",
    "ko": "최근; 16일; 매주 화요일; 최근 몇 년간",
    "es-PR": "03/04/2023",
    "fr_CA": "03/04/2023",
    "fa": "29/10/1402; ۱۴۰۲/۱۰/۲۹",
    "th": "16/01/2567; 2567-01-16",
    "hr": "16. listopada 2023; 03/04/2023",
    "sw": "16 januari 2024; Tuesday; jana",
}
NO_DAYS = [(tag, words) for tag, line in NO_DAY.items() for words in line.split("; ")]


@pytest.mark.parametrize(("language", "phrase"), NO_DAYS)
@pytest.mark.parametrize("published", [FRIDAY, date(2024, 2, 29)])
def test_what_settles_nothing_gives_no_day(language: str, phrase: str, published: date) -> None:
    """What does not say which day it was gives none, in the language and without one."""
    found = resolve_date(phrase, published=published, language=language)
    assert found is None or (found.edtf, found.start, found.end) == (None, None, None)


NO_DAY_UNNAMED = [
    *("16. listopada 2023", "morgen", "jutro", "03/04/2023", "03/04/23", "31. Februar 2024"),
    *("ces dernières années", "recientemente", "в последние годы", "le mardi", "los martes"),
    *("dienstags", "近年来", "في السنوات الأخيرة", "๑๖/๐๑/๒๕๖๗", "۱۴۰۲/۱۰/۲۹", "mar", "may"),
]


@pytest.mark.parametrize("phrase", NO_DAY_UNNAMED)
def test_unknown_language_gives_no_doubtful_day(phrase: str) -> None:
    """Without a language, words on which languages differ name no day."""
    assert show(phrase, None) is None


UNNAMED = [
    ("on Tuesday", "2024-01-16"),
    ("Dienstag", "2024-01-16"),
    ("mardi 16 janvier", "2024-01-16"),
    ("16 de enero de 2024", "2024-01-16"),
    ("16 de janeiro de 2024", "2024-01-16"),
    ("16 января 2024 года", "2024-01-16"),
    ("16 كانون الثاني 2024", "2024-01-16"),
    ("2024年1月16日", "2024-01-16"),
    ("2024-01-16", "2024-01-16"),
    ("16.01.2024", "2024-01-16"),
    ("16/01/2024", "2024-01-16"),
    ("16 april 2023", "2023-04-16"),
    ("16 maj 2023", "2023-05-16"),
]


@pytest.mark.parametrize(("phrase", "edtf"), UNNAMED)
def test_unknown_language_when_all_agree(phrase: str, edtf: str) -> None:
    """Without a language, a phrase counts when all languages that read it agree."""
    assert show(phrase, None) == edtf


@pytest.mark.parametrize(
    "tag",
    ["de", "de-AT", "DE_ch", "zh-Hans", "pt_BR", "ar-EG", "en-GB", "sw", "hr", "x-klingon", ""],
)
def test_numbers_that_leave_no_doubt_need_no_language(tag: str) -> None:
    """A date in digits that can be read one way only is read under every tag."""
    assert show("2024-01-16", tag) == "2024-01-16"
    assert show("16/01/2024", tag) == "2024-01-16"
    assert show("2024-01-16T23:30:00Z", tag) == "2024-01-16"


@pytest.mark.parametrize(
    ("tag", "phrase"),
    [("de-AT", "5. Jänner 2024"), ("pt_BR", "5 de janeiro de 2024"), ("ZH-hant", "2024年1月5日")],
)
def test_region_and_script_do_not_matter(tag: str, phrase: str) -> None:
    """A tag is read by its language."""
    assert show(phrase, tag) == "2024-01-05"


# ---- properties ----

FULL = {
    "de": ("{d}. {m} {y}", ("Januar Februar März April Mai Juni Juli August September Oktober "
    "November Dezember")),
    "fr": ("{d} {m} {y}", ("janvier février mars avril mai juin juillet août septembre octobre "
    "novembre décembre")),
    "es": ("{d} de {m} de {y}", ("enero febrero marzo abril mayo junio julio agosto septiembre "
    "octubre noviembre diciembre")),
    "it": ("{d} {m} {y}", ("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre "
    "ottobre novembre dicembre")),
    "pt": ("{d} de {m} de {y}", ("janeiro fevereiro março abril maio junho julho agosto setembro "
    "outubro novembro dezembro")),
    "ru": ("{d} {m} {y} года", ("января февраля марта апреля мая июня июля августа сентября "
    "октября ноября декабря")),
    "ar": ("{d} {m} {y}", ("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر "
    "ديسمبر")),
    "ar-SY": ("{d} {m} {y}", ("كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول "
    "تشرين_الأول تشرين_الثاني كانون_الأول")),
    "nl": ("{d} {m} {y}", ("januari februari maart april mei juni juli augustus september oktober "
    "november december")),
    "tr": ("{d} {m} {y}", ("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım "
    "Aralık")),
    "pl": ("{d} {m} {y}", ("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września "
    "października listopada grudnia")),
    "uk": ("{d} {m} {y} року", ("січня лютого березня квітня травня червня липня серпня вересня "
    "жовтня листопада грудня")),
    "zh": ("{y}年{n}月{d}日", ""),
    "ja": ("{y}年{n}月{d}日", ""),
    "ko": ("{y}년 {n}월 {d}일", ""),
}  # fmt: skip


@given(
    st.sampled_from(sorted(FULL)),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.dates(date(1900, 1, 1)),
    st.sampled_from([str, str.upper, str.lower]),
)
def test_full_date_comes_back(language: str, day: date, published: date, case: type[str]) -> None:
    """A full date in any language, in any case, is that day whenever it was published."""
    form, names = FULL[language]
    name = names.split()[day.month - 1].replace("_", " ") if names else ""
    written = form.format(d=day.day, m=name, n=day.month, y=day.year)
    if language != "tr":  # in Turkish the capital of i is not I
        written = case(written)
    assert show(written, language, published) == day.isoformat()
    assert show(written.translate(ARABIC), language, published) == day.isoformat()


ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WEEKDAY_PHRASES = [
    "am {}|de|Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "{} soir|fr|lundi mardi mercredi jeudi vendredi samedi dimanche",
    "el {}|es|lunes martes miércoles jueves viernes sábado domingo",
    "{} sera|it|lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "na {}|pt|segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "в {}|ru|понедельник вторник среду четверг пятницу субботу воскресенье",
    "يوم {}|ar|الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "{}|zh|周一 周二 周三 周四 周五 周六 周日",
]


@given(
    st.sampled_from(WEEKDAY_PHRASES),
    st.integers(0, 6),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["past", "future"]),
)
def test_weekday_is_the_nearest(row: str, weekday: int, published: date, tense: Tense) -> None:
    """A bare weekday is the nearest such day on its side of publication, that day included."""
    form, language, names = row.split("|")
    found = show(form.format(names.split()[weekday]), language, published, tense)
    assert found is not None
    day = date.fromisoformat(found)
    apart = (published - day) if tense == "past" else (day - published)
    assert (day.weekday(), timedelta(0) <= apart < timedelta(7)) == (weekday, True)


LANGUAGES = [*TABLE, "sw", "fa", "en", None]
PIECES = sorted({word for _, phrase, _ in ROWS for word in phrase.split()})


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=8).map(" ".join) | st.text(),
    st.sampled_from(LANGUAGES),
    st.dates() | st.none(),
    st.sampled_from(["past", "future"]),
)
def test_any_words_are_safe(
    phrase: str, language: str | None, published: date | None, tense: Tense
) -> None:
    """Any words in any language give a date, an unresolved date or nothing, never an error."""
    found = resolve_date(phrase, published=published, tense=tense, language=language)
    if found is not None:
        assert found.expressed == phrase
        assert (found.start is None) == (found.edtf is None) == (found.granularity == "unknown")


@pytest.mark.parametrize("text", ["\ud800", "16\x00 enero", "1" * 200, "mi-" * 66, "de " * 66])
def test_broken_text_is_no_date(text: str) -> None:
    """Lone surrogates, control characters and long runs are no dates."""
    assert all(show(text, language) is None for language in LANGUAGES)


def test_other_languages_load_when_they_are_met() -> None:
    """English phrases do not load what the other languages need."""
    code = (
        "import sys, datetime, summarizer.dates as d;"
        "d.resolve_date('on Tuesday', published=datetime.date(2024, 1, 19));"
        "print('summarizer.dates.languages' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
