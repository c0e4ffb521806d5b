"""What differs between two documents: the review before a publish, and the public list of changes.

A change is kept inside the release as plain JSON (`Change.as_dict`), so that the public page of
changes reads no second document.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference import spoken
from conference.bilingual import Text
from conference.wording import day_and_clock

# What moves a session for its attendees; anything else only changes it.
PLACE = ("starts_at", "ends_at", "room", "parent")

# Derived or counted, never a change by themselves.
IGNORED = {
    "abstract_html",
    "description_html",
    "directions_html",
    "report_html",
    "sequence",
    "changed_at",
    "moved_from",
    "sort_name",
    "search",
    "organization_search",
    "guid",
    "number",
    "person_guid",
    "organization_guid",
    "organization_short_name",
    # An image says it all.
    "width",
    "height",
    "preview",
}

FIELD_LABELS = {
    "abstract": _("abstract"),
    "academic_title": _("academic title"),
    "address": _("street address"),
    "biography_html": _("biography"),
    "caption": _("caption"),
    "capacity": _("seats"),
    "category": _("category"),
    "city": _("city"),
    "color": _("color"),
    "contact_email": _("public contact e-mail"),
    "description": _("description"),
    "directions": _("how to get there"),
    "email": _("public e-mail"),
    "ends_at": _("ends"),
    "ends_on": _("last day"),
    "floor": _("floor"),
    "holds_several": _("holds several things at once"),
    "image": _("image"),
    "kind": _("kind"),
    "label": _("label"),
    "language": _("spoken language"),
    "links": _("slides and links"),
    "logo": _("logo"),
    "name": _("name"),
    "name_is_rendering": _("the Chinese name is our rendering"),
    "note": _("note"),
    "order": _("order"),
    "organization": _("organization"),
    "parallel_group": _("parallel group"),
    "parent": _("part of"),
    "portrait": _("portrait"),
    "person_title": pgettext_lazy("of a person", "position"),
    "phone": _("public phone"),
    "position": _("position"),
    "purpose": _("what for"),
    "report": _("report"),
    "roles": _("people"),
    "role": _("role"),
    "room": _("room"),
    "room_directions": _("how to find it"),
    "seats": _("seats"),
    "session": _("session"),
    "short_name": _("short name"),
    "slug": _("short address"),
    "starts_at": _("starts"),
    "starts_on": _("first day"),
    "status": _("status"),
    "summary": _("summary"),
    "time_zone": _("time zone"),
    "title": _("title"),
    "total": _("expected total"),
    "track": _("track"),
    "is_plenary": _("plenary"),
    "venue": _("venue"),
    "website": _("website"),
    "zh_is_rendering": _("title and summary in Chinese are our rendering"),
}

SUBJECT_LABELS = {
    "conference": _("conference"),
    "host": _("host"),
    "highlight": _("policy or practice"),
    "room": _("room"),
    "track": _("track"),
    "plan": _("plan of the venue"),
    "hotel": _("hotel"),
    "contact": _("public contact"),
    "photo": _("photo"),
    "person": _("person"),
    "expected": _("expected total"),
    "session": _("session"),
}

KIND_LABELS = {
    "new": _("new"),
    "changed": _("changed"),
    "moved": _("moved"),
    "cancelled": _("cancelled"),
    "reinstated": _("reinstated"),
    "removed": _("removed"),
}


@dataclass(frozen=True)
class FieldChange:
    name: str
    old: Text
    new: Text

    @property
    def label(self):
        return FIELD_LABELS.get(self.name, self.name)


@dataclass(frozen=True)
class Change:
    """One thing that differs. `kind` is a key of KIND_LABELS, `subject` of SUBJECT_LABELS."""

    kind: str
    subject: str
    code: str  # of the session or person, '' for other subjects
    what: Text
    fields: tuple[FieldChange, ...] = field(default=())

    @property
    def kind_label(self):
        return KIND_LABELS[self.kind]

    @property
    def subject_label(self):
        return SUBJECT_LABELS[self.subject]

    def as_dict(self) -> dict:
        return {
            "kind": self.kind,
            "subject": self.subject,
            "code": self.code,
            **_kept("what", self.what),
            "fields": [
                {"name": f.name, **_kept("old", f.old), **_kept("new", f.new)} for f in self.fields
            ],
        }

    @classmethod
    def from_dict(cls, row: dict) -> "Change":
        return cls(
            row["kind"],
            row["subject"],
            row["code"],
            _told(row, "what"),
            tuple(FieldChange(f["name"], _told(f, "old"), _told(f, "new")) for f in row["fields"]),
        )


def _kept(name, text):
    """{name: [zh, en]}, beside it whether the Chinese is our rendering where it is."""
    ours = {f"{name}_is_rendering": True} if text.zh_is_rendering else {}
    return {name: text.as_list()} | ours


def _told(row, name):
    return Text(*row[name], zh_is_rendering=row.get(f"{name}_is_rendering", False))


def compare(old: dict | None, new: dict) -> list[Change]:
    """Every change from `old` (None: nothing was published) to `new`, sessions first. No query."""
    old = old or {}
    before, after = _Reader(old or new), _Reader(new)
    found = _rows("session", old.get("sessions"), new["sessions"], "guid", before, after)
    found += _rows("person", old.get("people"), new["people"], "guid", before, after)
    for subject, section, key in (
        ("room", "rooms", "guid"),
        ("track", "tracks", "guid"),
        ("plan", "plans", "guid"),
        ("hotel", "hotels", "guid"),
        ("contact", "contacts", "guid"),
        ("photo", "photos", "guid"),
        ("host", "hosts", _host_key),
        ("highlight", "highlights", _highlight_key),
        ("expected", "expected", _expected_key),
    ):
        found += _rows(subject, old.get(section), new[section], key, before, after)
    if old:
        fields = _fields(old["conference"], new["conference"], before, after)
        if fields:
            name = _text_of(new["conference"], "name")
            found.insert(0, Change("changed", "conference", "", name, fields))
    return found


def is_same(old: dict | None, new: dict) -> bool:
    """Whether publishing `new` over `old` would change nothing that the public can see."""
    return old is not None and not compare(old, new)


def _host_key(row):
    return (row["role"], row["organization_guid"])


def _highlight_key(row):
    return (row["kind"], *row["name"])


def _expected_key(row):
    return (row["session"], row["category"])


def _rows(subject, old, new, key, before, after):
    key = key if callable(key) else (lambda row, name=key: row[name])
    old_rows = {key(row): row for row in old or ()}
    new_rows = {key(row): row for row in new}
    kept_before = [k for k in old_rows if k in new_rows]
    kept_after = [k for k in new_rows if k in old_rows]
    found = []
    for k, row in new_rows.items():
        what = _name_of(row)
        code = row.get("code", "")
        if k not in old_rows:
            cancelled = row.get("status") == "cancelled"
            found.append(Change("cancelled" if cancelled else "new", subject, code, what))
            continue
        fields = _fields(old_rows[k], row, before, after)
        # People, rooms and tracks are listed by hand: a new order is a change of its own.
        if subject != "session" and kept_before != kept_after:
            place = kept_before.index(k), kept_after.index(k)
            if place[0] != place[1]:
                fields += (
                    FieldChange("order", _same(str(place[0] + 1)), _same(str(place[1] + 1))),
                )
        if fields:
            found.append(Change(_kind_of(subject, fields, row), subject, code, what, fields))
    found += [
        Change("removed", subject, row.get("code", ""), _name_of(row))
        for k, row in old_rows.items()
        if k not in new_rows
    ]
    return found


def _kind_of(subject, fields, row):
    names = {f.name for f in fields}
    if "status" in names:
        return "cancelled" if row["status"] == "cancelled" else "reinstated"
    if subject == "session" and names & set(PLACE):
        return "moved"
    return "changed"


def _fields(old, new, before, after):
    # A person's title is a position (职务), a session's is what it is called (标题). To a venue one
    # gets, a room one finds.
    labels = {"title": "person_title"} if "person_guid" in new else {}
    if "capacity" in new:
        labels = {"directions": "room_directions"}
    found = []
    for name in new:
        if name in IGNORED or old.get(name) == new[name]:
            continue
        texts = before.show_in(old, name), after.show_in(new, name)
        if name == "links" and texts[0] == texts[1]:  # another file under the same title
            texts = before.links_by_file(old[name]), after.links_by_file(new[name])
        found.append(FieldChange(labels.get(name, name), *texts))
    return tuple(found)


def _name_of(row):
    if "person_guid" in row:
        return _text_of(row, "name")
    for name in ("title", "name", "label", "caption"):
        if name in row:
            return _text_of(row, name) or _same(file_mark(row.get("image", "")))
    return Text()


def _text_of(row, name):
    """A text of a row, which knows whether its Chinese is our rendering."""
    return Text(*row[name], zh_is_rendering=_is_ours(row, name))


def _is_ours(row, name):
    if "person_guid" in row or name in ("name", "short_name"):
        return name in ("name", "short_name") and row.get("name_is_rendering", False)
    return name in ("title", "summary") and row.get("zh_is_rendering", False)


def file_mark(name: str) -> str:
    """'WebP 3f2a91c0': by what people tell two files apart, whose names are made from them."""
    kind = "PDF" if name.endswith(".pdf") else "WebP"
    return f"{kind} {name.rpartition('/')[2][:8]}" if name else ""


def _same(text):
    return Text(text, text)


class _Reader:
    """Prints a document's values for people: names instead of codes, local time, both languages."""

    def __init__(self, document):
        self.zone = ZoneInfo(document["conference"]["time_zone"])
        self.rooms = {r["slug"]: Text(*r["name"]) for r in document["rooms"]}
        self.tracks = {t["slug"]: Text(*t["name"]) for t in document["tracks"]}
        self.people = {p["code"]: _text_of(p, "name") for p in document["people"]}
        self.sessions = {s["code"]: _text_of(s, "title") for s in document["sessions"]}

    def show_in(self, row, name) -> Text:
        shown = self.show(name, row.get(name))
        return replace(shown, zh_is_rendering=True) if _is_ours(row, name) else shown

    def show(self, name, value) -> Text:
        if value is None or value == "" or value == ["", ""] or value == []:
            return Text()
        if name in ("starts_at", "ends_at"):
            moment = datetime.fromisoformat(value).astimezone(self.zone)
            return _same(day_and_clock(moment))
        if name == "room":
            return self.rooms.get(value, _same(value))
        if name == "track":
            return self.tracks.get(value, _same(value))
        if name in ("parent", "session"):
            return self.sessions.get(value, _same(value))
        if name == "links":
            return _listed([_link(row, "PDF") for row in value])
        if name in ("image", "logo", "portrait"):
            return _same(file_mark(value))
        if name == "roles":
            return _listed([self.people.get(r["person"], _same(r["person"])) for r in value])
        if isinstance(value, bool):
            return Text("是" if value else "否", "yes" if value else "no")
        if isinstance(value, list):
            return Text(*value)
        if name == "language":
            return _in_each_language(lambda: spoken.name_of(value))
        if name in ("kind", "status", "category", "academic_title"):
            return _choice(name, value)
        return _same(str(value))

    def links_by_file(self, rows) -> Text:
        return _listed([_link(row, file_mark(row["file"])) for row in rows])


def _link(row, file: str) -> Text:
    """'Slides (PDF)', 'Recording (https://…)': its title and where it leads."""
    title = Text(*row["title"]) or _choice("link_kind", row["kind"])
    where = file if row["file"] else row["url"]
    return Text(f"{title.in_side('zh')}（{where}）", f"{title.in_side('en')} ({where})")


def _listed(texts: list[Text]) -> Text:
    return Text(
        "、".join(text.marked_in("zh") for text in texts),
        ", ".join(text.marked_in("en") for text in texts),
    )


def _choice(name, value):
    from conference.people.models import AcademicTitle
    from conference.program.models import Kind, LinkKind, Participation, Session

    choices = {
        "kind": Kind,
        "link_kind": LinkKind,
        "status": Session.Status,
        "category": Participation.Category,
        "academic_title": AcademicTitle,
    }[name]
    try:
        label = choices(value).label
    except ValueError:
        return _same(value)
    return _in_each_language(lambda: str(label))


def _in_each_language(words) -> Text:
    from django.utils.translation import override

    found = []
    for language in ("zh-hans", "en"):
        with override(language):
            found.append(words())
    return Text(*found)
