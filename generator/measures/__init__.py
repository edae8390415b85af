"""Numbers that can be checked, each with what it counts, over what, when, and how sure it is. Pure."""

from generator.measures.brand import measure
from generator.measures.definitions import DEFINITIONS, definition
from generator.measures.effect import Effected, effect_of, with_effects

__all__ = ["DEFINITIONS", "Effected", "definition", "effect_of", "measure", "with_effects"]
