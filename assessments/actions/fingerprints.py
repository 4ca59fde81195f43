"""What a page carries to say what it showed, so that nothing is saved over what it did not."""

import hashlib


def fingerprint_of(said: object) -> str:
    """16 characters, the same for what reads the same."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
