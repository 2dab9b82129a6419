"""The review page served on this machine alone, and what is corrected in it kept on the disk."""

from summarizer.reviewing.answering import View
from summarizer.reviewing.server import ReviewServer, catching_signals
from summarizer.reviewing.shelf import Kept, NotSavedError, Shelf

__all__ = ["Kept", "NotSavedError", "ReviewServer", "Shelf", "View", "catching_signals"]
