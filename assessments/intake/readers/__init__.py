"""One module per kind of file: bytes in, ReportText out. Standard library only: they run without the site."""
