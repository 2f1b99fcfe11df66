"""What a paper is made of: text, cells and figures, before any file format."""
