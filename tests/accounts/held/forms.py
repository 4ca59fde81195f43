"""What a browser sends of a form, and reads on the page that comes back."""

from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup

from tests.accounts.conftest import SIGN_IN
from tests.factories import PASSWORD

KEPT = "This page was out of date: your answers are kept, check them and save again."
WAITING = "What you sent was not saved, but it is kept."
LOST = "What you sent was not saved. Sign in, then send it again."
TEXT = "Was the disclosure schedule late? Café, “quotes”\r\n2nd line & <b>"


def hidden(page):
    return {field["name"]: field["value"] for field in page.select("main input[type=hidden]")}


def fill_in(client, *, note=TEXT, address="/note/", **more):
    """What a browser would send of the form at `address`."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {**hidden(page), "note": note, **more}


def sign_in(client, person, *, at=SIGN_IN):
    page = BeautifulSoup(client.get(at).content, "html.parser")
    return client.post(at, {**hidden(page), "email": person.email, "password": PASSWORD})


def shown(response):
    page = BeautifulSoup(response.content, "html.parser")
    note = page.select_one("textarea").text.replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")
    return note, [box["value"] for box in page.select("input[type=checkbox][checked]")]


def next_of(response):
    return parse_qs(urlsplit(response["Location"]).query)["next"][0]
