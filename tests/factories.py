"""Plain makers of rows: each takes overrides, surprises nobody, and writes one row or few."""

import io
import itertools
import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from alliance.models import Alliance, Membership, Secretary
from conference.attendance.answer_files import put_aside
from conference.attendance.certificates.numbers import new_number
from conference.attendance.certificates.wordings import said_by
from conference.attendance.models import (
    CertificateDesign,
    Checkpoint,
    GroupLetter,
    GuestInvitation,
    Registration,
    ReplyForm,
    UnitLiaison,
)
from conference.attendance.questions.files import Chosen
from conference.documents import checked_document
from conference.images import checked_image
from conference.letters.models import Letter
from conference.models import (
    Conference,
    Contact,
    Hotel,
    Photo,
    Room,
    TeamMember,
    Track,
    VenuePlan,
)
from conference.news.models import Article, Attachment
from conference.people.models import HostRole, Organization, Person
from conference.program.models import (
    Committee,
    CommitteeMember,
    Participation,
    Session,
    SessionLink,
    SessionRole,
)
from conference.program.release.published import forget_programs

SHENYANG = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 5, 20)

# The smallest file that a reader opens: one empty page.
PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
    b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R >>\n"
    b"startxref\n182\n%%EOF\n"
)

_count = itertools.count(1)


def at(clock: str, *, day: date = DAY, zone=SHENYANG) -> datetime:
    """'09:30' on the conference's day, in its zone."""
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def today_there() -> date:
    """The day it is at a conference of ours: from 16:00 in UTC on not the one it is in UTC."""
    return datetime.now(SHENYANG).date()


def make_user(username=None, *, is_staff=True, **overrides):
    username = username or f"user-{next(_count)}"
    return get_user_model().objects.create_user(
        username, f"{username}@example.org", "a long password 1", is_staff=is_staff, **overrides
    )


def make_conference(**overrides):
    values = {
        "slug": f"symposium-{next(_count)}",
        "name_zh": "人工智能与高等教育研讨会",
        "name_en": "Symposium on AI in Higher Education",
        "starts_on": DAY,
        "ends_on": DAY,
        "time_zone": "Asia/Shanghai",
    }
    return Conference.objects.create(**values | overrides)


def make_member(conference, role, *, user=None, **overrides):
    """An account with a role at the conference; returns the account."""
    user = user or make_user()
    TeamMember.objects.create(conference=conference, user=user, role=role, **overrides)
    return user


def make_room(conference, **overrides):
    number = next(_count)
    values = {"slug": f"room-{number}", "name_zh": f"{number} 会议室", "name_en": f"Room {number}"}
    return Room.objects.create(conference=conference, **values | overrides)


def make_track(conference, **overrides):
    number = next(_count)
    values = {"slug": f"track-{number}", "name_zh": f"专题{number}", "name_en": f"Track {number}"}
    return Track.objects.create(conference=conference, **values | overrides)


def make_session(conference, starts=None, ends=None, **overrides):
    """A session; `starts` and `ends` are clock times ('09:00') or aware moments."""
    starts = at(starts) if isinstance(starts, str) else starts
    ends = at(ends) if isinstance(ends, str) else ends
    if starts and not ends:
        ends = starts + timedelta(minutes=30)
    values = {
        "kind": "keynote",
        "title_zh": "教育大数据的未来",
        "title_en": "The future of educational big data",
        "starts_at": starts,
        "ends_at": ends,
    }
    return Session.objects.create(conference=conference, **values | overrides)


def make_link(session, **overrides):
    """A released link to slides elsewhere; with `file=` a PDF kept here."""
    values = {"kind": "slides", "is_released": True}
    if "file" not in overrides:
        values["url"] = "https://slides.example.org/1"
    return SessionLink.objects.create(session=session, **values | overrides)


def make_picture(side=8, color="teal", suffix="png"):
    """An upload of a plain square; `side` in pixels."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), color).save(out, suffix)
    return SimpleUploadedFile(f"picture.{suffix}", out.getvalue())


def make_plan(conference, **overrides):
    values = {"caption_zh": "一层平面图", "caption_en": "Ground floor"}
    if "image" not in overrides:
        values["image"] = checked_image(make_picture())
    return VenuePlan.objects.create(conference=conference, **values | overrides)


def make_photo(conference, **overrides):
    values = {"caption_zh": "开幕式", "caption_en": "Opening"}
    if "image" not in overrides:
        values["image"] = checked_image(make_picture())
    return Photo.objects.create(conference=conference, **values | overrides)


def make_hotel(conference, **overrides):
    values = {"name_zh": "浑南宾馆", "name_en": "Hunnan Hotel"}
    return Hotel.objects.create(conference=conference, **values | overrides)


def make_contact(conference, **overrides):
    values = {"name_zh": "会务组", "name_en": "Conference office", "phone": "+44 7700 900124"}
    return Contact.objects.create(conference=conference, **values | overrides)


def make_organization(**overrides):
    values = {"name_zh": "东北大学", "name_en": "Northeastern University (China)"}
    return Organization.objects.create(**values | overrides)


def make_host(conference, role="undertaker", **overrides):
    organization = overrides.pop("organization", None) or make_organization()
    return HostRole.objects.create(
        conference=conference, organization=organization, role=role, **overrides
    )


def make_person(**overrides):
    values = {"name_zh": "王兴伟", "family_name_en": "Wang", "given_name_en": "Xingwei"}
    return Person.objects.create(**values | overrides)


def make_participation(conference, person=None, **overrides):
    return Participation.objects.create(
        conference=conference, person=person or make_person(), **overrides
    )


def make_committee(conference, *members, **overrides):
    """`members` are people, or (person, {what else is said of the member})."""
    committee = Committee.objects.create(conference=conference, **overrides)
    for member in members:
        person, said = member if isinstance(member, tuple) else (member, {})
        CommitteeMember.objects.create(committee=committee, person=person, **said)
    return committee


def make_role(session, participation=None, role="speaker", **overrides):
    participation = participation or make_participation(session.conference)
    return SessionRole.objects.create(
        session=session, participation=participation, role=role, **overrides
    )


REGISTRATION = {
    "name": "曾志伟",
    "organization_name": "大连理工大学",
    "title": "教授",
    "phone": "+44 7700 900123",
    "email": "zeng@example.org",
    "source": "import",
}


def make_registration(conference, **overrides):
    return Registration.objects.create(conference=conference, **REGISTRATION | overrides)


def make_registrations(conference, count):
    """The first `count` of a conference's, in one statement."""
    rows = [
        Registration(conference=conference, number=n, **REGISTRATION | {"name": f"李{n}"})
        for n in range(1, count + 1)
    ]
    for row in rows:
        row.prepare()
    return Registration.objects.bulk_create(rows)


def make_letter(conference, **overrides):
    values = {
        "key": f"trial:{secrets.token_hex(4)}",
        "occasion": "received",
        "to_name": "曾志伟",
        "to_address": "zeng@example.org",
        "subject": "Your reply",
        "text": "Your own page: {link}",
        "state": "failed",
        "why": "The mail server refuses it:",
        "answer": "550 no such person",
    }
    return Letter.objects.create(conference=conference, **values | overrides)


def make_answer_file(registration, **question):
    """The question of the reply form that somebody answered with a PDF."""
    form = ReplyForm.objects.get(conference=registration.conference)
    asked = form.questions.create(kind="file", label_en="Photo", **question)
    chosen = Chosen("照片.pdf", "pdf", PDF, "")
    answer = put_aside(registration.conference, chosen, of=f"{registration.pk} {asked.pk}")
    registration.answers = registration.answers | {str(asked.pk): answer}
    registration.save()
    return asked


def make_certificate(registration, **overrides):
    conference = registration.conference
    design = CertificateDesign.objects.filter(conference=conference).first()
    design = design or CertificateDesign(conference=conference)
    said = said_by(design)
    forget_programs()  # nobody would be told of a publish that a test does not commit
    values = {
        "number": new_number("LN2025"),
        "name": registration.name,
        "name_en": registration.name_en,
        "organization": registration.organization_name,
        "days": 1,
        "hours": Decimal(4),
        "said": said,
    }
    return registration.certificates.create(conference=conference, **values | overrides)


def make_group_letter(conference, people=(), **overrides):
    values = {"text_zh": "{name}，请早到。", "text_en": "Dear {name}, be early."}
    letter = GroupLetter.objects.create(conference=conference, **values | overrides)
    letter.addressed.set(people)
    return letter


def make_reply_form(conference, **overrides):
    values = {
        "opens_at": at("00:00", day=DAY - timedelta(days=60)),
        "closes_at": at("00:00", day=DAY),
        "notice_zh": "您的信息仅用于本次会议。",
        "notice_en": "Your data serve this conference alone.",
    }
    return ReplyForm.objects.create(conference=conference, **values | overrides)


def make_guest(conference, **overrides):
    values = {
        "name": "刘院士",
        "organization_name": "中国工程院",
        "title": "院士",
        "email": "liu@example.org",
        "language": "en",
        "closes_at": at("00:00", day=DAY),
    }
    return GuestInvitation.objects.create(conference=conference, **values | overrides)


def make_unit(conference, **overrides):
    values = {
        "name": "大连理工大学",
        "quota": 3,
        "closes_at": at("00:00", day=DAY),
        "liaison": "王芳",
        "phone": "+44 7700 900777",
        "email": "liaison@example.org",
        "language": "en",
    }
    return UnitLiaison.objects.create(conference=conference, **values | overrides)


def make_checkpoint(conference, kind="arrival", **overrides):
    return Checkpoint.objects.create(conference=conference, kind=kind, **overrides)


def make_article(conference, **overrides):
    values = {
        "slug": f"article-{next(_count)}",
        "title_zh": "研讨会召开",
        "title_en": "The symposium was held",
        "published_on": DAY,
        "is_public": True,
    }
    return Article.objects.create(conference=conference, **values | overrides)


def make_attachment(conference, **overrides):
    file = checked_document(SimpleUploadedFile("notice.pdf", PDF))
    values = {"title_zh": "会议通知", "title_en": "Notice", "file": file}
    return Attachment.objects.create(conference=conference, **values | overrides)


def make_alliance(**overrides):
    values = {
        "slug": f"alliance-{next(_count)}",
        "name_zh": "教学改革联盟",
        "name_en": "Alliance for Teaching Reform",
        "is_public": True,
    }
    return Alliance.objects.create(**values | overrides)


def make_secretary(alliance, *, user=None):
    user = user or make_user()
    Secretary.objects.create(alliance=alliance, user=user)
    return user


def make_membership(alliance, organization=None, **overrides):
    return Membership.objects.create(
        alliance=alliance, organization=organization or make_organization(), **overrides
    )
