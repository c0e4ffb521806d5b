"""Publish a conference's draft from the command line."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from conference.models import Conference
from conference.program.publishing import PublishRefused, publish
from config.refusal import Refused


class Command(BaseCommand):
    help = "Publish the draft of a conference as its next release."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the conference's short address")
        parser.add_argument("--note", default="", help="what is new, for the public list")
        parser.add_argument("--by", metavar="USER", help="the account that publishes")

    def handle(self, *, slug, note, by, **options):
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            raise Refused(f"There is no conference “{slug}”.")
        if len(note) > 500:
            raise Refused("The note is longer than 500 characters. Shorten it.")
        user = None
        if by and (user := get_user_model().objects.filter(username=by).first()) is None:
            raise Refused(f"There is no account “{by}”.")
        try:
            release = publish(conference, by=user, note=note)
        except PublishRefused as refusal:
            lines = [str(refusal.message), *(f"- {clash.message}" for clash in refusal.clashes)]
            raise Refused("\n".join(lines)) from None
        count = len(release.changes)
        changes = "1 change" if count == 1 else f"{count} changes"
        self.stdout.write(f"Release {release.number} of {slug} is public ({changes}).")
