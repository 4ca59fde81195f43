"""Every change to a question set: atomic, keyword-only, naming who makes it, leaving its audit record."""
