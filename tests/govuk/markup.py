"""HTML, compared as a browser would read it; and GOV.UK Frontend's own examples to compare it with."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from django.template import engines

COMPONENTS = Path(__file__).parents[2] / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "data-aria-controls")


@cache
def _fixtures(component: str) -> dict[str, dict[str, Any]]:
    found = json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]
    return {fixture["name"]: fixture for fixture in found}


def fixture(component: str, name: str) -> tuple[dict[str, Any], BeautifulSoup]:
    """The options and the expected markup of one of GOV.UK Frontend's examples."""
    found = _fixtures(component)[name]
    return found["options"], BeautifulSoup(found["html"], "html.parser")


def render(source: str, **context: Any) -> str:
    """What a template's `source` gives."""
    return engines["django"].from_string(source).render(context)


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def normal(soup: BeautifulSoup) -> list[str]:
    """The markup, a line an element or text: no order of attributes or classes, ids numbered as they come."""
    ids = {element["id"]: f"id{number}" for number, element in enumerate(soup.find_all(id=True), 1)}
    return [line for child in soup.children for line in _lines(child, ids, 0)]


def _lines(node: Any, ids: dict[str, str], depth: int) -> list[str]:
    indent = "  " * depth
    if isinstance(node, Comment):
        return []
    if isinstance(node, NavigableString):
        text = re.sub(r"\s+", " ", str(node)).strip()
        return [indent + text] if text else []
    assert isinstance(node, Tag)
    attributes = " ".join(f"{name}={_value(name, node[name], ids)!r}" for name in sorted(node.attrs))
    lines = [f"{indent}<{node.name} {attributes}>"]
    return lines + [line for child in node.children for line in _lines(child, ids, depth + 1)]


def _value(name: str, value: Any, ids: dict[str, str]) -> str:
    if name == "class":
        return " ".join(sorted(value))
    if name == "id":
        return ids[value]
    if name in REFERENCES:
        # A reference to nothing stays as it is, and so differs.
        return " ".join(ids.get(each, each) for each in " ".join([value] if isinstance(value, str) else value).split())
    return str(value)
