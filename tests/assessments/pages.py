"""What a page says, as the tests of pages read it."""

from bs4 import BeautifulSoup


def main(response):
    return BeautifulSoup(response.content, "html.parser").main


def problems(response):
    """(words, where they lead) of each line of the error summary."""
    return problems_on(main(response))


def problems_on(page):
    lines = page.select(".govuk-error-summary__list li")
    return [(line.get_text(strip=True), line.a["href"] if line.a else None) for line in lines]
