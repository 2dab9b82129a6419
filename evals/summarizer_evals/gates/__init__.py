"""Gates: a run beside its baseline, and whether a change may pass."""
