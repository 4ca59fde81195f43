"""`make bench-reports`: what reports take on a nation's IQAs, beside the same in plain SQL, and with readers."""
