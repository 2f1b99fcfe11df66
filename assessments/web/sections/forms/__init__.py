"""One form per section."""
