"""What the tests of a half day's pages read on them."""

from bs4 import BeautifulSoup


def main(response):
    return BeautifulSoup(response.content, "html.parser").main


def problems(response):
    """(words, where they lead) of the error summary."""
    links = main(response).select(".govuk-error-summary__list li")
    return [(item.get_text(strip=True), item.a["href"] if item.a else None) for item in links]


def messages_of(response):
    return [banner.get_text(strip=True) for banner in main(response).select(".govuk-notification-banner__heading")]
