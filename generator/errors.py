"""What can go wrong, as exceptions that carry what they are about."""

from __future__ import annotations


class GeneratorError(Exception):
    """The root of all errors this program raises on purpose; its text is a sentence for people."""

    exit_code = 1


class UsageError(GeneratorError):
    """The command was asked for something it cannot do."""

    exit_code = 2


class NothingPublishedError(GeneratorError):
    """The run ended without a site or without an archive."""


class KeyMissingError(GeneratorError):
    """A live `listen` has no key for its keyed hashes."""


class ArchiveError(GeneratorError):
    """The archive on disk is not what this program wrote."""


class ConfigurationError(GeneratorError):
    """The site's own configuration cannot be read; the problems say why."""
