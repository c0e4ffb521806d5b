"""Acts for people: which of them an account may read, and what they did in words."""

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from conference.acts.aside import has_history
from conference.acts.rights import may_read
from conference.models import Act
from conference.permissions import is_all_powerful, roles_of
from conference.wording.labels import listed


def is_told(model) -> bool:
    """Whether people know of such rows; an import's memory, say, is none that they edit."""
    return getattr(model, "is_told", True)


def kinds_read_by(user, conference_id) -> list[str]:
    """Labels of the kinds of row whose changes at a conference (None: at none) one may read."""
    return [
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if has_history(model) and is_told(model) and may_read(user, model, conference_id)
    ]


def acts_of(user, conference):
    """The acts at a conference that the user may read, the newest first."""
    rows = Act.objects.filter(conference=conference)
    if is_all_powerful(user):
        return rows
    return rows.filter(_touching(kinds_read_by(user, conference.pk)))


def acts_seen_by(user):
    """All that the user may read of: at the conferences they work for, of the directory, and what
    they did themselves.
    """
    if is_all_powerful(user):
        return Act.objects.all()
    seen = Q(by=user) | Q(conference=None) & _touching(kinds_read_by(user, None))
    for conference_id in roles_of(user):
        kinds = kinds_read_by(user, conference_id)
        seen |= Q(conference=conference_id) & _touching(kinds)
    return Act.objects.filter(seen)


def _touching(kinds) -> Q:
    return Q(counts__has_any_keys=kinds) if kinds else Q(pk__in=())


def told(act: Act, kinds=None) -> str:
    """'5 sessions, 2 rooms': what an act wrote, of the kinds named."""
    parts = []
    for label, tally in act.counts.items():
        if kinds is not None and label not in kinds:
            continue
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        names = model._meta
        if not is_told(model):
            continue
        n = sum(tally)
        name = names.verbose_name if n == 1 else names.verbose_name_plural
        parts.append(_("%(n)d %(kind)s") % {"n": n, "kind": name})
    return listed(parts)
