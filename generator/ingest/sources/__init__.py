"""One module a kind of source. Each has the same two names: `read` and `cost`."""
