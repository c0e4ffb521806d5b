"""A page as its reader has it: what its form would send, what its list says, where links lead."""

from lxml import html


def parsed(response):
    return html.document_fromstring(response.content.decode())


def words(element):
    return " ".join(element.text_content().split())


def of_class(response, name, tag="*"):
    """The elements of a class, in the order of the page."""
    found = f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
    return parsed(response).xpath(f"//{tag}[{found}]")


def form_data(response, **changes):
    """What a browser would send of the page's own form, with `changes`; no files, no buttons."""
    forms = [form for form in parsed(response).forms if form.get("method") == "post"]
    form = next(
        form
        for form in forms
        if form.get("class") not in ("language-switch", "undo", "first-file")
        and form.get("id") != "logout-form"
    )
    data = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    data.pop("csrfmiddlewaretoken", None)
    return data | changes


def rows(response):
    """[{column: text}] of an admin list."""
    found = []
    for row in parsed(response).xpath("//table[@id='result_list']/tbody/tr"):
        cells = {}
        for cell in row.xpath("th|td"):
            name = (cell.get("class") or "").split()[0]
            cells[name.removeprefix("field-")] = words(cell)
        cells.pop("action-checkbox", None)
        found.append(cells)
    return found


def links(response):
    """{text: address} of the whole page."""
    return {words(link): link.get("href") for link in parsed(response).xpath("//a[@href]")}


def messages(response):
    """What the page says, without the button that takes it back."""
    page = parsed(response)
    for form in page.xpath("//form[@class='undo']"):
        form.drop_tree()
    return [words(item) for item in page.xpath("//ul[@class='messagelist']/li")]


def errors(response):
    """What the page's form complains about."""
    return [words(item) for item in of_class(response, "errorlist")]


def options(response, name):
    """{value: label} of a select."""
    found = parsed(response).xpath(f"//select[@name='{name}']/option")
    return {option.get("value"): words(option) for option in found if option.get("value")}


# What a crawl of the public pages leaves out.
SKIPPED = ("/static/", "/media/", "/admin/", "/i18n/", "/api/", "/embed.js", "/sw.js")
PICTURES = (".png", ".svg", ".webp")
LINKS = "//@href | //@src | //@data-src"


def crawl(client, *starts):
    """{path: response} of everything public that pages link to, from the starts on."""
    found, waiting = {}, list(starts)
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith(SKIPPED) or path.partition("?")[0].endswith(PICTURES):
            continue
        response = client.get(path)
        found[path] = response
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            tree = html.document_fromstring(response.content.decode())
            for link in tree.xpath(LINKS):
                link = str(link).removeprefix("http://127.0.0.1:8000").partition("#")[0]
                if link.startswith("/") and not link.startswith("//") and "?" not in link:
                    waiting.append(link)
    return found
