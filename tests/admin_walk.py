"""The whole admin as its users meet it: every page that the registry and its links lead to.

Pages are found, not listed, so that a new one is judged with the others: the lists of all models,
their forms (new, filled, refused), what asks before deleting, each action, histories, what is shown
of a file before it is taken, and what links on these lead to, of each kind of address one page.
"""

import dataclasses
import re
from contextlib import suppress
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.test import Client
from lxml import html

from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.factories import make_member, make_user
from tests.hostile import every_address, make_world
from tests.pages import form_data
from tests.program.office.making import csv_file

NUMBERS = re.compile(r"\d+")
FORM = re.compile(r"/(add|change|import|password\w*|publish|push)/(\d+/)?(\?|$)")
OF_A_ROW = re.compile(r"/(add|change|history)/")
FILE = re.compile(r"/(logout|jsi18n|autocomplete)/|/template|\.(css|js|xlsx|csv|json|ics|xml|pdf)")
# Of an address's questions only these change how a page looks; filters and orders do not.
LOOKS = {"_popup", "q", "conference", "parent", "keep", "other", "file"}

# English data are made of this, so that any other Latin word is one of the pages' own.
DATUM = "Zq"
# What offices send: every page that takes a file is given each of these.
SHEETS = {
    "议程.csv": [
        ["4月18日", "", ""],
        ["时间", "内容", "主讲人"],
        ["9:00-9:20", "开幕致辞", "张样例"],
        ["9:20-10:00", "", "李示（辽宁大学）"],
    ],
    "名单.csv": [
        ["姓名", "单位", "电话"],
        ["周样例", "辽宁大学", "+44 7700 900124"],
    ],
}
HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
TEXTS = re.compile(r"_en$|^(note|title|name|organization_name|printed_\w+)$")


# --- The world -------------------------------------------------------------------------------


def make_marked_world():
    """`hostile.make_world`, whose English texts are all data by their looks."""
    world = make_world()
    for model in apps.get_models():
        if model._meta.app_label in ("auth", "contenttypes", "sessions", "admin", "axes"):
            continue
        for field in model._meta.concrete_fields:
            if is_free_text(field):
                mark(model, field)
    conference = next(row for row in world.rows.values() if type(row).__name__ == "Conference")
    conference.refresh_from_db()
    conference.releases.all().delete()
    release = publish(conference)
    session = conference.sessions.filter(parent=None).first()
    session.title_en, session.title_zh = f"{DATUM}changed", "改过的议程项"
    session.save()
    world.good["release_id"] = release.pk
    world.rows[type(release)] = release
    for row in world.rows.values():
        with suppress(type(row).DoesNotExist):
            row.refresh_from_db()
    return world


def is_free_text(field):
    return (
        isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.unique
        and TEXTS.search(field.name)
    )


def mark(model, field):
    for row in model._base_manager.all():
        text = getattr(row, field.attname)
        if text and not HAN.search(text):
            marked = f"{DATUM}{field.name.replace('_', '')}"[: field.max_length]
            model._base_manager.filter(pk=row.pk).update(**{field.attname: marked})


# --- The walk --------------------------------------------------------------------------------


class Walk:
    """{address: page as text} of what one account meets. An act stands behind the address;
    without `acts`, what is only read is met and forms that come back refused.
    """

    def __init__(self, world, user=None, *, language="en", acts=True):
        self.world, self.acts, self.pages, self.refused = world, acts, {}, []
        self.client = Client(raise_request_exception=False, headers={"accept-language": language})
        if user is not None:
            self.client.force_login(user)
        self._kinds, self._doors, self._waiting = set(), set(), []

    def everything(self):
        self._waiting = [*self.seeds()]
        for address in self._waiting:  # grows meanwhile
            self.look(address)
        return self.pages

    def seeds(self):
        addresses = [address.at(self.world) for address in every_address()]
        yield from (address for address in addresses if address.startswith("/admin/"))
        for model in admin.site._registry:
            base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            yield from (f"{base}?_popup=1", f"{base}?q=nothing-like-this", f"{base}add/?_popup=1")
        for model in ("organization", "person"):
            yield f"/admin/people/{model}/merge/?keep=1&other=2"
        yield "/admin/no-such-page/"

    def look(self, address):
        kind = kind_of(address)
        if kind in self._kinds or FILE.search(address):
            return
        self._kinds.add(kind)
        response = self.client.get(address)
        if response.status_code in (301, 302):
            self._waiting += self.inside(address, response["Location"])
            return
        if response.status_code >= 400:
            self.refused.append((response.status_code, address))
        if not self.keep(address, response):
            return
        if response.status_code == 200:
            root = html.document_fromstring(self.pages[address])
            if "?" not in address:
                for href in root.xpath("//a/@href"):
                    self._waiting += self.inside(address, href)
            self.act_on(address, response, root)

    def keep(self, address, response):
        if response.streaming:
            b"".join(response)  # a file that an action makes: read to its end, it is closed
            return False
        if not response.get("Content-Type", "").startswith("text/html"):
            return False
        self.pages[address] = response.content.decode()
        return True

    def inside(self, address, href):
        parts = urlsplit(urljoin(address, href))
        query = [(k, v) for k, v in parse_qsl(parts.query) if k.partition("__")[0] in LOOKS]
        found = parts.path + (f"?{urlencode(query)}" if query else "")
        if parts.netloc or not found.startswith("/admin/"):
            return []
        return [found]

    # --- Acts: what a page shows instead of leading on ----------------------------------------

    def act_on(self, address, response, root):
        rows = root.xpath("//input[@class='action-select']/@value")
        actions = root.xpath("//select[@name='action']/option/@value")
        for action in filter(None, actions if rows and self.acts else ()):
            self.post(address, {"action": action, "_selected_action": rows[:1]}, action)
        if FORM.search(address):
            with suppress(StopIteration):
                data = form_data(response)
                emptied = {
                    name: value if re.search(r"_FORMS$|_id$|-id$|^csrf|^_", name) else ""
                    for name, value in data.items()
                }
                self.post(address, emptied, "refused")
        if self.acts and not OF_A_ROW.search(address):
            self.send_files(address, root.xpath("//form[@method='post']//input[@type='file']"))

    def send_files(self, address, boxes):
        for box in boxes:
            form = box.xpath("ancestor::form")[0]
            to = urljoin(address, form.get("action") or "")
            if kind_of(to) in self._doors:  # it stands on several pages
                continue
            self._doors.add(kind_of(to))
            for name, raw in self.files(to):
                upload = {box.get("name"): SimpleUploadedFile(name, raw)}
                self.post(to, dict(form.form_values()) | upload, f"given {name}")

    def files(self, to):
        """[(name, bytes)]; also what the site itself hands out, to be brought back there."""
        yield from ((name, csv_file(rows)) for name, rows in SHEETS.items())
        yield "议程.json", self.client.get("/en/conferences/here/schedule.json").content
        if "/texts/" in to:
            yield "文字.xlsx", self.client.get(to.replace("/return/", "/sheet/?all=1")).content

    def post(self, address, data, name):
        """Undone at once: every page is of the same world."""
        with transaction.atomic():
            response = self.client.post(address, data)
            if response.status_code < 300 or response.status_code == 422:
                self.keep(f"{address} {name}", response)
            elif response.status_code == 302 and name.startswith("given"):
                self._waiting += self.inside(address, response["Location"])
            elif response.status_code >= 400:
                self.refused.append((response.status_code, f"{address} {name}"))
            transaction.set_rollback(True)


def whole_admin(world, language):
    """(the organizer's walk, {address: page} of it and of all that others meet, what was refused):
    where organizers are refused, whoever may do everything looks.
    """
    # What an act shows is drawn in Chinese alone, whose every word is one more to translate.
    walk = Walk(world, world.organizer, language=language, acts=language == "zh-hans")
    pages = dict(walk.everything())
    root = make_user(f"root-{language}", is_superuser=True)
    accounts = Walk(world, root, language=language)
    for status, address in walk.refused:
        if status in (403, 404) and "?" not in address:
            accounts.look(address)
    opened = {path: page for path, page in accounts.pages.items() if 'id="refused"' not in page}
    pages |= opened | strangers_pages(world, language)
    # A form without anything that must be filled in was saved, and speaks to the window behind it.
    pages = {path: page for path, page in pages.items() if "popup_response" not in page}
    return walk, pages, walk.refused + accounts.refused


@dataclasses.dataclass
class Drawn:
    """The whole admin as text. `data` are the Latin words of its rows: codes, addresses, accounts;
    `catalog` is the script of the English texts.
    """

    pages: dict = dataclasses.field(default_factory=dict)  # {language: {address: page}}
    by_viewer: dict = dataclasses.field(default_factory=dict)  # the same of whoever may only look
    refused: list = dataclasses.field(default_factory=list)  # [(status, address)]
    data: set = dataclasses.field(default_factory=set)
    catalog: bytes = b""


def draw() -> Drawn:
    world, drawn = make_marked_world(), Drawn()
    conference = next(row for row in world.rows.values() if type(row).__name__ == "Conference")
    viewer = make_member(conference, Role.VIEWER)
    for language in ("zh-hans", "en"):
        walk, drawn.pages[language], refused = whole_admin(world, language)
        drawn.refused += refused
        looked = Walk(world, viewer, language=language)
        for address in list(walk.pages):
            if re.search(r"/change/$|/program/publish/|/release/", address):
                looked.look(address)
        drawn.by_viewer[language] = looked.pages
        drawn.catalog = walk.client.get("/admin/jsi18n/").content
    drawn.data = data_of(world)
    return drawn


def data_of(world):
    words = set()
    for model in (*admin.site._registry, type(world.organizer)):
        for row in model._base_manager.all():
            for column in row._meta.concrete_fields:
                is_text = isinstance(column, models.CharField | models.TextField | models.FileField)
                if is_text and not column.choices:
                    words |= set(LATIN.findall(str(getattr(row, column.attname) or "")))
    return words


def kind_of(address):
    """Pages of one look: '/admin/people/person/3/change/' and '/admin/people/person/4/change/'."""
    parts = urlsplit(address)
    path = re.sub(r"/(sessions|speakers)/[^/]+/", r"/\1/…/", parts.path)
    names = {name.partition("__")[0] for name, _value in parse_qsl(parts.query)}
    return NUMBERS.sub("#", path), frozenset(names & LOOKS)


def strangers_pages(world, language):
    """What nobody in particular meets: signing in, a forgotten password."""
    walk = Walk(world, language=language)
    for address in (
        "/admin/login/",
        "/admin/password_reset/",
        "/admin/password_reset/done/",
        "/admin/reset/MQ/no-such-token/",
        "/admin/reset/done/",
    ):
        walk.look(address)
    walk.post("/admin/login/", {"username": "nobody", "password": "wrong"}, "refused")
    return walk.pages
