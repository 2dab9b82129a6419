"""Sentences of the news, and the numbers of people in them: amount, measure, group, whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.figures import find_figures

Bounds = tuple[int | None, int | None, int | None, str]
Row = tuple[str, str, Bounds, str | None, int | None]


def exact(number: int) -> Bounds:
    """Bounds of a plain number."""
    return number, number, number, "exact"


def least(number: int) -> Bounds:
    """Bounds of "at least"."""
    return number, number, None, "at_least"


def most(number: int) -> Bounds:
    """Bounds of "up to"."""
    return None, None, number, "at_most"


def about(number: int) -> Bounds:
    """Bounds of "about"."""
    return None, number, None, "about"


def span(low: int, high: int) -> Bounds:
    """Bounds of a range."""
    return low, None, high, "about"


def vague(low: int) -> Bounds:
    """Bounds of "dozens"."""
    return low, None, None, "vague"


def rows(text: str) -> list[Row]:
    """What a text yields, as (words, measure, bounds, group, whole)."""
    return [
        (
            figure.text,
            figure.measure,
            (
                figure.amount.low,
                figure.amount.best,
                figure.amount.high,
                figure.amount.qualifier,
            ),
            figure.group,
            figure.subset_of,
        )
        for figure in find_figures(text)
    ]


FIRST: list[tuple[str, list[Row]]] = [
    ("The blast killed nine people.", [("nine people", "killed", exact(9), "people", None)]),
    ("Nine people were killed.", [("Nine people", "killed", exact(9), "people", None)]),
    ("At least nine have been killed.", [("At least nine", "killed", least(9), None, None)]),
    ("Nine dead after blast in Anderby", [("Nine", "killed", exact(9), None, None)]),
    ("NINE PEOPLE KILLED IN BLAST", [("NINE PEOPLE", "killed", exact(9), "PEOPLE", None)]),
    ("Two villagers killed by flood", [("Two villagers", "killed", exact(2), "villagers", None)]),
    (
        "The storm left 12 dead and 30 wounded.",
        [("12", "killed", exact(12), None, None), ("30", "wounded", exact(30), None, None)],
    ),
    ("A bus overturned, killing at least 3.", [("at least 3", "killed", least(3), None, None)]),
    (
        "We mourn the deaths of two soldiers.",
        [("two soldiers", "killed", exact(2), "soldiers", None)],
    ),
    ("The death toll rose to 17.", [("17", "killed", exact(17), None, None)]),
    (
        "That raised the toll from 12 to 17.",
        [("12", "killed", exact(12), None, 1), ("17", "killed", exact(17), None, None)],
    ),
    ("Officials put the death toll at 45.", [("45", "killed", exact(45), None, None)]),
    ("Vantia put the dead at nine.", [("nine", "killed", exact(9), None, None)]),
    ("Rebels put the wounded at 40.", [("40", "wounded", exact(40), None, None)]),
    ("The firm put the number of dead at 31.", [("31", "killed", exact(31), None, None)]),
    ("Hunters put the dead wolf at 40 kilos.", []),
    (
        "Police put the crowd at about 400.",
        [("about 400", "participants", (None, 400, None, "about"), None, None)],
    ),
    ("The landslide claimed 12 lives.", [("12 lives", "killed", exact(12), None, None)]),
    ("Some 40 lives were lost.", [("Some 40 lives", "killed", about(40), None, None)]),
    ("Crews found six bodies.", [("six bodies", "killed", exact(6), None, None)]),
    ("There were 17 deaths.", [("17 deaths", "killed", exact(17), None, None)]),
    ("Two people were shot dead.", [("Two people", "killed", exact(2), "people", None)]),
    ("He shot dead two guards.", [("two guards", "killed", exact(2), "guards", None)]),
    ("Police said 12 had died.", [("12", "killed", exact(12), None, None)]),
    (
        "All 12 crew members died.",
        [("All 12 crew members", "killed", exact(12), "crew members", None)],
    ),
    ("Up to 30 miners are feared dead.", [("Up to 30 miners", "killed", most(30), "miners", None)]),
    ("Dozens lost their lives.", [("Dozens", "killed", vague(24), None, None)]),
    ("A teacher was killed.", [("A teacher", "killed", exact(1), "teacher", None)]),
    (
        "One of the leaders was killed.",
        [("One of the leaders", "killed", exact(1), "leaders", None)],
    ),
    (
        "Nine people in the village of Anderby were killed.",
        [("Nine people", "killed", exact(9), "people", None)],
    ),
    (
        "12 people, including four children, were killed.",
        [
            ("12 people", "killed", exact(12), "people", None),
            ("four children", "killed", exact(4), "children", 0),
        ],
    ),
    (
        "The raid killed nine people, four of them children.",
        [
            ("nine people", "killed", exact(9), "people", None),
            ("four of them children", "killed", exact(4), "children", 0),
        ],
    ),
    (
        "Three hikers, two of them women, died.",
        [
            ("Three hikers", "killed", exact(3), "hikers", None),
            ("two of them women", "killed", exact(2), "women", 0),
        ],
    ),
    (
        "12 (including 3 children) were killed",
        [
            ("12", "killed", exact(12), None, None),
            ("3 children", "killed", exact(3), "children", 0),
        ],
    ),
    (
        "The fire killed nine, among them two nurses and a doctor.",
        [
            ("nine", "killed", exact(9), None, None),
            ("two nurses", "killed", exact(2), "nurses", 0),
            ("a doctor", "killed", exact(1), "doctor", 0),
        ],
    ),
    (
        "Police arrested 40 people, of whom 12 were students.",
        [
            ("40 people", "detained", exact(40), "people", None),
            ("12", "detained", exact(12), None, 0),
        ],
    ),
    (
        "Nine people were killed. Four of them were children.",
        [
            ("Nine people", "killed", exact(9), "people", None),
            ("Four of them were children", "killed", exact(4), "children", 0),
        ],
    ),
    (
        "Nine people were killed. Four of the dead were children.",
        [
            ("Nine people", "killed", exact(9), "people", None),
            ("Four of the dead were children", "killed", exact(4), "children", 0),
        ],
    ),
    (
        "Nine were killed and 12 others, including three guards, were wounded.",
        [
            ("Nine", "killed", exact(9), None, None),
            ("12 others", "wounded", exact(12), "others", None),
            ("three guards", "wounded", exact(3), "guards", 1),
        ],
    ),
    (
        "12 people were abducted, three of whom were killed.",
        [
            ("12 people", "abducted", exact(12), "people", None),
            ("three of whom", "killed", exact(3), None, None),
        ],
    ),
    ("No one was hurt.", [("No one", "wounded", exact(0), None, None)]),
    ("Nobody was injured.", [("Nobody", "wounded", exact(0), None, None)]),
    ("No injuries were reported.", [("No injuries", "wounded", exact(0), None, None)]),
    (
        "There were no casualties.",
        [
            ("no casualties", "killed", exact(0), None, None),
            ("no casualties", "wounded", exact(0), None, None),
        ],
    ),
    (
        "No one was killed or injured.",
        [("No one", "killed", exact(0), None, None), ("No one", "wounded", exact(0), None, None)],
    ),
    (
        "Thirty people were killed or wounded.",
        [("Thirty people", "other", exact(30), "people", None)],
    ),
    (
        "The quake killed or injured 900 people.",
        [("900 people", "other", exact(900), "people", None)],
    ),
    ("Six others were wounded.", [("Six others", "wounded", exact(6), "others", None)]),
    (
        "Troops killed 3 and wounded 12.",
        [("3", "killed", exact(3), None, None), ("12", "wounded", exact(12), None, None)],
    ),
    (
        "The shell killed two and five others were hurt.",
        [
            ("two", "killed", exact(2), None, None),
            ("five others", "wounded", exact(5), "others", None),
        ],
    ),
    (
        "The crash killed 12 people and injured another 20.",
        [
            ("12 people", "killed", exact(12), "people", None),
            ("another 20", "wounded", exact(20), None, None),
        ],
    ),
    (
        "One person was killed and another was injured.",
        [
            ("One person", "killed", exact(1), "person", None),
            ("another", "wounded", exact(1), None, None),
        ],
    ),
    (
        "The army killed a nurse, two drivers and three farmers.",
        [
            ("a nurse", "killed", exact(1), "nurse", None),
            ("two drivers", "killed", exact(2), "drivers", None),
            ("three farmers", "killed", exact(3), "farmers", None),
        ],
    ),
    (
        "Two soldiers and three civilians were killed.",
        [
            ("Two soldiers", "killed", exact(2), "soldiers", None),
            ("three civilians", "killed", exact(3), "civilians", None),
        ],
    ),
    (
        "12 people were abducted and later killed.",
        [
            ("12 people", "abducted", exact(12), "people", None),
            ("12 people", "killed", exact(12), "people", None),
        ],
    ),
    (
        "Two wounded sailors were flown out.",
        [("Two wounded sailors", "wounded", exact(2), "wounded sailors", None)],
    ),
    ("12 miners are still missing.", [("12 miners", "missing", exact(12), "miners", None)]),
    ("One is unaccounted for.", [("One", "missing", exact(1), None, None)]),
    ("Police arrested 12 men on 12 May.", [("12 men", "detained", exact(12), "men", None)]),
    (
        "Police are holding six suspects.",
        [("six suspects", "detained", exact(6), "suspects", None)],
    ),
    ("Forty were taken into custody.", [("Forty", "detained", exact(40), None, None)]),
    ("Three men remain in custody.", [("Three men", "detained", exact(3), "men", None)]),
    (
        "Men kidnapped three aid workers.",
        [("three aid workers", "abducted", exact(3), "aid workers", None)],
    ),
    (
        "Rebels took 12 tourists hostage.",
        [("12 tourists", "abducted", exact(12), "tourists", None)],
    ),
    ("Rebels are holding 12 hostages.", [("12 hostages", "abducted", exact(12), "hostages", None)]),
    (
        "Some 5,000 people were forced from their homes.",
        [("Some 5,000 people", "displaced", about(5000), "people", None)],
    ),
    (
        "Fighting forced 3,000 people to flee.",
        [("3,000 people", "displaced", exact(3000), "people", None)],
    ),
    (
        "More than 900 residents fled.",
        [("More than 900 residents", "displaced", least(900), "residents", None)],
    ),
    (
        "The flood displaced 1.2 million.",
        [("1.2 million", "displaced", exact(1200000), None, None)],
    ),
    (
        "It left 40,000 people homeless.",
        [("40,000 people", "displaced", exact(40000), "people", None)],
    ),
    ("Hundreds were evacuated.", [("Hundreds", "displaced", vague(200), None, None)]),
    (
        "Tens of thousands rallied.",
        [("Tens of thousands", "participants", vague(20000), None, None)],
    ),
    (
        "A crowd of about 2,000 people filled the square.",
        [("about 2,000 people", "participants", about(2000), "people", None)],
    ),
    (
        "About 500 protesters blocked the road.",
        [("About 500 protesters", "participants", about(500), "protesters", None)],
    ),
    ("The rally drew 700 people.", [("700 people", "participants", exact(700), "people", None)]),
]

HEADLINES: list[tuple[str, list[Row]]] = [
    ("Nine killed in Norburg blast", [("Nine", "killed", exact(9), None, None)]),
    ("Blast kills nine", [("nine", "killed", exact(9), None, None)]),
    (
        "Norburg blast kills at least 9, wounds 14",
        [("at least 9", "killed", least(9), None, None), ("14", "wounded", exact(14), None, None)],
    ),
    (
        "17 dead, 40 hurt",
        [("17", "killed", exact(17), None, None), ("40", "wounded", exact(40), None, None)],
    ),
    (
        "Nine killed, 14 injured as ferry sinks off Velk",
        [("Nine", "killed", exact(9), None, None), ("14", "wounded", exact(14), None, None)],
    ),
    ("Three die in Halden avalanche", [("Three", "killed", exact(3), None, None)]),
    (
        "Norburg flood: 12 dead, dozens missing",
        [("12", "killed", exact(12), None, None), ("dozens", "missing", vague(24), None, None)],
    ),
    ("Thousands flee as fire nears Velk", [("Thousands", "displaced", vague(2000), None, None)]),
    ("Six held over Halden bank raid", [("Six", "detained", exact(6), None, None)]),
    (
        "Two customs officers shot and wounded",
        [("Two customs officers", "wounded", exact(2), "customs officers", None)],
    ),
    (
        "Gunmen abduct 12 schoolgirls",
        [("12 schoolgirls", "abducted", exact(12), "schoolgirls", None)],
    ),
    ("Thousands march against new tax", [("Thousands", "participants", vague(2000), None, None)]),
    (
        "Two Killed, Five Hurt in Mine Collapse",
        [("Two", "killed", exact(2), None, None), ("Five", "wounded", exact(5), None, None)],
    ),
    (
        "HALDEN (VNA) - Nine people were killed.",
        [("Nine people", "killed", exact(9), "people", None)],
    ),
    ("Norburg (VNA)At least nine have died.", [("At least nine", "killed", least(9), None, None)]),
]

KILLED: list[tuple[str, list[Row]]] = [
    (
        "Five climbers perished on the north face.",
        [("Five climbers", "killed", exact(5), "climbers", None)],
    ),
    ("Three boys drowned in the reservoir.", [("Three boys", "killed", exact(3), "boys", None)]),
    ("Two guards were stabbed to death.", [("Two guards", "killed", exact(2), "guards", None)]),
    ("The regime executed 14 officers.", [("14 officers", "killed", exact(14), "officers", None)]),
    (
        "Two senators were assassinated in May.",
        [("Two senators", "killed", exact(2), "senators", None)],
    ),
    (
        "Divers recovered the bodies of seven sailors.",
        [("seven sailors", "killed", exact(7), "sailors", None)],
    ),
    (
        "The epidemic has claimed more than 600 lives.",
        [("more than 600 lives", "killed", least(600), None, None)],
    ),
    (
        "The avalanche took the lives of four skiers.",
        [("four skiers", "killed", exact(4), "skiers", None)],
    ),
    ("The crash cost 31 lives.", [("31 lives", "killed", exact(31), None, None)]),
    (
        "Nineteen sailors have so far been confirmed dead.",
        [("Nineteen sailors", "killed", exact(19), "sailors", None)],
    ),
    (
        "Nine people are now known to have died.",
        [("Nine people", "killed", exact(9), "people", None)],
    ),
    (
        "Four children were found dead in the cellar.",
        [("Four children", "killed", exact(4), "children", None)],
    ),
    (
        "A policeman was killed at the gate.",
        [("A policeman", "killed", exact(1), "policeman", None)],
    ),
    (
        "All but one of the 12 passengers died.",
        [("All but one of the 12 passengers", "killed", exact(11), "passengers", None)],
    ),
    (
        "Officials denied that nine people had died.",
        [("nine people", "killed", exact(9), "people", None)],
    ),
    ("The virus could kill thousands.", [("thousands", "killed", vague(2000), None, None)]),
    ("A family of five was killed by the mudslide.", [("five", "killed", exact(5), None, None)]),
    (
        "Soldiers opened fire, leaving six villagers dead.",
        [("six villagers", "killed", exact(6), "villagers", None)],
    ),
    (
        "The army says it killed between 10 and 15 fighters.",
        [("between 10 and 15 fighters", "killed", span(10, 15), "fighters", None)],
    ),
    (
        "Two to three hundred people may have died.",
        [("Two to three hundred people", "killed", span(200, 300), "people", None)],
    ),
    (
        "A handful of rebels were killed.",
        [("A handful of rebels", "killed", vague(3), "rebels", None)],
    ),
    (
        "Tens of thousands have died since the war began.",
        [("Tens of thousands", "killed", vague(20_000), None, None)],
    ),
    (
        "Almost 90 prisoners died of typhus.",
        [("Almost 90 prisoners", "killed", about(90), "prisoners", None)],
    ),
    (
        "Fewer than 20 people were killed.",
        [("Fewer than 20 people", "killed", most(20), "people", None)],
    ),
    (
        "The two U.S. citizens were killed on Sunday.",
        [("two U.S. citizens", "killed", exact(2), "U.S. citizens", None)],
    ),
    (
        'The raid killed two "senior" commanders.',
        [('two "senior" commanders', "killed", exact(2), '"senior" commanders', None)],
    ),
    (
        "Of the 25 pilgrims killed, most were elderly.",
        [("25 pilgrims", "killed", exact(25), "pilgrims", None)],
    ),
    ("The ferry sank with the loss of 23 lives.", [("23 lives", "killed", exact(23), None, None)]),
    ("A bomb in the market killed scores.", [("scores", "killed", vague(40), None, None)]),
    (
        "One Vantian and two Belgians were killed.",
        [
            ("One Vantian", "killed", exact(1), "Vantian", None),
            ("two Belgians", "killed", exact(2), "Belgians", None),
        ],
    ),
]

HURT: list[tuple[str, list[Row]]] = [
    (
        "Fourteen passengers were treated for smoke inhalation.",
        [("Fourteen passengers", "wounded", exact(14), "passengers", None)],
    ),
    (
        "Three of them are in critical condition.",
        [("Three of them", "wounded", exact(3), None, None)],
    ),
    (
        "Seven dockers were taken to hospital.",
        [("Seven dockers", "wounded", exact(7), "dockers", None)],
    ),
    (
        "More than 40 were hospitalised with burns.",
        [("More than 40", "wounded", least(40), None, None)],
    ),
    (
        "The stampede injured roughly 60 worshippers.",
        [("roughly 60 worshippers", "wounded", about(60), "worshippers", None)],
    ),
    (
        "At least a dozen people sustained injuries.",
        [("At least a dozen people", "wounded", least(12), "people", None)],
    ),
    (
        "A couple of riders were slightly hurt.",
        [("A couple of riders", "wounded", about(2), "riders", None)],
    ),
    (
        "There were 40 injuries, none of them serious.",
        [("40 injuries", "wounded", exact(40), None, None)],
    ),
    ("None were hurt.", [("None", "wounded", exact(0), None, None)]),
    ("No one was killed.", [("No one", "killed", exact(0), None, None)]),
    (
        "No casualties were reported.",
        [
            ("No casualties", "killed", exact(0), None, None),
            ("No casualties", "wounded", exact(0), None, None),
        ],
    ),
    ("No one has yet been arrested.", [("No one", "detained", exact(0), None, None)]),
    (
        "None of the passengers was injured.",
        [("None of the passengers", "wounded", exact(0), "passengers", None)],
    ),
    ("The fire hurt nobody.", [("nobody", "wounded", exact(0), None, None)]),
    ("Five others were seriously wounded.", [("Five others", "wounded", exact(5), "others", None)]),
    (
        "A 12-year-old boy was injured.",
        [("A 12-year-old boy", "wounded", exact(1), "12-year-old boy", None)],
    ),
]

OTHERS: list[tuple[str, list[Row]]] = [
    (
        "Sixteen people are unaccounted for.",
        [("Sixteen people", "missing", exact(16), "people", None)],
    ),
    (
        "Up to 20 miners were still missing on Friday.",
        [("Up to 20 miners", "missing", most(20), "miners", None)],
    ),
    (
        "At least three hikers have gone missing.",
        [("At least three hikers", "missing", least(3), "hikers", None)],
    ),
    (
        "Rescuers searched for eight missing sailors.",
        [("eight missing sailors", "missing", exact(8), "missing sailors", None)],
    ),
    (
        "Police rounded up some 300 activists.",
        [("some 300 activists", "detained", about(300), "activists", None)],
    ),
    ("Nine people are in custody.", [("Nine people", "detained", exact(9), "people", None)]),
    (
        "More than 100 arrests were made.",
        [("More than 100 arrests", "detained", least(100), None, None)],
    ),
    (
        "Six student leaders remain under arrest.",
        [("Six student leaders", "detained", exact(6), "student leaders", None)],
    ),
    (
        "Two reporters remain kidnapped.",
        [("Two reporters", "abducted", exact(2), "reporters", None)],
    ),
    ("Pirates took 22 sailors hostage.", [("22 sailors", "abducted", exact(22), "sailors", None)]),
    (
        "Forty villagers were taken captive.",
        [("Forty villagers", "abducted", exact(40), "villagers", None)],
    ),
    (
        "The floods made 7,000 families homeless.",
        [("7,000 families", "displaced", exact(7000), "families", None)],
    ),
    (
        "About 800 islanders were taking shelter in chapels.",
        [("About 800 islanders", "displaced", about(800), "islanders", None)],
    ),
    (
        "Nearly 2,000 residents left their homes.",
        [("Nearly 2,000 residents", "displaced", about(2000), "residents", None)],
    ),
    (
        "Authorities evacuated 450 households.",
        [("450 households", "displaced", exact(450), "households", None)],
    ),
    (
        "Thousands of internally displaced Vantians returned.",
        [
            (
                "Thousands of internally displaced Vantians",
                "displaced",
                vague(2000),
                "internally displaced Vantians",
                None,
            )
        ],
    ),
    (
        "Up to 1,000 farmers marched on the capital.",
        [("Up to 1,000 farmers", "participants", most(1000), "farmers", None)],
    ),
    (
        "The vigil was attended by 400 mourners.",
        [("400 mourners", "participants", exact(400), "mourners", None)],
    ),
    (
        "Some 600 dockers went on strike.",
        [("Some 600 dockers", "participants", about(600), "dockers", None)],
    ),
    (
        "Hundreds of people were marching through Halden.",
        [("Hundreds of people", "participants", vague(200), "people", None)],
    ),
    (
        "A crowd of 10,000 packed the arena.",
        [("10,000", "participants", exact(10_000), None, None)],
    ),
]

TOGETHER: list[tuple[str, list[Row]]] = [
    (
        "The blast killed nine people and wounded 14.",
        [
            ("nine people", "killed", exact(9), "people", None),
            ("14", "wounded", exact(14), None, None),
        ],
    ),
    (
        "Nine dead and 14 injured were counted.",
        [("Nine", "killed", exact(9), None, None), ("14", "wounded", exact(14), None, None)],
    ),
    (
        "A gunman fired, killing three and injuring at least seven others.",
        [
            ("three", "killed", exact(3), None, None),
            ("at least seven others", "wounded", least(7), "others", None),
        ],
    ),
    (
        "12 soldiers and three civilians were killed.",
        [
            ("12 soldiers", "killed", exact(12), "soldiers", None),
            ("three civilians", "killed", exact(3), "civilians", None),
        ],
    ),
    (
        "Two policemen and a bystander died.",
        [
            ("Two policemen", "killed", exact(2), "policemen", None),
            ("a bystander", "killed", exact(1), "bystander", None),
        ],
    ),
    (
        "The shell landed on a house, killing a mother and her two children.",
        [
            ("a mother", "killed", exact(1), "mother", None),
            ("two children", "killed", exact(2), "children", None),
        ],
    ),
    (
        "A teacher and her three pupils were injured.",
        [
            ("A teacher", "wounded", exact(1), "teacher", None),
            ("three pupils", "wounded", exact(3), "pupils", None),
        ],
    ),
    (
        "Three drivers and a technician were abducted.",
        [
            ("Three drivers", "abducted", exact(3), "drivers", None),
            ("a technician", "abducted", exact(1), "technician", None),
        ],
    ),
    (
        "Gunmen killed a clerk, two maids and a gardener.",
        [
            ("a clerk", "killed", exact(1), "clerk", None),
            ("two maids", "killed", exact(2), "maids", None),
            ("a gardener", "killed", exact(1), "gardener", None),
        ],
    ),
    (
        "All 90 passengers and crew were killed.",
        [("All 90 passengers and crew", "killed", exact(90), "passengers and crew", None)],
    ),
    (
        "Some 40 women and children were wounded.",
        [("Some 40 women and children", "wounded", about(40), "women and children", None)],
    ),
    (
        "Troops killed 60 men, women and children.",
        [("60 men, women and children", "killed", exact(60), "men, women and children", None)],
    ),
    (
        "More than 500 military and civilian staff were arrested.",
        [
            (
                "More than 500 military and civilian staff",
                "detained",
                least(500),
                "military and civilian staff",
                None,
            )
        ],
    ),
    (
        "The ambush left eight riflemen killed, 11 wounded and three captured.",
        [
            ("eight riflemen", "killed", exact(8), "riflemen", None),
            ("11", "wounded", exact(11), None, None),
            ("three", "detained", exact(3), None, None),
        ],
    ),
    ("Two died at the scene and a third in hospital.", [("Two", "killed", exact(2), None, None)]),
    (
        "Five rebels were killed and two captured.",
        [
            ("Five rebels", "killed", exact(5), "rebels", None),
            ("two", "detained", exact(2), None, None),
        ],
    ),
    (
        "Police shot dead two men and arrested a third.",
        [("two men", "killed", exact(2), "men", None)],
    ),
    (
        "Gunmen killed four people and kidnapped six nurses.",
        [
            ("four people", "killed", exact(4), "people", None),
            ("six nurses", "abducted", exact(6), "nurses", None),
        ],
    ),
    (
        "Three men from Velk -- a baker, a smith and a tailor -- were arrested.",
        [("Three men", "detained", exact(3), "men", None)],
    ),
    (
        "Seven members of the Free Halden Front were killed.",
        [
            (
                "Seven members of the Free Halden Front",
                "killed",
                exact(7),
                "members of the Free Halden Front",
                None,
            )
        ],
    ),
    (
        "Six pupils riding in a minibus near Velk were injured.",
        [("Six pupils", "wounded", exact(6), "pupils", None)],
    ),
    (
        "Four nurses who were treating the sick have been killed.",
        [("Four nurses", "killed", exact(4), "nurses", None)],
    ),
    (
        "Two Belgians carrying forged papers have been arrested.",
        [("Two Belgians", "detained", exact(2), "Belgians", None)],
    ),
    ("Two boys aged 9 and 11 were killed.", [("Two boys", "killed", exact(2), "boys", None)]),
    ("Nine people on board the bus died.", [("Nine people", "killed", exact(9), "people", None)]),
    (
        "Two men suspected of arson were detained on Monday.",
        [("Two men", "detained", exact(2), "men", None)],
    ),
]

PARTS: list[tuple[str, list[Row]]] = [
    (
        "Nine people, four of them children, were killed.",
        [
            ("Nine people", "killed", exact(9), "people", None),
            ("four of them children", "killed", exact(4), "children", 0),
        ],
    ),
    (
        "The quake killed 30 people, including four children and two nurses.",
        [
            ("30 people", "killed", exact(30), "people", None),
            ("four children", "killed", exact(4), "children", 0),
            ("two nurses", "killed", exact(2), "nurses", 0),
        ],
    ),
    (
        "Police arrested 12 men, three of whom are foreigners.",
        [
            ("12 men", "detained", exact(12), "men", None),
            ("three of whom are foreigners", "detained", exact(3), "foreigners", 0),
        ],
    ),
    (
        "Eight people were wounded, at least two of them seriously.",
        [
            ("Eight people", "wounded", exact(8), "people", None),
            ("at least two of them", "wounded", least(2), None, 0),
        ],
    ),
    (
        "The fire killed 12 people, half of them women.",
        [("12 people", "killed", exact(12), "people", None)],
    ),
    (
        "Twenty people were killed. The dead included three Belgians, two Poles and a nurse.",
        [
            ("Twenty people", "killed", exact(20), "people", None),
            ("three Belgians", "killed", exact(3), "Belgians", 0),
            ("two Poles", "killed", exact(2), "Poles", 0),
            ("a nurse", "killed", exact(1), "nurse", 0),
        ],
    ),
    (
        "The dead included three Belgians and two Poles.",
        [
            ("three Belgians", "killed", exact(3), "Belgians", None),
            ("two Poles", "killed", exact(2), "Poles", None),
        ],
    ),
    (
        "Seven people were wounded. Several of the victims were students.",
        [
            ("Seven people", "wounded", exact(7), "people", None),
            ("Several of the victims were students", "wounded", vague(3), "students", 0),
        ],
    ),
    (
        "Nine died. One of the dead was a teacher.",
        [
            ("Nine", "killed", exact(9), None, None),
            ("One of the dead was a teacher", "killed", exact(1), "teacher", 0),
        ],
    ),
    (
        "Three guards, one of them a sergeant, were killed.",
        [
            ("Three guards", "killed", exact(3), "guards", None),
            ("one of them a sergeant", "killed", exact(1), "sergeant", 0),
        ],
    ),
    (
        "The crash injured 20 people, five of them critically, police said.",
        [
            ("20 people", "wounded", exact(20), "people", None),
            ("five of them", "wounded", exact(5), None, 0),
        ],
    ),
    (
        "Nine people died, among them two nurses.",
        [
            ("Nine people", "killed", exact(9), "people", None),
            ("two nurses", "killed", exact(2), "nurses", 0),
        ],
    ),
    (
        "Forty people -- 12 of them children -- were killed.",
        [
            ("Forty people", "killed", exact(40), "people", None),
            ("12 of them children", "killed", exact(12), "children", 0),
        ],
    ),
    (
        "Troops detained 50 men; six of those detained were teenagers.",
        [
            ("50 men", "detained", exact(50), "men", None),
            ("six of those detained were teenagers", "detained", exact(6), "teenagers", 0),
        ],
    ),
]

CLAUSES: list[tuple[str, list[Row]]] = [
    (
        "A roadside bomb killed the governor and two guards.",
        [("two guards", "killed", exact(2), "guards", None)],
    ),
    (
        "The pilot crashed the jet, killing himself and 12 others.",
        [("12 others", "killed", exact(12), "others", None)],
    ),
    (
        "Four bystanders suffered serious burns.",
        [("Four bystanders", "wounded", exact(4), "bystanders", None)],
    ),
    (
        "Six of those hikers suffered slight injuries.",
        [("Six of those hikers", "wounded", exact(6), "hikers", None)],
    ),
    (
        "Two of the raiders -- who were killed at the gate -- wore masks.",
        [("Two of the raiders", "killed", exact(2), "raiders", None)],
    ),
    ("The fire that killed 58 was the worst in Vantia.", [("58", "killed", exact(58), None, None)]),
    (
        "The dead included a nurse and two drivers.",
        [
            ("a nurse", "killed", exact(1), "nurse", None),
            ("two drivers", "killed", exact(2), "drivers", None),
        ],
    ),
    (
        "The blast killed 40 people. The toll, which includes 12 nurses, may rise.",
        [
            ("40 people", "killed", exact(40), "people", None),
            ("12 nurses", "killed", exact(12), "nurses", 0),
        ],
    ),
    (
        "Rebels shot an American oil worker dead and injured a family friend.",
        [
            ("an American oil worker", "killed", exact(1), "American oil worker", None),
            ("a family friend", "wounded", exact(1), "family friend", None),
        ],
    ),
    ('Police arrested a "spy" in Norburg.', [('a "spy"', "detained", exact(1), '"spy"', None)]),
    (
        "Ten people, most of them tourists, died in the crash.",
        [("Ten people", "killed", exact(10), "people", None)],
    ),
    (
        "Twelve of the 40 passengers were hurt.",
        [("Twelve of the 40 passengers", "wounded", exact(12), "passengers", None)],
    ),
    (
        "Six people were killed; two of them were soldiers.",
        [
            ("Six people", "killed", exact(6), "people", None),
            ("two of them were soldiers", "killed", exact(2), "soldiers", 0),
        ],
    ),
    (
        "30-odd protesters were arrested.",
        [("30-odd protesters", "detained", about(30), "protesters", None)],
    ),
    (
        "Two off-duty police officers were killed.",
        [("Two off-duty police officers", "killed", exact(2), "off-duty police officers", None)],
    ),
    (
        "Three Chinese nationals were kidnapped.",
        [("Three Chinese nationals", "abducted", exact(3), "Chinese nationals", None)],
    ),
    (
        "The gunman, 34, killed two students.",
        [("two students", "killed", exact(2), "students", None)],
    ),
    (
        "Officials said that at least 17 members of the guard had been killed.",
        [("at least 17 members", "killed", least(17), "members", None)],
    ),
    ("Nobody was reported missing.", [("Nobody", "missing", exact(0), None, None)]),
    (
        "No deaths or injuries were confirmed.",
        [
            ("No deaths or injuries", "killed", exact(0), None, None),
            ("No deaths or injuries", "wounded", exact(0), None, None),
        ],
    ),
]

PLAIN: list[tuple[str, list[Row]]] = [
    (
        "More than 11 hostages, including two Poles, perished.",
        [
            ("More than 11 hostages", "killed", least(11), "hostages", None),
            ("two Poles", "killed", exact(2), "Poles", 0),
        ],
    ),
    (
        "Monitors put the number of hostages at more than 260.",
        [("more than 260", "abducted", least(260), None, None)],
    ),
    (
        "Workers pulled out four charred bodies.",
        [("four charred bodies", "killed", exact(4), None, None)],
    ),
    (
        "The landslide buried dozens; nine are confirmed dead.",
        [("nine", "killed", exact(9), None, None)],
    ),
    (
        "A Vantian jet crashed with 80 people on board; all 80 died.",
        [("all 80", "killed", exact(80), None, None)],
    ),
    (
        "Sixty people were hurt, more than half of them children.",
        [("Sixty people", "wounded", exact(60), "people", None)],
    ),
    (
        "Between 5,000 and 6,000 people marched through Velk.",
        [("Between 5,000 and 6,000 people", "participants", span(5000, 6000), "people", None)],
    ),
    (
        "Bandits abducted up to seven civilian advisers.",
        [("up to seven civilian advisers", "abducted", most(7), "civilian advisers", None)],
    ),
    (
        "Five to seven people are still missing.",
        [("Five to seven people", "missing", span(5, 7), "people", None)],
    ),
    (
        "12 or 13 fighters were captured.",
        [("12 or 13 fighters", "detained", span(12, 13), "fighters", None)],
    ),
    (
        "Nine people lost their lives and 30 lost their homes.",
        [
            ("Nine people", "killed", exact(9), "people", None),
            ("30", "displaced", exact(30), None, None),
        ],
    ),
    (
        "Police said two suspects were in custody and a third was at large.",
        [("two suspects", "detained", exact(2), "suspects", None)],
    ),
    (
        "Three people have been killed and more than 1,000 evacuated.",
        [
            ("Three people", "killed", exact(3), "people", None),
            ("more than 1,000", "displaced", least(1000), None, None),
        ],
    ),
    (
        "Soldiers fired on the crowd, killing at least six protesters and wounding dozens more.",
        [
            ("at least six protesters", "killed", least(6), "protesters", None),
            ("dozens more", "wounded", vague(24), None, None),
        ],
    ),
    (
        "Some 1.5 million people have been driven from their homes.",
        [("Some 1.5 million people", "displaced", about(1_500_000), "people", None)],
    ),
    (
        "Hundreds of thousands of Vantians have fled since May.",
        [("Hundreds of thousands of Vantians", "displaced", vague(200_000), "Vantians", None)],
    ),
    (
        "Half a dozen journalists were detained.",
        [("Half a dozen journalists", "detained", exact(6), "journalists", None)],
    ),
    (
        "Two 15-year-old girls are missing.",
        [("Two 15-year-old girls", "missing", exact(2), "15-year-old girls", None)],
    ),
    (
        "One of the three raiders was killed.",
        [("One of the three raiders", "killed", exact(1), "raiders", None)],
    ),
    (
        "The bus plunged into a ravine, leaving 18 dead and as many as 40 injured.",
        [
            ("18", "killed", exact(18), None, None),
            ("as many as 40", "wounded", most(40), None, None),
        ],
    ),
    (
        "The dictator had 200 rivals executed.",
        [("200 rivals", "killed", exact(200), "rivals", None)],
    ),
]

HARD = [
    pytest.param(
        "Ninety regional, city and village wardens died on duty.",
        [
            (
                "Ninety regional, city and village wardens",
                "killed",
                exact(90),
                "regional, city and village wardens",
                None,
            )
        ],
        marks=pytest.mark.xfail(
            raises=AssertionError, reason="a list of adjectives looks like a list of parts"
        ),
    ),
    pytest.param(
        "They let go 14 clerks, whom they had taken captive.",
        [("14 clerks", "abducted", exact(14), "clerks", None)],
        marks=pytest.mark.xfail(raises=AssertionError, reason="the object stands before its verb"),
    ),
    pytest.param(
        "Eight were killed on Monday and six on Tuesday.",
        [("Eight", "killed", exact(8), None, None), ("six", "killed", exact(6), None, None)],
        marks=pytest.mark.xfail(
            raises=AssertionError, reason="the verb of the second clause is left out"
        ),
    ),
    pytest.param(
        "Both drivers were killed.",
        [("Both drivers", "killed", exact(2), "drivers", None)],
        marks=pytest.mark.xfail(
            raises=AssertionError, reason="both is not read as two: it also joins"
        ),
    ),
    pytest.param(
        "A brother and sister drowned in the lake.",
        [("A brother and sister", "killed", exact(2), "brother and sister", None)],
        marks=pytest.mark.xfail(raises=AssertionError, reason="one article serves two nouns"),
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*FIRST, *HEADLINES, *KILLED, *HURT, *OTHERS, *TOGETHER, *PARTS, *CLAUSES, *PLAIN, *HARD],
)
def test_a_sentence_yields_its_numbers_of_people(text: str, expected: list[Row]) -> None:
    """Each number of people comes with its bounds, measure, group and whole."""
    assert rows(text) == expected


UPDATES: list[tuple[str, list[tuple[str, str | None, int | None]]]] = [
    (
        "A third bomb killed five, raising the toll to 17.",
        [("five", None, None), ("17", "total", None)],
    ),
    ("Crews reached the site, bringing the number of dead to 17.", [("17", "total", None)]),
    ("The death toll rose from 12 to 17.", [("12", "superseded", 1), ("17", "total", None)]),
    (
        "The toll stood at 17, up from 12 on Monday.",
        [("17", "total", None), ("12", "superseded", 0)],
    ),
    (
        "Two more bodies were found, bringing the toll to 14.",
        [("Two more bodies", "increment", 1), ("14", "total", None)],
    ),
    (
        "Two more people died overnight, taking the total to 14.",
        [("Two more people", "increment", 1), ("14", "total", None)],
    ),
    (
        "Another nurse died, which takes to 21 the number of those killed.",
        [("Another nurse", "increment", 1), ("21", "total", None)],
    ),
    ("The number of people killed has risen to 26.", [("26", "total", None)]),
    ("The number of injured climbed above 100.", [("above 100", "total", None)]),
    (
        "The death toll, which stood at 12 on Monday, has risen to 17.",
        [("12", "superseded", 1), ("17", "total", None)],
    ),
    ("Death toll rises to 17", [("17", "total", None)]),
    ("Toll from Velk quake tops 200", [("tops 200", None, None)]),
    ("The toll rose by five to 17.", [("five", "increment", 1), ("17", "total", None)]),
    ("The ministry put the death toll at 45.", [("45", None, None)]),
    ("An earlier toll of 12 was withdrawn.", [("12", "superseded", None)]),
    (
        "Nine people were killed, up from four a day before.",
        [("Nine people", "total", None), ("four", "superseded", 0)],
    ),
    (
        "The blast killed nine people and injured another 20.",
        [("nine people", None, None), ("another 20", None, None)],
    ),
    ("Three more people were killed on Tuesday.", [("Three more people", None, None)]),
    (
        "Two deaths were confirmed, pushing the number of deaths to 30.",
        [("Two deaths", None, None), ("30", "total", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), UPDATES)
def test_a_toll_brought_up_to_date_is_one_toll(
    text: str, expected: list[tuple[str, str | None, int | None]]
) -> None:
    """The total is told from what was added to it and from what it was before."""
    assert [(f.text, f.update, f.subset_of) for f in find_figures(text)] == expected


TEXTS = st.sampled_from(
    [
        text
        for text, _ in [
            *FIRST,
            *HEADLINES,
            *KILLED,
            *HURT,
            *OTHERS,
            *TOGETHER,
            *PARTS,
            *CLAUSES,
            *PLAIN,
        ]
    ]
)


def plain(text: str) -> list[tuple[str, str, str | None]]:
    """What a text yields, without the ties between figures."""
    return [(figure.text, figure.measure, figure.group) for figure in find_figures(text)]


@given(before=TEXTS, text=TEXTS, after=TEXTS)
def test_what_a_sentence_says_stands_alone(before: str, text: str, after: str) -> None:
    """The paragraphs around a sentence change none of its numbers."""
    together = plain(f"{before}\n\n{text}\n\n{after}")
    assert together == plain(before) + plain(text) + plain(after)
