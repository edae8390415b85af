"""The edge to the network, and what a run remembers of it."""
