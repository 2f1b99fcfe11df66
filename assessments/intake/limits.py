"""What reading and checking a report may use, and what it may hold. Each bound has its sentence where it is hit.

Bounds of packages (entries, unpacked sizes) stand in `filetypes.packages`. docs/operation.md lists all of them.
"""

LARGEST_FILE = 30_000_000  # bytes
SECONDS = 30  # of processor time for reading and checking; a report of 1,500 pages takes ten
MEMORY = 1024**3  # bytes of address space
MOST_CHARACTERS = 1_000_000  # some 1,500 pages
MOST_LINES = 50_000
MOST_CELLS = 50_000  # of all tables
MOST_PLACES = 400_000  # of the grid of one table: merged cells cover many
MOST_PAGES = 2_000  # of a PDF
DEEPEST = 400  # elements of Word's XML inside each other
# What of a check-up is handed on; the rest is counted.
MOST_FINDINGS = 2_000
MOST_SPANS = 200  # of one finding
MOST_FIGURES = 20_000
