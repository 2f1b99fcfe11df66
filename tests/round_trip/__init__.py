"""Our own papers read again: what the check-up says of a paper is what the checks say of the draft behind it."""
