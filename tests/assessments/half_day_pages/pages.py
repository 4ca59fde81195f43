"""What the tests of a half day's pages read on them."""

from tests.assessments.pages import main


def messages_of(response):
    return [banner.get_text(strip=True) for banner in main(response).select(".govuk-notification-banner__heading")]
