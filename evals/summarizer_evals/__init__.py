"""The eval harness: measures what the summarizer finds against annotated articles."""
