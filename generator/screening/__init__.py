"""From a raw entry to a draft that may be published: explained by its cues, masked, and frozen. Pure."""

from generator.screening.screener import Screened, Screener

__all__ = ["Screened", "Screener"]
