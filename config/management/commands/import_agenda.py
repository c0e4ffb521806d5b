"""Enter the agenda or the guest list of an office: Excel, Word, CSV, a saved page."""

import json
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.program.entering import Decisions, enter_office
from conference.program.importing.plan import HEADINGS
from conference.program.office import MAX_BYTES, ImportRefused, read_office_file
from conference.program.office.answer import as_json, as_lines
from conference.wording.labels import listed
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Enter an office's agenda or guest list (.xlsx, .docx, .csv, a saved paste as .html, .tsv "
        "or .txt) into the draft of a conference. While a question is open nothing is saved."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--sheet", metavar="NAME", help=_("one sheet of the workbook alone"))
        parser.add_argument("--dry-run", action="store_true", help=_("print alone, save nothing"))
        parser.add_argument(
            "--create", action="store_true", help=_("make the conference if there is none")
        )
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help=_("for people or programs")
        )
        parser.add_argument(
            "--answer",
            metavar="KEY=VALUE",
            action="append",
            default=[],
            help=_("the answer to a question; its key and the values stand beside it"),
        )
        parser.add_argument(
            "--accept",
            action="store_true",
            help=_("where it is asked, take it as it is read"),
        )
        parser.add_argument(
            "--only-sure",
            action="store_true",
            help=_("save although questions are open, and leave out what they are about"),
        )
        parser.add_argument(
            "--registrations",
            action="store_true",
            help=_("put the people of a guest list onto the list of registrations too"),
        )
        parser.add_argument(
            "--participants",
            choices=["all", "speakers"],
            default="all",
            help=_("who of a guest list takes part in the program"),
        )
        parser.add_argument(
            "--show-guests",
            action="store_true",
            help=_("show the guests without a talk among the participants too"),
        )

    def handle(self, *, slug, file, sheet, dry_run, create, format, **options):
        try:
            reading = read_office_file(self.bytes_of(file), file.name, sheet=sheet or "")
            plan = enter_office(
                reading,
                slug,
                create=create,
                dry_run=dry_run,
                decisions=self.decisions(**options),
            )
        except ImportRefused as refusal:
            raise Refused(str(refusal)) from None
        if format == "json":
            answer = as_json(reading) if dry_run else self.as_json(plan)
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            self.tell(plan, dry_run=dry_run)
        if not dry_run and not plan.may_be_written:
            for line in self.questions(plan.open_asks):
                self.stderr.write(line)
            raise Refused(
                ngettext(
                    "Nothing was saved: %(n)d question is open. Answer it with --answer "
                    "KEY=VALUE, take what the file is read as with --accept, or save only what "
                    "is sure with --only-sure.",
                    "Nothing was saved: %(n)d questions are open. Answer them with --answer "
                    "KEY=VALUE, take what the file is read as with --accept, or save only what "
                    "is sure with --only-sure.",
                    len(plan.open_asks),
                )
                % {"n": len(plan.open_asks)}
            )

    def decisions(
        self, *, answer, accept, only_sure, registrations, participants, show_guests, **_more
    ):
        answers = dict(given.partition("=")[::2] for given in answer)
        return Decisions(
            answers,
            accept=accept,
            only_sure=only_sure,
            registrations=registrations,
            participants=participants,
            show_guests=show_guests,
        )

    def bytes_of(self, path):
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise Refused(
                _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": error.strerror}
            ) from None

    # --- for people -----------------------------------------------------------------------------

    def tell(self, plan, *, dry_run):
        if dry_run:
            for line in as_lines(plan.reading):
                self.stdout.write(line)
            self.stdout.write("")
            if plan.open_asks:
                self.stdout.write(_("To be settled:"))
                for line in self.questions(plan.open_asks):
                    self.stdout.write(line)
                self.stdout.write("")
        elif not plan.may_be_written:
            return
        for subject, counts in plan.told_counts().items():
            self.stdout.write(f"{HEADINGS[subject]}: {listed(text for _kind, text in counts)}")
        for line in self.beside(plan):
            self.stdout.write(line)
        if plan.changes_nothing:
            self.stdout.write(
                _("The draft of “%(slug)s” is the same already.") % {"slug": plan.conference.slug}
            )
        elif dry_run:
            self.stdout.write(_("Nothing was saved (dry run)."))
        else:
            self.stdout.write(
                _("Saved in the draft of “%(slug)s”. Publish it when it is ready.")
                % {"slug": plan.conference.slug}
            )

    def questions(self, asks):
        for ask in asks:
            yield f"- {ask.where} [{ask.key}]"
            for option in ask.options:
                detail = f" ({option.detail})" if option.detail else ""
                yield f"    {option.value} = {option.label}{detail}"

    def beside(self, plan):
        for note in plan.notes:
            yield _("Note: %(note)s") % {"note": note}
        for kept in plan.kept:
            yield _("Changed here since and left alone: %(what)s, %(label)s: %(here)s") % {
                "what": kept.what,
                "label": kept.label,
                "here": kept.here,
            }
        for session in plan.gone:
            yield _("No longer in the file, and still in the draft: %(session)s") % {
                "session": session
            }
        for row in plan.not_registered:
            yield _("Not registered anew: %(name)s, %(reason)s (%(cell)s)") % {
                "name": row.read.name,
                "reason": row.why,
                "cell": row.read.address,
            }
        for left in plan.not_entered:
            yield _("Does not enter the draft: %(text)s, %(reason)s (%(cell)s)") % {
                "text": left.text,
                "reason": left.reason,
                "cell": left.address,
            }
        for left in plan.left_out:
            yield _("Stays open: %(text)s, %(reason)s (%(cell)s)") % {
                "text": left.text,
                "reason": left.reason,
                "cell": left.address,
            }
        for clash in plan.clashes:
            if clash.is_error:
                yield _("Clash: %(message)s") % {"message": clash.message}

    # --- for programs ---------------------------------------------------------------------------

    def as_json(self, plan):
        return {
            "saved": plan.may_be_written,
            "counts": {subject: dict(counts) for subject, counts in plan.counts.items()},
            "open": [
                {
                    "key": ask.key,
                    "text": ask.text,
                    "address": ask.address,
                    "options": {option.value: option.label for option in ask.options},
                }
                for ask in plan.open_asks
            ],
            "gone": [session.code for session in plan.gone],
            "kept": [[kept.what, kept.label, kept.here, kept.file] for kept in plan.kept],
        }
