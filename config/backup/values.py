"""Values of rows as JSON and back, the same for both databases."""

import json
from base64 import b64decode, b64encode
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import models


def encoded(row: list) -> str:
    return json.dumps(row, ensure_ascii=False, default=_encode, separators=(",", ":"))


def _encode(value):
    if isinstance(value, datetime | date | time):
        return value.isoformat()  # to the microsecond
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    if hasattr(value, "name"):  # a stored file
        return value.name or ""
    raise TypeError(type(value))


def decoded(field: models.Field, value):
    """What the database takes for a value of the file."""
    target = field.target_field if field.is_relation else field
    if isinstance(value, str) and isinstance(target, models.BinaryField):
        return b64decode(value)
    if value is not None and isinstance(target, models.DurationField):
        return timedelta(seconds=value)
    return value if isinstance(target, models.JSONField) else target.to_python(value)
