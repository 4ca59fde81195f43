"""What the tests of a case's pages do: read a page, and say what its form posts."""

import uuid

URN = "01AB1234518"


def facts_on(page):
    return {row.dt.text.strip(): row.dd.text.strip() for row in page.select(".govuk-summary-list__row")}


def buttons(page):
    return [button.get_text(strip=True) for button in page.select(".govuk-button")]


def using(urn=URN, **said):
    """What the page of a known case posts."""
    return {"key": str(uuid.uuid4()), "urn": urn, **said}


def new_case(urn=URN, **said):
    """What the page of a new case posts."""
    return using(urn, **{"court_level": "crown", "status": "live", **said})
