"""Said & Done: what customers said, what the company did, whether it worked."""

__version__ = "0.1.0"
