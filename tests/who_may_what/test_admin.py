"""Django's own admin is for administrators alone."""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from tests.who_may_what.pages import ADMIN, is_of_admin
from tests.who_may_what.table import PAGES
from tests.who_may_what.world import url_names

pytestmark = pytest.mark.django_db


def admin_addresses(world) -> dict[str, str]:
    """By the names of their patterns: of an object, where one is meant, the first of its kind that there is."""
    found = {}
    for name, path in url_names().items():
        if is_of_admin(name):
            model = admin_model(path)
            pk = model._default_manager.values_list("pk", flat=True).first() if model else 1
            path = path.replace("<path:object_id>", str(pk)).replace("<path:content_type_id>", "1")
            path = re.sub(r"\^?\(\?P<app_label>(\w+)[^)]*\)/\$", r"\1/", path).replace("^(?P<url>.*)$", "nothing/")
            found[name] = "/" + re.sub(r"\(\?P<url>\.\*\)\$", "nothing/", path)
    return found


def admin_model(path: str):
    named = re.match(r"admin/(\w+)/(\w+)/", path)
    return apps.get_model(*named.groups()) if named else None


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admin_is_for_administrators_alone(method, world, visitor):
    """All of it is behind one gate, which asks who comes and not where to: each address is tried by one person who may
    not pass, and one address by everyone."""
    wrong = []
    for name, path in admin_addresses(world).items():
        response = visitor.ask(method, path)
        if (response.status_code, response["Location"]) != (302, f"{reverse('accounts:sign_in')}?next={path}"):
            wrong.append(f"{name}: {response.status_code} for who is not signed in")
        refused = set(world.people) - set(PAGES[ADMIN].who.split()) if name == "admin:index" else {"dcp"}
        for person in refused:
            status = visitor.ask(method, path, person).status_code
            wrong += [] if status == 403 else [f"{name} by {person}: {status}, not 403"]
    assert not wrong, "\n".join(wrong)


def test_administrators_have_the_admin_and_delete_nothing_there(world, visitor):
    wrong = []
    for name, path in admin_addresses(world).items():
        is_page = name.endswith(("index", "jsi18n", "app_list", "changelist", "change", "history"))
        expected = {200, 302} if is_page else {403} if name.endswith("delete") else {200, 302, 403, 404}
        status = visitor.ask("get", path, "administrator").status_code
        wrong += [] if status in expected else [f"{name}: {status}"]
    assert not wrong, "\n".join(wrong)
