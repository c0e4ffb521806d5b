"""The admin's menu: its pages by the work that they serve, in the order in which it is done.

A new page of the admin is one line here: of a model its label, of any other a `Page`. A model that
has no line stands at the end of the settings, and a test says so.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.permissions import Right, may


@dataclass(frozen=True)
class Page:
    """A page of one conference beside those of models. `name` is that of its address, which takes
    the conference by its key or by its `by`; `right` opens it. One `of_public` is there once the
    conference is public.
    """

    name: str
    label: Promise
    right: Right
    by: str = "pk"
    of_public: bool = False

    def is_open(self, user, conference) -> bool:
        return may(user, self.right, conference) and (conference.is_public or not self.of_public)

    def address(self, conference) -> str:
        return reverse(self.name, args=[getattr(conference, self.by)])


@dataclass(frozen=True)
class Group:
    """`is_daily` stands open in the menu; the others are opened, or hold the page one is on."""

    slug: str
    name: Promise
    pages: tuple[str | Page, ...]
    is_daily: bool = True

    @property
    def models(self) -> list[str]:
        return [page for page in self.pages if isinstance(page, str)]


MENU = (
    Group(
        "agenda",
        pgettext_lazy("menu", "Agenda"),
        (
            "program.session",
            Page("admin:program_import", pgettext_lazy("menu", "Import"), Right.EDIT_DRAFT),
            Page("admin:program_clashes", pgettext_lazy("menu", "Clashes"), Right.VIEW_DRAFT),
            Page("admin:both_languages", _("Both languages"), Right.VIEW_DRAFT),
            Page("admin:changes_of", pgettext_lazy("acts", "Changes"), Right.VIEW_DRAFT),
            "conference.room",
            "conference.track",
        ),
    ),
    Group(
        "people",
        pgettext_lazy("menu", "People"),
        (
            "program.participation",
            "program.committee",
            "people.person",
            "people.organization",
            "people.hostrole",
            "program.expectedtotal",
        ),
    ),
    Group(
        "registration",
        pgettext_lazy("menu", "Registration"),
        (
            "attendance.registration",
            "attendance.replyform",
            "attendance.unitliaison",
            "attendance.guestinvitation",
            "attendance.groupletter",
            "letters.letter",
            "letters.lettertext",
        ),
    ),
    Group(
        "door",
        pgettext_lazy("menu", "Door"),
        (
            Page("attendance:desk", _("Desk"), Right.OPEN_DESK, by="slug"),
            Page(
                "attendance:print",
                pgettext_lazy("menu", "Badges and table cards"),
                Right.BADGES,
                by="slug",
            ),
            "attendance.station",
            "attendance.checkpoint",
            "attendance.checkin",
        ),
    ),
    Group(
        "publish",
        pgettext_lazy("menu", "Publish"),
        (
            Page("admin:program_preview", _("Preview"), Right.VIEW_DRAFT),
            Page("admin:program_publish", _("Publish"), Right.PUBLISH),
            Page("admin:program_push", _("Push by minutes"), Right.PUBLISH, of_public=True),
            "program.release",
        ),
    ),
    Group(
        "papers",
        pgettext_lazy("title of a page", "Papers"),
        (
            Page(
                "admin:program_papers", pgettext_lazy("menu of papers", "All papers"), Right.PAPERS
            ),
            "program.handbook",
            "attendance.certificate",
            "attendance.certificatedesign",
            "attendance.exportlog",
        ),
    ),
    Group(
        "news",
        pgettext_lazy("menu", "News"),
        ("news.article", "news.attachment", "conference.photo"),
    ),
    Group(
        "settings",
        pgettext_lazy("menu", "Settings"),
        (
            Page(
                "admin:conference_conference_change",
                pgettext_lazy("menu", "This conference"),
                Right.EDIT_SETTINGS,
            ),
            Page("admin:conference_copy", _("Copy the conference"), Right.EDIT_SETTINGS),
            Page("admin:attendance_registration_keeping", _("Personal data"), Right.EDIT_SETTINGS),
            "conference.teaminvitation",
            "conference.highlight",
            "conference.venueplan",
            "conference.hotel",
            "conference.contact",
            "conference.conference",
            "auth.user",
            "conference.siteidentity",
        ),
        is_daily=False,
    ),
    Group(
        "alliance",
        pgettext_lazy("menu", "Alliance"),
        ("alliance.alliance", "alliance.membership", "alliance.secretaryinvitation"),
    ),
)

DECLARED = {label for group in MENU for label in group.models}


def models_open_to(request, site) -> dict[str, dict]:
    """{label: what Django's list of apps says of it} of each model that the account may open.

    For every page of the admin, so nothing is sorted that `MENU` puts in order, and addresses are
    made once.
    """
    found = {}
    for model, of in site._registry.items():
        if not of.has_module_permission(request):
            continue
        perms = of.get_model_perms(request)
        if not any(perms.values()):
            continue
        opts = model._meta
        base, prefix = f"{site.name}:{opts.app_label}_{opts.model_name}", get_script_prefix()
        is_listed = perms["view"] or perms["change"]
        found[opts.label_lower] = {
            "model": model,
            "name": capfirst(str(opts.verbose_name_plural)),
            "object_name": opts.object_name,
            "perms": perms,
            "view_only": not perms["change"],
            "admin_url": _address_of(f"{base}_changelist", prefix) if is_listed else None,
            "add_url": _address_of(f"{base}_add", prefix) if perms["add"] else None,
        }
    return found


@lru_cache(maxsize=256)
def _address_of(name: str, prefix: str) -> str:
    """Of a page without values. `prefix` is what the site stands under now."""
    return reverse(name)


def by_work(found: dict[str, dict]) -> list[dict]:
    """`models_open_to` as Django's list of apps: the groups of the menu, with the models of each
    in the menu's order.
    """
    rest = [label for label in found if label not in DECLARED]
    groups = []
    for group in MENU:
        labels = [*group.models, *(rest if group.slug == "settings" else ())]
        models = [found[label] for label in labels if label in found]
        if models:
            groups.append(
                {
                    "name": group.name,
                    "app_label": group.slug,
                    "app_url": "",
                    "has_module_perms": True,
                    "models": models,
                }
            )
    return groups


def with_pages(apps: list[dict], user, conference) -> list[dict]:
    """The same with the pages of a conference beside those of models, where the menu has them."""
    if conference is None:
        return apps
    for app in apps:
        group = next(g for g in MENU if g.slug == app["app_label"])
        there = {model["model"]._meta.label_lower: model for model in app["models"]}
        pages = [
            there.pop(page, None) if isinstance(page, str) else _as_model(page, user, conference)
            for page in group.pages
        ]
        app["models"] = [*filter(None, pages), *there.values()]
    return apps


def _as_model(page: Page, user, conference) -> dict | None:
    if not page.is_open(user, conference):
        return None
    name = page.name.rpartition(":")[2]
    return {"name": page.label, "object_name": name, "admin_url": page.address(conference)}


def group_of(label: str) -> Group:
    """The group of a model, by its label."""
    return next((g for g in MENU if label in g.models), MENU[-2])
