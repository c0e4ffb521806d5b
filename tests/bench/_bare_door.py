"""A bare Django view that does what the door cannot do without: one select, one insert, at once.

On the same server, database and tables as the site, without middleware.
"""

import json

from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone

application = get_wsgi_application()

from conference.attendance.models import CheckIn, Registration  # noqa: E402


def scan(request):
    sent = json.loads(request.body)["scans"][0]
    with transaction.atomic():
        person = Registration.objects.filter(code=sent["code"]).first()
        kept = CheckIn.objects.create(
            conference_id=person.conference_id,
            checkpoint_id=int(request.GET["checkpoint"]),
            registration=person,
            client_id=sent["client_id"],
            result="admitted",
            scanned_at=timezone.now(),
        )
    return JsonResponse({"results": [{"client_id": kept.client_id, "result": kept.result}]})


urlpatterns = [path("scans/", scan)]
