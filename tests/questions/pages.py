"""What the tests of the question sets' pages do: ask, read and send their forms."""

import re
from html import unescape

from django.urls import reverse


def url(name, *args):
    namespace = "assessments" if name == "question_set_preview" else "questions"
    return reverse(f"{namespace}:{name}", args=args)


def main_of(response):
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def text_of(response):
    """What a page says, without its markup."""
    inside = main_of(response)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", inside)))


def fields_of(response, **changes):
    """What the page's form would send, with changes."""
    form = response.context["form"]
    fields = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in fields.items() if value is not False} | changes
    return {name: value for name, value in sent.items() if value is not None}


def day_fields(day):
    return {"in_force_from_day": day.day, "in_force_from_month": day.month, "in_force_from_year": day.year}
