"""A station's link: made, shown once, taken back."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from conference.attendance.checkpoints import stored
from conference.attendance.models import Checkpoint, Station
from conference.models import Conference


@sensitive_variables("token")
def link_of(token: str) -> str:
    """The whole address, in the active language. Shown once: only a hash of it is kept."""
    return f"{settings.PUBLIC_URL}{reverse('attendance:station', args=[token])}"


@sensitive_variables("token")
def make_station(
    conference: Conference,
    *,
    name: str,
    ends_at: datetime,
    checkpoints: Iterable[Checkpoint] = (),
    by: User | None = None,
) -> tuple[Station, str]:
    """(the station, its token). Raises ValidationError for what cannot be."""
    station = Station(conference=conference, name=name, ends_at=ends_at, made_by=by)
    token = station.renew_token()
    station.full_clean()
    with transaction.atomic():
        station.save()
        station.checkpoints.set([stored(checkpoint) for checkpoint in checkpoints])
    return station, token


def revoke(stations: Iterable[Station], *, at: datetime | None = None) -> int:
    """Take the links back at once; how many worked until now. One query."""
    rows = Station.objects.filter(pk__in=[station.pk for station in stations])
    return rows.filter(revoked_at__isnull=True).update(revoked_at=at or timezone.now())
