"""Mistakes in files people write: where, which rule, and how to mend it."""

from __future__ import annotations

from generator.model.base import Value


class Problem(Value, frozen=True, kw_only=True, order=True):
    """One mistake in one file."""

    path: str
    """From the repository's root."""
    line: int
    """From 1; 0 where the file as a whole is meant."""
    code: str
    """A short word with hyphens, documented once in `CODES`."""
    message: str
    """One sentence: the rule, and what was found instead."""
    fix: str
    """One sentence: how to mend it."""

    def __str__(self) -> str:
        """As compilers print it."""
        return f"{self.path}:{self.line}: {self.code}: {self.message} {self.fix}"
