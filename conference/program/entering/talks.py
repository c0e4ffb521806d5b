"""Who gives the talks of a list in the draft: one talk under almost one name may be one person."""

from collections import defaultdict

from conference.folding import name_key
from conference.people.near import nearness
from conference.program.entering.crowd import Crowd, FilePerson
from conference.program.entering.directory import People, Somebody
from conference.program.models import SessionRole


class TalksOfAList:
    """One query where a list names any talk."""

    def __init__(self, conference, crowd: Crowd, directory: People):
        self.speakers: dict[str, list[Somebody]] = defaultdict(list)  # key of a title -> who
        wanted = {title for one in crowd.people for title in one.talks}
        if not wanted or conference.pk is None:
            return
        rows = SessionRole.objects.filter(
            session__conference=conference, role=SessionRole.Role.SPEAKER
        ).values_list("session__title_zh", "session__title_en", "participation__guid")
        for *titles, guid in rows:
            for key in wanted.intersection(map(name_key, titles)):
                self.speakers[key].append(directory.by_participation[str(guid)])

    def speakers_of(self, one: FilePerson) -> list[Somebody]:
        """Who speaks on what a list says that `one` speaks on."""
        return [other for title in one.talks for other in self.speakers.get(title, ())]

    def near(self, one: FilePerson, wanted: Somebody) -> list[Somebody]:
        """Those of them whose name is almost theirs, wherever they are from."""
        return [
            other
            for other in self.speakers_of(one)
            if any(nearness(a, b) for a in wanted.as_someones(0) for b in other.as_someones(0))
        ]
