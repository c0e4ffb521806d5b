"""Whatever is sent to whatever address: a refusal that speaks, nothing written, never a failure.

Every address of the resolver is asked with every kind of nonsense that a scanner, a broken program
or a bored student sends. PostgreSQL finds more than SQLite: NUL, too large numbers, too long texts.
"""

import json
import re
from itertools import cycle, islice
from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin

from conference.program.models import Session
from tests.factories import make_user
from tests.hostile import Attack, every_address
from tests.pages import form_data, parsed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("plain_prints"),
    pytest.mark.strict(reason="of NUL, large numbers and long texts PostgreSQL takes less"),
]

# As they stand in an address, escaped already.
NONSENSE = (
    *("%00", "%ED%A0%80", "%FF", "-1", "0", "9" * 40, "1e9", "NaN", "null", "[]", "%20"),
    *("0000-00-00", "9999-12-31T23:59", "10000-01-01", "2147483648", "9223372036854775808"),
    *("%27%3B--", "%3Cscript%3E", "..%2F..%2Fetc%2Fpasswd", "%0D%0AX-Evil:1", "a" * 2_000),
    "%F0%9F%98%80",
)
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
# Names that a view, the admin or one of its parts reads from an address.
NAMES = (
    *("day", "room", "track", "kind", "language", "q", "s", "page", "checkpoint", "direction"),
    *("scan", "station", "session", "via", "conference", "next", "term", "app_label"),
    *("model_name", "field_name", "_popup", "_to_field", "_changelist_filters", "parent", "p", "o"),
)


@pytest.fixture
def world(shared_world):
    return shared_world


def fell(attack, least):
    """The faults to print; an empty walk would prove nothing."""
    assert attack.count >= least
    assert not attack.faults, "\n".join(attack.faults[:40])


# --- Addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nobody", "organizer", "superuser"])
def test_no_part_of_an_address_breaks_it(world, who):
    attack, nonsense = Attack(account(world, who)), cycle(NONSENSE)

    for address in every_address():
        for name in address.names:
            for bad in islice(nonsense, 1 if who == "superuser" else 2):
                attack.ask("GET", address.at(world, **{name: bad}))

    fell(attack, 150)


@pytest.mark.parametrize("who", ["nobody", "organizer"])
def test_no_query_breaks_an_address(world, who):
    attack, nonsense, names = Attack(account(world, who)), cycle(NONSENSE), cycle(NAMES)
    one_or_all = cycle(["{0}", "{1}"])

    for address in every_address():
        path = address.at(world)
        bad, other, name = next(nonsense), next(nonsense), next(names)
        all_names = "&".join(f"{each}={bad}" for each in NAMES)
        one_name = f"{name}={bad}&{name}=&e=1"
        attack.ask("GET", f"{path}?{next(one_or_all).format(one_name, all_names)}&{other}")

    fell(attack, 150)


LIST_QUERIES = (
    *("p=-1", "p=9999999999", "p=x", "o=99.-99..", "o=-", "all=&p=7", "nothing__like=1"),
    *("pk__in=1,x", "conference__slug__regex=(((", "token_hash__startswith=a", "e=1&x=1"),
)


def test_no_filter_page_or_order_breaks_a_list(world):
    attack, nonsense, queries = Attack(world.organizer), cycle(NONSENSE), cycle(LIST_QUERIES)

    for model, model_admin in admin.site._registry.items():
        opts = model._meta
        path = f"/admin/{opts.app_label}/{opts.model_name}/"
        for name in filter_names(model_admin):
            attack.ask("GET", f"{path}?{name}={next(nonsense)}")
        for query in islice(queries, 4):
            attack.ask("GET", f"{path}?{query}")

    fell(attack, 150)


def filter_names(model_admin):
    for item in (*model_admin.list_filter, "conference__id__exact"):
        if isinstance(item, str):
            yield from (item, f"{item}__exact", f"{item}__isnull")
        elif isinstance(item, tuple):
            yield from (f"{item[0]}__id__exact", f"{item[0]}__isnull")
        else:
            yield item.parameter_name
    if day := model_admin.date_hierarchy:
        yield from (f"{day}__year", f"{day}__month", f"{day}__day")


def test_no_suggestion_breaks(world):
    attack, nonsense = Attack(world.organizer), cycle(NONSENSE)

    for model in admin.site._registry:
        opts = model._meta
        for name in ("organization", "person", "participation", "session", "room", "nothing"):
            query = f"app_label={opts.app_label}&model_name={opts.model_name}&field_name={name}"
            bad, other = islice(nonsense, 2)
            attack.ask("GET", f"/admin/autocomplete/?{query}&term={bad}&page={other}")
            attack.ask("GET", f"/admin/autocomplete/?{query}&term=a%20b&conference={bad}")

    fell(attack, 200)


def account(world, who):
    if who == "superuser":
        return make_user(is_superuser=True)
    return world.organizer if who == "organizer" else None


# --- Methods and headers ------------------------------------------------------------------------


HEADERS = (
    {"HTTP_IF_NONE_MATCH": '"' * 3_000},
    {"HTTP_IF_NONE_MATCH": "W/,*\xff"},
    {"HTTP_IF_MODIFIED_SINCE": "Mon, 00 Foo 0000 99:99:99"},
    {"HTTP_RANGE": "bytes=-9999999999999999999999,0-,x"},
    {"HTTP_ACCEPT": "application/json;q=nan, text/html;q*=x''1"},
    {"HTTP_ACCEPT": ";;/,*"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT_LANGUAGE": "zh-" + "a" * 900 + ";q=1e999"},
    {"HTTP_ACCEPT_LANGUAGE": "\xff;q=x,*"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=\xff"},
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "[::1"},
    {"HTTP_X_FORWARDED_FOR": "\xff,,1.2.3", "HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_REFERER": "http://[::1", "HTTP_ORIGIN": "null"},
    {"HTTP_COOKIE": 'sessionid="\\000aaaaaaaa"; csrftoken=\xff; django_language="\\377"'},
    {"HTTP_X_FRAGMENT": "\xff", "HTTP_X_REQUESTED_WITH": "\xff"},
    {"CONTENT_LENGTH": "9" * 5_000},
)


@pytest.mark.parametrize("who", ["nobody", "organizer"])
def test_no_method_and_no_header_breaks_an_address(world, who):
    attack, headers = Attack(account(world, who)), cycle(HEADERS)
    methods = cycle(["GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "FOO"])

    for address in every_address():
        path = address.at(world)
        for header in islice(headers, 2 if who == "nobody" else 1):
            attack.ask(next(methods), path, b"{}", JSON, **header)

    fell(attack, 150)


# --- Bodies -------------------------------------------------------------------------------------

FILES = "multipart/form-data; boundary=x"
PART = b"--x\r\nContent-Disposition: form-data; "
BODIES = (
    (b"", FORM),
    (b"%00=%00&a=%ED%A0%80&=&&==", FORM),
    (b"a=" + b"x" * 1_000_000, FORM),
    (b"a=1&" * 10_001, FORM),
    (b"nothing like it", FILES),
    (b"--x\r\nnothing", FILES),
    (b"", "multipart/form-data"),
    (
        PART + b'name="\x00"; filename="\x00/../x"\r\n\r\n\xff\x00\r\n--x--',
        FILES,
    ),
    (
        PART + b"name*=nothing''x\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--",
        FILES,
    ),
    (b'{"code": "\\ud800", "checkpoint": "\\u0000"}', JSON),
    (b'{"code": ' * 100_000, JSON),
    (b"[" * 100_000, JSON),
    (b"\xff\xfe{\x00", JSON),
    (b'{"code": {"a": [1]}, "scan": 1e999}', JSON),
    (b'{"scan": ' + b"9" * 5_000 + b"}", JSON),
    (b"<a/>", "text/xml"),
)


@pytest.mark.parametrize("who", ["nobody", "organizer"])
def test_no_body_breaks_an_address(world, who):
    attack, bodies = Attack(account(world, who)), cycle(BODIES)

    for address in every_address():
        path = address.at(world)
        for body, kind in islice(bodies, 3):
            attack.ask("POST", path, body, kind, HTTP_ACCEPT=next(ACCEPTED))

    fell(attack, 500)


ACCEPTED = cycle(["text/html", "application/json"])


# --- Forms --------------------------------------------------------------------------------------

HALF = "\ue000"  # stands for half of a surrogate pair, which only raw bytes can carry
LONGEST = "longest"  # stands for as many characters as the box takes, of those with long pinyin
MILLION = "x" * 1_000_001
WRONG = {
    "number": ("2147483648", "9" * 40, "1e5", "-1", "٣", "\0"),
    "date": ("0000-00-00", "10000-01-01", "2026-02-30", "yesterday", "\0"),
    "clock": ("24:00", "99999", "-1:00", "\0"),
    "choice": ("nothing", "9" * 40, "\0", HALF, "-1"),
    "text": ("a\0b", f"a{HALF}b", "\u202e<script>'\"", ""),
}
EXTREME = (
    {"number": "2147483647", "date": "9999-12-31", "clock": "23:59", "text": LONGEST},
    {"number": "0", "date": "0001-01-01", "clock": "00:00", "text": LONGEST},
)


def kind_of(element):
    classes, kind = element.get("class") or "", element.get("type", "")
    if element.tag == "select" or kind in ("radio", "checkbox"):
        return "choice"
    if "vDateField" in classes:
        return "date"
    if "clock" in classes or "vTimeField" in classes:
        return "clock"
    return "number" if kind in ("number", "hidden") or "vIntegerField" in classes else "text"


# Of Django's own; and the switch of language, which stands on every page of the staff.
_NOT_FILLED_IN = re.compile(r"^csrfmiddlewaretoken$|__prefix__|_FORMS$|^next$|^language$")


def fields_of(response):
    """{name: (kind, its longest text)} of what a page's forms would send."""
    found = {}
    for element in parsed(response).xpath("//form[@method='post']//*[@name]"):
        name, is_file = element.get("name"), element.get("type") == "file"
        if not is_file and not _NOT_FILLED_IN.search(name):
            found[name] = (kind_of(element), int(element.get("maxlength") or 200))
    return found


def attack_form(attack, path, *, ways=(0, 1), one_by_one=False, **more):
    """Send a page's own form back with all its values wrong, then all of them extreme, in these
    `ways` of two.

    `one_by_one` also makes one at a time wrong, in every way: for forms that everybody meets.
    """
    response = attack.ask("GET", path)
    fields = fields_of(response) if response.status_code == 200 else {}
    if not fields:  # a page that is only read, or not there for this account
        return
    data = form_data(response) | more
    for n in ways:
        wrong = {name: WRONG[kind][n] for name, (kind, _longest) in fields.items()}
        attack.ask("POST", path, encoded(data | wrong), FORM)
    for extreme in (EXTREME[n] for n in ways):
        values = {
            name: "庄" * longest if extreme[kind] == LONGEST else extreme[kind]
            for name, (kind, longest) in fields.items()
            if kind in extreme
        }
        attack.ask("POST", path, encoded(data | values), FORM)
    if not one_by_one:
        return
    for name, (kind, _longest) in fields.items():
        for bad in WRONG[kind]:
            attack.ask("POST", path, encoded(data | {name: bad}), FORM)
    for name in [name for name, (kind, _longest) in fields.items() if kind == "text"][:1]:
        attack.ask("POST", path, encoded(data | {name: MILLION}), FORM)


def encoded(data):
    return urlencode(data, doseq=True).replace(quote(HALF), "%ED%A0%80").encode()


def test_no_value_breaks_a_form_of_the_admin(world):
    attack, conference = Attack(world.organizer), world.good["conference_id"]

    for n, model in enumerate(admin.site._registry):
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        attack_form(attack, f"{path}add/?conference={conference}", ways=(0,))
        if model in world.rows:  # with the same fields
            attack_form(attack, f"{path}{world.rows[model].pk}/change/", ways=(1,))
            attack_form(attack, path, ways=(n % 2,), _save="Save")

    fell(attack, 200)


def test_no_value_breaks_a_form_of_the_site(world):
    nobody, organizer = Attack(), Attack(world.organizer)
    conference = world.good["conference_id"]

    for path in (
        *("/zh-hans/conferences/here/register/", f"/en/invitations/{world.good['invitation']}/"),
        *("/admin/password_reset/", "/admin/login/?next=//evil.example"),
    ):
        attack_form(nobody, path, one_by_one=True)
    for path in (
        *("/zh-hans/desk/here/", f"/en/desk/here/?checkpoint={world.good['forum']}&direction=out"),
        *(f"/admin/program/publish/{conference}/", "/admin/password_change/"),
    ):
        attack_form(organizer, path, one_by_one=True)

    fell(nobody, 90)
    fell(organizer, 60)


ACTS = {
    "place": ("checkpoint", "direction", "station"),
    "check-in": (
        *("code", "checkpoint", "client_id", "station", "direction", "method"),
        *("override", "maybe", "scanned_at", "sent_at"),
    ),
    "undo": ("scan", "client_id"),
    "walk-in": ("name", "organization", "title", "phone", "checkpoint", "client_id", "anyway"),
}


@pytest.mark.parametrize("act", ACTS)
def test_no_value_breaks_an_act_of_the_desk(world, act):
    attack = Attack(world.organizer)
    good = {"checkpoint": "arrival", "client_id": "c1", "name": "李明", "code": "x", "scan": "1"}
    nonsense = {*WRONG["number"], *WRONG["choice"], *WRONG["text"]}

    attack.ask("POST", f"/en/desk/here/{act}/", encoded(good | {ACTS[act][0]: MILLION}), FORM)
    for m, name in enumerate(ACTS[act]):
        for n, bad in enumerate(sorted(nonsense)):
            if (m + n) % 2:
                attack.ask("POST", f"/zh-hans/desk/here/{act}/", encoded(good | {name: bad}), FORM)
                continue
            body = json.dumps(good | {name: bad.replace(HALF, "\ud800")}).encode()
            attack.ask("POST", f"/en/desk/here/{act}/", body, JSON, HTTP_ACCEPT=next(ACCEPTED))

    fell(attack, 20)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_switch_of_language_leads_to_no_other_site(world, language):
    attack = Attack(world.organizer)

    for target in (
        *("//evil.example", "https://evil.example", "\\\\evil.example", "/\\evil.example", "\0"),
        *("javascript:alert(1)", "http:///evil.example", "//[::1", "x" * 100_000, HALF, "/\r\nX:1"),
    ):
        body = encoded({"language": language, "next": target})
        for address in ("/i18n/setlang/", "/admin/logout/", "/admin/login/"):
            response = attack.ask("POST", address, body, FORM, HTTP_REFERER=target[:200])
            assert "evil" not in response.get("Location", "")

    fell(attack, 30)


def test_a_tampered_count_of_rows_is_bounded(client, world):
    client.force_login(world.organizer)
    address = f"/admin/program/session/{world.rows[Session].pk}/change/"
    data = form_data(client.get(address)) | {"roles-TOTAL_FORMS": "2000"}

    response = client.post(address, data)

    assert b"at most 200 forms" in response.content
