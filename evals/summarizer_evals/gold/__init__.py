"""Gold: annotated articles, how they are read, and how they are checked."""
