"""Everything that a department has stated, as labelled texts."""
