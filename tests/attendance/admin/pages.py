"""Pages of attendance in the admin."""

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint

ADMIN = "/admin/attendance/"
LIST = f"{ADMIN}registration/"


def sign_in(person):
    return check_in(
        person,
        conference=person.conference,
        checkpoint=arrival_checkpoint(person.conference),
        by=None,
        client_id=f"c{person.pk}",
    )
