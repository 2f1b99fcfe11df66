"""What a text says: numbers with their words, then the facts that the named ones make."""
