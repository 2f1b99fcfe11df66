"""A file becomes text with tables. Standard library and poppler only: it runs in a bounded child."""
