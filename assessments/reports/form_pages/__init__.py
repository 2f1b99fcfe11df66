"""The official forms, drawn by the files that lay them out."""
