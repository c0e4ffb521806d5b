"""Who is expected, where they are signed in, and what happened at the door."""

from conference.attendance.models.answer_files import (
    FILE,
    AnswerFile,
    AnswerFileQuerySet,
    answer_storage,
    file_keys,
    is_file,
)
from conference.attendance.models.badges import BadgeStyle, BadgeStyleQuerySet
from conference.attendance.models.certificates import (
    Certificate,
    CertificateDesign,
    CertificateQuerySet,
)
from conference.attendance.models.check_ins import (
    DOUBTS,
    REFUSALS,
    Admission,
    AdmissionQuerySet,
    CheckIn,
    CheckInQuerySet,
    reason_text,
    result_text,
)
from conference.attendance.models.checkpoints import Checkpoint, CheckpointQuerySet
from conference.attendance.models.export_log import ExportLog, ExportLogQuerySet
from conference.attendance.models.group_letters import GroupLetter, GroupLetterQuerySet
from conference.attendance.models.guests import GuestInvitation, GuestQuerySet
from conference.attendance.models.linked import Linked, ReplacedLink, ReplacedLinkQuerySet
from conference.attendance.models.privacy import DataAccess, Retention
from conference.attendance.models.registrations import (
    ERASED,
    NOT_IN_HISTORY,
    Choice,
    Registration,
    RegistrationQuerySet,
    last_in_line,
    mask_email,
    mask_phone,
    next_number,
    seated,
    somebody_chose,
)
from conference.attendance.models.reply_forms import (
    Question,
    QuestionQuerySet,
    ReplyForm,
    SettingsQuerySet,
)
from conference.attendance.models.saved_views import SavedView, SavedViewQuerySet
from conference.attendance.models.sheets import HoursRule, ListPreset, SheetSettingsQuerySet
from conference.attendance.models.stations import AtStation, Station, StationQuerySet
from conference.attendance.models.units import (
    MOST_OF_A_UNIT,
    UnitLiaison,
    UnitMember,
    UnitMemberQuerySet,
    UnitQuerySet,
)
from conference.attendance.models.waits import SessionWait, SessionWaitQuerySet

__all__ = [
    "DOUBTS",
    "ERASED",
    "FILE",
    "MOST_OF_A_UNIT",
    "NOT_IN_HISTORY",
    "REFUSALS",
    "Admission",
    "AdmissionQuerySet",
    "AnswerFile",
    "AnswerFileQuerySet",
    "AtStation",
    "BadgeStyle",
    "BadgeStyleQuerySet",
    "Certificate",
    "CertificateDesign",
    "CertificateQuerySet",
    "CheckIn",
    "CheckInQuerySet",
    "Checkpoint",
    "CheckpointQuerySet",
    "Choice",
    "DataAccess",
    "ExportLog",
    "ExportLogQuerySet",
    "GroupLetter",
    "GroupLetterQuerySet",
    "GuestInvitation",
    "GuestQuerySet",
    "HoursRule",
    "Linked",
    "ListPreset",
    "Question",
    "QuestionQuerySet",
    "Registration",
    "RegistrationQuerySet",
    "ReplacedLink",
    "ReplacedLinkQuerySet",
    "ReplyForm",
    "Retention",
    "SavedView",
    "SavedViewQuerySet",
    "SessionWait",
    "SessionWaitQuerySet",
    "SettingsQuerySet",
    "SheetSettingsQuerySet",
    "Station",
    "StationQuerySet",
    "UnitLiaison",
    "UnitMember",
    "UnitMemberQuerySet",
    "UnitQuerySet",
    "answer_storage",
    "file_keys",
    "is_file",
    "last_in_line",
    "mask_email",
    "mask_phone",
    "next_number",
    "reason_text",
    "result_text",
    "seated",
    "somebody_chose",
]
