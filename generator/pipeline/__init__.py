"""One module a verb, each only joining rooms: no rule is decided here and nothing is printed."""
