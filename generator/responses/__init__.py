"""Responses as companies write them: read, and held to the rules."""

from generator.responses.context import Context
from generator.responses.load import load, parse
from generator.responses.rules import DISPOSITIONS, PLACEHOLDER, check, usable

__all__ = ["DISPOSITIONS", "PLACEHOLDER", "Context", "check", "load", "parse", "usable"]
