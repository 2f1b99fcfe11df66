"""Checks over what the form states."""
