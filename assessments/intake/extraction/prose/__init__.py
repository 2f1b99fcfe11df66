"""Facts that sentences state."""
