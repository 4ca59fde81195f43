"""What a person or a unit may be called."""

# A spreadsheet that a list is opened in would run what begins with one of these.
FORMULA_SIGNS = ("=", "+", "-", "@")


def problem_of_name(name: str) -> str:
    """What is wrong with a name, to stand after what it is the name of; nothing where nothing is."""
    if name.startswith(FORMULA_SIGNS):
        return "must not begin with =, +, - or @: a spreadsheet would take it for a formula"
    if not any(character.isalpha() for character in name):
        return "must have letters in it"
    return ""
