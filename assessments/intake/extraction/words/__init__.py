"""What single words of a report mean: numbers, labels, years, headings."""
