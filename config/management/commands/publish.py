"""Publish a conference's draft from the command line."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.bilingual import Text, in_its_language
from conference.controls import without_controls
from conference.models import Conference
from conference.program.release.publishing import PublishRefused, publish
from config.management import refusal
from config.management.refusal import Refused

LONGEST_NOTE = 500


class Command(refusal.Command):
    help = gettext_lazy("Publish the draft of a conference as its next release.")

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument("--note", default="", help=_("what is new, for the public list"))
        parser.add_argument("--note-zh", default="", help=_("the same in Chinese"))
        parser.add_argument("--note-en", default="", help=_("the same in English"))
        parser.add_argument("--by", metavar="USER", help=_("the account that publishes"))

    def handle(self, *, slug, note, note_zh, note_en, by, **options):
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            raise Refused(_("There is no conference “%(name)s”.") % {"name": slug})
        # A plain note is in the language it is written in; the other one may stand beside it.
        note = in_its_language(note)
        note = Text(note_zh or note.zh, note_en or note.en)
        try:
            note = Text(without_controls(note.zh), without_controls(note.en))
        except ValidationError as error:
            raise Refused(error.messages[0]) from None
        if max(len(note.zh), len(note.en)) > LONGEST_NOTE:
            raise Refused(_("The note is longer than 500 characters. Shorten it."))
        user = None
        if by and (user := get_user_model().objects.filter(username=by).first()) is None:
            raise Refused(_("There is no account “%(name)s”.") % {"name": by})
        try:
            release = publish(conference, by=user, note=note)
        except PublishRefused as refusal:
            lines = [str(refusal.message), *(f"- {clash.message}" for clash in refusal.clashes)]
            raise Refused("\n".join(lines)) from None
        count = len(release.changes)
        changes = ngettext("%(count)d change", "%(count)d changes", count) % {"count": count}
        self.stdout.write(
            _("Release %(number)d of %(slug)s is public (%(changes)s).")
            % {"number": release.number, "slug": slug, "changes": changes}
        )
