"""Every column that can hold something of a person: emptied by a purge, or kept, and why.

A column that is in neither fails `test_every_column.py`. Histories follow the model they are of.
"""

FACT = "how many came, from where, when: the fact, under a number; keys that say nobody's name"
LOG = "who of the team saw or took what, when; people stand in it by number"
TEAM = "accounts and acts of the team, who answer for what they did"
ACCOUNT = "accounts of the site, which their owners and an administrator keep"
SITE = "how the site works: sign-ins, sessions of accounts, versions; none of a conference's people"
PLACE = "what the conference says of itself, on public pages"
PROGRAM = "the program as it is published; releases stay as they were"
DIRECTORY = "the directory of people and organizations, of all conferences"
NEWS = "articles, as they are published"
ALLIANCE = "the alliance's own, of all conferences"
WORK = "what was asked for, in our own words; the file is gone"
WORDS = "the organizer's own words, the same for everybody"

PURGED = {
    "attendance.Registration": (
        "code token_hash link_seed reply_digest name name_en title phone "
        "phone_digits email answers participation remarks name_letters sort_name "
        "search"
    ),
    "attendance.AnswerFile": "key name file",
    "attendance.CheckIn": "code note typed_by",
    "attendance.Certificate": "name name_en reason",
    "attendance.GuestInvitation": (
        "name name_en title phone email word token_hash link_seed participation"
    ),
    "attendance.UnitLiaison": "liaison phone email token_hash link_seed",
    "attendance.UnitMember": "reason",
    "attendance.ReplacedLink": "token_hash",
    "letters.Letter": "to_name to_address subject text answer",
    "program.Participation": "contact_phone contact_email contact_note",
    "conference.Act": "kept file",
    "attendance.GroupLetter": "chosen_by",
    "attendance.SavedView": "name query",
    "work.Job": "file facts",
    "admin.LogEntry": "object_repr",
}

KEPT = {
    "conference.Conference": (
        PLACE,
        "slug name_zh name_en short_name_zh short_name_en description_zh "
        "description_en time_zone venue_zh venue_en address_zh address_en city_zh "
        "city_en directions_zh directions_en report_zh report_en contact_email logo",
    ),
    "conference.Room": (
        PLACE,
        "slug name_zh name_en floor_zh floor_en directions_zh directions_en",
    ),
    "conference.Track": (PLACE, "slug name_zh name_en color"),
    "conference.Highlight": (PLACE, "name_zh name_en"),
    "conference.Stamp": (SITE, "scope"),
    "conference.Act": (TEAM, "name by words counts"),
    "conference.SiteIdentity": (PLACE, "name_zh name_en logo"),
    "conference.StepAside": (TEAM, "step by"),
    "conference.TeamMember": (TEAM, "user"),
    "conference.TeamInvitation": (TEAM, "email token_hash invited_by accepted_by"),
    "conference.VenuePlan": (PLACE, "image preview caption_zh caption_en"),
    "conference.Photo": (PLACE, "image preview caption_zh caption_en"),
    "conference.Hotel": (
        PLACE,
        "name_zh name_en address_zh address_en note_zh note_en phone website",
    ),
    "conference.Contact": (PLACE, "name_zh name_en purpose_zh purpose_en phone email"),
    "work.Job": (WORK, "token kind by language wants key lease error filename content_type"),
    "letters.Letter": (FACT, "key occasion about why lease batch"),
    "letters.LetterText": (WORDS, "occasion subject_zh subject_en text_zh text_en sms_zh sms_en"),
    "people.Merged": (DIRECTORY, "name by"),
    "people.Organization": (
        DIRECTORY,
        "aliases sort_name search name_zh name_en short_name_zh short_name_en "
        "city_zh city_en country website logo",
    ),
    "people.Person": (
        DIRECTORY,
        "aliases sort_name search name_zh family_name_en given_name_en position_zh "
        "position_en biography_zh biography_en portrait website",
    ),
    "people.HostRole": (DIRECTORY, "called_zh called_en"),
    "program.Participation": (
        PROGRAM,
        "printed_name_zh printed_name_en printed_title_zh printed_title_en "
        "printed_organization_zh printed_organization_en code person",
    ),
    "program.FormerCode": (PROGRAM, "code participation"),
    "program.ExpectedTotal": (PROGRAM, "label_zh label_en"),
    "program.Committee": (PROGRAM, "own_name_zh own_name_en"),
    "program.CommitteeMember": (
        PROGRAM,
        "printed_name_zh printed_name_en printed_title_zh printed_title_en "
        "printed_organization_zh printed_organization_en person own_role_zh "
        "own_role_en",
    ),
    "program.Handbook": (PROGRAM, "notice_zh notice_en notice_article"),
    "program.ImportedRow": (PROGRAM, "key source said"),
    "program.Session": (
        PROGRAM,
        "material private_note code title_zh title_en summary_zh summary_en "
        "abstract_zh abstract_en language parallel_group search",
    ),
    "program.SessionRole": (PROGRAM, "participation"),
    "program.SessionLink": (PROGRAM, "title_zh title_en url file"),
    "program.Release": (PROGRAM, "by note_zh note_en document changes"),
    "program.PublishedRole": (
        PROGRAM,
        "participation_code role session_code session_title_zh session_title_en",
    ),
    "attendance.SavedView": (TEAM, "columns made_by"),
    "attendance.ListPreset": (WORDS, "name list_name wish"),
    "attendance.BadgeStyle": (WORDS, "colors"),
    "attendance.GroupLetter": (WORDS, "subject_zh subject_en text_zh text_en made_by sent_by"),
    "attendance.Checkpoint": (PLACE, "name_zh name_en categories"),
    "attendance.Registration": (
        FACT,
        "organization_name unit_sort_name consent_version sensitive_version",
    ),
    "attendance.Station": (TEAM, "name token_hash made_by"),
    "attendance.GuestInvitation": (FACT, "organization_name made_by"),
    "attendance.UnitLiaison": (FACT, "name made_by"),
    "attendance.UnitMember": (FACT, "form_mark form_digest"),
    "attendance.CheckIn": (FACT, "client_id content by station"),
    "attendance.ExportLog": (LOG, "by list_name format columns people"),
    "attendance.Certificate": (FACT, "number organization said issued_by ended_by"),
    "attendance.CertificateDesign": (
        WORDS,
        "prefix title_zh title_en text_zh text_en issuer_zh issuer_en signer_zh signer_en "
        "signer_title_zh signer_title_en logo seal",
    ),
    "attendance.ReplyForm": (WORDS, "intro_zh intro_en notice_zh notice_en notice_version"),
    "attendance.Question": (
        WORDS,
        "key label_zh label_en hint_zh hint_en options_zh options_en only_if only_if_answer "
        "categories",
    ),
    "attendance.DataAccess": (LOG, "by people"),
    "news.Article": (
        NEWS,
        "slug title_zh title_en lead_zh lead_en body_zh body_en image "
        "image_caption_zh image_caption_en written_by edited_by source",
    ),
    "news.Attachment": (NEWS, "title_zh title_en file"),
    "news.ArticlePicture": (NEWS, "image caption_zh caption_en"),
    "alliance.Alliance": (
        ALLIANCE,
        "slug name_zh name_en description_zh description_en founding_act_zh "
        "founding_act_en initiators_zh initiators_en yearly_work_zh yearly_work_en "
        "logo",
    ),
    "alliance.Task": (ALLIANCE, "name_zh name_en"),
    "alliance.Tier": (ALLIANCE, "name_zh name_en"),
    "alliance.Membership": (ALLIANCE, "note"),
    "alliance.MembershipStep": (ALLIANCE, "reason by taken_back_by"),
    "alliance.Representative": (ALLIANCE, "person"),
    "alliance.Secretary": (TEAM, "user"),
    "alliance.SecretaryInvitation": (TEAM, "email token_hash invited_by accepted_by"),
    "axes.AccessFailureLog": (SITE, "user_agent ip_address username http_accept path_info"),
    "axes.AccessAttempt": (
        SITE,
        "user_agent ip_address username http_accept path_info get_data post_data",
    ),
    "axes.AccessLog": (
        SITE,
        "user_agent ip_address username http_accept path_info session_hash",
    ),
    "admin.LogEntry": (TEAM, "user object_id change_message"),
    "auth.Permission": (ACCOUNT, "name codename"),
    "auth.Group": (ACCOUNT, "name"),
    "auth.User_groups": (ACCOUNT, "user"),
    "auth.User_user_permissions": (ACCOUNT, "user"),
    "auth.User": (ACCOUNT, "password username first_name last_name email"),
    "contenttypes.ContentType": (SITE, "app_label model"),
    "sessions.Session": (SITE, "session_key session_data"),
}
