"""The demonstration's second looks at marks, made after its IQAs."""
