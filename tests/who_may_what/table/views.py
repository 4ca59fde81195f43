"""Saved views of reports: their owner's alone, wherever others work."""

VIEWS = """
a saved view | Bristol
"""

HAS_THE_VIEW = """
a saved view | dcp3 |
"""
