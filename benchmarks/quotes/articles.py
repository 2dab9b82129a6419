"""Made articles: their vocabulary, and sentences drawn from it with a seed."""

from __future__ import annotations

import random
from collections.abc import Callable

GIVEN = (
    "Ada Mira Jonas Pavel Ines Tomas Greta Luka Selma Viktor Nadia Emil Osman Petra Yusuf Clara"
    " Henrik Amara Danilo Freya"
).split()
FAMILY = (
    "Lund Varga Okafor Brandt Silva Marek Haugen Petrov Quist Amsel Delgado Roth Nwosu Keller"
    " Ivanek Moreau Tanaka Olsen Baptiste Farkas"
).split()
TOWNS = (
    "Norburg Halden Velk Ostervik Marran Tyrn Kesten Aldport Brenna Solvang Quill Pellworm Dorsk"
    " Umbria Calder Wexmoor"
).split()
LANDS = "Vantia Ruthenmark Sorland Estrova Cassia Oderland".split()
BODIES = (
    "interior ministry|regional council|port authority|harbour police|"
    "election commission|miners' union|water board|national bank|health agency|"
    "transport ministry|Red Lantern group|farmers'"
    " league|coast guard|audit court|students' federation|chamber of trade|railway company"
).split("|")
ROLES = (
    "mayor governor prosecutor spokeswoman engineer bishop minister lawyer colonel surgeon"
    " historian ambassador baker inspector captain"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April June July August September October November".split()
NUMBERS = "two three four five six seven eight nine ten eleven twelve fourteen twenty".split()
VERBS = (
    "inspected emptied auctioned blamed borrowed bought searched demolished described destroyed"
    " drafted examined expanded filmed flooded funded guarded ignored insured leased lit measured"
    " moved named occupied painted patrolled planned praised printed reached rebuilt repaired"
    " replaced robbed sealed shelled signed stormed studied surrounded taxed tested toured valued"
    " visited watched"
).split()
ADJECTIVES = (
    "abandoned ancient brick bitter civic cheap coastal concrete crowded damaged disputed distant"
    " dusty electric empty famous foreign frozen giant grey hidden historic humble industrial iron"
    " legal little local lonely marble medieval muddy narrow new nuclear private public quiet rural"
    " rusty sacred secret shallow solar steep stone temporary wooden young"
).split()
NOUNS = (
    "airport archive bakery bank barn barracks bridge canal cannery castle cathedral cellar chapel"
    " cinema clinic cottage courtyard dam depot dock embassy factory farm fence festival ferry"
    " field forest fountain garage garden gate granary hangar"
    " harbour hotel kiosk laboratory library"
    " lighthouse market mill mine monastery museum orchard palace park pier pipeline plaza pond"
    " prison quarry railway reactor refinery reservoir school shipyard square stadium station"
    " studio tavern temple theatre tower tunnel university vault viaduct village warehouse well"
).split()
MATTERS = (
    "agreement apology budget complaint contract decree delay evidence harvest inquiry insurance"
    " licence mandate neglect payment pension petition promise ransom referendum rent repair"
    " smuggling subsidy tariff testimony traffic treaty verdict wage weather"
).split()
PEOPLE = (
    "miners villagers students soldiers passengers nurses prisoners fishermen clerks tourists"
    " farmers dockers teachers pilgrims rebels"
).split()
FATES = ("killed", "wounded", "arrested", "rescued", "evacuated")
GOODS = "timber copper wheat cement tractors medicine herring paper cotton glass coffee".split()
STOCK = (  # phrases that come again and again, as in news
    "according to people who were there|in spite of a warning from the weather service|as thousands"
    " of commuters waited outside|who asked that his name be kept out of the papers|on the eve of"
    " the talks|for the first time since the war|in what the opposition called a farce"
).split("|")


def write_thing(draw: random.Random) -> str:
    """Write a thing or a building with its place or matter."""
    shape = draw.random()
    thing = f"the {draw.choice(ADJECTIVES)} {draw.choice(NOUNS)}"
    if shape < 0.3:
        return f"{thing} near the {draw.choice(NOUNS)}"
    if shape < 0.5:
        return f"the {draw.choice(MATTERS)} over {thing}"
    return f"{thing} of {draw.choice(TOWNS)}" if shape < 0.6 else thing


def write_act(draw: random.Random) -> str:
    """Write what somebody did."""
    act = f"{draw.choice(VERBS)} {write_thing(draw)}"
    if draw.random() < 0.4:
        act += f" and {draw.choice(VERBS)} {write_thing(draw)}"
    if draw.random() < 0.3:
        act += f" because of a {draw.choice(ADJECTIVES)} {draw.choice(MATTERS)}"
    return act + (f" {draw.choice(STOCK)}" if draw.random() < 0.25 else "")


def write_sentence(draw: random.Random) -> str:
    """Write one news sentence."""
    one = draw.choice
    name, town, day, body = f"{one(GIVEN)} {one(FAMILY)}", one(TOWNS), one(DAYS), one(BODIES)
    count, other, role = one(NUMBERS), one(NUMBERS), one(ROLES)
    act, thing = write_act(draw), write_thing(draw)
    shapes = [
        f"The {body} in {town} {act} on {day}.",
        (
            f"At least {count} {one(PEOPLE)} were {one(FATES)} and {draw.randint(13, 480)} others"
            f" {one(FATES)} when {thing} collapsed, {name}, a {role} from {town}, said on {day}."
        ),
        f"“Whoever {act} knew the {one(MATTERS)},” said {name}, the {role} of {town}.",
        (
            f"Exports of {one(GOODS)} from {one(LANDS)} {one(['rose', 'fell'])} by"
            f" {draw.randint(2, 60)}.{draw.randint(1, 9)} percent to"
            f" ${draw.randint(2, 90)} million in"
            f" {one(MONTHS)}, while the {body} {act}."
        ),
        (
            f"{name} did not say whether the {body} had {act} – or why {count}"
            f" {one(PEOPLE)} still lived"
            f" in {thing}."
        ),
        (
            f"The {role}’s office denied that the {body} {act} before {day}, but"
            f" {one(PEOPLE)} from {town}"
            f" spoke of a {one(ADJECTIVES)} {one(MATTERS)}."
        ),
        (
            f"More than {draw.randint(2, 90)},{draw.randint(100, 999)}"
            f" {one(PEOPLE)} marched past {thing}"
            f" in {one(MONTHS)} {draw.randint(1990, 2023)}, {other} of them on crutches."
        ),
        (
            f"A {role} from {one(LANDS)} and {count} {one(PEOPLE)} reached {town}"
            f" after {other} days at"
            f" sea with {one(GOODS)}, {one(GOODS)} and a {one(ADJECTIVES)} {one(NOUNS)} clock."
        ),
        f"Neither {name} nor the {body} ever {act}.",
        f"It was {name} who {act}, {other} weeks before the {body} {write_act(draw)}.",
        (
            f"A {one(ADJECTIVES)} {one(MATTERS)} led the {role} to {one(MATTERS)}"
            f" after {one(MATTERS)},"
            f" and {thing} was {one(VERBS)} under the eyes of {count} {one(PEOPLE)}."
        ),
    ]
    return one(shapes)


def write_other_sentence(draw: random.Random) -> str:
    """Write a sentence of another article: the same words, but other things said of them."""
    one = draw.choice
    name, town, count = f"{one(GIVEN)} {one(FAMILY)}", one(TOWNS), one(NUMBERS)
    first, second = f"{one(ADJECTIVES)} {one(NOUNS)}", f"{one(ADJECTIVES)} {one(NOUNS)}"
    shapes = [
        (
            f"On {one(DAYS)} {one(PEOPLE)} and {one(PEOPLE)} from {town}"
            f" {one(VERBS)} a {first}, which"
            f" {name} calls a {one(ADJECTIVES)} {one(MATTERS)}."
        ),
        (
            f"Without {one(GOODS)} no {one(NOUNS)} in {one(LANDS)} can open its"
            f" {second}, {name} wrote."
        ),
        (
            f"“My {one(MATTERS)} is your {one(MATTERS)},” the {one(ROLES)} told"
            f" {count} {one(PEOPLE)}."
        ),
        (
            f"Both the {one(BODIES)} and the {one(BODIES)} want a {first}; neither"
            f" has {one(VERBS)} one."
        ),
        f"Every {one(ROLES)} remembers how {town} {one(VERBS)} its {first} and lost a {second}.",
        (
            f"{name}, once a {one(ROLES)}, will be tried in {one(MONTHS)} over"
            f" {count} {one(MATTERS)}s."
        ),
    ]
    return one(shapes)


def write_article(
    chars: int, seed: int, write: Callable[[random.Random], str] = write_sentence
) -> str:
    """Write an article of about so many characters, in paragraphs of one to four sentences."""
    draw = random.Random(seed)
    paragraphs: list[str] = []
    size = 0
    while size < chars:
        paragraph = " ".join(write(draw) for _ in range(draw.randint(1, 4)))
        paragraphs.append(paragraph)
        size += len(paragraph) + 2
    return "\n\n".join(paragraphs)
