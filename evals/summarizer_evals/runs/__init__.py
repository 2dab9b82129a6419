"""Runs: asking for outputs, keeping them, reading them back."""
