"""Feeds: from bytes to entries, without losing what the usual reader drops."""
