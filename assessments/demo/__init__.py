"""A county to try the site with: invented work, people named after their roles, built by the site's own functions."""
