"""What people say to each other about a paper: remarks and their answers, exemptions, rectification notices."""
