"""The first room: hear sources politely, and read what they answered without losing any of it."""

from generator.ingest.pool import Pool, read_all
from generator.ingest.reading import objection, read
from generator.ingest.web.answers import file_answer, recorded
from generator.ingest.web.fetch import Edge
from generator.ingest.worker import Job

__all__ = ["Edge", "Job", "Pool", "file_answer", "objection", "read", "read_all", "recorded"]
