"""Load the demo, or remove its samples."""

from django.conf import settings
from django.contrib.auth import get_user_model

from conference.models import Conference
from config.demo.accounts import FILE_NAME, load_accounts
from config.demo.founding import load_alliance, load_founding_event
from config.demo.removing import remove_sample
from config.demo.sample import load_sample
from config.management import refusal


class Command(refusal.Command):
    help = (
        "Load the founding event, its alliance, a sample symposium and the demo accounts. "
        "What is there already stays as it is."
    )

    def add_arguments(self, parser):
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--remove-samples",
            action="store_true",
            help="remove the sample symposium with its people, registrations and scans",
        )
        choice.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing when there is a conference or an account",
        )

    def handle(self, *, remove_samples, if_empty, **options):
        if remove_samples:
            self.remove()
        elif not if_empty or is_empty():
            self.load()

    def load(self):
        names, password = load_accounts()
        for what, load in (
            ("The founding event", load_founding_event),
            ("Its alliance", load_alliance),
            ("The sample symposium", load_sample),
        ):
            loaded = load()
            self.stdout.write(f"{what} {'was loaded' if loaded else 'is there already'}.")
        if not names:
            self.stdout.write("The accounts are there already.")
        elif settings.DEMO_PASSWORD:
            self.stdout.write(f"Accounts with DEMO_PASSWORD: {', '.join(names)}.")
        else:
            self.stdout.write(
                f"Accounts: {', '.join(names)}. Their password is {password} "
                f"(kept in {settings.DATA_DIR / FILE_NAME})."
            )

    def remove(self):
        removed = remove_sample()
        if not removed:
            self.stdout.write("There are no samples.")
        for sentence in removed:
            self.stdout.write(sentence)


def is_empty():
    """Nobody has worked here yet: neither a conference nor an account."""
    return not (Conference.objects.exists() or get_user_model().objects.exists())
