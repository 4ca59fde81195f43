"""Records from elsewhere: what the contract's files say, and what is wrong with it. Nothing here writes."""
