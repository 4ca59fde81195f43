"""What of assessments needs a person: the sources that home asks."""
