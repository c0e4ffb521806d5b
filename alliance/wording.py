"""Sentences about an alliance that more than one page says."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def members_known(named: int, total: int | None) -> str:
    """'20 members, 2 named, 18 not named'; '2 members named' while nobody says how many there are.

    Those that are named are the whole only where the announced total says so. '' for nothing.
    """
    if total is None:
        if not named:
            return ""
        return ngettext("%(count)s member named", "%(count)s members named", named) % {
            "count": named
        }
    whole = max(total, named)
    said = [ngettext("%(count)s member", "%(count)s members", whole) % {"count": whole}]
    if named < whole:
        said.append(_("%(named)s named") % {"named": named})
        said.append(_("%(number)s not named") % {"number": whole - named})
    return pgettext("between numbers", ", ").join(said)
