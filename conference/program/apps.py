from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramConfig(AppConfig):
    name = "conference.program"
    label = "program"
    verbose_name = _("Program")

    def ready(self):
        # Who takes part at conferences is not known to the directory, which merges its rows.
        from conference.people.careers import ROLES
        from conference.people.merging import MERGING
        from conference.program.draft.careers import at_conferences
        from conference.program.draft.merging import participations_merged
        from conference.program.papers import in_background
        from conference.work.kinds import KINDS

        ROLES.join(at_conferences)
        MERGING.join(participations_merged)
        KINDS.join(in_background.kind)
