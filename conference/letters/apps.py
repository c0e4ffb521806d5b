from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "conference.letters"
    label = "letters"
    verbose_name = _("Letters and short messages")

    def ready(self) -> None:
        from conference.letters.dated import write_what_is_due
        from conference.letters.leases import sweep
        from conference.letters.sending import send_what_is_due
        from conference.work.worker import CHORES, SWEEPS

        CHORES.join(send_what_is_due)
        SWEEPS.join(sweep)
        SWEEPS.join(write_what_is_due)
