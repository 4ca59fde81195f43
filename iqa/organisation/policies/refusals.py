class NotAllowed(Exception):
    """What was asked for cannot be; its text says why, in words for the person who asked. `field` names what of it is
    at fault, where one thing is."""

    def __init__(self, words: str, *, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field
