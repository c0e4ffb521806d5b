"""The worker's part: what is due leaves, one letter after another, each by a connection of its own.

What a server says decides: a clear refusal for now waits longer each time, one for good has failed,
and silence after the letter was handed over is unclear. Never sent twice by itself: `leases`.
"""

import logging
import smtplib
from threading import Event
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import DatabaseError
from django.utils.translation import gettext_noop, override

from conference.letters import leases, mail, sms
from conference.letters.models import Letter
from conference.letters.occasions import Occasion, occasions
from conference.letters.writing import NO_ADDRESS, NO_MAIL, NO_SMS

AT_ONCE = 20  # letters between two looks at other work

# Why a letter did not leave; each is said in the language of whoever looks.
GONE = gettext_noop("What it is about is no longer there.")
OURS = gettext_noop("It could not be made, by an error of the site.")
AWAY = gettext_noop("The mail server cannot be reached.")
REFUSES_US = gettext_noop("The mail server refuses this site:")
REFUSED = gettext_noop("The mail server refuses it:")
NO_NUMBER = gettext_noop("The gateway refuses this number.")
NO_GATEWAY = gettext_noop("The gateway cannot be reached.")

logger = logging.getLogger(__name__)


def send_what_is_due(stopping: Event) -> bool | None:
    """Send some of what is due; True where there was any. One query when there is none."""
    has_sent = None
    for _turn in range(AT_ONCE):
        if stopping.is_set() or (letter := leases.take()) is None:
            break
        with override(letter.language):
            send(letter)
        has_sent = True
    return has_sent


def send(letter: Letter) -> None:
    """See one leased letter through, to whichever state it comes."""
    if letter.means == Letter.Means.MAIL and not mail.is_address(letter.to_address):
        leases.failed(letter, NO_ADDRESS)
        return
    if letter.means == Letter.Means.MAIL and not mail.is_configured():
        leases.hold_back(letter, NO_MAIL)  # it would lie in a file, and count as sent
        return
    rule = occasions()[letter.occasion]
    try:
        row = rule.about(letter.about) if letter.about else None
        why = rule.still(row) if row is not None else ""
        made = None
        if not why and (row is not None or not letter.about):
            made = _made(letter, rule, row)
    except DatabaseError:
        raise  # away: nothing left, and the lease will expire
    except Exception:
        logger.exception("letters: %s could not be made", letter.occasion)
        leases.failed(letter, OURS)
        return
    if why:
        leases.hold_back(letter, why)
    elif made is None:
        leases.failed(letter, GONE)
    elif isinstance(made, str):
        _by_sms(letter, made)
    else:
        _by_mail(letter, made)


def _made(letter: Letter, rule: Occasion, row: Any) -> str | EmailMultiAlternatives:
    if letter.means == Letter.Means.SMS:
        return mail.whole_text(letter, rule, row)
    return mail.message(letter, rule, row)


def _by_mail(letter: Letter, message: EmailMultiAlternatives) -> None:
    server = get_connection()
    try:
        server.open()
    except smtplib.SMTPResponseException as error:
        leases.later(letter, REFUSES_US, _plain(error.smtp_code, error.smtp_error))
        return
    except (OSError, smtplib.SMTPException):
        leases.later(letter, AWAY)
        return
    try:
        _hand_over(letter, server, message)
    finally:
        _close(server)


def _hand_over(letter: Letter, server: Any, message: EmailMultiAlternatives) -> None:
    if not leases.hand_over(letter):
        return  # another worker took it over
    try:
        server.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        _refused(letter, code, words)
    except smtplib.SMTPResponseException as error:
        _refused(letter, error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException):
        leases.unclear(letter)
    except Exception:
        # Before anything left: something in it that no mail can have.
        logger.exception("letters: %s could not be written as mail", letter.occasion)
        leases.failed(letter, OURS)
    else:
        leases.sent(letter)


def _close(server: Any) -> None:
    try:
        server.close()
    except (OSError, smtplib.SMTPException):
        logger.info("letters: the mail server broke the connection off")


def _refused(letter: Letter, code: int, words: bytes | str) -> None:
    change = leases.later if 400 <= code < 500 else leases.failed
    change(letter, REFUSED, _plain(code, words))


def _plain(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(text.split())[:200]}"


def _by_sms(letter: Letter, text: str) -> None:
    if not sms.is_configured():
        leases.hold_back(letter, NO_SMS)
        return
    if not leases.hand_over(letter):
        return
    try:
        sms.send(letter.to_address, text)
    except sms.Refused:
        leases.failed(letter, NO_NUMBER)
    except sms.Later:
        leases.later(letter, NO_GATEWAY)
    except sms.Unclear:
        leases.unclear(letter)
    else:
        leases.sent(letter)
