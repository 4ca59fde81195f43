from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted to this page, now or just before its sender was signed out; None where nothing was.

    A form made of it is bound. Save only on `request.method == "POST"`: held fields are shown again, to be sent again.
    """
    if request.method == "POST":
        return request.POST
    return getattr(request, "held_fields", None)
