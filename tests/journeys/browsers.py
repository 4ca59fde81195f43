"""Browsers that one test leaves to the next: to make one takes ten times as long as to open a page in it."""

from collections import defaultdict

from playwright.sync_api import Browser, Page, ViewportSize

# However slow the machine: only what never comes waits so long.
WAIT = 30_000  # ms
# A page of the service that runs no script and asks no database.
STILL = "/assets/iqa/iqa.css"


class Browsers:
    """Each is a context of its own, with one page; only what it cached lasts from test to test. One whose page or
    context a test closed, or whose clock it installed, does not come back."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._free: dict[tuple[int, bool], list[Page]] = defaultdict(list)

    def take(self, *, width: int, js: bool) -> Page:
        free = self._free[width, js]
        page = free.pop() if free else self._new_page(width, js)
        page.set_viewport_size(_screen(width))
        return page

    def give_back(self, page: Page, *, width: int, js: bool) -> None:
        if not page.is_closed() and _is_on_time(page):
            self._forget_everything(page)
            self._free[width, js].append(page)
        else:
            page.context.close()

    def _new_page(self, width: int, js: bool) -> Page:
        context = self._browser.new_context(base_url=self._url, viewport=_screen(width), java_script_enabled=js)
        context.set_default_timeout(WAIT)
        return context.new_page()

    def _forget_everything(self, page: Page) -> None:
        for other in page.context.pages:
            if other != page:
                other.close()
        page.unroute_all(behavior="ignoreErrors")
        page.context.unroute_all(behavior="ignoreErrors")
        page.context.set_offline(False)
        page.emulate_media(media="null")
        page.context.clear_cookies()
        page.goto(STILL)
        page.evaluate("localStorage.clear(), sessionStorage.clear()")


def _screen(width: int) -> ViewportSize:
    return {"width": width, "height": 800}


def _is_on_time(page: Page) -> bool:
    """No test has put a clock of its own in its place."""
    return page.evaluate("/native code/.test(Date)")
