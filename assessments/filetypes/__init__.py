"""What kind of file somebody sent, by its content and structure. Runs in the bounded child only: it opens packages."""
