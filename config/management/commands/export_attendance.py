"""Write a list of a conference to a file or to standard output."""

from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.attendance.lists.exporting import FORMATS, ExportRefused, check_names, export
from conference.attendance.lists.listing import LISTS
from conference.attendance.lists.scopes import Scope, beside, export_scope
from conference.attendance.lists.wishes import ORDERS, SHEETS, BadWish, from_json
from conference.models import Conference
from conference.program.models import Session
from config.management import refusal
from config.management.output import write_out
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Write a list of a conference (who signed in, the scans ...) as a file; it is logged."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument("--list", default="attendance", choices=list(LISTS), dest="list_name")
        parser.add_argument("--session", metavar="CODE", help=_("of one session only"))
        parser.add_argument("--format", default="xlsx", choices=FORMATS, dest="file_format")
        parser.add_argument("--language", default="zh-hans", choices=["zh-hans", "en"])
        parser.add_argument("--day", metavar="YYYY-MM-DD", help=_("of one day only"))
        parser.add_argument("--order", choices=list(ORDERS), default="name")
        parser.add_argument(
            "--sheets", choices=list(SHEETS), help=_("XLSX: a sheet for each day or sub-forum")
        )
        parser.add_argument("--columns", metavar="KEYS", help=_("only these, with commas"))
        parser.add_argument(
            "--with",
            metavar="SLUG",
            action="append",
            dest="others",
            help=_("one more conference, for organizations over several"),
        )
        parser.add_argument("--unmasked", action="store_true", help=_("full phone and e-mail"))
        parser.add_argument(
            "--by", metavar="USER", help=_("the account the export is logged under")
        )
        parser.add_argument("--output", metavar="FILE", help=_("default: standard output"))

    def handle(self, *, slug, list_name, session, file_format, language, output, **options):
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            raise Refused(_("There is no conference “%(name)s”.") % {"name": slug})
        user, scope = self.scope(conference, options["by"], unmasked=options["unmasked"])
        if session is not None:
            session = self.session(conference, session)
        try:
            check_names(list_name, file_format)
            wish = self.wish(options)
            scope = beside(scope, user, wish.others, but=conference)
            with translation.override(language):
                done = export(
                    conference,
                    list_name,
                    file_format,
                    scope=scope,
                    session=session,
                    wish=wish,
                    by=user,
                    via="command",
                )
        except BadWish:
            raise Refused(
                _("The list “%(name)s” cannot be made so: it has no such day, order or columns.")
                % {"name": list_name}
            ) from None
        except Conference.DoesNotExist:
            message = _("There is no such conference to compare with, or not for this account.")
            raise Refused(message) from None
        except ExportRefused as refusal:
            raise Refused(refusal.message) from None
        with done.file:
            write_out(done.file, output)
        people = ", ".join(done.missing)
        if people:
            self.stderr.write(
                _("Printed with 〓 for a character the font lacks: %(people)s.")
                % {"people": people}
            )
        if output:
            self.stdout.write(
                ngettext("%(file)s: %(count)d row.", "%(file)s: %(count)d rows.", done.rows)
                % {"file": output, "count": done.rows}
            )

    def wish(self, options):
        if "" in (options["day"], options["columns"]):
            raise BadWish
        asked = {"day": options["day"] or "", "order": options["order"]}
        asked |= {"sheets": options["sheets"] or "", "others": options["others"] or ()}
        return from_json(asked | {"columns": (options["columns"] or "").split(",")})

    def scope(self, conference, name, *, unmasked):
        """Whose export this is, and how much of it they may have."""
        if not name:
            return None, Scope(unmasked=unmasked)
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise Refused(_("There is no account “%(name)s”.") % {"name": name})
        scope = export_scope(user, conference)
        if scope is None:
            raise Refused(
                _("“%(name)s” has no right to export lists of %(slug)s.")
                % {"name": name, "slug": conference.slug}
            )
        if unmasked and not scope.unmasked:
            raise Refused(
                _("“%(name)s” may not see full phone numbers and e-mail addresses.")
                % {"name": name}
            )
        return user, Scope(rows=scope.rows, unmasked=unmasked)

    def session(self, conference, code):
        found = (
            Session.objects.filter(conference=conference, code=code.upper())
            .select_related("room", "parent__room")
            .first()
        )
        if found is None:
            raise Refused(
                _("There is no session “%(code)s” in %(slug)s.")
                % {"code": code, "slug": conference.slug}
            )
        return found
