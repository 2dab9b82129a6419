"""What an event is called: one sentence each, of every type, in words of many kinds."""

from __future__ import annotations

import pytest

from summarizer import summarize

SENTENCES = [
    ("AGREE", "Japan has consented to a new round of inspections at its reactors, Kyodo reported."),
    ("AGREE", "The Kenyan government pledged on Tuesday to compensate victims of the floods."),
    (
        "AGREE",
        (
            "Norway will host peace negotiations between the Sudanese factions next month,"
            " officials said."
        ),
    ),
    ("AGREE", "India and Nepal reached an understanding on sharing hydropower."),
    ("AGREE", "Cuba signalled that it is open to talks with Washington about migration."),
    ("AGREE", "Egypt's president accepted an invitation to visit Moscow in the spring."),
    ("AGREE", "Canada intends to send 200 doctors to Haiti, its foreign minister announced."),
    (
        "AGREE",
        ("The rebels said they were prepared to hand over the airport to United Nations troops."),
    ),
    (
        "CONSULT",
        (
            "Indonesian President Joko Widodo held talks with his Australian counterpart in"
            " Jakarta on Friday."
        ),
    ),
    ("CONSULT", "Turkish and Greek diplomats discussed the maritime border in Ankara."),
    ("CONSULT", "The Polish prime minister flew to Kyiv for a one-day visit."),
    ("CONSULT", "A South African envoy shuttled between the warring parties in Burundi."),
    ("CONSULT", "The leaders of France and Germany spoke by telephone about the gas crisis."),
    ("CONSULT", "Foreign ministers of the Gulf states gathered in Riyadh for an emergency summit."),
    ("CONSULT", "The Swiss foreign minister received a delegation from Armenia."),
    ("SUPPORT", "Brazil congratulated Chile's new president on his election victory."),
    ("SUPPORT", "China and Vietnam signed a treaty on fishing rights in the Gulf of Tonkin."),
    ("SUPPORT", "Hungary backed Serbia's bid to join the European Union."),
    ("SUPPORT", "Spain formally recognised the interim administration in Bolivia."),
    ("SUPPORT", "Moscow hailed the Syrian army's advance as a victory over terrorism."),
    ("SUPPORT", "Israel and Jordan restored full diplomatic relations on Thursday."),
    ("SUPPORT", "The Senate ratified the accession of Finland to the alliance."),
    ("CONCEDE", "Thailand lifted the state of emergency in its southern provinces."),
    ("CONCEDE", "The Greek government scrapped the unpopular fuel tax after weeks of unrest."),
    ("CONCEDE", "Myanmar's military pardoned 3,000 prisoners to mark the new year."),
    ("CONCEDE", "Italy apologised to Libya for the colonial past."),
    ("CONCEDE", "Sri Lanka eased restrictions on the import of fertiliser."),
    ("CONCEDE", "The union called off its planned walkout at Heathrow."),
    ("AGREE", "Colombia's president offered concessions to the striking truckers."),
    (
        "COOPERATE",
        "The Philippines and the United States began joint military exercises in Palawan.",
    ),
    ("COOPERATE", "Romania extradited two suspected hackers to the United States."),
    (
        "COOPERATE",
        "Belgian police shared intelligence with their French colleagues before the raid.",
    ),
    ("COOPERATE", "Rwanda and Burundi exchanged prisoners at the border."),
    ("COOPERATE", "Colombia and Ecuador carried out a joint operation against drug smugglers."),
    ("AID", "Denmark donated 20 million euros to flood victims in Pakistan."),
    ("AID", "Red Crescent volunteers distributed food parcels to displaced families in Idlib."),
    ("AID", "The coast guard rescued 120 migrants off the island of Lampedusa."),
    ("AID", "Iran has been supplying weapons to the Houthi rebels, a UN panel found."),
    ("AID", "Sweden granted asylum to a Belarusian journalist."),
    ("AID", "Malaysian helicopters airlifted medicine to villages cut off by the landslide."),
    ("RETREAT", "Armenian forces pulled out of the disputed district overnight."),
    ("RETREAT", "The Taliban released two Australian hostages in exchange for three prisoners."),
    ("RETREAT", "Hundreds of fighters laid down their arms in northern Mali."),
    ("RETREAT", "Lebanon's prime minister resigned on Monday after the port explosion."),
    ("RETREAT", "Both armies halted fighting in the Donetsk region at midnight."),
    ("RETREAT", "Kenya reopened its border with Somalia after a decade."),
    ("RETREAT", "Iran allowed international inspectors into the Natanz facility."),
    ("REQUEST", "Ukraine appealed to its allies for more air defence systems."),
    ("REQUEST", "The Vatican urged Venezuela to free political detainees."),
    ("REQUEST", "Protest leaders demanded the resignation of the interior minister."),
    ("REQUEST", "The African Union called for an immediate ceasefire in Tigray."),
    ("REQUEST", "Germany asked Turkey to extradite the suspected ringleader."),
    ("REQUEST", "Mexico proposed a summit on migration with Guatemala and Honduras."),
    ("REQUEST", "The UN human rights chief said Ethiopia must end the blockade."),
    ("ACCUSE", "Poland accused Belarus of pushing migrants across the frontier."),
    ("ACCUSE", "Amnesty International criticised Qatar over its treatment of foreign workers."),
    ("ACCUSE", "Prosecutors in Paris opened an investigation into the former minister's finances."),
    ("ACCUSE", "Pakistan summoned the Indian ambassador to protest against shelling in Kashmir."),
    ("ACCUSE", "Australian police charged two men with spying for a foreign power."),
    ("ACCUSE", "The opposition blamed the government for the power cuts."),
    ("ACCUSE", "Caracas condemned the new US measures as economic terrorism."),
    ("REJECT", "North Korea rejected an offer of talks from Seoul."),
    ("REJECT", "Hungary vetoed the European Union's aid package for Ukraine."),
    ("REJECT", "The rebels refused to disarm before elections."),
    ("REJECT", "Beijing denied reports that it had built a naval base in Cambodia."),
    ("REJECT", "Cyprus ruled out any negotiations while Turkish drill ships remain in its waters."),
    ("REJECT", "The court dismissed an appeal by the jailed opposition leader."),
    ("REJECT", "Somalia's president turned down a request to delay the vote."),
    ("THREATEN", "Iran warned that it would close the Strait of Hormuz if attacked."),
    ("THREATEN", "Washington threatened to impose tariffs on European cars."),
    ("THREATEN", "Hezbollah vowed to avenge the killing of its commander."),
    ("THREATEN", "The teachers' union threatened to strike unless wages rise."),
    ("THREATEN", "Russia said it would expel British diplomats."),
    ("THREATEN", "The kidnappers threatened to kill the hostages within 48 hours."),
    ("PROTEST", "Thousands marched through Minsk to demand new elections."),
    ("PROTEST", "Farmers blocked highways across northern India with tractors."),
    ("PROTEST", "Nurses in Lisbon walked off the job over low pay."),
    ("PROTEST", "Students clashed with riot police in Santiago."),
    ("PROTEST", "Inmates at a prison in Quito rioted and set mattresses alight."),
    ("PROTEST", "Jailed activists in Cairo began a hunger strike."),
    ("PROTEST", "Crowds in Dhaka burned tyres and threw stones at police."),
    ("PROTEST", "Opposition parties in Benin boycotted the parliamentary vote."),
    ("SANCTION", "The European Union imposed sanctions on six Belarusian officials."),
    ("SANCTION", "Argentina recalled its ambassador from Madrid."),
    ("SANCTION", "Norway suspended aid to Tanzania over a new law."),
    ("SANCTION", "A court in Istanbul sentenced the journalist to six years in prison."),
    ("SANCTION", "Qatar broke off diplomatic relations with Chad."),
    ("SANCTION", "Moscow expelled ten Czech diplomats."),
    ("SANCTION", "Canada froze the assets of Haitian gang leaders."),
    ("MOBILIZE", "Ethiopia massed troops along its border with Eritrea."),
    ("MOBILIZE", "North Korea test-fired two ballistic missiles into the sea."),
    ("MOBILIZE", "Sweden called up 9,000 reservists for training on Gotland."),
    ("MOBILIZE", "Kazakh authorities deployed riot police in Almaty."),
    ("MOBILIZE", "Greece put its navy on high alert."),
    ("MOBILIZE", "The United States sent an aircraft carrier to the Persian Gulf."),
    ("COERCE", "Belarusian authorities detained dozens of journalists in Minsk."),
    ("COERCE", "Turkey blocked access to Wikipedia."),
    ("COERCE", "Guinea's junta imposed a night-time curfew in Conakry."),
    ("COERCE", "Police in Harare raided the offices of an opposition party."),
    ("COERCE", "Israel demolished 30 Bedouin homes in the Negev."),
    ("COERCE", "Iranian guards seized a Greek tanker in the Gulf."),
    ("COERCE", "Algeria deported hundreds of migrants to Niger."),
    ("COERCE", "The army overthrew the elected president of Gabon."),
    ("COERCE", "Hackers stole data from the Costa Rican tax office in a ransomware attack."),
    ("COERCE", "Russia shut down the independent radio station Echo of Moscow."),
    ("ASSAULT", "Gunmen shot dead a mayor in western Mexico."),
    ("ASSAULT", "A suicide bomber killed 30 worshippers at a mosque in Peshawar."),
    ("ASSAULT", "Azerbaijani forces shelled Armenian positions near the border."),
    ("ASSAULT", "Militants abducted more than 100 schoolgirls in northern Nigeria."),
    ("ASSAULT", "Saudi warplanes bombed the port of Hodeidah."),
    ("ASSAULT", "Clashes between rival militias left 12 dead in Tripoli."),
    ("ASSAULT", "A journalist was stabbed to death outside his home in Malta."),
    ("ASSAULT", "Police fired tear gas at demonstrators in Nairobi."),
    ("ASSAULT", "Rebels captured the town of Bunagana after heavy fighting."),
    ("ASSAULT", "Israeli jets struck targets in southern Lebanon."),
    ("ASSAULT", "Soldiers tortured detainees at a camp near Goma, a rights group said."),
    ("ASSAULT", "The Russian ambassador to Turkey was assassinated in Ankara."),
    (
        "AGREE",
        (
            "Zambian leaders gave assurances on Sunday that opposition figures would be free to"
            " campaign in the coming polls."
        ),
    ),
    (
        "AGREE",
        (
            "The two Koreas settled on a date for the first reunion of separated families since"
            " 2018."
        ),
    ),
    (
        "AGREE",
        (
            "Portugal has offered to train Mozambican marines to help them fight insurgents in"
            " Cabo Delgado."
        ),
    ),
    (
        "AGREE",
        (
            "A senior Iranian cleric said Tehran was willing to resume nuclear talks once"
            " sanctions are lifted."
        ),
    ),
    (
        "CONSULT",
        (
            "Ethiopian and Egyptian ministers wrapped up a third round of negotiations over the"
            " Nile dam without a breakthrough."
        ),
    ),
    ("CONSULT", "The Pope received Cuban president Raul Castro at the Vatican on Sunday."),
    (
        "CONSULT",
        (
            "Former US president Jimmy Carter arrived in Pyongyang on Tuesday on a mission to"
            " secure the release of an American teacher."
        ),
    ),
    (
        "CONSULT",
        (
            "Senior Israeli and Palestinian security officers met secretly in Jericho late"
            " Thursday, Israel Radio reported."
        ),
    ),
    (
        "SUPPORT",
        (
            "The Bulgarian parliament overwhelmingly endorsed the cabinet's plan to join the euro"
            " zone."
        ),
    ),
    (
        "SUPPORT",
        (
            "Germany upgraded its mission in Ramallah to an embassy, a gesture welcomed by the"
            " Palestinian leadership."
        ),
    ),
    ("SUPPORT", "Washington threw its weight behind Colombia's new peace commissioner."),
    ("CONCEDE", "Croatia admitted responsibility for the killing of Serb civilians in 1995."),
    (
        "CONCEDE",
        "The Peruvian congress restored the political rights of thirteen exiled lawmakers.",
    ),
    ("CONCEDE", "Chad's president announced an amnesty for rebels who return from exile."),
    ("CONCEDE", "Police in Georgia dropped charges against three opposition activists."),
    ("COOPERATE", "Indian and Chinese troops held a joint counter-terrorism drill in Kunming."),
    (
        "COOPERATE",
        "Interpol and the Kenyan police worked together to dismantle an ivory-smuggling ring.",
    ),
    ("COOPERATE", "Uganda handed over a wanted warlord to the International Criminal Court."),
    ("AID", "French helicopters evacuated 300 foreigners from the besieged Liberian capital."),
    (
        "AID",
        (
            "The UN refugee agency set up camps for Burundians who fled across the border into"
            " Tanzania."
        ),
    ),
    ("AID", "Cuba dispatched 165 doctors and nurses to Sierra Leone to fight Ebola."),
    ("AID", "Kuwait wrote off debts of 400 million dollars owed by Yemen."),
    ("AID", "Moscow delivered 40 tanks to the Afghan army on Thursday."),
    (
        "RETREAT",
        (
            "Colombian guerrillas freed a police officer they had held in the jungle for eight"
            " years."
        ),
    ),
    ("RETREAT", "Russia handed back four artworks looted from Germany in 1945."),
    (
        "RETREAT",
        ("Turkish prime minister Bulent Ecevit tendered his resignation after an election defeat."),
    ),
    (
        "RETREAT",
        "Sri Lanka's navy opened a sea corridor to let food ships reach the Jaffna peninsula.",
    ),
    ("REQUEST", "Kosovo Albanians asked NATO to send ground troops into the province."),
    ("REQUEST", "Kofi Annan pleaded with the Sudanese leadership to spare civilians."),
    ("REQUEST", "Thousands of exiled Tibetans petitioned the UN to investigate abuses."),
    ("REQUEST", "Opposition parties in Togo pressed for early elections."),
    ("ACCUSE", "A Spanish judge indicted 13 Chilean officers for the death of a diplomat."),
    (
        "ACCUSE",
        "Human Rights Watch said Burmese soldiers were guilty of burning Rohingya villages.",
    ),
    (
        "ACCUSE",
        "Greece lodged a formal complaint with the United Nations over Turkish overflights.",
    ),
    ("ACCUSE", "Islamabad expressed outrage at the publication of the cartoons in Denmark."),
    ("ACCUSE", "UN inspectors searched a suspected weapons plant near Baghdad for the second day."),
    ("REJECT", "Serbian nationalists dismissed the international tribunal as a tool of the West."),
    ("REJECT", "Algeria declined an offer of French help in the search for the missing plane."),
    (
        "REJECT",
        "The Liberian warlord refused to give up power despite American calls for him to go.",
    ),
    ("REJECT", "Taipei shrugged off Beijing's warning about the referendum."),
    ("REJECT", "Nepal's Maoists walked out of peace talks on Wednesday."),
    (
        "THREATEN",
        "Hamas said it would resume attacks on Israel if the siege of Gaza was not lifted.",
    ),
    ("THREATEN", "Belgrade warned it would cut off gas supplies to Kosovo."),
    ("THREATEN", "The junta chief gave striking dockers an ultimatum to return to work by Monday."),
    ("THREATEN", "Pyongyang vowed to turn Seoul into a sea of fire."),
    ("PROTEST", "Hundreds of Buddhist monks took to the streets of Rangoon."),
    ("PROTEST", "Bolivian coca growers set up roadblocks on the main highway to La Paz."),
    ("PROTEST", "Angry mobs torched the headquarters of the ruling party in Cotonou."),
    ("PROTEST", "Air traffic controllers across Italy staged a four-hour stoppage."),
    ("SANCTION", "Australia slapped a travel ban on Fijian military officers."),
    ("SANCTION", "Saudi Arabia cut ties with Iran after the storming of its embassy."),
    ("SANCTION", "The Commonwealth suspended Zimbabwe for a year."),
    ("SANCTION", "An Indonesian court jailed the cleric for 30 months over the Bali bombings."),
    ("SANCTION", "Japan called off a visit by the Chinese foreign minister."),
    ("MOBILIZE", "Eritrea moved artillery up to the disputed town of Badme."),
    ("MOBILIZE", "India placed its air force on the highest state of alert."),
    ("MOBILIZE", "Rwanda sent reinforcements to its border with Congo."),
    ("MOBILIZE", "Iran unveiled a new long-range missile at a parade in Tehran."),
    ("COERCE", "Zimbabwean riot police broke up a rally by the opposition in Bulawayo."),
    ("COERCE", "Kenyan authorities confiscated 1,500 passports from Somali traders."),
    ("COERCE", "Authorities in Xinjiang have banned the wearing of veils on buses."),
    ("COERCE", "Soldiers evicted hundreds of squatters from land outside Lusaka."),
    ("COERCE", "The president of Guinea-Bissau dissolved parliament and dismissed the cabinet."),
    ("COERCE", "Syria closed its border with Lebanon to lorries."),
    ("ASSAULT", "Somali pirates hijacked a Greek freighter with 22 sailors on board."),
    (
        "ASSAULT",
        (
            "Kurdish guerrillas ambushed a military convoy in southeast Turkey, killing nine"
            " soldiers."
        ),
    ),
    (
        "ASSAULT",
        (
            "At least forty people died when a car bomb went off outside a police recruitment"
            " centre in Basra."
        ),
    ),
    ("ASSAULT", "Ugandan troops and Lord's Resistance Army fighters exchanged fire near Gulu."),
    ("ASSAULT", "Three Catholic nuns were raped and murdered by Renamo gunmen."),
    ("ASSAULT", "US aircraft dropped leaflets and then bombs on Taliban positions near Kandahar."),
    ("ASSAULT", "A grenade thrown into a crowded cafe in Kigali wounded 16 people."),
]


@pytest.mark.parametrize(("type_", "sentence"), SENTENCES)
def test_top_event_of_a_sentence_has_its_type(type_: str, sentence: str) -> None:
    """The first event told in the main is what the sentence is about."""
    events = summarize(sentence).events
    top = next((event for event in events if event.salience == "main"), None)
    assert top is not None
    assert top.type == type_
