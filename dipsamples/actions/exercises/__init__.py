"""Every write of a consistency exercise: made, marked by those invited, closed, its reference agreed."""
