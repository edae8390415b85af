"""The words of the design as frozen values: no input, no output, no clock."""
