"""The demonstration: an organisation, its people and their IQAs, out of `fixtures/demo.yaml`."""
