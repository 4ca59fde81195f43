"""Forms of the pages on which headquarters edits what is asked."""
