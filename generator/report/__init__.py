"""View models: everything a page shows, already counted, sorted and worded. Pure."""

from generator.report.assemble import site

__all__ = ["site"]
