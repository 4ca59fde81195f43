"""A whole nation's IQAs, for trying the service at its real size and for timing it."""
