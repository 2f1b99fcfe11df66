"""What is said of all departments together."""
