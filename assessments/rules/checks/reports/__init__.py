"""The checks of written reports: amounts and counts for which the form has no field."""
