"""Words a counted phrase is made of or ends at: people, things, units, small words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from summarizer.places import load_countries

if TYPE_CHECKING:
    from summarizer_schemas.record import Measure


def split_words(text: str) -> frozenset[str]:
    """Read a table of words parted by spaces."""
    return frozenset(text.split())


SINGULAR = split_words(
    "person human civilian soldier troop officer policeman official militant fighter gunman "
    "rebel insurgent terrorist guerrilla protester protestor demonstrator marcher activist "
    "student pupil teacher villager resident worker employee labourer laborer farmer fisherman "
    "miner journalist reporter cameraman photographer hostage prisoner inmate detainee captive "
    "migrant refugee evacuee suspect passenger other member man woman child boy girl baby infant "
    "toddler teenager adult youth elder victim survivor national citizen foreigner tourist "
    "pilgrim worshipper doctor nurse medic paramedic patient driver pilot sailor crewman "
    "commander general colonel guard peacekeeper diplomat envoy minister lawmaker politician "
    "priest nun monk imam cleric leader supporter follower spectator fan bystander pedestrian "
    "shopper customer trader merchant shopkeeper climber hiker skier swimmer firefighter rescuer "
    "volunteer contractor engineer scientist lawyer judge settler believer father mother son "
    "daughter brother sister wife husband cousin relative parent grandmother grandfather couple "
    "family household neighbour neighbor attacker assailant bomber robber thief smuggler "
    "trafficker opponent dissident critic blogger recruit conscript cadet marine agent spy "
    "participant attendee striker inhabitant local american european african asian expatriate "
    "servicemember serviceman servicewoman sergeant lieutenant captain major cyclist "
    "motorcyclist motorist athlete player occupant guest ranger herder hunter craftsman vendor "
    "clerk staffer aide bodyguard militiaman jihadist islamist separatist paramilitary combatant "
    "noncombatant tribesman businessman spokesman councillor mayor governor senator president "
    "counsellor orphan widow newborn casualty widower niece nephew uncle aunt grandson "
    "granddaughter grandchild bride groom fiance fiancee girlfriend boyfriend friend colleague "
    "classmate roommate maid cook gardener cleaner baker tailor smith butcher waiter waitress "
    "barber porter docker miller technician musician artist singer actor actress dancer author "
    "writer poet editor publisher producer translator interpreter photojournalist broadcaster "
    "anchor preacher bishop rabbi pastor missionary nanny babysitter guardian carer surgeon "
    "dentist midwife pharmacist schoolgirl schoolboy schoolchild youngster minor pensioner "
    "retiree veteran sniper deputy sheriff inspector detective constable trooper marshal "
    "ambassador consul prosecutor magistrate attorney defendant convict fugitive gangster "
    "kidnapper hijacker looter rioter commando mercenary infantryman gunner bombmaker adviser "
    "advisor mastermind ringleader plotter dealer courier mourner holidaymaker traveller "
    "traveler commuter crewmember seaman seafarer stowaway peasant shepherd logger trucker biker "
    "rider jockey racer runner footballer coach referee diver surfer mountaineer paraglider "
    "jumper camper reveler reveller partygoer concertgoer churchgoer clubber diner freshman "
    "sophomore scholar academic researcher lecturer professor principal dean headmaster analyst "
    "consultant executive manager director employer secretary receptionist banker accountant "
    "auditor broker investor owner landlord tenant squatter homesteader nomad bedouin chief "
    "chieftain king queen prince princess sultan sheikh candidate voter ally partner associate "
    "accomplice helper responder informant informer defector deserter exile asylum-seeker "
    "returnee individual enemy nationalist communist anarchist extremist loyalist monarchist "
    "warrior troublemaker hooligan"
)
_IRREGULAR = split_words(
    "people persons police men women children troops personnel staff crew families babies "
    "casualties thieves spies wives guerillas others nobody lives deputies missionaries nannies "
    "secretaries waitresses actresses princesses coaches schoolchildren grandchildren enemies "
    "mercenaries nationalities dignitaries emergency-workers allies folk folks kids kid teens "
    "teen elderly youngsters mps mp midwives seamen crewmembers newlyweds siblings sibling twins "
    "policewomen housewives adolescents adolescent"
)
PERSONS = (
    SINGULAR
    | _IRREGULAR
    | {word + "s" for word in SINGULAR}
    | {word[:-3] + "men" for word in SINGULAR if word.endswith("man")}
    | {word[:-5] + "women" for word in SINGULAR if word.endswith("woman")}
)
ADJECTIVES = split_words(
    "official local national general major minor elder adult patient american european african "
    "asian expatriate human private executive principal chief veteran individual communist "
    "nationalist extremist paramilitary separatist islamist jihadist settler lay family male "
    "female trader player member child woman student police captive prisoner guard couple judge "
    "baby"
)
"""People that are also adjectives, or stand before a noun: "an official rank", "a family home"."""
GROUPS = split_words("family household group crowd crew team party convoy gang band couple squad")
PERSON_ENDINGS = ("ist", "ists", "ian", "ians", "man", "men", "woman", "women", "eer", "eers")


@lru_cache(maxsize=1)
def list_peoples() -> frozenset[str]:
    """Names of the peoples of the world, in lower case: "belgian", "poles"."""
    return frozenset(name.lower() for country in load_countries() for name in country.demonyms)


UNITS = split_words(
    "year years month months week weeks day days hour hours minute minutes second seconds night "
    "nights decade decades century centuries weekend morning noon midnight weekends am pm a.m "
    "p.m o'clock dollar dollars euro euros pound pounds rupee rupees yuan yen peso pesos cent "
    "cents shekels percent per pct percentage km kilometre kilometres kilometer kilometers mile "
    "miles metre metres meter meters foot feet inch inches ton tons tonne tonnes kg kilogram "
    "kilograms kilo kilos gram grams litre litres liter liters acre acres hectare hectares "
    "degree degrees barrel barrels mph kph time times point points"
)
THINGS = UNITS | split_words(
    "rocket rockets missile missiles drone drones bomb bombs shell shells round rounds bullet "
    "bullets grenade grenades mine mines device devices vehicle vehicles car cars truck trucks "
    "bus buses train trains tank tanks plane planes aircraft jet jets helicopter helicopters "
    "boat boats ship ships vessel vessels motorcycle motorcycles home homes house houses "
    "building buildings apartment apartments school schools hospital hospitals church churches "
    "mosque mosques shop shops village villages town towns city cities district districts "
    "province provinces country countries nation nations state states area areas region regions "
    "station stations checkpoint checkpoints base bases post posts attack attacks strike strikes "
    "airstrike airstrikes raid raids explosion explosions blast blasts bombing bombings incident "
    "incidents clash clashes shooting shootings accident accidents crash crashes earthquake "
    "earthquakes occasion occasions place places location locations site sites target targets "
    "position positions weapon weapons gun guns rifle rifles job jobs seat seats vote votes case "
    "cases charge charges count counts part parts stage game games match matches goal goals law "
    "laws resolution resolutions meeting meetings talks settlement settlements street streets "
    "road avenue lane boulevard square goose geese bird birds whale whales dolphin dolphins fish "
    "pigs pig cattle cow cows sheep goat goats camel camels horse horses dog dogs chickens "
    "livestock animal animals trees crops fires storms companies company firms bridges roads "
    "shots sorties sides specimen specimens regimen beer beers career careers"
)
_DAYS = split_words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = split_words(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep sept oct nov dec"
)
LINKERS = split_words(
    "in on at by near from with during after before when while as since for inside outside under "
    "between across over amid around following because of into through throughout within along "
    "and but or if until so though although where than nor plus aboard against off beside versus "
    "via despite toward towards to"
)
WHEN = _DAYS | split_words(
    "today yesterday tomorrow overnight early earlier late later last this next ago again "
    "instantly immediately so far already alone daily nationwide"
)
BE = split_words("is are was were be been being get got gets getting")
HAVE = split_words("has have had having")
FILL = (
    BE
    | HAVE
    | split_words(
        "will would could may might must should can also later already still now since then both "
        "all each believed feared thought presumed reported confirmed known to remain remained "
        "remains remaining listed shot beaten burned burnt hacked crushed trampled stabbed so "
        "far yet found left went gone go pronounced declared lay lie lying either"
    )
)
COPULAS = split_words(
    "found left feared remain remains remained remaining lay lie lying went gone go"
)
DETERMINERS = split_words("the his her their its our those these all")
STOP = (
    LINKERS | WHEN | BE | HAVE | DETERMINERS | MONTHS
    | split_words(
        "a an no not will would could may might must should can who whom whose which that what "
        "it he she they we i you there here said says say told added reported according "
        "including include included includes among mostly some any each every both either fewer "
        "less longer went came come go began started threw attacked fired hit struck opened "
        "entered took carried staged made became remained remain remains still also just only "
        "never n't did do does up out down away back hundred thousand million billion one two "
        "three"
    )
)  # fmt: skip
ANY_MEMBERS = split_words("victims casualties")
"""Dead or hurt: of those told of before."""
BODY_WORDS = split_words(
    "more other another additional further charred burned burnt mutilated headless unidentified "
    "decomposed human dead lifeless bloodied bullet-riddled civilian dismembered the"
)
"""Other bodies than these govern football."""
OF_BODIES = split_words("members member supporters followers employees citizens veterans leaders")
MEMBERS: dict[str, Measure] = {
    "dead": "killed", "killed": "killed", "fatalities": "killed",
    "deaths": "killed", "slain": "killed", "wounded": "wounded", "injured": "wounded",
    "hurt": "wounded", "missing": "missing", "detained": "detained",
    "arrested": "detained", "detainees": "detained",
    "abducted": "abducted", "kidnapped": "abducted", "hostages": "abducted",
    "displaced": "displaced", "protesters": "participants", "demonstrators": "participants",
}  # fmt: skip
INNER = split_words(
    "wounded injured missing displaced detained arrested jailed imprisoned kidnapped abducted "
    "dead slain captured evacuated"
)
