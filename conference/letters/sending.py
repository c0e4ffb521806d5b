"""The worker's part: what is due leaves, one letter after another, each by a connection of its own.

What a server says decides: a clear refusal for now waits longer each time, one for good has failed,
and silence after the letter was handed over is unclear. Never sent twice by itself: `leases`.
"""

import logging
import smtplib
from threading import Event

from django.core.mail import get_connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.letters import leases, mail, sms
from conference.letters.models import Letter
from conference.letters.occasions import Occasion, occasions

AT_ONCE = 20  # letters between two looks at other work

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
    rule = occasions()[letter.occasion]
    row = rule.about(letter.about) if letter.about else None
    if letter.about and row is None:
        leases.failed(letter, _("What it is about is no longer there."))
    elif why := rule.still(row):
        leases.hold_back(letter, why)
    elif letter.means == Letter.Means.SMS:
        _by_sms(letter, rule, row)
    else:
        _by_mail(letter, rule, row)


def _by_mail(letter: Letter, rule: Occasion, row) -> None:
    if not mail.is_address(letter.to_address):
        leases.failed(letter, _("This is no e-mail address."))
        return
    try:
        message = mail.message(letter, rule, row)
    except Exception:
        logger.exception("letters: %s could not be made", letter.occasion)
        leases.failed(letter, _("It could not be made, by an error of the site."))
        return
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        leases.later(letter, _said(error) or _("The mail server cannot be reached."))
        return
    try:
        _hand_over(letter, server, message)
    finally:
        _close(server)


def _hand_over(letter: Letter, server, message) -> None:
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
        leases.failed(letter, _("It could not be made, by an error of the site."))
    else:
        leases.sent(letter)


def _close(server) -> None:
    try:
        server.close()
    except (OSError, smtplib.SMTPException):
        logger.info("letters: the mail server broke the connection off")


def _refused(letter: Letter, code: int, words) -> None:
    why = _("The mail server refuses it: %(answer)s") % {"answer": _plain(code, words)}
    if 400 <= code < 500:
        leases.later(letter, why)
    else:
        leases.failed(letter, why)


def _said(error) -> str:
    if not isinstance(error, smtplib.SMTPResponseException):
        return ""
    answer = _plain(error.smtp_code, error.smtp_error)
    return _("The mail server refuses this site: %(answer)s") % {"answer": answer}


def _plain(code: int, words) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(text.split())[:200]}"


def _by_sms(letter: Letter, rule: Occasion, row) -> None:
    text = mail.filled(letter.text, rule.secrets(row, letter.language))
    if not leases.hand_over(letter):
        return
    try:
        sms.send(letter.to_address, text)
    except sms.Refused:
        leases.failed(letter, _("The gateway refuses this number."))
    except sms.Later:
        leases.later(letter, _("The gateway cannot be reached."))
    except sms.Unclear:
        leases.unclear(letter)
    else:
        leases.sent(letter)
