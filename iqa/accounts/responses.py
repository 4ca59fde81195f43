from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, and not a person's browser for a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
