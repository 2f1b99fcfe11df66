"""One department's self-assessment as a file, beside another one, and carried into the next year. Pure."""
