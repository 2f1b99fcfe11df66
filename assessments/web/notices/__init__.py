"""Rectification notices, for both sides."""
