"""The review page served on this machine alone, and what is corrected in it kept on the disk."""

from summarizer.reviewing.answering import View
from summarizer.reviewing.server import ReviewServer, wait_for_signal
from summarizer.reviewing.shelf import Kept, NotSavedError, Shelf

__all__ = ["Kept", "NotSavedError", "ReviewServer", "Shelf", "View", "wait_for_signal"]
