"""English words that carry grammar and no content; other languages are left to frequency."""

from __future__ import annotations

STOPWORDS: frozenset[str] = frozenset(
    """
    a about above across after again against ago all almost along already also although always am
    among an and another any anybody anyone anything are aren't around as at away back be became
    because become becomes been before began behind being below between both but by came can can't
    cannot come comes could couldn't did didn't do does doesn't doing don't done down during each
    either else even ever every everyone everything few first for former from further get gets
    getting give given go goes going gone got had hadn't has hasn't have haven't having he he'd
    he'll he's her here hers herself him himself his how however i i'd i'll i'm i've if in indeed
    instead into is isn't it it'll it's its itself just keep kept last later least less let like
    likely made make makes making many may maybe me meanwhile might mine more moreover most much
    must my myself near nearly neither never next no nobody none nor not nothing now of off often
    on once one ones only onto or other others otherwise our ours ourselves out over own per
    perhaps put quite rather really said same say saying says second see seem seemed seems seen
    several shall she she'd she'll she's should shouldn't since so some somebody someone something
    soon still such take taken takes tell tells than that that's the their theirs them themselves
    then there there's therefore these they they'd they'll they're they've thing things this those
    though three through thus to together told too took toward towards two under until up upon us
    use used uses using very via was wasn't way we we'd we'll we're we've well went were weren't
    what what's when where whether which while who who's whole whom whose why will with within
    without won't would wouldn't yes yet you you'd you'll you're you've your yours yourself
    """.split()
)

FIRST_PERSON: frozenset[str] = frozenset(
    "i i'd i'll i'm i've me mine my myself our ours ourselves us we we'd we'll we're we've".split()
)

PRONOUNS: frozenset[str] = frozenset(
    "he he's her his it it's its she she's that their these they they're this those".split()
)

CONNECTIVES: frozenset[str] = frozenset(
    """
    accordingly additionally also and besides but consequently furthermore hence however indeed
    instead likewise meanwhile moreover nevertheless nonetheless or similarly so still then
    therefore thus yet
    """.split()
)

SUBORDINATORS: frozenset[str] = frozenset(
    """
    after although as because before despite even given if once rather should since though unless
    until when whenever whereas whether while with without
    """.split()
)
"""A sentence that opens with one of these has its main clause further on."""

ATTRIBUTION_AND_HEDGES: frozenset[str] = frozenset(
    """
    accused according adding adds added admitted allege alleged allegedly alleges alleging although
    apparent apparently argued argues arguing asserted because believe believed believes but cited
    citing claimed claiming claims confirmed could declared declares denied denies deny denying
    described despite disputed estimated even except expect expected expects false fears feared if
    insisted insisting insists likely maintained maintains may might perhaps possible possibly
    potential probably quoted quoting reported reportedly reports revealed reveals said say saying
    says should stated suggest suggested suggests supposedly suspected tell tells though think
    thinks thought told unless unlikely until warned warning warns would wrote
    """.split()
)
"""Words that may not be cut off a sentence: who says so, how sure it is, on what condition."""

NEGATIONS: frozenset[str] = frozenset(
    """
    aren't barely can't cannot couldn't didn't doesn't don't hadn't hardly hasn't haven't isn't
    neither never no nobody none nor not nothing only shouldn't wasn't weren't without won't
    wouldn't
    """.split()
)
"""Words that turn a sentence round."""

VERBS: frozenset[str] = frozenset(
    """
    am are be became become been began broke brought came can could cut did do does fell felt
    found gave get go goes got grew had has have held hit is keep kept knew lay led left let lost
    made make may meet met might must put ran rose said sat saw say sent set shall shot should
    shut sold spent spoke stood stole struck take taught tell told took was went were will win won
    would wrote
    """.split()
)
"""Common verb forms that no ending gives away."""
