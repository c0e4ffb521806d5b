"""Who organizes a conference, as its agenda says: in a line of its own, in a sentence, or by whose
welcome stands in it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.folding import organization_keys
from conference.models import Conference
from conference.people.models import HostRole
from conference.program.office.meanings.lines import are_people
from conference.program.office.reading import Reading
from conference.wording.labels import listed

Role = HostRole.Role
_SIGNS = {
    "指导": Role.GUIDE, "主办": Role.SPONSOR, "承办": Role.UNDERTAKER, "协办": Role.CO_ORGANIZER,
    "支持": Role.SUPPORTER, "媒体支持": Role.MEDIA, "赞助": Role.FUNDER, "guid": Role.GUIDE,
    "host": Role.SPONSOR, "organi": Role.SPONSOR, "undertake": Role.UNDERTAKER,
    "co-organi": Role.CO_ORGANIZER, "co-host": Role.CO_ORGANIZER, "support": Role.SUPPORTER,
    "mediasupport": Role.MEDIA, "mediapartner": Role.MEDIA, "sponsor": Role.FUNDER,
}  # fmt: skip
_LINE = re.compile(
    r"^\s*(?:会议|论坛)?\s*(?:"
    r"(指\s*导|主\s*办|承\s*办|协\s*办|媒\s*体\s*支\s*持|支\s*持|赞\s*助)\s*(?:单\s*位|方|学校|高校|媒\s*体)?"
    r"\s*[:：]|"
    r"(guid|host|co-host|co-organi|organi|sponsor|undertake|media\s*support|media\s*partner|support)"
    r"(?:ing\s+organi[sz]ation)?[sz]?(?:ed|n|ers?|s)?\s*(?:by\b\s*:?|:|：)"
    r")\s*(.+)$",
    re.I,
)
_SENTENCE = re.compile(r"由\s*([^。]+(?:主办|承办|协办))(?![单方])")
_PART = re.compile(r"(.+?)(?:联合|共同)?(主办|承办|协办)[、，,；;]?")
_WELCOME = re.compile(
    r"(主办|承办|协办)(?:单位|方|学校|高校)?(?:领导|代表|负责人)?(?:致辞|讲话|发言)"
)
LONGEST = 200  # characters of an organization's name
MOST = 12


def hosts_of(reading: Reading) -> list[tuple[str, str]]:
    """[(role, name of the organization)] in the order in which they are printed, each once.

    English agendas from China often call 主办 a sponsor, as far as nobody else organizes it.
    """
    found: dict[str, HostRole.Role] = {}
    sponsors: list[str] = []
    for line in reading.heading:
        for sign, name in _said(line):
            found.setdefault(name, _SIGNS[sign])
            sponsors += [name] if sign == "sponsor" else []
        if sentence := _SENTENCE.search(line):
            for names, sign in _PART.findall(sentence[1]):
                for name in _names(names.removeprefix("由")):
                    found.setdefault(name, _SIGNS[sign])
    if not found:
        for session in reading.sessions:
            welcome = _WELCOME.search(session.title_zh.value)
            if welcome and len(session.people) == 1 and session.people[0].organization:
                found.setdefault(session.people[0].organization, _SIGNS[welcome[1]])
    if Role.SPONSOR not in found.values():
        found |= {name: Role.SPONSOR for name in sponsors if found[name] is Role.FUNDER}
    order = list(Role)
    hosts = [(role.value, name) for name, role in found.items() if len(name) <= LONGEST]
    return sorted(hosts, key=lambda one: order.index(Role(one[0])))[:MOST]


def _said(line: str) -> Iterator[tuple[str, str]]:
    """(a sign of the role, a name) of a line such as 主办：甲大学  承办：乙学院."""
    sign = ""
    for part in segments(line):
        if said := _LINE.match(part):
            sign, part = "".join((said[1] or said[2]).lower().split()), said[3]
            if sign == "host" and are_people(part):
                sign = ""  # Host: Ann Example is in the chair
        elif ":" in part or "：" in part:
            sign = ""
        for name in _names(part) if sign else ():
            yield sign, name


def told(reading: Reading, conference: Conference) -> Reading:
    """The reading with its lines of hosts told as what they are: those that the conference has as
    `known`, of the others whom it lacks. One query where there are such lines, none elsewhere.
    """
    lines = {left: names for left in reading.leftovers if (names := _hosts_alone(reading, left))}
    if not lines:
        return reading
    here = (
        {
            key
            for role in HostRole.objects.filter(conference=conference).select_related(
                "organization"
            )
            for text in (*role.organization.name.as_list(), *role.organization.short_name.as_list())
            for key in organization_keys(text)
        }
        if conference.pk
        else set()
    )
    leftovers, known = [], []
    for left in reading.leftovers:
        names = lines.get(left, [])
        lacking = [name for name in names if not organization_keys(name) & here]
        if lacking:
            reason = _("hosts: add %(names)s on the conference's page")
            left = replace(left, reason=reason % {"names": listed(lacking)})
        if names and not lacking:
            known.append(replace(left, reason=_("hosts of the conference")))
        else:
            leftovers.append(left)
    return replace(reading, leftovers=tuple(leftovers), known=tuple(known))


def _hosts_alone(reading, left):
    """The names of a text that says nothing else."""
    sheet, _dot, rest = reading.places.get(left.address, "").partition(".")
    row, _dot, column = rest.partition(".")
    cell = reading.grids[int(sheet)].rows[int(row)].at(int(column)) if column else None
    lines = cell.text.splitlines() if cell else [left.text]
    found = [[name for _sign, name in _said(line)] for line in lines if line.strip()]
    return [name for names in found for name in names] if all(found) else []


def segments(line: str) -> list[str]:
    """The facts of a line that names several: '时间：5月15日　　地点：明样楼'."""
    return [part.strip() for part in re.split(r"\t|[\s\u3000]{2,}|[；;|｜]", line) if part.strip()]


def _names(text):
    marks = r"[、，；;]" if re.search(r"[^\x00-\x7f]", text) else r";"
    names = (name.strip(" \u3000。.:：") for name in re.split(marks, text))
    return [name for name in names if len(name) > 1]
