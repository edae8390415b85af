"""What platforms answer through their own interfaces, beside the kinds in `sources/`."""
