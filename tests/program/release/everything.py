"""A conference in which every field of every row of a release says something."""

from conference.images import checked_image, kept
from conference.models import Highlight
from conference.program.models import ExpectedTotal
from tests.factories import (
    PDF,
    make_committee,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_link,
    make_organization,
    make_participation,
    make_person,
    make_photo,
    make_picture,
    make_plan,
    make_role,
    make_room,
    make_session,
    make_track,
)

NAMES = ("王全", "秦波涛", "赵亚琴", "曾志伟")


def stored_files():
    """Stored names of two images and a PDF; storage keeps them by their content."""
    images = [checked_image(make_picture(color=color)) for color in ("teal", "navy")]
    return {"images": images, "pdf": kept(PDF, "pdf")}


def pair(name, zh, en):
    return {f"{name}_zh": zh, f"{name}_en": en}


def make_everything(files):
    """tests/program/release/test_every_field.py asks that it is everything."""
    conference = make_conference(
        **pair("short_name", "研讨会", "Symposium"),
        **pair("description", "**说明**", "**What** it is"),
        **pair("venue", "东北大学", "NEU"),
        **pair("address", "创新路195号", "195 Chuangxin Road"),
        **pair("city", "沈阳", "Shenyang"),
        **pair("directions", "地铁2号线", "Metro line 2"),
        **pair("report", "会议成功", "It went well"),
        name_zh_is_rendering=True,
        contact_email="office@example.org",
        logo=files["images"][0],
    )
    for kind in ("policy", "policy", "practice"):
        Highlight.objects.create(
            conference=conference, kind=kind, name_zh="同一条", name_zh_is_rendering=True
        )
    organizations = [
        make_organization(
            name_en=f"University {n}",
            **pair("short_name", f"大学{n}", f"U{n}"),
            website="https://university.example.org",
            logo=files["images"][0],
        )
        for n in range(3)
    ]
    for role, organization in zip(("sponsor", "undertaker"), organizations, strict=False):
        make_host(
            conference, role, organization=organization, **pair("called", "战略伙伴", "Partner")
        )
    rooms = [
        make_room(
            conference,
            **pair("floor", "二层", "Second floor"),
            **pair("directions", "左转", "Left"),
            capacity=100 + number,
            holds_several=bool(number),
        )
        for number in range(3)
    ]
    tracks = [make_track(conference, color=color) for color in ("#112233", "#445566")]
    for image in files["images"]:
        make_plan(conference, image=image)
        make_photo(conference, image=image)
    make_hotel(
        conference,
        **pair("address", "路1号", "1 Road"),
        **pair("note", "步行", "On foot"),
        phone="+44 7700 900125",
        website="https://hotel.example.org",
    )
    make_hotel(conference, name_en="Second hotel")
    make_contact(conference, **pair("purpose", "报名", "Replies"), email="desk@example.org")
    make_contact(conference, name_en="Press")
    people = [
        make_participation(
            conference,
            make_person(
                name_zh=name,
                name_zh_is_rendering=number % 2 == 0,
                organization=organizations[number % 3],
                academic_title="professor",
                portrait=files["images"][1],
                website="https://person.example.org",
                **pair("biography", "*简历*", "*Her* life"),
                **pair("position", "院长", "Dean"),
            ),
            category=category,
            **pair("printed_title", "教授", "Professor") if number == 1 else {},
            **pair("printed_name", "印刷名", "Printed Name") if number == 2 else {},
            **pair("printed_organization", "另一单位", "Elsewhere") if number == 3 else {},
        )
        for number, (name, category) in enumerate(
            zip(NAMES, ("leader", "speaker", "expert", "guest"), strict=True)
        )
    ]
    outsider = make_person(
        name_zh="吴样例", organization=organizations[0], **pair("position", "主任", "Head")
    )
    make_committee(conference, people[1].person, kind="advisory")
    make_committee(
        conference,
        (
            outsider,
            {
                "role": "chair",
                **pair("own_role", "主任兼秘书长", "Chair and secretary-general"),
                **pair("printed_name", "吴印刷", "Wu Printed"),
                **pair("printed_title", "院士", "Academician"),
                **pair("printed_organization", "科学院", "Academy"),
            },
        ),
        people[0].person,
        (people[2].person, {"role": "secretary"}),
        kind="other",
        **pair("own_name", "指导委员会", "Steering Committee"),
    )
    opening = make_session(
        conference,
        "08:30",
        kind="address",
        room=rooms[0],
        track=tracks[0],
        is_plenary=True,
        language="both",
        **pair("summary", "摘要", "Summary"),
        zh_is_rendering=True,
        **pair("abstract", "*详细*", "*At length*"),
    )
    forum = make_session(
        conference, "09:00", "12:00", kind="sub-forum", room=rooms[1], track=tracks[1], seats=40
    )
    talks = [
        make_session(conference, clock, kind="talk", parent=forum) for clock in ("09:00", "10:00")
    ]
    untimed = make_session(conference, kind="panel", parallel_group="afternoon")
    cancelled = make_session(conference, "14:00", room=rooms[2], status="cancelled")
    for session, role, person in (
        (opening, "guest-of-honor", people[0]),
        (forum, "chair", people[1]),
        (talks[0], "speaker", people[1]),
        (talks[0], "discussant", people[2]),
        (talks[1], "speaker", people[2]),
        (untimed, "panelist", people[0]),
        (cancelled, "speaker", people[2]),
    ):
        make_role(session, person, role)
    make_link(talks[0], **pair("title", "幻灯片", "Slides"))
    make_link(talks[0], kind="paper", file=files["pdf"])
    make_link(untimed, is_released=False, url="https://secret.example.org")
    for session, category in ((None, "expert"), (None, "guest"), (forum, "speaker")):
        ExpectedTotal.objects.create(
            conference=conference,
            session=session,
            category=category,
            total=16,
            **pair("label", "位专家", "experts"),
        )
    return conference
