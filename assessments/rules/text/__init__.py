"""Reading what people write: amounts with their units, sentences, headings, what is said to be wrong. Pure."""
