"""Make a large published conference to measure with."""

import argparse

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference
from config.demo.bench import MOST_DAYS, ROOMS, load_bench, most_sessions
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Make a large published conference to measure with; the same rows each time."
    )

    def add_arguments(self, parser):
        parser.add_argument("--slug", default="bench", help=_("its short address"))
        parser.add_argument("--sessions", type=count(1), default=600)
        parser.add_argument("--speakers", type=count(1), default=500)
        parser.add_argument("--attendees", type=count(0), default=5000)

    def handle(self, *, slug, sessions, speakers, attendees, **options):
        try:
            Conference._meta.get_field("slug").clean(slug, None)
        except ValidationError as error:
            raise Refused(
                _("“%(slug)s” is no short address. %(reason)s")
                % {"slug": slug, "reason": error.messages[-1]}
            ) from None
        if Conference.objects.filter(slug=slug).exists():
            raise Refused(
                _("There is a conference “%(slug)s” already. Choose another --slug.")
                % {"slug": slug}
            )
        if sessions > most_sessions(speakers):
            raise Refused(
                _(
                    "%(sessions)d sessions do not fit %(speakers)d speakers, %(rooms)d rooms and "
                    "%(days)d days: at most %(most)d."
                )
                % {
                    "sessions": sessions,
                    "speakers": speakers,
                    "rooms": ROOMS,
                    "days": MOST_DAYS,
                    "most": most_sessions(speakers),
                }
            )
        load_bench(slug, sessions=sessions, speakers=speakers, attendees=attendees)
        self.stdout.write(
            _(
                "Conference “%(slug)s” is public: %(sessions)d sessions, %(speakers)d speakers, "
                "%(attendees)d attendees."
            )
            % {
                "slug": slug,
                "sessions": sessions,
                "speakers": speakers,
                "attendees": attendees,
            }
        )


def count(least):
    """The type of a number argument from `least` to a million."""

    def read(text):
        if not (text.isascii() and text.isdigit()) or not least <= int(text[:9]) <= 1_000_000:
            raise argparse.ArgumentTypeError(
                _("%(text)r is not a number from %(least)d to 1000000")
                % {"text": text, "least": least}
            )
        return int(text)

    return read
