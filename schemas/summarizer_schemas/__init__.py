"""The data models of structured-summarizer: what goes in, what an engine fills in, what comes out.

Import from the room that holds a model: `article`, `record`, `result`, `wire`, `codes`.
The library `summarizer` re-exports the ones its callers meet.
"""
