"""Load the demo, or remove its samples."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference
from config.demo.accounts import FILE_NAME, load_accounts
from config.demo.founding import load_alliance, load_founding_event
from config.demo.removing import remove_sample
from config.demo.sample import load_sample
from config.management import refusal


class Command(refusal.Command):
    help = gettext_lazy(
        "Load the founding event, its alliance, a sample symposium and the demo accounts. "
        "What is there already stays as it is."
    )

    def add_arguments(self, parser):
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--remove-samples",
            action="store_true",
            help=_("remove the sample symposium with its people, registrations and scans"),
        )
        choice.add_argument(
            "--if-empty",
            action="store_true",
            help=_("do nothing when there is a conference or an account"),
        )

    def handle(self, *, remove_samples, if_empty, **options):
        if remove_samples:
            self.remove()
        elif not if_empty or is_empty():
            self.load()

    def load(self):
        names, password = load_accounts()
        for what, load in (
            (_("The founding event"), load_founding_event),
            (_("Its alliance"), load_alliance),
            (_("The sample symposium"), load_sample),
        ):
            told = _("%(what)s was loaded.") if load() else _("%(what)s is there already.")
            self.stdout.write(told % {"what": what})
        if not names:
            self.stdout.write(_("The accounts are there already."))
        elif settings.DEMO_PASSWORD:
            self.stdout.write(
                _("Accounts with DEMO_PASSWORD: %(names)s.") % {"names": ", ".join(names)}
            )
        else:
            self.stdout.write(
                _("Accounts: %(names)s. Their password is %(password)s (kept in %(file)s).")
                % {
                    "names": ", ".join(names),
                    "password": password,
                    "file": settings.DATA_DIR / FILE_NAME,
                }
            )

    def remove(self):
        removed = remove_sample()
        if not removed:
            self.stdout.write(_("There are no samples."))
        for sentence in removed:
            self.stdout.write(sentence)


def is_empty():
    """Nobody has worked here yet: neither a conference nor an account."""
    return not (Conference.objects.exists() or get_user_model().objects.exists())
