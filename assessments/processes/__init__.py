"""Work outside the process that answers: bounded children, and files that are whole or absent."""
