"""A person and an organization of the directory, made of what one dialog asks: a name, and little
more. All other fields can wait.
"""

import re
import uuid

from conference.chinese import has_chinese
from conference.people.identities import ToldApart
from conference.people.models import Organization, Person
from conference.people.near import Someone, in_two

Kind = Organization.Kind
# The first that a name holds.
_KINDS = (
    (Kind.ASSOCIATION, "协会|学会|联盟|商会|基金会|association|society|alliance"),
    (Kind.ENTERPRISE, r"公司|集团|银行|company|corporation|gmbh|\b(?:co|ltd|inc)\b"),
    (
        Kind.UNIVERSITY,
        "大学|(?<!科)学院|学校|中学|university|college|school|institute of technology",
    ),
    (Kind.INSTITUTE, "科学院|研究院|研究所|研究中心|实验室|institute|laborator|research cent"),
    (Kind.GOVERNMENT, "[厅局部]$|委员会|政府|办公室|ministry|department|government|bureau"),
)


def kind_of(name: str) -> str:
    """What the name of an organization says of its kind; else `other`."""
    for kind, words in _KINDS:
        if re.search(words, name, re.IGNORECASE):
            return kind
    return Kind.OTHER


def names_of_person(name: str, other: str = "") -> dict[str, str]:
    """{field: value} of a name in one piece, with the same in the other language where known."""
    found = {}
    for text in filter(None, (other, name)):
        if has_chinese(text):
            found["name_zh"] = text
        else:
            found["family_name_en"], found["given_name_en"] = in_two(text)
    return found


def names_of_organization(name: str, other: str = "") -> dict[str, str]:
    return {f"name_{'zh' if has_chinese(t) else 'en'}": t for t in (other, name) if t}


def someone_called(name: str, other: str = "", *, organization: int | None = None) -> Someone:
    names = names_of_person(name, other)
    return Someone(
        names.get("name_zh", ""),
        names.get("family_name_en", ""),
        names.get("given_name_en", ""),
        organization=organization,
    )


def in_its_side(field: str, text: str) -> dict[str, str]:
    """{'position_zh': '教授'}: a text under the language it is written in; {} of none."""
    return {f"{field}_{'zh' if has_chinese(text) else 'en'}": text} if text else {}


def make_organization(
    name: str, *, other: str = "", guid: uuid.UUID | None = None, besides=()
) -> Organization:
    """Call it in a transaction. `besides`: near ones that somebody said are others."""
    row = Organization(
        guid=guid or uuid.uuid4(), kind=kind_of(name), **names_of_organization(name, other)
    )
    row.save(force_insert=True)
    ToldApart.objects.tell(row, besides)
    return row


def make_person(
    name: str,
    *,
    other: str = "",
    organization: Organization | None = None,
    title: str = "",
    guid: uuid.UUID | None = None,
    besides=(),
) -> Person:
    """The same of a person."""
    row = Person(
        guid=guid or uuid.uuid4(),
        organization=organization,
        **names_of_person(name, other),
        **in_its_side("position", title),
    )
    row.save(force_insert=True)
    ToldApart.objects.tell(row, besides)
    return row
