"""The pages of the tables, by what they are about and whom they are for."""

from tests.who_may_what.table import PAGES, Page, PublicPage

ADMIN = "admin"
PRIVATE = {name: page for name, page in PAGES.items() if isinstance(page, Page) and name != ADMIN}
PUBLIC = {name: page for name, page in PAGES.items() if isinstance(page, PublicPage)}
ABOUT_RECORDS = {name: page for name, page in PRIVATE.items() if page.about}
ABOUT_NONE = {name: page for name, page in PRIVATE.items() if not page.about}


def is_of_admin(name: str) -> bool:
    return name.startswith(f"{ADMIN}:")
