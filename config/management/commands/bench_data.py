"""Make a large published conference to measure with."""

import argparse

from django.core.exceptions import ValidationError

from conference.models import Conference
from config.demo.bench import MOST_DAYS, ROOMS, load_bench, most_sessions
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = "Make a large published conference to measure with; the same rows each time."

    def add_arguments(self, parser):
        parser.add_argument("--slug", default="bench", help="its short address")
        parser.add_argument("--sessions", type=count(1), default=600)
        parser.add_argument("--speakers", type=count(1), default=500)
        parser.add_argument("--attendees", type=count(0), default=5000)

    def handle(self, *, slug, sessions, speakers, attendees, **options):
        try:
            Conference._meta.get_field("slug").clean(slug, None)
        except ValidationError as error:
            raise Refused(f"“{slug}” is no short address. {error.messages[-1]}") from None
        if Conference.objects.filter(slug=slug).exists():
            raise Refused(f"There is a conference “{slug}” already. Choose another --slug.")
        if sessions > most_sessions(speakers):
            raise Refused(
                f"{sessions} sessions do not fit {speakers} speakers, {ROOMS} rooms and "
                f"{MOST_DAYS} days: at most {most_sessions(speakers)}."
            )
        load_bench(slug, sessions=sessions, speakers=speakers, attendees=attendees)
        self.stdout.write(
            f"Conference “{slug}” is public: {sessions} sessions, {speakers} speakers, "
            f"{attendees} attendees."
        )


def count(least):
    """The type of a number argument from `least` to a million."""

    def read(text):
        if not (text.isascii() and text.isdigit()) or not least <= int(text[:9]) <= 1_000_000:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to 1000000")
        return int(text)

    return read
