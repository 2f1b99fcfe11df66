"""Forms and lists as Excel and CSV files."""
