"""Metrics: what is counted on one result, and how counts become numbers.

`definitions` has every metric with its formula; `scoring.score_case` computes them all.
"""
