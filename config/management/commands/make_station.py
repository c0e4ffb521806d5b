"""Make a station, a door without an account, from the command line; prints its link once."""

import argparse
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from conference.attendance.checkpoints import UnknownCheckpoint, find_checkpoint
from conference.attendance.station.links import link_of, make_station
from conference.controls import without_controls
from conference.models import Conference
from config.management import refusal
from config.management.refusal import Refused

MOST_HOURS = 24 * 366


class Command(refusal.Command):
    help = gettext_lazy("Make a station that signs people in without an account; prints its link.")

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument("--name", help=_("what it is called, such as Desk 1"))
        parser.add_argument(
            "--checkpoints",
            metavar="arrival,CODE",
            help=_("where it signs people in; everywhere by default"),
        )
        parser.add_argument(
            "--hours", type=hours_of, default=24, help=_("how long its link works; 24 by default")
        )

    def handle(self, *, slug, name, checkpoints, hours, **options):
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            raise Refused(_("There is no conference “%(name)s”.") % {"name": slug})
        name = pgettext("at the door", "Station") if name is None else name
        tokens = dict.fromkeys(filter(None, map(str.strip, (checkpoints or "").split(","))))
        if checkpoints is not None and not tokens:
            raise Refused(_("Name the checkpoints, such as arrival, or leave the option out."))
        try:
            places = [find_checkpoint(conference, token) for token in tokens]
        except UnknownCheckpoint as unknown:
            raise Refused(str(unknown)) from None
        try:
            _station, token = make_station(
                conference,
                name=without_controls(" ".join(name.split())),
                ends_at=timezone.now() + timedelta(hours=hours),
                checkpoints=places,
            )
        except ValidationError as error:
            raise Refused(error.messages[0]) from None
        self.stdout.write(link_of(token))


def hours_of(text):
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= MOST_HOURS:
        raise argparse.ArgumentTypeError(
            _("A station works for 1 to %(most)d hours, not %(hours)s.")
            % {"most": MOST_HOURS, "hours": text[:20]}
        )
    return int(text)
