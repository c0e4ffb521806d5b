"""The bytes of a schedule.xml in the shape of schedule.json.

No DTD, no entities, no network, no XInclude. The depth is ours to limit; libxml2's own limits on
the length of a text and on what entities may grow to stay on.
"""

from django.utils.translation import gettext as _
from lxml import etree

from conference.program.importing.limits import MAX_ATTRIBUTES, MAX_NODES, MAX_XML_DEPTH
from conference.program.importing.refusal import ImportRefused

# Reading n attributes of one element costs n² steps in lxml.
_TOO_WIDE = etree.XPath(f"boolean(//*[@*[{MAX_ATTRIBUTES + 1}]])")
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_XML_DEPTH + 1) + ")")


def document_of_xml(raw: bytes) -> dict:
    # Zero bytes are those of UTF-16.
    ascii_only = raw.replace(b"\x00", b"")
    if ascii_only.count(b"<") > MAX_NODES:
        raise ImportRefused(_("The file holds too many values."))
    # Refused before it is read: entities in attributes are expanded whatever the parser is told.
    if b"<!" in ascii_only.partition(b"<schedule")[0].replace(b"<!--", b""):
        raise _declares_a_type()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        # Some pages write empty lines before what they send.
        root = etree.fromstring(raw.lstrip(b" \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ImportRefused(_told(error)) from None
    if root.getroottree().docinfo.doctype:
        raise _declares_a_type()
    if root.tag.startswith("{"):
        for element in root.iter("*"):
            element.tag = etree.QName(element).localname
    if _TOO_WIDE(root):
        raise ImportRefused(_("The file holds too many values."))
    if _TOO_DEEP(root):
        raise ImportRefused(_("The file is nested too deeply."))
    conference = root.find("conference")
    if root.tag != "schedule" or conference is None:
        raise ImportRefused(_("The file has no “schedule” with a “conference” in it."))
    read = {"version", "conference", "generator", "day", "track", "tracks"}
    beside = {child.tag: _value(child) for child in root if child.tag not in read}
    return beside | {
        "version": root.findtext("version") or conference.findtext("release"),
        "conference": _conference(root, conference),
        "generator": _attributes(root.find("generator")),
    }


def _told(error) -> str:
    """What is wrong, in the reader's language; the parser's own words are English."""
    words = str(error)
    if "Excessive depth" in words:
        return _("The file is nested too deeply.")
    if "Text node too long" in words or "too long" in words:
        return _("The file holds a text that is too long.")
    if any(part in words for part in ("Invalid bytes", "not proper UTF-8", "ncoding")):
        return _("The file's letters cannot be read. Save it as UTF-8.")
    line, column = getattr(error, "position", None) or (0, 0)
    if not line:
        return _("The file is not valid XML.")
    return _("The file is not valid XML: see line %(line)s, column %(column)s.") % {
        "line": line,
        "column": column,
    }


def _declares_a_type():
    return ImportRefused(_("The file declares a document type. Remove the DOCTYPE line."))


def _conference(root, conference):
    facts = {
        child.tag: _value(child)
        for child in conference
        if child.tag not in ("track", "tracks", "color", "colors", "release")
    }
    tracks = [*conference.iterfind("track"), *conference.iterfind("tracks/track")]
    tracks += root.iterfind("tracks/track")
    facts["tracks"] = [{"name": track.text, **track.attrib} for track in tracks]
    for colors in conference.iterfind("color"):
        facts["colors"] = dict(colors.attrib)
    facts["rooms"] = [
        {**room.attrib, **_others(room, "event")} for room in root.iterfind("day/room")
    ]
    facts["days"] = [_day(day) for day in root.iterfind("day")]
    return facts


def _attributes(element):
    return dict(element.attrib) if element is not None else None


def _day(element):
    rooms = [_room(room) for room in element.iterfind("room")]
    if element.find("event") is not None:
        rooms.append(_room(element))  # of no room, or of the one that they name themselves
    return {**element.attrib, **_others(element, "room", "event"), "rooms": rooms}


def _others(element, *read) -> dict:
    """{tag: value} of the children that are not read."""
    return {child.tag: _value(child) for child in element if child.tag not in read}


def _room(element):
    """A pair, not an entry of an object: two rooms of one name are two rooms here."""
    facts = dict(element.attrib) if element.tag == "room" else {}
    return facts, [_event(event) for event in element.iterfind("event")]


def _event(element):
    event = dict(element.attrib)
    for child in element:
        if child.tag == "persons":
            event["persons"] = [
                {**person.attrib, "name": person.text} for person in child.iterfind("person")
            ]
        elif child.tag in ("links", "attachments"):
            event[child.tag] = [{"title": row.text, **row.attrib} for row in child]
        else:
            event[child.tag] = _value(child)
    return event


def _value(element):
    """The text of an element, or {tag: text} of what stands in it; markup keeps its words."""
    inner = {child.tag: "".join(child.itertext()) for child in element}
    if not inner:
        return element.text
    if element.tag in ("abstract", "description", "title", "subtitle"):
        return "".join(element.itertext())
    return inner
