"""A sample of a privacy notice for a reply form: what is known is filled in, what is not is a blank
that names itself, and a first line says that it is a sample. Nothing is kept while one stands
(`models.reply_forms.without_blanks`).

What it says follows PIPL article 17 (who, why, which data, how long, which rights) and GDPR article
13; whether it is right for this conference is for its organizers to judge.
"""

from conference.bilingual import Text
from conference.people.models import HostRole

FIRST_LINE = Text(
    "【示例：请核对全文，补齐括号内的空白，并删除本行】",
    "[Sample: check every sentence, fill in what stands in brackets, then delete this line]",
)
BLANKS = {
    "who": Text("【填写：负责处理信息的单位】", "[fill in: who handles the data]"),
    "mail": Text("【填写：联系邮箱或电话】", "[fill in: a mail address or a phone number]"),
    "until": Text("【填写：保存期限，如会后六个月】", "[fill in: how long, such as six months]"),
}
BODY = Text(
    "{first}\n\n"
    "{who}为组织“{name}”处理您填写的个人信息。\n\n"
    "- 我们处理哪些信息：姓名、单位、职务、联系电话、电子邮箱，以及您在回执中填写的其他内容。\n"
    "- 用来做什么：办理报名与签到、制作证件、安排座位与分论坛，以及与您联系本次会议的事宜。"
    "不用于其他目的，不向他人出售。\n"
    "- 谁能看到：本次会议的工作人员。\n"
    "- 保存多久：会议结束后{until}，之后删除。\n"
    "- 您的权利：您可以随时查询、更正、复制或删除您的信息，或撤回同意；请联系{mail}。",
    "{first}\n\n"
    "{who} handles what you write here in order to hold “{name}”.\n\n"
    "- Which data: name, organization, title, phone, e-mail, and whatever else you write here.\n"
    "- What for: registration and sign-in, badges, seats and sub-forums, and to reach you about "
    "this conference. For nothing else; nothing is sold.\n"
    "- Who sees it: the staff of this conference.\n"
    "- How long: {until} after the conference; then it is deleted.\n"
    "- Your rights: to see, correct, copy or delete it, or to withdraw your consent, at any time. "
    "Write to {mail}.",
)


def sample_notice(conference) -> Text:
    """In both languages, with the conference's name, those who undertake it, else organize it,
    and its mail. One query.
    """
    hosts = list(conference.hostroles.select_related("organization"))
    for role in (HostRole.Role.UNDERTAKER, HostRole.Role.SPONSOR):
        if names := [host.organization.name for host in hosts if host.role == role]:
            break

    def written(side):
        who = ("、" if side == "zh" else ", ").join(name.in_side(side) for name in names)
        return BODY.in_side(side).format(
            first=FIRST_LINE.in_side(side),
            who=who or BLANKS["who"].in_side(side),
            name=conference.name.in_side(side),
            mail=conference.contact_email or BLANKS["mail"].in_side(side),
            until=BLANKS["until"].in_side(side),
        )

    return Text(written("zh"), written("en"))
