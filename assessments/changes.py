"""Told of every change to what figures count, in the transaction that makes it, for whoever keeps figures in step."""

from django.dispatch import Signal

# Sent with `assessment`, whose row is locked: after it was recorded, corrected, withdrawn, closed, reopened, or had
# feedback or an action recorded; and after a draft was begun, discarded or restored, which counts as open. What a
# receiver writes is written together with the change, or not at all.
changed = Signal()
