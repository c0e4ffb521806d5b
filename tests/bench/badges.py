"""Badges for 1,000 people: CPU of the whole print, and of making their QR codes, beside it."""

import os
import random
import resource
import time
from datetime import UTC, datetime

PEOPLE = 1_000
LIMIT = 2.0  # seconds of CPU beside the QR codes
FAMILIES, GIVEN = "王李张刘陈杨赵黄周吴徐孙", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明"
LATIN = ["Wang", "Li", "Ouyang", "Shangguan", "Zhang"]


def main(*options):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from conference.attendance.badges.sizes import BADGES

    broken = []
    for name, size in BADGES.items():
        rounds = [spent(size) for _round in range(1 if "--quick" in options else 3)]
        # Other work on the machine can only add.
        codes, rest = (min(part) for part in zip(*rounds, strict=True))
        print(f"{name:>6}: {rest:4.2f} s beside {codes:4.2f} s for the QR codes", flush=True)
        if rest > LIMIT:
            broken.append(f"badges {name} take {rest:.2f} s of CPU, allowed are {LIMIT}")
    return broken


def spent(size):
    """(CPU seconds of the codes, of the print without making them)."""
    from conference.attendance.badges.drawing import badges
    from conference.qr import qr_picture

    cards = people()
    begin = time.process_time()
    for card in cards:
        qr_picture(card.code)
    codes = time.process_time() - begin
    begin = used()
    badges(cards, head=("示例研讨会", "Sample Symposium"), size=size, sheet=size.alone, at=now())
    return codes, used() - begin - codes


def now():
    return datetime.now(UTC)


def used():
    return sum(
        part.ru_utime + part.ru_stime
        for part in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def people():
    """Each with a name of its own: the engine keeps what it has laid out once."""
    from conference.attendance.badges.drawing import Badge
    from conference.codes import badge_code

    dice = random.Random(1)
    return [
        Badge(
            names=(
                dice.choice(FAMILIES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2)))),
                f"{dice.choice(LATIN)} {''.join(dice.choices('aeiouns', k=7)).capitalize()}",
            ),
            about=(f"示例大学{n % 200}", f"Sample University {n % 200}"),
            category="代表 Delegate",
            color="#1f6b4a",
            code=badge_code(),
        )
        for n in range(PEOPLE)
    ]
