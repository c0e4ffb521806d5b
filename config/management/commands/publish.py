"""Publish a conference's draft from the command line."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from conference.bilingual import Text, in_its_language
from conference.controls import without_controls
from conference.models import Conference
from conference.program.release.publishing import PublishRefused, publish
from config.management import refusal
from config.management.refusal import Refused

LONGEST_NOTE = 500


class Command(refusal.Command):
    help = "Publish the draft of a conference as its next release."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the conference's short address")
        parser.add_argument("--note", default="", help="what is new, for the public list")
        parser.add_argument("--note-zh", default="", help="the same in Chinese")
        parser.add_argument("--note-en", default="", help="the same in English")
        parser.add_argument("--by", metavar="USER", help="the account that publishes")

    def handle(self, *, slug, note, note_zh, note_en, by, **options):
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            raise Refused(f"There is no conference “{slug}”.")
        # A plain note is in the language it is written in; the other one may stand beside it.
        note = in_its_language(note)
        note = Text(note_zh or note.zh, note_en or note.en)
        try:
            note = Text(without_controls(note.zh), without_controls(note.en))
        except ValidationError as error:
            raise Refused(error.messages[0]) from None
        if max(len(note.zh), len(note.en)) > LONGEST_NOTE:
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
