"""What the sample symposium holds. All of it says that it is a sample, in both languages."""

from conference.bilingual import Text
from conference.people.models import HostRole, Organization

SLUG = "sample-symposium"

ROOMS = [
    # key, name, how to find it, seats, holds several
    ("main-hall", Text("示例主会场", "Sample Main Hall"), Text("一层", "Ground floor"), 400, False),
    (
        "room-201",
        Text("示例201会议室", "Sample Room 201"),
        Text("二层", "Second floor"),
        120,
        False,
    ),
    (
        "room-202",
        Text("示例202会议室", "Sample Room 202"),
        Text("二层", "Second floor"),
        120,
        False,
    ),
    ("room-203", Text("示例203会议室", "Sample Room 203"), Text("二层", "Second floor"), 80, False),
    (
        "foyer",
        Text("示例大厅", "Sample Foyer"),
        Text("一层，正门内", "Ground floor, behind the entrance"),
        None,
        True,
    ),
]

TRACKS = [
    ("courses", Text("课程与教材", "Courses and textbooks"), "#1f5f8b"),
    ("literacy", Text("师生素养", "Teachers and students"), "#2e7d4f"),
    ("industry", Text("产教融合", "Industry and education"), "#9a4f12"),
    ("research", Text("前沿技术", "New techniques"), "#6a3d9a"),
]

ORGANIZATIONS = [
    *(
        (
            f"university-{n:02}",
            Organization.Kind.UNIVERSITY,
            Text(f"示例大学{n:02}", f"Sample University {n:02}"),
        )
        for n in range(1, 13)
    ),
    *(
        (
            f"enterprise-{n:02}",
            Organization.Kind.ENTERPRISE,
            Text(f"示例企业{n:02}", f"Sample Company {n:02}"),
        )
        for n in range(1, 4)
    ),
    (
        "association-01",
        Organization.Kind.ASSOCIATION,
        Text("示例教育学会01", "Sample Education Society 01"),
    ),
    ("institute-01", Organization.Kind.INSTITUTE, Text("示例研究院01", "Sample Institute 01")),
]

HOSTS = [
    (HostRole.Role.SPONSOR, "association-01"),
    (HostRole.Role.UNDERTAKER, "university-01"),
    (HostRole.Role.CO_ORGANIZER, "enterprise-01"),
    (HostRole.Role.CO_ORGANIZER, "university-02"),
    (HostRole.Role.SUPPORTER, "institute-01"),
]

POLICIES = [
    Text("示例政策：人工智能进课堂若干措施", "Sample policy: Measures for AI in the classroom"),
]
PRACTICES = [
    Text("示例做法：一门课程一位助教", "Sample practice: one assistant for each course"),
    Text("示例做法：校企共享真实案例", "Sample practice: real cases shared with companies"),
]

CONFERENCE = {
    "name": Text(
        "示例研讨会：人工智能与高等教育（演示数据）",
        "Sample Symposium on Artificial Intelligence and Higher Education (sample data)",
    ),
    "short_name": Text("示例研讨会", "Sample Symposium"),
    "description": Text(
        """\
**这是演示用的示例会议。**单位、人员、报名和签到均为虚构，供您了解每个页面填满后的样子。

两天议程：四场主旨报告、三个平行分论坛、两场圆桌和两个工作坊。试用之后，可用命令
`manage.py demo --remove-samples` 将它们全部移除。""",
        """\
**This is a sample for trying things out.** Its organizations, people, registrations and
sign-ins are made up, so that you see every page full.

Two days: four keynotes, three parallel sub-forums, two panels and two workshops. When you have
seen enough, `manage.py demo --remove-samples` removes all of it.""",
    ),
    "venue": Text("示例会议中心", "Sample Conference Center"),
    "address": Text("示例路1号", "1 Sample Road"),
    "city": Text("示例市", "Sample City"),
    "directions": Text(
        """\
**地铁：**示例线示例站B口，步行5分钟。

**公交：**示例1路到“示例路”站。

**自驾：**地下停车场入口在示例路东侧。报到处在一层大厅，进门左手边。""",
        """\
**Metro:** Sample Line to Sample Station, exit B, then five minutes on foot.

**Bus:** line 1 to the stop “Sample Road”.

**By car:** the entrance of the car park is on the east side of Sample Road. The registration
desk is on the ground floor, on the left behind the entrance.""",
    ),
    "contact_email": "symposium@example.org",
}

ROOM_DIRECTIONS = {
    "main-hall": Text(
        "进正门直走到底，双开门即是。",
        "Straight on from the main entrance; the double door at the end.",
    ),
    "room-201": Text("上楼左转第一间。", "Up the stairs, first door on the left."),
    "room-202": Text("上楼正对楼梯。", "Up the stairs, straight ahead."),
    "room-203": Text(
        "上楼右转到底，乘电梯可直达。",
        "Up the stairs, last door on the right; a lift stops beside it.",
    ),
    "foyer": Text(
        "进门即是，报到处在左手边。", "Right behind the entrance; the desk is on the left."
    ),
}

PLANS = [
    ("ground", Text("示例平面图：一层", "Sample plan: ground floor")),
    ("second", Text("示例平面图：二层", "Sample plan: second floor")),
]

COMMITTEES = [
    # kind, [(role, numbers of the sample speakers)]
    ("advisory", [("chair", [1]), ("member", [2, 3, 4, 5])]),
    ("academic", [("chair", [6]), ("vice-chair", [7, 8]), ("member", range(9, 21))]),
    (
        "organizing",
        [("chair", [2]), ("vice-chair", [21]), ("secretary-general", [22]), ("member", [23, 24])],
    ),
]

HOTELS = [
    # name, address, note, phone, website
    (
        Text("示例宾馆", "Sample Hotel"),
        Text("示例路3号", "3 Sample Road"),
        Text(
            "步行3分钟到会场。预订时请说“示例研讨会”。",
            "Three minutes on foot to the venue. Mention “Sample Symposium” when you book.",
        ),
        "+44 7700 900901",
        "https://hotel.example.org/",
    ),
    (
        Text("示例学术交流中心客房", "Sample Guest House"),
        Text("示例大街20号", "20 Sample Avenue"),
        Text(
            "示例1路公交两站，在“示例路”站下车。",
            "Two stops by bus line 1; get off at “Sample Road”.",
        ),
        "+44 7700 900902",
        "",
    ),
]

CONTACTS = [
    # name, what for, phone, e-mail
    (
        Text("示例会务组", "Sample conference office"),
        Text("报名与报到", "Registration and sign-in"),
        "+44 7700 900903",
        "symposium@example.org",
    ),
    (
        Text("示例接待组", "Sample guest services"),
        Text("住宿与交通", "Hotels and travel"),
        "+44 7700 900904",
        "",
    ),
    (
        Text("示例宣传组", "Sample press office"),
        Text("媒体采访", "Press"),
        "",
        "press@example.org",
    ),
]

PHOTOS = [
    ("opening", Text("示例照片：开幕式", "Sample photo: the opening")),
    ("keynote", Text("示例照片：主旨报告", "Sample photo: a keynote")),
    ("forum", Text("示例照片：分论坛讨论", "Sample photo: a discussion in a sub-forum")),
    ("tea", Text("示例照片：茶歇交流", "Sample photo: talks over tea")),
]

REPORT = Text(
    """\
**示例纪实：**两天里，示例大学与示例企业的参会者听取了四场主旨报告，并在三个分论坛交流。

- 分论坛一讨论了专业、课程与教材
- 分论坛二讨论了师生人工智能素养
- 分论坛三讨论了现代产业学院

下列照片与幻灯片均为演示而设。""",
    """\
**Sample report:** in two days, people of the sample universities and companies heard four
keynotes and met in three sub-forums.

- Sub-forum 1 talked about programs, courses and textbooks
- Sub-forum 2 about the AI literacy of teachers and students
- Sub-forum 3 about modern industry colleges

The photos and slides below are made up for this demo.""",
)

LINKS = [
    # session, kind, title, address ("" for the sample PDF), whether its speaker allowed it
    ("keynote-1", "slides", Text("示例幻灯片", "Sample slides"), "", True),
    (
        "keynote-1",
        "recording",
        Text("示例录像", "Sample recording"),
        "https://video.example.org/keynote-1",
        True,
    ),
    (
        "courses-1",
        "paper",
        Text("示例论文", "Sample paper"),
        "https://papers.example.org/courses-1",
        True,
    ),
    ("keynote-2", "slides", Text("示例幻灯片（待确认）", "Sample slides (not yet)"), "", False),
]

REPLY_FORM = {
    "intro": Text(
        "请填写示例回执。每位参会者填写一份。",
        "Please fill in this sample reply form, one for each person.",
    ),
    "notice": Text(
        "示例告知：您填写的姓名、单位、职务和联系方式仅用于本次示例研讨会的报名与签到，由示例大学01处理，"
        "会后三个月内删除。如需查询、更正或删除，请联系 symposium@example.org。",
        "Sample privacy notice: your name, organization, title and contact are used for "
        "registration and sign-in at this sample symposium only. They are handled by Sample "
        "University 01 and deleted within three months after it. To see, correct or delete them, "
        "write to symposium@example.org.",
    ),
}

QUESTIONS = [
    # kind, label, options, required
    (
        "choice",
        Text("您的参会方式", "How will you take part?"),
        Text("全程\n仅第一天\n仅第二天", "Both days\nFirst day only\nSecond day only"),
        True,
    ),
    (
        "yes-no",
        Text("是否需要特殊餐食？（工作人员会与您联系）", "A special meal? (We will contact you.)"),
        Text("", ""),
        False,
    ),
    ("text", Text("想交流的问题", "A question you would like to discuss"), Text("", ""), False),
]

ARTICLES = [
    (
        "sample-program-is-out",
        Text("示例新闻：议程已发布", "Sample news: the program is out"),
        Text(
            "示例研讨会的两天议程现已公开，可按会场、专题和日期查看。",
            "The two days of the sample symposium can now be read by room, track and day.",
        ),
        Text(
            """\
四场主旨报告安排在两天的上午，**三个分论坛：**第一天下午平行举行。

- 分论坛一：专业、课程与教材
- 分论坛二：师生人工智能素养
- 分论坛三：现代产业学院

欢迎订阅日历，议程一有变化即自动更新。""",
            """\
The four keynotes are in the mornings of both days; the **three sub-forums** run side by side on
the first afternoon:

- Sub-forum 1: Programs, courses and textbooks
- Sub-forum 2: AI literacy of teachers and students
- Sub-forum 3: Modern industry colleges

Subscribe to the calendar, and it follows every change.""",
        ),
        -4,
    ),
    (
        "sample-registration-is-open",
        Text("示例新闻：回执已开放", "Sample news: the reply form is open"),
        Text(
            "请于会议结束前提交示例回执。",
            "Send your sample reply before the symposium ends.",
        ),
        Text(
            "每位参会者填写一份回执，即可获得个人链接，随时查看或取消。",
            "Each person fills in one reply and gets a personal link, to look at it or to cancel.",
        ),
        -20,
    ),
]
