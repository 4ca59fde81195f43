"""Signing in through the organisation's own sign-on, against a provider on loopback."""

import re
import subprocess
import sys
import time
from datetime import date, timedelta

import jwt
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from iqa.accounts import actions
from iqa.calendar import today
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Person
from tests.accounts.conftest import SIGN_IN
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, ISSUER, Provider, make_key, serve
from tests.deploy.production import PRODUCTION, ROOT, environment
from tests.factories import PASSWORD, PersonFactory, PostingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

BEGIN, CALLBACK = "/account/sign-on/", "/account/sign-on/callback/"
BACKENDS = (
    "axes.backends.AxesStandaloneBackend",
    "iqa.accounts.backends.PostedPersonBackend",
    "iqa.accounts.sign_on.SignOnBackend",
)
FAILED, UNKNOWN = "You are not signed in", "You cannot use this service yet"


@pytest.fixture(scope="module")
def key():
    return make_key()


@pytest.fixture
def person(db):
    return PostingFactory(person=PersonFactory(email="dana@example.test", password=None)).person


@pytest.fixture
def provider(key, settings, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    provider = Provider(key, {"sub": "subject-1", "email": "dana@example.test", "email_verified": True})
    server = serve(provider)
    settings.OIDC_ISSUER = ISSUER
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{provider.address}/authorize"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{provider.address}/token"
    settings.OIDC_OP_USER_ENDPOINT = f"{provider.address}/userinfo"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{provider.address}/jwks"
    settings.AUTHENTICATION_BACKENDS = list(BACKENDS)
    yield provider
    server.shutdown()
    server.server_close()


def sign_on(client, provider, *, next="", **changed):
    """Through the provider and back; `changed` are other parameters of the address that leads back."""
    code = provider.authorize(client.get(BEGIN, {"next": next} if next else {})["Location"])
    return client.get(CALLBACK, {"code": code, "state": provider.asked["state"], **changed})


def is_signed_in(client):
    return client.get("/plain/").status_code == 200


def heading(response):
    return BeautifulSoup(response.content, "html.parser").h1.text


def claiming(**changed):
    return lambda claims: {name: value for name, value in {**claims, **changed}.items() if value is not None}


def test_a_person_signs_in_as_whom_the_provider_knows(client, provider, person):
    response = sign_on(client, provider)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert is_signed_in(client)
    assert provider.asked["redirect_uri"] == f"http://testserver{CALLBACK}"
    assert len(provider.asked["nonce"]) == 32


@pytest.mark.parametrize("email", ["DANA@Example.Test", " dana@example.test "])
def test_whatever_the_letters_of_the_address(client, provider, person, email):
    provider.person["email"] = email
    assert sign_on(client, provider).status_code == 302


def test_a_provider_may_send_that_it_is_verified_as_text(client, provider, person):
    provider.person["email_verified"] = "true"
    assert sign_on(client, provider).status_code == 302


def test_the_sign_in_page_offers_it_first(client, provider):
    page = BeautifulSoup(client.get(SIGN_IN, {"next": "/help/?a=1"}).content, "html.parser")
    button = page.select_one("main a.govuk-button")
    assert button.text.strip() == "Sign in with your CPS account"
    assert button["href"] == "/account/sign-on/?next=%2Fhelp%2F%3Fa%3D1"
    assert button.find_next("input", type="password")
    assert page.select_one("main button[type=submit]").text.strip() == "Sign in"


def test_it_leads_where_one_was_going_and_never_to_another_site(client, provider, person):
    assert sign_on(client, provider, next="/help/")["Location"] == "/help/"
    assert sign_on(Client(), provider, next="https://evil.example.test/")["Location"] == "/"


def test_what_was_sent_before_is_given_back(client, provider, person):
    client.force_login(person)
    html = client.get("/note/").content.decode()
    owner = re.search(r'name="_owner" value="([^"]+)"', html)[1]
    client.logout()
    client.post("/note/", {"note": "Typed before", "_owner": owner})
    response = sign_on(client, provider)
    assert "Typed before" in client.get(response["Location"]).content.decode()


def test_without_a_provider_there_is_no_such_way(client):
    assert "CPS account" not in client.get(SIGN_IN).content.decode()
    assert client.get(BEGIN).status_code == 404
    assert client.get(CALLBACK, {"code": "x", "state": "y"}).status_code == 404


def test_passwords_go_on_working(client, provider):
    other = PostingFactory().person
    page = f"{SIGN_IN}?code=the-code&state=x"
    assert client.post(page, {"email": other.email, "password": "wrong"}).status_code == 200
    assert client.post(page, {"email": other.email, "password": PASSWORD}).status_code == 302
    assert provider.codes_taken == 0


def test_who_has_no_password_is_sent_no_link_to_make_one(provider, person):
    actions.send_password_link(email=person.email)
    assert not OutboxEmail.objects.exists()
    actions.send_password_link(email=PostingFactory().person.email)
    assert OutboxEmail.objects.count() == 1


# Whom the provider knows, and we do not


def posted_in_the_past():
    PostingFactory(person=PersonFactory(email="left@example.test"), ends_on=date(2020, 1, 1))
    PostingFactory(person=PersonFactory(email="disabled@example.test", is_active=False))
    PersonFactory(email="unposted@example.test")


@pytest.mark.parametrize("name", ["nobody", "left", "disabled", "unposted"])
def test_an_unknown_person_reads_whom_to_ask_and_gets_no_account(client, provider, person, name):
    posted_in_the_past()
    people = Person.objects.count()
    provider.person["email"] = f"{name}@example.test"
    provider.person["groups"] = ["administrators"]

    response = sign_on(client, provider)

    assert response.status_code == 403
    assert heading(response) == UNKNOWN
    assert "Deputy Chief Crown Prosecutor" in response.content.decode()
    assert Person.objects.count() == people
    assert not is_signed_in(client)


@pytest.mark.parametrize("verified", [False, None, "false", "", 1.5])
def test_an_address_that_was_not_verified_is_nobodys(client, provider, person, verified):
    provider.person["email_verified"] = verified
    assert heading(sign_on(client, provider)) == UNKNOWN
    assert not is_signed_in(client)


@pytest.mark.parametrize("email", [None, "", 7, ["dana@example.test"]])
def test_nor_is_none(client, provider, person, email):
    provider.person["email"] = email
    assert heading(sign_on(client, provider)) == UNKNOWN


def test_roles_are_postings_whatever_the_token_says(client, provider, person):
    provider.claims = claiming(roles=["administrator"])
    provider.person["roles"] = ["administrator"]
    postings = list(person.postings.values_list("role"))
    sign_on(client, provider)
    assert list(person.postings.values_list("role")) == postings


def test_whoever_is_disabled_or_leaves_is_out_at_the_next_request(client, provider, person):
    sign_on(client, provider)
    person.postings.update(ends_on=today() - timedelta(days=1))
    assert not is_signed_in(client)
    person.postings.update(ends_on=None)
    sign_on(client, provider)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_signed_in(client)


# What is not to be believed


def another_key(claims):
    return jwt.encode(claims, make_key(), algorithm="RS256", headers={"kid": "key-1"})


def unsigned(claims):
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "key-1"})


def by_shared_secret(claims):
    return jwt.encode(claims, "x" * 64, algorithm="HS256", headers={"kid": "key-1"})


def without_a_key_id(claims):
    return jwt.encode(claims, make_key(), algorithm="RS256")


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ""},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"aud": "another-client"},
        {"aud": None},
        {"azp": "another-client"},
        {"iss": "https://another.example.test"},
        {"iss": None},
        {"sub": "somebody-else"},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_sign_in(client, provider, person, changed):
    provider.claims = claiming(**changed)
    response = sign_on(client, provider)
    assert (response.status_code, heading(response)) == (400, FAILED)
    assert provider.codes_taken == 1
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "sign", [another_key, unsigned, by_shared_secret, without_a_key_id, lambda _: "x", lambda _: None]
)
def test_a_token_that_the_provider_did_not_sign(client, provider, person, sign):
    provider.sign = sign
    assert heading(sign_on(client, provider)) == FAILED
    assert not is_signed_in(client)


def test_an_answer_to_what_this_browser_did_not_ask(client, provider, person):
    assert heading(sign_on(client, provider, state="another")) == FAILED
    code = provider.authorize(Client().get(BEGIN)["Location"])
    assert heading(Client().get(CALLBACK, {"code": code, "state": provider.asked["state"]})) == FAILED
    assert provider.codes_taken == 0


def test_an_answer_is_taken_once(client, provider, person):
    sign_on(client, provider)
    again = client.get(CALLBACK, {"code": "the-code", "state": provider.asked["state"]})
    assert heading(again) == FAILED
    assert provider.codes_taken == 1


@pytest.mark.parametrize("query", [{}, {"error": "access_denied"}, {"code": "x"}, {"state": "x"}])
def test_an_answer_that_is_none(client, provider, query):
    client.get(BEGIN)
    assert heading(client.get(CALLBACK, query)) == FAILED


@pytest.mark.parametrize("broken", ["/token", "/jwks", "/userinfo"])
def test_a_provider_that_is_out_of_order(client, provider, person, broken, caplog):
    provider.broken = broken
    response = sign_on(client, provider)
    assert (response.status_code, heading(response)) == (400, FAILED)
    assert "HTTPError" in caplog.text
    assert "out of order" not in caplog.text


def test_user_information_that_is_none(client, provider, person):
    provider.person = ["dana@example.test"]
    assert heading(sign_on(client, provider)) == FAILED


# The start

OIDC = {
    "OIDC_ISSUER": ISSUER,
    "OIDC_CLIENT_ID": "iqa",
    "OIDC_CLIENT_SECRET": "made-up",
    "OIDC_AUTHORIZATION_ENDPOINT": f"{ISSUER}/authorize",
    "OIDC_TOKEN_ENDPOINT": f"{ISSUER}/token",
    "OIDC_USERINFO_ENDPOINT": f"{ISSUER}/userinfo",
    "OIDC_JWKS_ENDPOINT": f"{ISSUER}/jwks",
}
SAY_BACKENDS = """
import django
django.setup()
from django.conf import settings
print(settings.AUTHENTICATION_BACKENDS)
"""


def start(**variables):
    variables = environment(**PRODUCTION, **variables)
    command = (sys.executable, "-c", SAY_BACKENDS)
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)


def test_what_is_missing_is_named_at_the_start():
    assert "SignOnBackend" not in start().stdout
    assert "SignOnBackend" in start(**OIDC).stdout
    stopped = start(**{**OIDC, "OIDC_CLIENT_SECRET": "", "OIDC_JWKS_ENDPOINT": ""})
    assert stopped.returncode
    assert "these are not: OIDC_CLIENT_SECRET, OIDC_JWKS_ENDPOINT." in stopped.stderr
    stopped = start(**{**OIDC, "OIDC_TOKEN_ENDPOINT": "http://sign-on.example.test/token"})
    assert "OIDC_TOKEN_ENDPOINT must begin with https://" in stopped.stderr
