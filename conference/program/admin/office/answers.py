"""What the page's forms say, as corrections; and corrections in words."""

from django.utils.translation import gettext as _

from conference.program.admin.office.outcome import KIND_LABELS, ROLE_LABELS, day_text
from conference.program.office.corrections import (
    COLUMNS,
    GUEST_COLUMNS,
    GUEST_FIELDS,
    IGNORE,
    PERSON_FIELDS,
    Correction,
    is_sound,
)
from conference.program.office.meanings.times import told

_SESSION = ("day", "start", "end", "kind", "room", "title_zh", "title_en", "parent", "cancelled")
_SIMPLE = ("sheets", "year", "column", "heads", "row", "skip")


class NotUnderstood(ValueError):
    """A form that cannot be taken, with a sentence for its person."""


def corrections_of(post, reading) -> list[Correction]:
    """What one form says; [] where it says what is so already. Raises NotUnderstood."""
    what = post.get("what", "")
    places = tuple(post.getlist("place"))
    if key := post.get("skip"):
        found = [Correction("skip", (key,))]
    elif key := post.get("leave"):
        found = [Correction("row", (key,), "leave")]
    elif what == "session":
        found = _of_session(post, _one(reading.sessions, post.get("key")), reading)
    elif what == "guest":
        found = _of_guest(post, _one(reading.people, post.get("key")))
    elif what == "columns":
        found = _of_columns(post, reading, post.get("place", ""))
    elif what == "answers":
        found = [
            Correction(name, places, post[name].strip())
            for name in ("day", "year", "start", "end", "kind", "room")
            if post.get(name, "").strip()
        ]
        if not found:
            raise NotUnderstood(_("Nothing was filled in."))
    elif what in (*_SIMPLE, "day", "room"):
        found = [Correction(what, places, post.get("value", "").strip())]
    else:
        raise NotUnderstood(_("This page is out of date. Look at it again."))
    for one in found:
        if not is_sound(one):
            raise NotUnderstood(_why(one))
    return found


def _one(rows, key):
    found = next((row for row in rows if row.key and row.key == key), None)
    if found is None:
        raise NotUnderstood(_("This item is not there any more. Look at the page again."))
    return found


def _why(one):
    if one.what in ("start", "end"):
        return _("“%(text)s” is no time. Write it as 09:30, at most 24:00.") % {"text": one.value}
    if one.what == "day":
        return _("“%(text)s” is no day. Write it as 2027-04-18.") % {"text": one.value}
    if one.what == "year":
        return _("“%(text)s” is no year. Write it with four digits.") % {"text": one.value}
    return _("This cannot be taken. A text has at most 500 characters.")


def _of_session(post, session, reading):
    was = {
        "day": session.day.value or "",
        "start": told(session.start.value) or "",
        "end": told(session.end.value) or "",
        "kind": session.kind.value,
        "room": session.room.value or "",
        "title_zh": session.title_zh.value or "",
        "title_en": session.title_en.value or "",
        "parent": post.get("parent-was", ""),
        "cancelled": "yes" if session.is_cancelled else "no",
    }
    found = []
    for name in _SESSION:
        said = (
            "yes"
            if name == "cancelled" and post.get(name)
            else "no"
            if name == "cancelled"
            else None
        )
        said = post.get(name, was[name]).strip() if said is None else said
        if said != was[name] and (said or name != "day"):
            found.append(Correction(name, (session.key,), said))
    for n, one in enumerate(session.people):
        found += _of_person(post, f"p{n}", one, session, reading)
    new = {name: post.get(f"new-{name}", "").strip() for name in PERSON_FIELDS}
    if new["name"]:
        found.append(Correction("add", (session.key,), {k: v for k, v in new.items() if v}))
    return found


def places_of_name(name, reading, session) -> list[str]:
    """Where else somebody of this name stands."""
    return [
        f"{other.key}/{name}"
        for other in reading.sessions
        if other is not session and any(one.name == name for one in other.people)
    ]


def _of_person(post, prefix, one, session, reading):
    place = f"{session.key}/{one.name}"
    if post.get(f"{prefix}-gone"):
        return [Correction("person", (place,), {})]
    was = {name: getattr(one, name) for name in PERSON_FIELDS if name != "role"}
    was["role"] = one.role.value
    said = {name: post.get(f"{prefix}-{name}", was[name]).strip() for name in was}
    changed = {name: text for name, text in said.items() if text != was[name]}
    if "name" in changed and not changed["name"]:
        return [Correction("person", (place,), {})]
    if not changed:
        return []
    is_wide = post.get(f"{prefix}-also")
    everywhere = places_of_name(one.name, reading, session) if is_wide else []
    found = []
    if "role" in changed and everywhere:
        found.append(Correction("person", (place,), {"role": changed.pop("role")}))
    if changed:
        found.append(Correction("person", (place, *everywhere), changed))
    return found


def _of_guest(post, guest):
    was = {
        **{name: getattr(guest, name) or "" for name in GUEST_FIELDS if name != "gives_talk"},
        "organization": guest.organization.value or "",
        "phone": guest.phone.value or "",
        "sub_forum": guest.sub_forum.value or "",
        "gives_talk": {True: "yes", False: "no"}.get(guest.gives_talk.value, ""),
    }
    said = {name: post.get(name, was[name]).strip() for name in was}
    changed = {name: text for name, text in said.items() if text != was[name]}
    if not said["name"]:
        raise NotUnderstood(_("A guest needs a name."))
    return [Correction("guest", (guest.key,), changed)] if changed else []


def _of_columns(post, reading, place):
    table = next((table for table in reading.tables if table.place == place), None)
    if table is None:
        raise NotUnderstood(_("This table is not there any more. Look at the page again."))
    found = []
    for key, role in post.items():
        column = key.removeprefix("c-")
        is_column = key.startswith("c-") and column.isdigit() and len(column) < 4
        if is_column and role != table.columns.get(int(column), IGNORE):
            found.append(Correction("column", (f"{place}.{int(column)}",), role))
    return found


# --- In words ----------------------------------------------------------------------------------


def in_words(one: Correction, reading) -> str:
    """One line of the list of corrections, with the address that people know."""
    addresses = {place: address for address, place in reading.places.items()}
    where = ", ".join(dict.fromkeys(_where(place, addresses) for place in one.places[:3]))
    if len(one.places) > 3:
        where += " …"
    value = one.value
    simple = {
        "sheets": lambda: _("Sheets chosen"),
        "year": lambda: _("The year is %(value)s") % {"value": value},
        "column": lambda: (
            _("The column of %(where)s is: %(value)s") % {"where": where, "value": _column(value)}
        ),
        "heads": lambda: _("Headings stand in %(where)s") % {"where": where},
        "row": lambda: (
            _("%(where)s is left out") % {"where": where}
            if value == "leave"
            else _("%(where)s is an item") % {"where": where}
            if value == "item"
            else _("%(where)s is read") % {"where": where}
        ),
        "skip": lambda: _("%(where)s is no item") % {"where": where},
        "add": lambda: _("%(where)s: with %(value)s") % {"where": where, "value": _person(value)},
        "person": lambda: _("%(where)s: %(value)s") % {"where": where, "value": _person(value)},
        "guest": lambda: _("%(where)s: %(value)s") % {"where": where, "value": _person(value)},
    }
    if one.what in simple:
        return simple[one.what]()
    labels = {
        "day": _("day"),
        "start": _("start"),
        "end": _("end"),
        "kind": _("kind"),
        "room": _("room"),
        "title_zh": _("title (Chinese)"),
        "title_en": _("title (English)"),
        "parent": _("part of"),
        "cancelled": _("cancelled"),
    }
    shown = {
        "day": lambda: day_text(value),
        "kind": lambda: str(KIND_LABELS.get(value, value)),
        "cancelled": lambda: _("yes") if value == "yes" else _("no"),
        "parent": lambda: _where(value, addresses) if value else "—",
    }.get(one.what, lambda: value or "—")()
    return _("%(where)s, %(field)s: %(value)s") % {
        "where": where,
        "field": labels.get(one.what, one.what),
        "value": shown,
    }


def _where(place, addresses):
    """Where a place is, for people: a cell's address, a row, a day or a room."""
    for what in ("day", "room"):
        if place.startswith(f"{what}:"):
            text = place.partition(":")[2]
            return day_text(text) if what == "day" else text or "—"
    cell, _slash, name = place.partition("/")
    cell = cell.partition("#")[0]
    address = addresses.get(cell) or next(
        (address for spot, address in addresses.items() if spot.startswith(f"{cell}.")), cell
    )
    return f"{address} {name}".strip()


def _column(role):
    return str(COLUMNS.get(role) or GUEST_COLUMNS.get(role) or _("not used"))


def _person(said):
    if not said:
        return _("taken out")
    shown = {**said}
    if "role" in shown:
        shown["role"] = str(ROLE_LABELS.get(shown["role"], shown["role"]))
    return ", ".join(text or "—" for text in shown.values())
