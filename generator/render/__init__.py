"""Pages, charts, feeds and data files from what the report says. Pure."""
