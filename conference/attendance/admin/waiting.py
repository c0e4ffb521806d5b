"""The waiting list: registrations that wait, in the order in which seats are given."""

from django.contrib.admin.views.main import ORDER_VAR, ChangeList

from conference.attendance.models import Registration


def is_waiting_list(request) -> bool:
    return request.GET.get("status__exact") == Registration.Status.WAITLISTED


class WaitingListAdmin:
    """What the list of a model admin is while it shows those who wait."""

    def get_ordering(self, request):
        if is_waiting_list(request):
            return ("conference", "waits_as", "number")
        return super().get_ordering(request)

    def get_list_display(self, request):
        """The place in line and the name first, where a phone shows them."""
        columns = super().get_list_display(request)
        if is_waiting_list(request):
            first = ("state", "who")
            return (*first, *(name for name in columns if name not in first))
        return columns

    def get_changelist(self, request, **kwargs):
        return WaitingList if is_waiting_list(request) else super().get_changelist(request)


class WaitingList(ChangeList):
    def get_ordering_field_columns(self):
        """No column is marked as the one that the list is sorted by, until somebody chooses one."""
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}
