"""Wire form -> records: an engine's words become grounded, dated and counted findings.

What the article bears out is kept; what it does not is listed in `rejected` with the reason.
Values that code can work out are worked out here, whatever the engine says of them: offsets,
days, numbers, the country of a party, derived codes. Rooms, in the order of the flow:

`quoting` finds the engine's words in the article, `naming` makes parties, `counting` figures,
`claiming` claims, `dating` dates; `flow` puts them together and hands them on to be merged.
"""

from __future__ import annotations

from summarizer.resolve.findings import NO_PUBLICATION_DATE, Findings
from summarizer.resolve.flow import resolve

__all__ = ["NO_PUBLICATION_DATE", "Findings", "resolve"]
