"""The sample symposium's 200 registrations and what happened at its door.

The numbers are fixed (docs and outside checks rely on them): 62 admitted at arrival and 2 of them
undone, so 60 signed in; 5 second scans; 3 refused; 8 signed in to each sub-forum.
"""

import random
from datetime import datetime, time, timedelta

from conference.attendance.choices import choose
from conference.attendance.models import (
    Admission,
    CheckIn,
    Checkpoint,
    Question,
    Registration,
    ReplyForm,
)
from conference.attendance.seats import wait_for
from conference.history import create_rows, update_rows
from conference.people.pinyin import name_syllables
from conference.program.models import Participation
from config.demo import badge_code
from config.demo import sample_plan as plan
from config.demo.accounts import account

REGISTRATIONS = 200
CHINESE = 120  # of them, numbered first; the other eighty give an English name
ADMITTED, UNDONE, AGAIN, IN_EACH_SUB_FORUM = 62, 2, 5, 8
STATIONS = ("签到台 1 · Desk 1", "签到台 2 · Desk 2", "签到台 3 · Desk 3")
DOORS = ("201 门口 · Door 201", "202 门口 · Door 202", "203 门口 · Door 203")

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗曾单解区"
GIVEN_NAMES = (
    *("Alice", "Ben", "Clara", "David", "Emma", "Felix", "Grace", "Henry", "Irene", "Jack"),
    *("Kate", "Leo", "Maria", "Noah", "Olga", "Paul", "Ruth", "Sam", "Tina", "Victor"),
)
TITLES_ZH = ("示例教授", "示例副教授", "示例讲师", "示例教务员", "示例工程师", "")
TITLES_EN = ("Sample Professor", "Sample Lecturer", "Sample Engineer", "")

NOT_CONFIRMED = {
    # number of the registration: its state; these do not come to the door, except to be refused
    **dict.fromkeys(range(181, 187), Registration.Status.PENDING),
    **dict.fromkeys(range(191, 197), Registration.Status.CANCELLED),
    **dict.fromkeys(range(197, 201), Registration.Status.DECLINED),
}
WALK_INS = range(177, 181)
WAIT_FOR_FIRST = range(187, 191)  # for the first sub-forum, whose seats are all taken


def load_attendance(conference, *, at, sub_forums, organizations):
    """Reply form, registrations, checkpoints and scans; nothing lies later than `at`."""
    chance = random.Random(plan.SLUG)
    questions = _reply_form(conference)
    registrations = _registrations(conference, at, chance, questions, organizations)
    _choose(registrations, sub_forums)
    _scan(conference, at, chance, registrations, sub_forums)


def _pair(name, text):
    return {f"{name}_zh": text.zh, f"{name}_en": text.en}


def _local(conference, days, clock):
    day = conference.starts_on + timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(clock), conference.zone)


def _reply_form(conference):
    form = ReplyForm.objects.create(
        conference=conference,
        opens_at=_local(conference, -30, "08:00"),
        closes_at=_local(conference, 1, "16:00"),
        seats=240,  # some are free: who tries the form gets one
        confirms_at_once=True,
        **_pair("intro", plan.REPLY_FORM["intro"]),
        **_pair("notice", plan.REPLY_FORM["notice"]),
    )
    return [
        Question.objects.create(
            form=form,
            kind=kind,
            **_pair("label", label),
            **_pair("options", options),
            is_required=required,
            position=position,
        )
        for position, (kind, label, options, required) in enumerate(plan.QUESTIONS, start=1)
    ]


def _registrations(conference, at, chance, questions, organizations):
    """The 200 rows in order of their number."""
    rows = []
    for number in range(1, REGISTRATIONS + 1):
        chinese = number <= CHINESE
        row = _chinese(number) if chinese else _english(number)
        organization = organizations[number % len(organizations)]
        linked = number % 5 != 0
        source = _source(number)
        days = chance.uniform(2, 29) if number not in WALK_INS else 0.1
        registered_at = at - timedelta(days=days)
        registration = Registration(
            conference=conference,
            number=number,
            code=badge_code(f"sample-registration:{number}"),
            **row,
            organization=organization if linked else None,
            organization_name=_organization_name(organization, chinese),
            category=_category(number),
            phone=f"+44 7700 900{number - 1:03}",
            email=f"attendee{number:03}@example.org",
            status=NOT_CONFIRMED.get(number, Registration.Status.CONFIRMED),
            source=source,
            answers=_answers(number, chinese, questions)
            if source == Registration.Source.SELF
            else {},
            language="zh-hans" if chinese else "en",
            consent_version="1" if source == Registration.Source.SELF else "",
            consented_at=registered_at if source == Registration.Source.SELF else None,
            registered_at=registered_at,
        )
        registration.prepare()
        rows.append(registration)
    return create_rows(Registration, rows)


def _chinese(number):
    """王示例001: a surname, the word sample, a number; every second one adds an English spelling."""
    surname = SURNAMES[number % len(SURNAMES)]
    spelling = name_syllables(surname)[0].title()
    return {
        "name": f"{surname}示例{number:03}",
        "name_en": f"Shili {spelling} {number:03}" if number % 2 == 0 else "",
        "title": TITLES_ZH[number % len(TITLES_ZH)],
    }


def _english(number):
    name = f"{GIVEN_NAMES[number % len(GIVEN_NAMES)]} Sample {number:03}"
    return {"name": name, "name_en": name, "title": TITLES_EN[number % len(TITLES_EN)]}


def _organization_name(organization, chinese):
    return organization.name_zh if chinese else organization.name_en


def _source(number):
    if number in WALK_INS:
        return Registration.Source.WALK_IN
    if number % 4 == 0:
        return Registration.Source.LIAISON
    return Registration.Source.IMPORT if number % 7 == 0 else Registration.Source.SELF


def _category(number):
    if number % 25 == 0:
        return Participation.Category.STAFF
    if number % 10 == 0:
        return Participation.Category.GUEST
    return Participation.Category.DELEGATE


def _answers(number, chinese, questions):
    way, meal, topic = questions
    side = "zh" if chinese else "en"
    ways = way.options.in_side(side).splitlines()
    answers = {str(way.pk): ways[number % len(ways)], str(meal.pk): number % 9 == 0}
    if number % 6 == 0:
        answers[str(topic.pk)] = "示例问题：助教如何部署？" if chinese else "Sample: how to start?"
    return answers


def _choose(registrations, sub_forums):
    """Everyone who may come has chosen a sub-forum, in turn; the last found the first one full."""
    choose(
        (row.pk, sub_forums[row.number % 3].pk)
        for row in registrations
        if row.status in (Registration.Status.CONFIRMED, Registration.Status.PENDING)
        and row.number not in WAIT_FOR_FIRST
    )
    wait_for(
        sub_forums[0].conference,
        [(row.pk, sub_forums[0].pk) for row in registrations if row.number in WAIT_FOR_FIRST],
    )


def _checkpoints(conference, sub_forums):
    arrival, _made = Checkpoint.objects.get_or_create(
        conference=conference, kind=Checkpoint.Kind.ARRIVAL
    )
    doors = [
        Checkpoint.objects.get_or_create(
            conference=conference,
            kind=Checkpoint.Kind.SESSION,
            session=session,
            defaults={"position": position},
        )[0]
        for position, session in enumerate(sub_forums, start=1)
    ]
    return arrival, doors


def _scan(conference, at, chance, registrations, sub_forums):
    arrival, doors = _checkpoints(conference, sub_forums)
    log = _Log(conference, at)
    by_number = {row.number: row for row in registrations}
    confirmed = [row for row in registrations if row.status == Registration.Status.CONFIRMED]
    walk_ins = [by_number[n] for n in WALK_INS]
    others = [row for row in confirmed if row.number not in (*WALK_INS, *WAIT_FOR_FIRST)]
    come = chance.sample(others, ADMITTED - len(walk_ins)) + walk_ins
    chance.shuffle(come)
    opens = log.window(_local(conference, 0, "07:50"), minutes=75, before_at=40)
    for position, row in enumerate(come):
        # Few at first, then a crowd shortly before the opening.
        minutes = 75 * ((position + chance.random()) / len(come)) ** 0.6
        log.admit(arrival, row, opens + timedelta(minutes=minutes), STATIONS[position % 3])
    for row in walk_ins:
        row.registered_at = log.admitted[arrival.pk, row.pk].scanned_at
    update_rows(walk_ins, "registered_at")
    undone = chance.sample([row for row in come if row not in walk_ins], UNDONE)
    stay = [row for row in come if row not in undone]
    for row in undone:
        log.undo(arrival, row, timedelta(minutes=3))
    for row in chance.sample(stay, AGAIN):
        log.again(arrival, row, timedelta(minutes=chance.randrange(4, 15)))
    late = opens + timedelta(minutes=70)
    for minutes, row, reason in (
        (0, None, CheckIn.Reason.UNKNOWN_CODE),
        (2, by_number[191], CheckIn.Reason.CANCELLED),
        (5, by_number[181], CheckIn.Reason.NOT_CONFIRMED),
    ):
        log.refuse(arrival, row, late + timedelta(minutes=minutes), STATIONS[0], reason)
    opens = log.window(_local(conference, 0, "13:15"), minutes=25, before_at=2)
    for place, door in enumerate(doors):
        chosen = [row for row in stay if row.number % 3 == place]
        for row in sorted(chosen, key=lambda r: r.number)[:IN_EACH_SUB_FORUM]:
            moment = opens + timedelta(minutes=chance.uniform(0, 25))
            log.admit(door, row, moment, DOORS[place])
    log.write()


class _Log:
    """Scans in the shape that the desk writes them, kept until all are known."""

    def __init__(self, conference, at):
        self.conference, self.at = conference, at
        self.by = account("desk")
        self.scans, self.admitted = [], {}

    def window(self, opens, *, minutes, before_at):
        """When a stretch of scans begins: at `opens`, or earlier so that it ends before `at`."""
        latest = self.at - timedelta(minutes=minutes + before_at)
        return min(opens, latest)

    def admit(self, checkpoint, row, moment, station):
        walks_in = row.source == Registration.Source.WALK_IN
        method = CheckIn.Method.CODE if row.number % 3 else CheckIn.Method.SEARCH
        if walks_in and checkpoint.kind == Checkpoint.Kind.ARRIVAL:
            method = CheckIn.Method.WALK_IN
        scan = self._add(checkpoint, row, moment, station, CheckIn.Result.ADMITTED, method=method)
        self.admitted[checkpoint.pk, row.pk] = scan

    def again(self, checkpoint, row, later):
        first = self.admitted[checkpoint.pk, row.pk]
        self._add(checkpoint, row, first.scanned_at + later, STATIONS[2], CheckIn.Result.ALREADY)

    def undo(self, checkpoint, row, later):
        first = self.admitted.pop((checkpoint.pk, row.pk))
        self._add(
            checkpoint,
            row,
            first.scanned_at + later,
            first.station,
            CheckIn.Result.UNDONE,
            method=CheckIn.Method.SEARCH,
        )

    def refuse(self, checkpoint, row, moment, station, reason):
        self._add(checkpoint, row, moment, station, CheckIn.Result.REFUSED, reason=reason)

    def _add(
        self, checkpoint, row, moment, station, result, *, method=CheckIn.Method.CODE, reason=""
    ):
        scan = CheckIn(
            conference=self.conference,
            checkpoint=checkpoint,
            registration=row,
            client_id=f"sample-scan-{len(self.scans) + 1:03}",
            result=result,
            reason=reason,
            scanned_at=moment.replace(microsecond=0),
            received_at=moment.replace(microsecond=0) + timedelta(seconds=1),
            by=self.by,
            station=station,
            method=method,
        )
        self.scans.append(scan)
        return scan

    def write(self):
        self.scans.sort(key=lambda scan: scan.received_at)
        CheckIn.objects.bulk_create(self.scans)
        Admission.objects.bulk_create(
            Admission(
                registration_id=registration,
                checkpoint_id=checkpoint,
                check_in=scan,
                signed_in_at=scan.scanned_at,
            )
            for (checkpoint, registration), scan in self.admitted.items()
        )
