"""The key of the keyed hashes: from the environment for a live site, from the manifest for a recorded one."""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import KeyMissingError

NAME = "SAID_AND_DONE_KEY"
SHORTEST = 32
"""Characters: 128 bits written as hex."""


def live_key(environ: Mapping[str, str]) -> bytes:
    """Return the key of a live site.

    Raises:
        KeyMissingError: where the variable is missing, empty or too short; its text says what to do.
    """
    key = environ.get(NAME, "").strip()
    if not key:
        message = (
            f"{NAME} is not set. A live `listen` needs it to hash authors and texts. `init` makes one: keep "
            "it as a secret of the repository, set it in the environment, and listen again."
        )
        raise KeyMissingError(message)
    if len(key) < SHORTEST:
        message = (
            f"{NAME} has {len(key)} characters and needs at least {SHORTEST}. A short key can be guessed, "
            "and with it the authors. Let `init` make one."
        )
        raise KeyMissingError(message)
    return key.encode()


def recorded_key(key: str) -> bytes:
    """Return the key that a recording's manifest prints; public, because the recording is."""
    return key.encode()
