"""A judge: a model that says of single key points and events whether the article says so.

What it says is shown and never gates; until it is calibrated against people's labels, it is
marked as uncalibrated wherever it is shown.
"""
