"""Reports and documents to be read and taken away, of one department and of the county."""
