"""What the facts come to: sums, rates, scores and grades by the rules of the year."""
