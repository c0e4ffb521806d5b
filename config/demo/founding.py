"""The founding event from its facts alone, `founding_event.json`; what is null there stays empty."""

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from alliance.models import Alliance, AllianceRole, AttendanceGrant, Membership, Secretary, Task
from conference.bilingual import Text
from conference.models import Conference, Highlight
from conference.news.models import Article
from conference.people.english_names import NameOrder
from conference.people.models import AcademicTitle, HostRole, Organization, Person
from conference.program.models import ExpectedTotal, Participation, Session, SessionRole
from conference.program.release.publishing import publish
from config.demo import code, identity
from config.demo.accounts import account, join_team

FACTS = Path(__file__).with_name("founding_event.json")

# Our words for a number that the report gives without a label of its own.
EXPERTS = Text("分论坛专家", "experts of the sub-forums")

ACADEMIC_TITLES = {"Professor": AcademicTitle.PROFESSOR}


def read_facts() -> dict:
    return json.loads(FACTS.read_text("utf-8"))


@transaction.atomic
def load_founding_event() -> bool:
    """The conference with its agenda, news and first release; False when it is there already."""
    facts = read_facts()
    if Conference.objects.filter(slug=facts["conference"]["slug"]).exists():
        return False
    organizations = _organizations(facts)
    conference = _conference(facts["conference"])
    join_team(conference)
    for row in facts["host_roles"]:
        HostRole.objects.create(
            conference=conference,
            organization=organizations[row["organization"]],
            role=row["role"],
            position=row["order"],
        )
    people = _participations(facts, conference, organizations)
    _sessions(facts, conference, people)
    experts = facts["sub_forum_experts"]
    _experts(experts, conference)
    _highlights(facts["conference"]["policies"], experts, conference)
    _news(facts["news"], conference)
    publish(conference, by=account("organizer"), note=Text("首次发布", "First publication"))
    return True


@transaction.atomic
def load_alliance() -> bool:
    """The alliance that was founded there; False when it is there already."""
    facts = read_facts()
    row = facts["alliance"]
    if Alliance.objects.filter(slug=row["slug"]).exists():
        return False
    organizations = _organizations(facts)
    alliance = Alliance.objects.create(
        slug=row["slug"],
        **_pair(row, "name"),
        name_zh_is_rendering=row["name_zh_is_a_rendering"],
        founded_on=date.fromisoformat(row["founded_on"]),
        **_pair(row, "founding_act"),
        founded_at=Conference.objects.filter(slug=facts["conference"]["slug"]).first(),
        initiators_total=row["initiators_total"],
        lead_is_an_initiator=row["lead_is_one_of_the_initiators"],
        members_total=row.get("members_total"),
        **_pair(row, "initiators"),
        **_pair(row, "yearly_work"),
        zh_is_rendering=True,
        is_public=True,
    )
    for position, task in enumerate(_lines(row, "tasks"), start=1):
        Task.objects.create(
            alliance=alliance, **_pair(task, "name"), name_zh_is_rendering=True, position=position
        )
    roles = [(row["lead"], AllianceRole.Role.LEAD)]
    roles += [(key, AllianceRole.Role.INITIATOR) for key in row["initiators_named"]]
    for position, (key, role) in enumerate(roles, start=1):
        AllianceRole.objects.create(
            alliance=alliance, organization=organizations[key], role=role, position=position
        )
        # Whoever leads or initiates an alliance is in it; since when, the report does not say.
        Membership.objects.create(
            alliance=alliance, organization=organizations[key], position=position
        )
    Secretary.objects.create(alliance=alliance, user=account("secretary"))
    if alliance.founded_at:
        AttendanceGrant.objects.create(conference=alliance.founded_at, alliance=alliance)
    return True


def _organizations(facts) -> dict[str, Organization]:
    """{key: row}; a row of an earlier load or of the same name is taken as it is."""
    found = {}
    for row in facts["organizations"]:
        guid = identity(f"organization:{row['key']}")
        found[row["key"]] = (
            Organization.objects.filter(guid=guid).first()
            or Organization.objects.filter(**_pair(row, "name")).first()
            or Organization.objects.create(
                guid=guid,
                kind=row["kind"],
                **_pair(row, "name"),
                **_pair(row, "short_name"),
                **_pair(row, "city"),
                country=row.get("country", ""),
                aliases="\n".join(row.get("aliases", ())),
            )
        )
    return found


def _conference(row):
    return Conference.objects.create(
        slug=row["slug"],
        **_pair(row, "name"),
        name_zh_is_rendering=row["name_zh_is_a_rendering"],
        **_pair(row, "short_name"),
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        time_zone=row["time_zone"],
        **_pair(row, "venue"),
        **_pair(row, "city"),
    )


def _participations(facts, conference, organizations) -> dict[str, Participation]:
    """{key: participation} of the nine people; those who only shared as experts are experts."""
    experts = facts["sub_forum_experts"]["named"]
    found = {}
    for position, row in enumerate(facts["people"], start=1):
        guid = identity(f"person:{row['key']}")
        person = Person.objects.filter(guid=guid).first() or Person.objects.create(
            guid=guid,
            name_zh=row["name_zh"] or "",
            family_name_en=row["family_name_en"],
            given_name_en=row["given_name_en"],
            # So the report prints all nine, also those of whom it tells no country.
            name_order_en=NameOrder.FAMILY_FIRST,
            academic_title=ACADEMIC_TITLES.get(row["academic_title_en"], ""),
            **_pair(row, "position"),
            organization=organizations[row["organization"]],
        )
        category = Participation.Category.SPEAKER
        if row["key"] in experts:
            category = Participation.Category.EXPERT
        key = f"{conference.slug}:{row['key']}"
        found[row["key"]] = Participation.objects.create(
            guid=identity(f"participation:{key}"),
            code=code(f"participation:{key}"),
            conference=conference,
            person=person,
            category=category,
            position=position,
            printed_organization_en=row.get("organization_as_printed_en") or "",
        )
    return found


def _sessions(facts, conference, people):
    for row in facts["sessions"]:
        key = f"session:{conference.slug}:{row['order']}"
        session = Session.objects.create(
            guid=identity(key),
            code=code(key),
            conference=conference,
            kind=row["kind"],
            **_pair(row, "title"),
            **_pair(row, "summary"),
            # The report is in English: what stands here in Chinese is ours.
            zh_is_rendering=True,
            position=row["order"],
            parallel_group=row.get("parallel_group", ""),
        )
        for position, role in enumerate(row["people"], start=1):
            SessionRole.objects.create(
                session=session,
                participation=people[role["person"]],
                role=role["role"],
                position=position,
            )


def _experts(row, conference):
    """Sixteen experts, two of them named: which sub-forum each spoke in is not known."""
    ExpectedTotal.objects.create(
        conference=conference,
        category=Participation.Category.EXPERT,
        total=row["total"],
        label_zh=EXPERTS.zh,
        label_en=EXPERTS.en,
    )


def _highlights(policies, experts, conference):
    for position, row in enumerate(policies, start=1):
        Highlight.objects.create(
            conference=conference,
            kind=Highlight.Kind.POLICY,
            **_pair(row, "name"),
            name_zh_is_rendering=row["name_zh_is_a_rendering"],
            position=position,
        )
    practices = _lines(experts, "practices_shared")
    for position, practice in enumerate(practices, start=len(policies) + 1):
        Highlight.objects.create(
            conference=conference,
            kind=Highlight.Kind.PRACTICE,
            **_pair(practice, "name"),
            name_zh_is_rendering=True,
            position=position,
        )


def _news(row, conference):
    Article.objects.create(
        conference=conference,
        slug="symposium-held-at-neu",
        title_zh=NEWS_TITLE_ZH,
        title_en=row["title_en"],
        lead_zh=NEWS_LEAD.zh,
        lead_en=NEWS_LEAD.en,
        body_zh=NEWS_BODY.zh,
        body_en=NEWS_BODY.en,
        published_on=date.fromisoformat(row["published_on"]),
        written_by=row["written_by"] or "",
        edited_by=row["edited_by"] or "",
        source=row["resource"] or "",
        is_public=True,
    )


def _lines(row, name):
    """[{"name_zh", "name_en"}] of two lists that stand side by side."""
    pairs = zip(row[f"{name}_zh"], row[f"{name}_en"], strict=True)
    return [{"name_zh": zh, "name_en": en} for zh, en in pairs]


def _pair(row, name):
    return {f"{name}_{side}": row.get(f"{name}_{side}") or "" for side in ("zh", "en")}


# The news item in our own words, from the facts above and nothing else.

NEWS_TITLE_ZH = "人工智能赋能高等教育研讨会在东北大学举行"

NEWS_LEAD = Text(
    "4月18日，辽宁省人工智能赋能高等教育高质量发展研讨会暨现代产业学院建设推进会在沈阳举行，省级联盟在会上揭牌。",
    "On 18 April, universities and enterprises met in Shenyang to talk about artificial "
    "intelligence in higher education. The nameplate of a provincial alliance was unveiled there.",
)

NEWS_BODY = Text(
    """\
2025年4月18日，研讨会在沈阳的东北大学国际学术交流中心举行，由辽宁省教育厅主办、东北大学承办、超星泛雅集团协办。

## 致辞与揭牌

东北大学副校长 Wang Qiang 表示，学校将聚焦高等教育中的人工智能，发展相关学科，并与高校和龙头企业共同组建省级联盟。
辽宁省教育厅 Deng Yubo 提出，全省要以人工智能加快教学改革，落实《若干措施》。
教育部高等教育司理工科教育处 Hou Yongfeng 阐述了人工智能的重要意义，以及它与产业融合、形成新质生产力的前景。

会上举行了辽宁省人工智能赋能教育教学改革与发展联盟的揭牌仪式。联盟由东北大学牵头，共有20家发起单位，大连理工大学是其中之一。

## 四场主旨报告

- 王泉（西安电子科技大学）：教育大数据深度应用的未来趋势
- 王兴伟（东北大学）：“人工智能+”时代的产教融合
- 陈俊龙（华南理工大学）：大小模型协同技术在教育场景中的应用潜力
- Qin Botao（超星泛雅集团）：人工智能驱动的数智教学创新案例

## 三个分论坛

**议题：**分论坛分别讨论专业、课程、教材与实验室建设，人工智能通识课程与师生素养，以及现代产业学院建设。
哈尔滨工业大学 Zhao Yaqin 教授、四川大学党跃武教授等16位专家分享了“智能+专业”转型、融合育人模式、产教协同生态等做法。

高校与企业还进行了交流互动。
""",
    """\
The symposium took place on 18 April 2025 in the Center for International Academic Exchanges of
Northeastern University in Shenyang. It was organized by the Education Department of Liaoning
Province, undertaken by Northeastern University and co-organized by Chaoxing Fanya Group.

## Addresses and a nameplate

Wang Qiang, Vice President of NEU, said that the university will focus on artificial intelligence
in higher education, develop its disciplines, and found the provincial alliance together with
universities and leading enterprises. Deng Yubo of the Department of Education of Liaoning Province
asked for faster teaching reform with artificial intelligence and for putting the Several Measures
into practice. Hou Yongfeng of the Ministry of Education's Science and Engineering Education Office
spoke about why artificial intelligence matters, and about its integration with industry to form
new quality productive forces.

The nameplate of the Liaoning Province Alliance of Artificial Intelligence Empowering Education and
Teaching Reform and Development was unveiled. NEU leads the alliance. It has 20 initiators; Dalian
University of Technology is one of them.

## Four keynotes

- Wang Quan, Xidian University: the future of educational big data in depth
- Wang Xingwei, NEU: industry and education in the "Artificial Intelligence +" era
- Chen Junlong, South China University of Technology: large and small models working together in
  education
- Qin Botao, Chaoxing Fanya Group: a case of digital and intelligent teaching

## Three sub-forums

The sub-forums dealt with programs, courses, textbooks and laboratories; with the general
curriculum and the literacy of teachers and students; and with modern industry colleges. Sixteen
experts, among them Professor Zhao Yaqin of Harbin Institute of Technology and Professor Dang Yuewu
of Sichuan University, shared what they do: moving to "intelligence + specialization", an
integrated model of education, and an ecosystem in which industry and education work together.

Universities and enterprises also exchanged views in an interactive discussion.
""",
)
