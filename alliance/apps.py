from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllianceConfig(AppConfig):
    name = "alliance"
    verbose_name = _("Alliances and members")

    def ready(self):
        from alliance.careers import in_alliances
        from alliance.member_lists import alliances_of_members, registrations_of_members
        from alliance.permissions import is_secretary
        from alliance.units import members_as_units
        from conference.attendance.lists.counts import ALLIANCES
        from conference.attendance.lists.scopes import LIST_READERS
        from conference.attendance.units.members import MEMBERS
        from conference.people.careers import ROLES
        from conference.permissions import DIRECTORY_USERS

        ALLIANCES.join(alliances_of_members)
        MEMBERS.join(members_as_units)
        ROLES.join(in_alliances)
        DIRECTORY_USERS.join(is_secretary)
        LIST_READERS.join(registrations_of_members)
