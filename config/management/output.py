"""Where a command writes what it made: a file, complete or not at all, or standard output."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from config.management.refusal import Refused


def write_out(file: IO[bytes], output: str | None) -> None:
    """`output` is a path; without one it is standard output. Raises Refused with the reason."""
    if not output:
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    # Complete or not at all: written aside, then put in place.
    target, aside = Path(output), None
    try:
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=f".{target.name}-", delete=False
        ) as aside:
            shutil.copyfileobj(file, aside)
        Path(aside.name).replace(target)
    except (OSError, ValueError) as error:
        if aside is not None:
            Path(aside.name).unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or error
        raise Refused(
            _("%(file)s cannot be written: %(reason)s.") % {"file": output, "reason": reason}
        ) from None
