"""What stands around every page of the admin: the conference that is shown, the ways to the others,
and the menu with the place one is at.
"""

from dataclasses import dataclass

from django.contrib.admin.views.main import SEARCH_VAR
from django.urls import reverse
from django.utils.http import urlencode

from conference.models import Conference
from conference.permissions import Right, may
from conference.scoped_admin.one_at_a_time import (
    ALL,
    CONFERENCE,
    conference_of_page,
    conferences_of,
    working_in,
    works_in_all,
)
from config.office.menu import DECLARED, MENU, Group, Page

SHOWN = 12  # conferences in the bar; all are on the page of all


@dataclass
class Entry:
    label: str
    address: str
    is_here: bool = False


@dataclass(frozen=True)
class Frame:
    """`conference` is None for who works in all, and for who has none. `choices` are the others
    with the addresses that switch to them: [(conference, address)], the latest first.
    """

    conference: Conference | None
    choices: list
    all_address: str  # '' for whoever has one conference or none
    shows_all: bool
    begin_address: str  # of a new conference, '' for whom that is closed
    groups: list[tuple[Group, list[Entry], bool]]  # the last says whether it stands open

    @property
    def here(self) -> str:
        """The entry of the page one is on, '' on one that is in no menu."""
        found = (e.label for _group, entries, _open in self.groups for e in entries if e.is_here)
        return str(next(found, ""))


def frame(request, site, page: dict) -> Frame:
    """`page` is what the page's template is given, and says what is shown. One query at
    most, for the conferences of the account.
    """
    conferences = conferences_of(request)
    shown = conference_of_page(page)
    if shown not in conferences:
        shown = None if asks_for_all(request) else working_in(request)
    names_one = request.GET.get(CONFERENCE, ALL) != ALL
    is_all = len(conferences) > 1 and (shown is None or (works_in_all(request) and not names_one))
    several = len(conferences) > 1
    others = [c for c in reversed(conferences) if c != shown or is_all]
    return Frame(
        conference=None if is_all else shown,
        choices=[(c, switch(request, site, c.pk)) for c in others[:SHOWN]],
        all_address=switch(request, site, ALL) if several else "",
        shows_all=is_all,
        begin_address=(
            reverse("admin:conference_conference_begin")
            if may(request.user, Right.EDIT_SETTINGS)
            else ""
        ),
        groups=menu(request, site, page.get("available_apps", ()), shown, several and is_all),
    )


def asks_for_all(request) -> bool:
    return request.GET.get(CONFERENCE) == ALL


def switch(request, site, key) -> str:
    """The same list of another conference, with the words that are searched; else its overview."""
    match = request.resolver_match
    name = match.url_name if match else ""
    lists = {f"{m._meta.app_label}_{m._meta.model_name}_changelist" for m in by_conference(site)}
    if name not in lists:
        return f"{reverse('admin:index')}?{CONFERENCE}={key}"
    searched = {SEARCH_VAR: words} if (words := request.GET.get(SEARCH_VAR)) else {}
    return f"{request.path}?{urlencode({CONFERENCE: key} | searched)}"


def by_conference(site):
    """The models whose lists are narrowed to the conference that one works in."""
    return [m for m, a in site._registry.items() if getattr(a, "is_listed_by_conference", False)]


def menu(request, site, apps, conference, is_all) -> list[tuple[Group, list[Entry], bool]]:
    models = {m["model"]._meta.label_lower: m for app in apps for m in app["models"]}
    rest = tuple(label for label in models if label not in DECLARED)
    scoped = {m._meta.label_lower for m in by_conference(site)}
    several = len(conferences_of(request)) > 1
    key = ALL if is_all else conference and conference.pk
    found = []
    for group in MENU:
        entries = []
        for page in (*group.pages, *(rest if group.slug == "settings" else ())):
            if isinstance(page, Page):
                if conference and not is_all and page.is_open(request.user, conference):
                    entries.append(Entry(str(page.label), page.address(conference)))
            elif page in models and models[page]["admin_url"]:
                named = f"?{CONFERENCE}={key}" if several and key and page in scoped else ""
                entries.append(Entry(models[page]["name"], models[page]["admin_url"] + named))
        found.append((group, entries))
    mark_place(request.path, [entry for _group, entries in found for entry in entries])
    return [
        (group, entries, group.is_daily or any(e.is_here for e in entries))
        for group, entries in found
        if entries
    ]


def mark_place(path, entries):
    """The entry under whose address a page lies; of several the nearest one."""
    above = [e for e in entries if path.startswith(e.address.partition("?")[0])]
    if above:
        max(above, key=lambda e: len(e.address.partition("?")[0])).is_here = True
