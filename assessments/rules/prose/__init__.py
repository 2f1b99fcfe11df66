"""Reading the prose of reports: sentences, headings, what is said to be wrong, dates. Pure; offsets into the text."""
