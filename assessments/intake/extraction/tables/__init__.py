"""Facts that tables state: the official forms, lists of projects, any table that adds up."""
