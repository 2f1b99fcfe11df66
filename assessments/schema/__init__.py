"""What the form asks: each field, the facts that it makes, where they stand, the rules of a year. Pure."""
