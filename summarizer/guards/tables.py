"""Words that no loose match may cross: numbers, negations, days, months, money, units, fates.

English, German, French, Spanish, Italian, Portuguese, Russian, Arabic, Chinese and Japanese stand
side by side in one table: an article need not say what it is written in, and a word that
happens to be guarded in another language too costs a rejection at worst, never a false match.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from summarizer.alignment import read_words
from summarizer.figures.cues import load_cues
from summarizer.folding import fold

Kind = Literal["number", "negation", "weekday", "month", "currency", "unit", "outcome", "direction"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a guarded word says.

    Attributes:
        kind: What it is guarded as.
        key: Words of one kind with the same key may stand for one another.
        axis: For a direction, what it is a direction of; others of the axis are its opposites.
        dated: It is a month or a weekday only beside a number or after a preposition.
    """

    kind: Kind
    key: str
    axis: str = ""
    dated: bool = False


NEGATIONS = {
    "not": "not cannot nicht pas ne не لا ليس ليست ليسوا لم لن ما non no não 不 沒 没 ない ません",
    "no": "kein keine keinen keinem keiner keines ningún ninguna ninguno nessun nessuna nessuno "
    "nenhum nenhuma aucun aucune нет 无 無",
    "never": "never nie niemals jamais nunca jamás mai никогда أبدا",
    "none": "none",
    "nobody": "nobody niemand personne nadie nessuno ninguém никто",
    "nothing": "nothing nichts rien nada niente nulla ничего",
    "nowhere": "nowhere",
    "neither": "neither nor weder ni né nem ни",
    "without": "without ohne sans sin senza sem без دون بدون",
    "other": "غير 未 非 否 别 勿 莫",
    "deny": "deny denies denied denying denial leugnet leugnete bestreitet bestritt dementiert "
    "dementierte nie nient niega negó niegan negaron desmintió nega negou negano ha_negato "
    "smentito smentisce desmentiu отрицает отрицал опроверг نفى نفت ينفي تنفي 否认 否認 否定",
    "refuse": "refuse refuses refused refusing",
    "fail": "fail fails failed failing failure",
    "unlikely": "unlikely",
    "hardly": "hardly barely scarcely",
    "lack": "lack lacks lacked lacking",
}
WEEKDAYS = {
    "monday": "monday montag lundi lunes lunedì segunda-feira понедельник الاثنين الإثنين",
    "tuesday": "tuesday dienstag mardi martes martedì terça-feira вторник الثلاثاء",
    "wednesday": "wednesday mittwoch mercredi miércoles mercoledì quarta-feira среда среду "
    "الأربعاء الاربعاء",
    "thursday": "thursday donnerstag jeudi jueves giovedì quinta-feira четверг الخميس",
    "friday": "friday freitag vendredi viernes venerdì sexta-feira пятница пятницу الجمعة",
    "saturday": "saturday samstag sonnabend samedi sábado sabato суббота субботу السبت",
    "sunday": "sunday sonntag dimanche domingo domenica воскресенье الأحد الاحد",
    "today": "today heute aujourd'hui hoy oggi hoje сегодня اليوم 今天 今日",
    "yesterday": "yesterday gestern hier ayer ieri ontem вчера أمس 昨天 昨日",
    "tomorrow": "tomorrow morgen demain mañana domani amanhã завтра غدا 明天 明日",
    "tonight": "tonight",
}
_SHORT_WEEKDAYS = {
    "monday": "mon", "tuesday": "tue tues", "wednesday": "wed", "thursday": "thu thur thurs",
    "friday": "fri", "saturday": "sat", "sunday": "sun",
}  # fmt: skip
MONTHS = {
    "1": "january januar jänner janvier enero gennaio janeiro январь января январе يناير 一月",
    "2": "february februar février febrero febbraio fevereiro февраль февраля феврале فبراير",
    "3": "märz marzo março март марта марте مارس",
    "4": "april avril abril aprile апрель апреля апреле أبريل إبريل",
    "5": "maggio maio май мая мае مايو",
    "6": "june juni juin junio giugno junho июнь июня июне يونيو",
    "7": "july juli juillet julio luglio julho июль июля июле يوليو",
    "8": "august août agosto август августа августе أغسطس",
    "9": "september septembre septiembre settembre setembro сентябрь сентября سبتمبر",
    "10": "october oktober octobre octubre ottobre outubro октябрь октября أكتوبر",
    "11": "november novembre noviembre novembro ноябрь ноября نوفمبر",
    "12": "december dezember décembre diciembre dicembre dezembro декабрь декабря ديسمبر",
}
_DATED_MONTHS = {
    "1": "jan", "2": "feb", "3": "march mar mars", "4": "apr", "5": "may mai mayo", "6": "jun",
    "7": "jul", "8": "aug", "9": "sept sep", "10": "oct okt", "11": "nov", "12": "dec dez",
}  # fmt: skip
CURRENCIES = {
    "dollar": "$ dollar dollars dólar dólares dollari usd доллар доллара долларов دولار "
    "دولارات 美元",
    "euro": "€ euro euros eur евро يورو 欧元",
    "pound": "£ pound pounds gbp sterling livres фунт фунтов",
    "yen": "¥ yen jpy yuan renminbi cny rmb 円 元 日元 人民币",
    "rupee": "₹ rupee rupees inr",
    "ruble": "₽ ruble rubles rouble roubles rub рубль рубля рублей",
    "won": "₩ krw", "shekel": "₪ shekel shekels ils", "lira": "₺ lira liras lire", "naira": "₦",
    "hryvnia": "₴ hryvnia hryvnias", "peso": "peso pesos", "real": "reais", "rial": "rial rials",
    "riyal": "riyal riyals", "dinar": "dinar dinars", "dirham": "dirham dirhams",
    "franc": "franc francs franken", "krona": "krona kronor krone kroner", "cent": "¢ cents",
    "penny": "pence penny", "bitcoin": "bitcoin bitcoins", "rand": "zar", "zloty": "zloty zlotys",
    "taka": "taka", "baht": "฿ baht", "shilling": "shilling shillings", "forint": "forint",
}  # fmt: skip
UNITS = {
    "percent": "% percent percentage prozent процент процента процентов pourcent",
    "permille": "‰",
    "second": "seconds", "minute": "minute minutes minuten minutos minuti минут",
    "hour": "hour hours stunde stunden heure heures hora horas ora ore час часа часов ساعة ساعات",
    "day": "day days tag tage tagen jour jours día días giorno giorni dia dias день дня дней",
    "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane",
    "fortnight": "fortnight fortnights", "weekend": "weekend weekends", "night": "night nights",
    "morning": "morning mornings", "afternoon": "afternoon", "evening": "evening evenings",
    "noon": "noon midday", "midnight": "midnight", "dawn": "dawn", "dusk": "dusk",
    "month": "month months monat monate monaten mois mes meses mese mesi mês",
    "year": "year years jahr jahre jahren année années año años anno anni ano anos год года лет",
    "decade": "decade decades", "century": "century centuries",
    "quarter": "quarter quarters", "am": "am", "pm": "pm",
    "km": "km kms kilometre kilometres kilometer kilometers kilomètres kilómetros",
    "m": "metre metres meter meters mètres metros", "cm": "cm centimetre centimetres centimeters",
    "mm": "mm millimetre millimetres millimeters", "mile": "mile miles",
    "foot": "foot feet ft", "inch": "inch inches", "yard": "yard yards", "knot": "knots",
    "kg": "kg kilo kilos kilogram kilograms kilogramme kilogrammes", "gram": "gram grams grammes",
    "ton": "ton tons", "tonne": "tonne tonnes tonnen toneladas", "lb": "lb lbs", "ounce": "ounces",
    "litre": "litre litres liter liters", "gallon": "gallon gallons", "barrel": "barrel barrels",
    "acre": "acre acres", "hectare": "hectare hectares", "celsius": "celsius",
    "fahrenheit": "fahrenheit", "degree": "° degree degrees", "kmh": "kmh kph", "mph": "mph",
    "kw": "kw kilowatt kilowatts", "mw": "mw megawatt megawatts", "gw": "gw gigawatt gigawatts",
    "kilobyte": "kb", "megabyte": "mb", "gigabyte": "gb",
}  # fmt: skip
OUTCOMES = {
    "killed": "kill kills killed killing dead died die dies dying death deaths fatal fatally slain "
    "getötet tot tote toten starb starben ums tué tués tuée tuées mort morts morte mortes muerto "
    "muertos muerta muertas murieron murió asesinado asesinados morto mortos morti uccisi ucciso "
    "убит убиты убито погиб погибли погибших قتل قتلى مقتل قتلت 死 亡",
    "wounded": "wound wounds wounded injured injures injuries hurt verletzt verletzte verletzten "
    "verwundet blessé blessés blessée blessées herido heridos herida heridas ferido feridos ferito "
    "feriti ранен ранены ранено раненых جرح جرحى إصابة أصيب 伤 傷",
    "missing": "missing vermisst disparu disparus desaparecido desaparecidos disperso dispersi "
    "пропал пропали 失踪 行方不明",
    "detained": "arrested arrest detained detain jailed imprisoned festgenommen verhaftet arrêté "
    "arrêtés detenido detenidos arrestato arrestati detido detidos задержан задержаны арестован "
    "اعتقل اعتقلت اعتقال 捕",
    "abducted": "abducted kidnapped kidnap entführt enlevé enlevés secuestrado secuestrados",
    "displaced": "displaced evacuated uprooted",
    "shot": "shot shoot shoots shooting gunned stabbed stabbing stabs",
    "freed": "freed released release freigelassen libéré libérés liberado liberados освобожден",
    "saved": "rescued rescue saved survived survive unhurt unharmed uninjured alive gerettet",
    "convicted": "convicted guilty sentenced",
    "acquitted": "acquitted innocent cleared",
}
_NO_OUTCOME = frozenset("hold holds held holding seize seizes seized seizing fled flee".split())
# axis -> key -> words. An axis in brackets is weak: its words often mean something else, so one
# may be added, and only its own opposite is a change.
DIRECTIONS = {
    "order": {
        "before": "before prior vor avant antes prima до قبل",
        "after": "after following nach après después dopo depois после بعد",
    },
    "amount": {
        "more": "more greater higher above exceeding exceeded mehr más più mais больше أكثر",
        "less": "less fewer lower below weniger moins menos meno меньше أقل",
    },
    "bound": {"least": "least mindestens", "most": "most höchstens", "all": "all every both"},
    "(amount)": {"over": "over", "under": "under"},
    "change": {
        "rise": "rose rise rises risen rising increase increases increased increasing grew grow "
        "grows grown growing climbed climb climbs jumped jump jumps soared soar surged surge "
        "gained gain gains raised raise raises widened doubled tripled stieg stiegen augmenté "
        "aumentó aumentato aumentou вырос выросла выросли ارتفع ارتفعت",
        "fall": "fell fall falls fallen falling decrease decreases decreased decreasing drop drops "
        "dropped dropping declined decline declines shrank shrink shrinks plunged plunge sank "
        "slumped slump tumbled dipped narrowed halved reduced reduce reduces lowered cut cuts "
        "sank sanken gefallen diminué baissé cayó bajó disminuyó diminuito caiu снизился упал "
        "упали انخفض انخفضت",
    },
    "(move)": {"up": "up upward upwards", "down": "down downward downwards"},
    "turn": {"last": "last previous preceding past", "next": "next coming forthcoming"},
    "compass": {
        "north": "north northern", "south": "south southern", "east": "east eastern",
        "west": "west western", "northeast": "northeast northeastern",
        "northwest": "northwest northwestern", "southeast": "southeast southeastern",
        "southwest": "southwest southwestern",
    },
    "place": {"inside": "inside within", "outside": "outside"},
    "result": {
        "win": "won win wins winning victory", "lose": "lost lose loses losing defeat defeated",
    },
    "verdict": {
        "yes": "accept accepts accepted approve approves approved backed allow allows allowed "
        "support supports supported confirm confirms confirmed agreed permitted endorsed",
        "no": "reject rejects rejected opposed oppose opposes ban bans banned vetoed blocked "
        "prohibited forbidden condemned",
    },
    "start": {
        "start": "begin begins began begun start starts started open opens opened opening",
        "end": "end ends ended stop stops stopped close closes closed closing halted",
    },
    "way": {
        "in": "arrive arrives arrived enter enters entered joined imports imported",
        "out": "depart departs departed leave leaves exports exported quit",
    },
    "trade": {"buy": "buy buys bought buying", "sell": "sell sells sold selling"},
    "(time)": {"early": "early earlier", "late": "late later"},
    "(share)": {"few": "few several some", "many": "many"},
}  # fmt: skip


@cache
def load_meanings() -> dict[tuple[str, ...], Meaning]:
    """Arrange the tables by word, or by words where one is cut into several; once."""
    meanings: dict[tuple[str, ...], Meaning] = {}
    for words, meaning in _list_rows():  # the first table that has a word keeps it
        for word in words.split():
            key = tuple(read_words(fold(word.replace("_", " ")).text).words)
            meanings.setdefault(key, meaning)
    for cue, measure in _list_cues():
        if measure in OUTCOMES and not _NO_OUTCOME.intersection(cue):
            meanings.setdefault(cue, Meaning("outcome", measure))
    return meanings


def _list_rows() -> Iterator[tuple[str, Meaning]]:
    for axis, keys in DIRECTIONS.items():
        yield from ((words, Meaning("direction", key, axis)) for key, words in keys.items())
    tables: list[tuple[Kind, dict[str, str]]] = [
        ("negation", NEGATIONS),
        ("weekday", WEEKDAYS),
        ("month", MONTHS),
        ("currency", CURRENCIES),
        ("unit", UNITS),
        ("outcome", OUTCOMES),
    ]
    for kind, table in tables:
        yield from ((words, Meaning(kind, key)) for key, words in table.items())
    for key, words in _SHORT_WEEKDAYS.items():
        yield words, Meaning("weekday", key, dated=True)
    for key, words in _DATED_MONTHS.items():
        yield words, Meaning("month", key, dated=True)


def _list_cues() -> list[tuple[tuple[str, ...], str]]:
    """List the one-word cues of the figures room with what they say."""
    cues = load_cues()
    leading = [cue for group in (*cues.before.values(), *cues.of.values()) for cue in group]
    trailing = [cue[:2] for group in cues.after.values() for cue in group]
    heads = [((word,), measure) for word, measure in cues.head.items()]
    listed = [*leading, *trailing, *heads]
    return [(words, str(measure)) for words, measure in listed if len(words) == 1]
