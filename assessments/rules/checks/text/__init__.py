"""Checks over prose: of a whole report, or of one narrative of the form."""
