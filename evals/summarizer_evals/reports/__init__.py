"""Reports: what people look at: the scorecard, the summary, JUnit, the terminal."""
