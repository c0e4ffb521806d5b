"""The sample symposium's people and sessions; what else it holds: `sample_plan`."""

from dataclasses import dataclass, field

from conference.bilingual import Text
from conference.people.models import AcademicTitle

PERSONS = 40  # sample speakers 01 to 40

POSITIONS = [
    Text("示例教务处处长", "Sample Head of Academic Affairs"),
    Text("", ""),
    Text("示例学院院长", "Sample Dean"),
    Text("示例实验室主任", "Sample Laboratory Director"),
    Text("", ""),
    Text("示例产品总监", "Sample Head of Product"),
]

TITLES = [
    AcademicTitle.PROFESSOR,
    AcademicTitle.ASSOCIATE_PROFESSOR,
    AcademicTitle.PROFESSOR,
    AcademicTitle.RESEARCHER,
    AcademicTitle.LECTURER,
    AcademicTitle.SENIOR_ENGINEER,
]


@dataclass(frozen=True)
class Planned:
    """A session of the plan. `at`: day, 'HH:MM'; people are the numbers of sample speakers."""

    key: str
    kind: str
    title: Text
    day: int = 1
    start: str = ""
    minutes: int = 0
    room: str = ""
    track: str = ""
    speakers: tuple = ()
    chairs: tuple = ()
    panelists: tuple = ()
    guests: tuple = ()
    plenary: bool = False
    language: str = ""
    seats: int | None = None
    talks: list = field(default_factory=list)


def _sample(zh, en):
    return Text(f"示例：{zh}", f"Sample: {en}")


def _plenary(key, kind, title, day, start, minutes, room="main-hall", **more):
    return Planned(key, kind, title, day, start, minutes, room, plenary=True, **more)


def _sub_forum(key, title, room, track, chair, talks, *, seats=80):
    """A sub-forum from 13:30 to 15:30 of the first day with a talk every 30 minutes."""
    return Planned(
        key,
        "sub-forum",
        title,
        1,
        "13:30",
        120,
        room,
        track,
        chairs=(chair,),
        seats=seats,
        talks=[
            Planned(
                f"{key}-{n}",
                "talk",
                _sample(zh, en),
                1,
                start,
                30,
                track=track,
                speakers=(speaker,),
                language="en" if speaker % 4 == 0 else "zh",
            )
            for n, (start, (speaker, zh, en)) in enumerate(
                zip(("13:30", "14:00", "14:30", "15:00"), talks, strict=True), start=1
            )
        ],
    )


SESSIONS = [
    _plenary("arrival", "break", Text("报到与茶点", "Arrival and tea"), 1, "08:00", 60, "foyer"),
    _plenary(
        "opening",
        "ceremony",
        _sample("开幕式", "Opening ceremony"),
        1,
        "09:00",
        15,
        chairs=(25,),
        language="both",
    ),
    _plenary(
        "address-1",
        "address",
        _sample("承办单位致辞", "Welcome by the host university"),
        1,
        "09:15",
        15,
        guests=(1,),
        language="zh",
    ),
    _plenary(
        "address-2",
        "address",
        _sample("主办单位致辞", "Address by the organizer"),
        1,
        "09:30",
        15,
        guests=(2,),
        language="zh",
    ),
    _plenary("photo", "photo", Text("合影", "Group photo"), 1, "09:45", 20, "foyer"),
    _plenary("tea-1", "break", Text("茶歇", "Tea break"), 1, "10:05", 20, "foyer"),
    _plenary(
        "keynote-1",
        "keynote",
        _sample("教育数据能说明什么，不能说明什么", "What educational data can and cannot tell us"),
        1,
        "10:25",
        45,
        track="research",
        speakers=(3,),
        chairs=(25,),
        language="zh",
    ),
    _plenary(
        "keynote-2",
        "keynote",
        _sample("大小模型协同教学", "Teaching with large and small models together"),
        1,
        "11:10",
        45,
        track="research",
        speakers=(4,),
        chairs=(25,),
        language="en",
    ),
    _plenary("lunch-1", "meal", Text("午餐", "Lunch"), 1, "12:00", 90, "foyer"),
    _sub_forum(
        "courses",
        _sample("分论坛一 专业、课程与教材", "Sub-forum 1: Programs, courses and textbooks"),
        "room-201",
        "courses",
        19,
        [
            (
                7,
                "以智能助教重写程序设计入门课",
                "A first programming course rewritten around an AI assistant",
            ),
            (8, "每学期更新的共享教材", "A shared textbook that is renewed every term"),
            (9, "面向大班教学的虚拟实验室", "Virtual laboratories for large classes"),
            (10, "学生向课程助手问了什么", "What students ask a course assistant"),
        ],
        seats=62,  # all chosen: four wait for one
    ),
    _sub_forum(
        "literacy",
        _sample("分论坛二 师生人工智能素养", "Sub-forum 2: AI literacy of teachers and students"),
        "room-202",
        "literacy",
        20,
        [
            (11, "面向全体新生的人工智能素养课", "An AI literacy course for every freshman"),
            (12, "一学期的教师培训方案", "Training teachers within one semester"),
            (13, "生成式工具时代的公平考试", "Fair examinations in the age of text generators"),
            (14, "与学生共同制定的使用守则", "Rules of use written together with students"),
        ],
    ),
    _sub_forum(
        "industry",
        _sample("分论坛三 现代产业学院", "Sub-forum 3: Modern industry colleges"),
        "room-203",
        "industry",
        21,
        [
            (15, "共建产业学院的两年", "Two years of building a college together"),
            (16, "把工厂的真实数据带进课堂", "Real data from a factory in the classroom"),
            (17, "实习、导师与知识产权", "Internships, mentors and intellectual property"),
            (18, "毕业生能力如何衡量", "How to measure what graduates can do"),
        ],
    ),
    _plenary("tea-2", "break", Text("茶歇", "Tea break"), 1, "15:30", 20, "foyer"),
    Planned(
        "panel-1",
        "panel",
        _sample("圆桌：十年后的课堂", "Panel: The classroom in ten years"),
        1,
        "15:50",
        80,
        "main-hall",
        "literacy",
        chairs=(26,),
        panelists=(3, 27, 28),
        language="both",
    ),
    Planned(
        "workshop-1",
        "talk",
        _sample(
            "工作坊：八十分钟做一个课程助手",
            "Workshop: Build a course assistant in eighty minutes",
        ),
        1,
        "15:50",
        80,
        "room-201",
        "courses",
        speakers=(22,),
        language="zh",
        seats=60,
    ),
    Planned(
        "workshop-2",
        "talk",
        _sample("工作坊：谨慎解读学习数据", "Workshop: Reading learning data with care"),
        1,
        "15:50",
        80,
        "room-202",
        "research",
        speakers=(23, 24),
        language="en",
        seats=60,
    ),
    _plenary("dinner", "meal", Text("晚餐", "Dinner"), 1, "18:00", 120, "foyer"),
    _plenary(
        "keynote-3",
        "keynote",
        _sample("教师为先", "Teachers first"),
        2,
        "09:00",
        45,
        track="literacy",
        speakers=(5,),
        chairs=(35,),
        language="zh",
    ),
    _plenary(
        "keynote-4",
        "keynote",
        _sample("校园即实验室", "The campus as a laboratory"),
        2,
        "09:45",
        45,
        track="industry",
        speakers=(6,),
        chairs=(35,),
        language="en",
    ),
    _plenary("tea-3", "break", Text("茶歇", "Tea break"), 2, "10:30", 20, "foyer"),
    Planned(
        "talk-1",
        "talk",
        _sample("用人工智能批改开放性试题", "Marking open questions with AI"),
        2,
        "10:50",
        40,
        "room-201",
        "courses",
        speakers=(29,),
        language="zh",
    ),
    Planned(
        "talk-2",
        "talk",
        _sample("多语种课程的自动字幕", "Subtitles for courses in several languages"),
        2,
        "11:30",
        40,
        "room-201",
        "courses",
        speakers=(30,),
        language="en",
    ),
    Planned(
        "talk-3",
        "talk",
        _sample("教师如何评价智能备课", "How teachers judge lesson plans made with AI"),
        2,
        "10:50",
        40,
        "room-202",
        "literacy",
        speakers=(31,),
        language="zh",
    ),
    Planned(
        "talk-4",
        "talk",
        _sample("学生自己的提示词手册", "A prompt handbook made by students"),
        2,
        "11:30",
        40,
        "room-202",
        "literacy",
        speakers=(32,),
        language="zh",
    ),
    Planned(
        "talk-5",
        "talk",
        _sample("小企业的联合培养", "Joint training with small companies"),
        2,
        "10:50",
        40,
        "room-203",
        "industry",
        speakers=(33,),
        language="zh",
    ),
    Planned(
        "talk-6",
        "talk",
        _sample("跨校共享算力", "Sharing computing power between universities"),
        2,
        "11:30",
        40,
        "room-203",
        "research",
        speakers=(34,),
        language="en",
    ),
    _plenary("lunch-2", "meal", Text("午餐", "Lunch"), 2, "12:10", 80, "foyer"),
    _plenary(
        "panel-2",
        "panel",
        _sample("圆桌：高校与企业如何共建", "Panel: How universities and companies build together"),
        2,
        "13:30",
        75,
        track="industry",
        chairs=(35,),
        panelists=(36, 37, 38, 39),
        language="both",
    ),
    _plenary("tea-4", "break", Text("茶歇", "Tea break"), 2, "14:45", 20, "foyer"),
    _plenary(
        "discussion",
        "discussion",
        _sample("交流互动", "Open discussion"),
        2,
        "15:05",
        40,
        chairs=(26,),
        language="both",
    ),
    _plenary(
        "closing",
        "ceremony",
        _sample("闭幕式", "Closing ceremony"),
        2,
        "15:45",
        20,
        guests=(40,),
        language="both",
    ),
]

EXPECTED_PANELISTS = ("panel-2", 5, Text("圆桌嘉宾", "panelists"))


def biography(number):
    return Text(
        f"示例报告人{number:02}是为演示而设的虚构人物，研究方向为**人工智能与教学**。",
        f"Sample speaker {number:02} is made up for this demo and works on **artificial "
        "intelligence and teaching**.",
    )


def abstract(title: Text):
    about = Text(title.zh.removeprefix("示例："), title.en.removeprefix("Sample: "))
    return Text(
        f"这是“{about.zh}”的示例摘要。\n\n- **问题：**课堂里遇到了什么\n- **做法：**试了哪些办法\n"
        "- **结果：**哪些值得推广",
        f"This is the sample abstract of “{about.en}”.\n\n- **Question:** what happens in class\n"
        "- **Method:** what was tried\n- **Result:** what is worth sharing",
    )


def summary(title: Text):
    about = Text(title.zh.removeprefix("示例："), title.en.removeprefix("Sample: "))
    return Text(f"示例简介：{about.zh}。", f"Sample summary: {about.en}.")
