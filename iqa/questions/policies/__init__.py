"""Pure rules: what a set lacks before it can be published, and how two sets differ."""
