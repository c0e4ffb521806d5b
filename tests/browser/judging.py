"""axe over a page as it stands in the browser: on a desk or a phone, by daylight or in the dark."""

from axe_playwright_python.base import AXE_SCRIPT

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# What a narrow or a dark page can do wrong that a wide and light one does not.
BY_SIZE_AND_COLOR = [
    *("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"),
    *("aria-hidden-focus", "label", "button-name", "link-name"),
]


def judged(page, name, first, *others, but=None):
    """[(page, rule, element)] of a page that is loaded, in each of some (size, color scheme), all
    of it `but` a part (CSS) that was judged elsewhere.

    The first way is judged by all rules, `others` by those that size and color decide. A page that
    is wider than its phone is a fault too.
    """
    faults = []
    page.evaluate(AXE_SCRIPT)
    for way in (first, *others):
        size, scheme = way
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate("document.getAnimations().forEach((change) => change.finish())")
        where = f"{name}, {scheme}, {size['width']} px"
        faults += found_on(page, where, None if way is first else BY_SIZE_AND_COLOR, but)
        faults += wider_than(size, page, where) if size is PHONE else []
    return faults


def wider_than(size, page, name):
    is_wider = page.evaluate("document.documentElement.scrollWidth") > size["width"]
    return [(name, "wider than a phone", "")] if is_wider else []


def found_on(page, name, rules, but):
    where = {"include": [["html"]], "exclude": [[but]] if but else []}
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("([where, options]) => axe.run(where, options)", [where, options])
    return [
        (name, rule["id"], node["html"][:200])
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
