"""From mentions, responses and events to cases, issues and promises. Pure."""

from generator.cases.book import build
from generator.cases.inputs import CaseBook, Inputs

__all__ = ["CaseBook", "Inputs", "build"]
