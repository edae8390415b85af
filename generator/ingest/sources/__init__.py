"""One module a kind of source. Each has the same three names: `ask`, `read` and `check`."""
