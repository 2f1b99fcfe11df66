"""The year's rounds."""
