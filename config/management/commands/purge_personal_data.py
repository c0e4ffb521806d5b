"""Take the data of everybody who registered out of a conference; counts and who came stay."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.attendance.privacy import sensitive as sensitives
from conference.attendance.privacy.purging import may_begin_on, purge, what_is_kept
from conference.attendance.privacy.told import told
from conference.models import Conference
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Erase the personal data of everybody who registered for a conference: names, contacts, "
        "answers, letters, histories. How many came when and where stays."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("say what would be erased, write nothing")
        )
        parser.add_argument(
            "--sensitive",
            action="store_true",
            help=_("only the answers about diet and health, from the day after the conference on"),
        )
        parser.add_argument(
            "--now", action="store_true", help=_("also before the data are due to be erased")
        )

    def handle(self, *, slug, dry_run, now, sensitive, **options):
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            raise Refused(_("There is no conference “%(name)s”.") % {"name": slug})
        at = timezone.now()
        first = (sensitives.may_begin_on if sensitive else may_begin_on)(conference)
        if not (now or dry_run) and conference.day_of(at) < first:
            raise Refused(
                _(
                    "The data of %(slug)s are kept until %(day)s: nothing was erased. "
                    "To erase them before, add --now."
                )
                % {"slug": slug, "day": first.isoformat()}
            )
        if sensitive:
            self.forget_sensitive(conference, at, dry_run=dry_run)
            return
        found = what_is_kept(conference) if dry_run else purge(conference, at=at)
        if not found:
            self.stdout.write(_("Nothing is left to erase at %(slug)s.") % {"slug": slug})
            return
        said = _("Would be erased at %(slug)s:") if dry_run else _("Erased at %(slug)s:")
        self.stdout.write(said % {"slug": slug})
        for line in told(found):
            self.stdout.write(f"- {line}")

    def forget_sensitive(self, conference, at, *, dry_run):
        if dry_run:
            people = sensitives.with_sensitive(conference).count()
        else:
            people = sensitives.forget_sensitive(conference, at=at)
        if not people:
            self.stdout.write(
                _("Nothing is left to erase at %(slug)s.") % {"slug": conference.slug}
            )
            return
        said = _("Would be erased at %(slug)s:") if dry_run else _("Erased at %(slug)s:")
        self.stdout.write(said % {"slug": conference.slug})
        line = ngettext(
            "%(n)d person: answers about diet and health",
            "%(n)d people: answers about diet and health",
            people,
        )
        self.stdout.write(f"- {line % {'n': people}}")
