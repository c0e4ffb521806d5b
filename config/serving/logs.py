"""Logs for machines: one JSON object a line on standard error, without personal data.

Left out or masked: query strings, personal links, addresses of mail and of clients, phone numbers,
names of accounts, and the texts of errors that may quote what somebody typed.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.urls import NoReverseMatch

from config.serving import trouble

# A link that opens something for whoever holds it: registration, invitation, password reset, who
# wants no more letters.
PERSONAL_LINK = re.compile(
    r"(?P<kept>/(?:r|u|i|station|invitations?|invite|join|reset|letters/stop)/)[^\s?#\"']+"
)
QUERY = re.compile(r"(?P<path>/[^\s?\"']*)\?[^\s\"']*")
SCRUBBED = (
    (re.compile(r"[^\s<>@\"'(]+@[^\s<>@\"')]+\.[^\s<>@\"')]+"), "[e-mail]"),
    (re.compile(r"\b(?!127\.0\.0\.1|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}\b"), "[address]"),
    (re.compile(r"\+?\d(?:[ \-()]?\d){6,}"), "[number]"),
)
# Errors whose text is about code, never about what somebody typed. Of a database's
# answer only the first line: the next ones quote the row.
ABOUT_CODE = (
    AttributeError,
    DatabaseError,
    ImportError,
    ImproperlyConfigured,
    NameError,
    NoReverseMatch,
    OSError,
    RecursionError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    TypeError,
)
# What such a text may quote of it all the same: arguments of an address, a value or the name of a
# file that somebody chose.
QUOTED = (
    (re.compile(r"with (keyword )?arguments '.*' not found"), r"with \1arguments *** not found"),
    (re.compile(r"(invalid input (?:syntax|value)[^:]*): .*"), r"\1: ***"),
    (re.compile(r"value \".*\" is out of range"), "value *** is out of range"),
    (re.compile(r"(\[Errno \d+\] [^:]+: '(?:[^']*/)?)[^'/]+'"), r"\1***'"),
)
MAX_TEXT = 500


def without_secrets(path: str) -> str:
    """A path (or text holding some) without query strings and personal links."""
    return PERSONAL_LINK.sub(r"\g<kept>***", QUERY.sub(r"\g<path>", path))


def scrubbed(text: str) -> str:
    text = without_secrets(text)
    for pattern, mark in SCRUBBED:
        text = pattern.sub(mark, text)
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…"


def described(error: BaseException) -> dict:
    """Where and what went wrong: type, place in the code, and the text where that is safe."""
    frames = traceback.extract_tb(error.__traceback__)
    found = {"type": type(error).__name__}
    if isinstance(error, ABOUT_CODE):
        text = str(error).partition("\n")[0]
        for pattern, kept in QUOTED:
            text = pattern.sub(kept, text)
        found["text"] = scrubbed(text)
    found["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    if error.__cause__ is not None:
        found["cause"] = described(error.__cause__)
    return found


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; `extra={"facts": {...}}` adds keys of its own."""

    def format(self, record):
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrubbed(record.getMessage()),
        }
        request = getattr(record, "request", None)
        if hasattr(request, "path"):
            line["method"] = request.method
            line["path"] = without_secrets(request.path)
        if hasattr(record, "status_code"):
            line["status"] = record.status_code
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = described(record.exc_info[1])
            if reason := trouble.of_error(record.exc_info[1]):
                line["reason"] = trouble.in_english(reason)
        return json.dumps(line, ensure_ascii=False, default=str)
