"""Amounts in sentences and how they hang together: parts, sums, comparisons, counts."""
