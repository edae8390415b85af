"""The first room: hear sources politely, and read what they answered without losing any of it."""

from generator.ingest.answers import file_answer, recorded
from generator.ingest.fetch import fetch_all
from generator.ingest.pool import Pool, read_all
from generator.ingest.reading import read
from generator.ingest.worker import Job

__all__ = ["Job", "Pool", "fetch_all", "file_answer", "read", "read_all", "recorded"]
