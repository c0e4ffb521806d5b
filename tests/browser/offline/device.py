"""A device that keeps the program, and its network cut."""

HOME = "/en/conferences/here/"
SCHEDULE = f"{HOME}schedule/"


def visited(open_page, path=SCHEDULE, **options):
    """A page whose program is kept on the device."""
    page = open_page(path, service_workers="allow", **options)
    wait_until_kept(page)
    return page


def wait_until_kept(page):
    page.locator("body[data-kept]").wait_for(state="attached")


def bar(page):
    return " ".join(page.locator("#saved-bar").inner_text().split())


def cut_off(page):
    page.context.set_offline(True)


def kept_addresses(page):
    return page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                for (const request of await (await caches.open(name)).keys()) {
                    const url = new URL(request.url);
                    found.push(url.pathname + url.search);
                }
            }
            return found;
        }"""
    )
