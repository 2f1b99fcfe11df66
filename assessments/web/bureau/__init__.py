"""What the bureau sees: its list, the review, near-copies, exemptions."""
