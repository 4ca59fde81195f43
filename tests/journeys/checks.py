"""What every page is held to, in whatever state it is seen."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without the way to each element, which nobody reads, and without reading stylesheets again, which none of these asks.
RUN_AXE = """rules => axe.run(document, {
    runOnly: rules, resultTypes: ['violations'], selectors: false, preload: false
}).then(found => found.violations)"""
DUPLICATE_IDS = """() => {
    const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
}"""
OVERFLOWING = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter(element => element.getBoundingClientRect().right > width + 1)
        .map(element => `${element.tagName}.${element.className} “${element.textContent.trim().slice(0, 20)}”`);
}"""
# GOV.UK Frontend puts aria-expanded on its own revealing radios and checkboxes, where ARIA has no such attribute.
REVEALING = re.compile(r"<input[^>]*class=\"govuk-(radios|checkboxes)__input\"[^>]*aria-controls=\"[^\"]+\"")


def check_page(page: Page, name: str = "") -> None:
    """Axe finds nothing; nothing is to be scrolled sideways; one heading, which the title begins with; no id twice.
    Where IQA_SCREENSHOTS names a folder, a picture goes there under `name`."""
    # Without its styles, on their way still, a page is another one.
    page.wait_for_load_state()
    heading = page.locator("h1")
    expect(heading).to_have_count(1)
    if name:
        take_screenshot(page, name)
    check_title(page.title(), heading.inner_text(), has_errors=page.locator(".govuk-error-summary").count() > 0)
    twice = page.evaluate(DUPLICATE_IDS)
    assert not twice, f"{page.url}: the same id twice: {twice}"
    overflowing = page.evaluate(OVERFLOWING)
    assert not overflowing, f"{page.url} is wider than the screen: {overflowing}"
    found = axe_violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def check_title(title: str, heading: str, *, has_errors: bool) -> None:
    """`Error: {h1} – IQA`; what tells pages of the same heading apart may follow the heading."""
    expected = ("Error: " if has_errors else "") + heading
    assert title.startswith(expected), f"{title!r} does not begin with {expected!r}"
    assert title.endswith(" – IQA"), title


def axe_violations(page: Page) -> list[str]:
    if page.locator("body.js-enabled").count():
        return _violations(page)
    with _scripts_allowed(page):
        return _violations(page)


@contextmanager
def _scripts_allowed(page: Page) -> Iterator[None]:
    """Axe needs JavaScript where the page has none: it runs in the page as it stands, whose own scripts stay unread."""
    devtools = page.context.new_cdp_session(page)
    # A new session takes scripts for allowed already, and would do nothing when told so.
    for is_disabled in (True, False):
        devtools.send("Emulation.setScriptExecutionDisabled", {"value": is_disabled})
    try:
        yield
    finally:
        devtools.send("Emulation.setScriptExecutionDisabled", {"value": True})
        devtools.detach()


def _violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        # Not as a <script>, which the Content Security Policy would stop.
        page.evaluate(_axe())
    violations: list[dict[str, Any]] = page.evaluate(RUN_AXE, RULES)
    return [
        f"{violation['id']}: {node['html']}\n{node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
        if not is_govuk_reveal(violation["id"], node)
    ]


def is_govuk_reveal(rule: str, node: dict[str, Any]) -> bool:
    said = [check["data"] for check in node["all"] + node["any"] + node["none"]]
    return rule == "aria-allowed-attr" and bool(REVEALING.match(node["html"])) and "aria-expanded" in str(said)


def take_screenshot(page: Page, name: str) -> None:
    if folder := os.environ.get("IQA_SCREENSHOTS"):
        assert page.viewport_size is not None
        width = page.viewport_size["width"]
        if not page.locator("body.js-enabled").count():
            name += "-no-js"
        tall = min(page.evaluate("document.documentElement.scrollHeight"), 6000)
        page.screenshot(
            path=Path(folder) / f"{name}-{width}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": tall},
        )


@cache
def _axe() -> str:
    return (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()
