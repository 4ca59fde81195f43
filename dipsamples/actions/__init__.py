"""Every write: atomic, keyword-only, naming who does it, leaving its audit record."""
