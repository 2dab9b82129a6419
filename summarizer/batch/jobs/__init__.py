"""Articles asked about in jobs of the OpenAI Batch API: within a day, at half the price."""

from __future__ import annotations

from summarizer.batch.jobs.flow import Committing, Jobs
from summarizer.batch.jobs.packets import Files
from summarizer.batch.jobs.report import JobsReport, Watcher

__all__ = ["Committing", "Files", "Jobs", "JobsReport", "Watcher"]
