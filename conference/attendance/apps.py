from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttendanceConfig(AppConfig):
    name = "conference.attendance"
    label = "attendance"
    verbose_name = _("Attendance")

    def ready(self):
        # The program's pages tell of seats, a publish gives more and an undo frees some, without
        # seeing attendance.
        from conference.acts.undoing import AFTERWARDS
        from conference.attendance import answer_files, letters
        from conference.attendance.badges import in_background as badges_in_background
        from conference.attendance.certificates import in_background as certificates
        from conference.attendance.expected_people import put_on_the_list
        from conference.attendance.following import follow
        from conference.attendance.guests import invitation_letter
        from conference.attendance.guests import letters as guest_letters
        from conference.attendance.joining import registrations_merged, what_is_left
        from conference.attendance.lists import in_background
        from conference.attendance.offers import seats_offer
        from conference.attendance.participants import (
            named_participants,
            registered_alone,
            registered_without_english_name,
        )
        from conference.attendance.privacy.looking import letters_shown
        from conference.attendance.replies.guests import GuestsOfAFile
        from conference.attendance.seats import (
            fill_published_seats,
            give_seats_after_an_undo,
            waiting_in_forum,
        )
        from conference.attendance.units import letters as unit_letters
        from conference.history import WRITTEN
        from conference.letters.occasions import OCCASIONS
        from conference.letters.reading import SHOWN_IN_FULL
        from conference.letters.stopping import STOP
        from conference.people.merging import LEFT, MERGING
        from conference.program.draft.joining import EXPECTING
        from conference.program.entering.guests import REGISTRATIONS
        from conference.program.papers.gaps import NAMELESS
        from conference.program.papers.sources import GUESTS, PARTICIPANTS
        from conference.program.release.choosing import OFFERS, SHOWN, WAITING
        from conference.work.kinds import KINDS
        from conference.work.worker import SWEEPS

        AFTERWARDS.join(give_seats_after_an_undo)
        WRITTEN.join(follow)
        EXPECTING.join(put_on_the_list)
        MERGING.join(registrations_merged)
        LEFT.join(what_is_left)
        KINDS.join(in_background.kind)
        KINDS.join(certificates.kind)
        KINDS.join(badges_in_background.kind)
        REGISTRATIONS.join(GuestsOfAFile)
        PARTICIPANTS.join(named_participants)
        GUESTS.join(registered_alone)
        NAMELESS.join(registered_without_english_name)
        OFFERS.join(seats_offer)
        SHOWN.join(fill_published_seats)
        WAITING.join(waiting_in_forum)
        OCCASIONS.join(letters.occasions)
        OCCASIONS.join(unit_letters.occasions)
        OCCASIONS.join(guest_letters.occasions)
        OCCASIONS.join(invitation_letter.occasions)
        STOP.join(letters.stop)
        SHOWN_IN_FULL.join(letters_shown)
        SWEEPS.join(answer_files.sweep)
