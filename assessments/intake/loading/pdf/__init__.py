"""PDF files with text, and their tables."""
