"""The words of agendas and guest lists: all that the reader knows by heart, in one place.

Patterns are matched against `texts.plain`: half-width signs, one kind of dash.
"""

# --- Headers: role of a column -> how it is called ------------------------------------------------
# Compared without spaces and case; what stands in brackets behind a header does not count.

HEADERS = {
    "time": "时间 时段 时刻 起止时间 时间段 具体时间 会议时间 日程时间 时间安排 报告时间 time timeslot slot timeslots times hour hours when",
    "start": "开始时间 开始 起始时间 起始 start starts starttime from begin begins",
    "end": "结束时间 结束 截止时间 终止时间 end ends endtime to until",
    "minutes": "时长 用时 时长(分钟) 分钟 报告时长 duration length minutes mins min duration(min)",
    "day": "日期 天 会议日期 date day dates 日期/时段 日期时段",
    "title": "内容 议程 议题 题目 报告题目 主题 环节 活动 事项 会议内容 日程内容 演讲题目 演讲主题 报告主题 项目 报告内容 "
    "安排 议程内容 会议议程 活动内容 日程安排 讲题 论文题目 发言题目 发言主题 会议议题 题目/内容 内容/题目 名称 活动安排 "
    "中文题目 英文题目 中文标题 英文标题 题目(中文) 题目(英文) 中文内容 英文内容 中文 英文 chinesetitle englishtitle title(chinese) title(english) title(zh) title(en) chinese english "
    "title topic talk presentation agenda activity item event program programme content paper subject papertitle "
    "talktitle titleoftalk titleofpresentation presentationtitle description what details theme",
    "session": "分论坛 论坛 单元 版块 板块 专场 场次 会议环节 阶段 session sessions panelsession forum block section "
    "sub-forum subforum",
    # Beside a column of titles; 主题 and topic alone are titles.
    "track": "分类 主题 专题 方向 领域 主题分类 主题方向 研究方向 专题方向 专题分类 议题分类 所属专题 track tracks topic topics theme themes stream "
    "thematicarea subjectarea area",
    "kind": "类型 形式 类别 环节类型 报告类型 type kind format category",
    "speaker": "报告人 主讲人 主讲 演讲人 发言人 嘉宾 讲者 演讲嘉宾 报告嘉宾 主讲嘉宾 发言嘉宾 致辞人 参与人 人员 出席嘉宾 姓名 "
    "专家 报告专家 主讲专家 授课专家 讲师 演讲者 报告者 与会嘉宾 参加人员 作者 宣讲人 汇报人 负责人 "
    "speaker speakers presenter presenters author authors lecturer name panelist panelists who people person by "
    "invitedspeaker participants",
    "unit": "单位 学院 院系 所在学院 学院/单位 工作单位 所在单位 机构 学校 单位名称 院校 所属单位 "
    "affiliation affiliations organization organisation institution institute company university employer",
    "job": "职务 职称 头衔 职务职称 职称职务 职位 身份 position jobtitle role rank post function",
    "both": "单位职务 单位职称 单位职务职称 单位职称职务 嘉宾介绍 单位职务介绍 个人简介 单位头衔 报告人简介 "
    "affiliationposition positionaffiliation organizationposition",
    "chair": "主持人 主持 会议主持 主席 召集人 主持嘉宾 分会主席 会议主席 主持专家 chair chairs chairperson moderator "
    "moderators host sessionchair facilitator chairman chairedby",
    "panelist": "点评人 点评 评议人 评议 点评嘉宾 点评专家 对谈嘉宾 与谈人 与谈嘉宾 圆桌嘉宾 讨论人 discussant discussants commentator respondent",
    "room": "地点 会场 会议室 场地 地址 教室 会议地点 报告地点 活动地点 场所 room venue location place hall where rooms",
    "remark": "备注 说明 其他 注 note notes remark remarks comment comments status 状态 负责部门 责任人 责任单位",
    "number": "序号 编号 no no. # 序 号 num number nr id",
    "language": "语言 language lang",
    "code": "代码 编码 识别码 议程代码 议程项代码 code sessioncode itemcode",
    # Of guest lists.
    "phone": "电话 手机 手机号 手机号码 联系电话 联系方式 移动电话 电话号码 手机/电话 phone mobile tel telephone cell phonenumber mobilephone "
    "cellphone contact contactnumber",
    "mail": "邮箱 电子邮箱 电子邮件 邮件 email e-mail mail",
    "gender": "性别 gender sex m/f",
    "gives_talk": "是否报告 是否发言 是否作报告 是否做报告 是否演讲 是否主讲 是否提交报告 givesatalk givestalk speaking presenting "
    "speaks givingatalk talk? speaker? presents",
    "sub_forum": "参加分论坛 所属分论坛 分论坛选择 拟参加分论坛 意向分论坛 分论坛意向 parallelsession",
    "name": "姓名 嘉宾姓名 参会人 参会人员 代表姓名 参会代表 参会嘉宾 name fullname participant attendee delegate guest guestname",
    "name_en": "英文名 英文姓名 外文名 englishname nameinenglish latinname pinyin 拼音",
}  # fmt: skip

# --- Labels: what stands before a colon in a line --------------------------------------------------

LABELS = {
    "time": "会议时间|活动时间|论坛时间|报告时间|举办时间|召开时间|时间|时　间|时 间|日期|time|date and time|date & time|dates?|when|hours",
    "room": "会议地点|活动地点|论坛地点|报告地点|举办地点|地点|地　点|地 点|主会场|大会会场|会场|会议室|场地|place|location|room|where|hall",
    "venue": "venue|conference venue|会议场馆|举办场所",
    "chair": "大会主持人?|会议主持人?|小?组长|分论坛主席|论坛主持人?|主持人?|主持嘉宾|召集人|主席|session chairs?|chaired by|chairs?|chairpersons?|moderators?|"
    "moderated by|facilitators?|group leaders?|host",
    "speaker": "报告嘉宾|主讲嘉宾|致辞嘉宾|演讲嘉宾|发言嘉宾|报告人|主讲人?|演讲人|发言人|致辞人?|宣讲人|汇报人|发布人?|发布嘉宾|speakers?|"
    "presenters?|presented by|lecturers?|keynote speakers?|by",
    "panelist": "评委|评审(?:专家|嘉宾)?|judges?|(?:小?组)?成员|组员|参加人员?|参与人员?|参会嘉宾|对谈嘉宾|圆桌嘉宾|与谈嘉宾|与谈人?|对话嘉宾|参与嘉宾|讨论嘉宾|讨论人|点评嘉宾|点评专家|点评人?|评议人?|评议专家|panell?ists?|"
    "panel members|group members|members|discussants?|participants|respondents?|commentators?",
    "guests": "嘉宾|特邀嘉宾|guests?",
    "witness": "见证嘉宾|见证人?|揭牌嘉宾|颁奖嘉宾|出席嘉宾|出席领导|witness(?:es)?|presented awards by",
}
# What an item is about, before a colon.
TOPICS = "(?:会议|论坛|大会|讨论|对话|圆桌|报告|演讲|发言|分享|交流|专题|本场)?(?:主题|议题|题目)|讲题|topics?|themes?|titles?|subject"
# Beginnings of lines that are no part of a program.
NOTES = (
    "(?:会议|小组)?秘书[:：]|记录(?:人|员)?[:：]|工作人员[:：]|志愿者[:：]|备注|注[:：0-9]|说明|附注|联系人|联系电话|联系方式|会务组?|温馨提示|注意事项|请[各与参]|※|\\*|附件|咨询电话|投稿|主办单位|承办单位|协办单位|指导单位|"
    "支持单位|媒体支持|赞助单位|(?:主办|承办|协办|指导|支持)方?[:：]|支持媒体|合作单位|乘车|交通|参会须知|二维码|扫码|"
    "notes?\\b|remarks?[:.]|contacts?\\b|please\\b|for (?:further|more|any)\\b|enquir|inquir|hosts[:：]|(?:hosting|(?:co-)?organi[sz]ing) organi[sz]ations?\\b|co-?hosts?\\b|(?:co-)?organi[sz]ers?[:：]|hosted by|(?:co-)?organi[sz]ed by|undertaken by|guided by|supported by|media support|sponsored by|wi-?fi|"
    "tel(?:ephone)?[:. ]|e-?mail|http|www\\.|footnote|disclaimer"
)
# Tail of a remark that makes no session of a row.
HEADING_WORDS = (
    "会议议程|会议日程|议程|日程|日程安排|议程安排|会议安排|活动安排|活动议程|日程表|议程表|agenda|programme?|schedule|conference programme?|"
    "programme? overview|timetable|分论坛|平行论坛|分论坛议程|主论坛|大会议程"
)

# --- Sections: headings whose items follow -> the kind of those items -------------------------------

SECTIONS = {
    "keynote": "主旨报告|主旨演讲|主旨发言|大会报告|特邀报告|主题报告|主题演讲|大会主旨报告|大会特邀报告|特邀演讲|特邀讲座|"
    "keynotes?|keynote (?:speech(?:es)?|session|talks?|addresses|lectures?)|plenary (?:talks?|lectures?|session)|invited talks?",
    "address": "致辞|领导致辞|嘉宾致辞|welcome addresses|welcome",
    "talk": "专题报告|分组报告|交流报告|主题发言|大会发言|交流发言|专题研讨|报告|talks?|contributed talks|papers?|lightning talks",
    "panel": "圆桌论坛|圆桌对话|圆桌讨论|高端对话|panel(?: discussion)?",
    "": "开幕式|闭幕式|开幕典礼|闭幕典礼|大会开幕式|开幕|闭幕|会议开幕|签约揭牌|上半场|下半场|上午|下午|晚上|全体会议|主论坛|主会场|大会|平行论坛|"
    "opening(?: ceremony| session)?|closing(?: ceremony| session)?|plenary|main forum|first half|second half|morning(?: session)?|afternoon(?: session)?",
}
# A heading or a row that is a sub-forum.
SUB_FORUM = (
    r"(?:平行|专题|主题)?分?(?:论坛|会场|组|议题)\s*[一二三四五六七八九十0-9A-H]+(?![0-9]*[人分])|第[一二三四五六七八九十0-9]+(?:分?论坛|分?会场|专场|分?组(?!代表|汇报|发言|总结)|单元)|"
    r"分[一二三四五六七八九十0-9]+(?:论坛|会场)|平行论坛|专题论坛|分论坛|分会场|主题论坛|青年论坛|研究生论坛|学生论坛|校长论坛|专场[一二三四五六七八九十0-9A-H]|"
    r"(?:parallel |paper |special |breakout |thematic |poster )?session ?[A-H0-9]{1,3}\b|(?:parallel|breakout|sub-?) ?(?:forum|session)s?\b|"
    r"(?<![A-Za-z])(?<![0-9一-龥])(?:[A-H甲乙丙丁戊己]\s*组|\d{1,2}\s*小?组|第[一二三四五六七八九十0-9]+小组|小组[一二三四五六七八九十0-9A-H])(?![A-Za-z0-9一-龥])|(?<![a-z])(?:breakout )?group ?[A-H0-9]{1,2}\b|"
    r"sub-?forum\b|workshop ?[A-H0-9]{1,2}\b|track ?[A-H0-9]{1,2}\b|forum ?[A-H0-9]{1,2}\b|stream ?[A-H0-9]{1,2}\b|panel ?[A-H0-9]\b|symposium ?[A-H0-9]\b"
)

# One of several groups of people, by a number, a letter or a name.
GROUP = (
    r"第[一二三四五六七八九十0-9]+(?:分|小)?组|(?:分|小)组\s*[一二三四五六七八九十0-9A-H]+|[A-H甲乙丙丁戊己]\s*组|\d{1,2}\s*小?组|"
    r"(?:breakout )?group ?[A-H0-9]{1,2}\b"
)
# An item that several groups or sub-forums have at once.
IN_GROUPS = (
    "分组|小组|平行|分论坛|分会场|groups?\\b|breakout|parallel|sub-?forums?\\b|sub-?sessions?\\b"
)

# --- Kinds of sessions ------------------------------------------------------------------------------
# In this order; `strong` words make the kind wherever they end or begin a title, `weak` ones only in a
# short title, before a colon, or where nobody speaks alone.

KINDS = (
    ("sign-in", "strong", "报到|签到|注册|领取资料|入场|候场|registration|sign-?in|check-?in|arrival|badge pick-?up|doors open"),
    ("photo", "strong", "合影|合照|拍照留念|集体照|全体照|group photo(?:graph)?|conference photo|family photo|photo session|photo"),
    ("meal", "strong", "早餐|午餐|中餐|晚餐|晚宴|宴会|午宴|用餐|自助餐|就餐|工作餐|招待会|欢迎宴|茶话晚餐|晚饭|午饭|早饭|breakfast|lunch(?:eon)?|dinner|banquet|supper|"
     "buffet|(?:welcome |drinks |evening )?reception|gala|lunch break"),
    ("break", "strong", "茶歇|休息|午休|会间休息|中场休息|茶点|咖啡|(?:coffee|tea|morning|afternoon|short|health|comfort)(?: and tea| & tea|/tea)? break|coffee|tea(?: time)?|"
     "break|refreshments|recess|intermission|pause"),
    ("ceremony", "strong", "主持人介绍.*|主持人?宣布.*|介绍(?:与会|参会|到会|出席).*|揭牌|仪式|揭幕|颁奖|签约|启动|授牌|授旗|聘任|剪彩|颁发证书|颁发聘书|首发式|发布会|交接|开幕式|闭幕式|结业式|开班式|毕业式|开幕|闭幕|典礼|ceremony|"
     "awards?(?: presentation)?|signing(?: of .*)?|unveiling.*|launch(?: of .*)?|handover|prize giving|opening|closing"),
    ("address", "strong", "致辞|致词|致欢迎辞|欢迎辞|讲话|开场白|开幕辞|闭幕辞|总结发言|总结讲话|会议总结|大会总结|闭幕总结|论坛总结|"
     "(?:welcome|welcoming|opening|closing|concluding)(?: .{0,30})?(?: address(?:es)?| remarks?| speech(?:es)?| words)|welcome (?:by|from) .*|welcome|address(?:es)?|"
     "remarks|farewell|wrap-?up.*|summary|conclusions?"),
    ("keynote", "strong", "主旨报告|主旨演讲|主旨发言|大会报告|特邀报告|主题演讲|主题报告|特邀演讲|keynote(?: speech| address| lecture| talk| speaker)?(?: \\d+)?|"
     "plenary(?: talk| lecture| address)?(?: \\d+)?|invited (?:talk|lecture|speaker)"),
    ("panel", "strong", "圆桌论坛|圆桌对话|圆桌讨论|圆桌会议|圆桌|高端对话|嘉宾对话|主题对话|巅峰对话|对谈|对话|访谈|沙龙|panel(?: discussion| session)?|round[- ]?table(?: discussion)?|"
     "fireside chat|dialogue|debate|forum discussion|in conversation"),
    ("discussion", "weak", "交流汇报|汇报交流|讨论|自由讨论|交流|研讨|自由交流|互动|互动交流|提问|问答|答疑|交流讨论|讨论交流|分组讨论|座谈|评议|点评|q ?& ?a|discussions?|questions(?: and answers)?|"
     "open floor|plenary discussion|group discussion|networking|comments"),
    ("address", "weak", "总结|小结|欢迎|主持人开场"),
    ("ceremony", "weak", "发布|成果发布|发布成果|倡议|宣读|介绍嘉宾|嘉宾介绍|介绍来宾|introduction of guests|announcement"),
    ("other", "strong", "(?:会议|大会|论坛|活动|培训)?结束|参观|考察|调研|离会|返程|疏散|散会|撤展|布展|踏勘|采风|游览|赴|excursion|(?:guided |city |campus |lab )?tour\\b|visit|departure|departures|check-?out|"
     "poster session|posters|exhibition|demo session|transfer|walk(?:ing)?|end of (?:the )?(?:conference|meeting|day)|adjourn(?:ment)?|调试|彩排|理事会|工作会议?|"
     "^end$|business meeting|general assembly|committee meeting"),
    ("talk", "strong", "报告|讲座|专题报告|交流发言|发言|演讲|talk|lecture|presentation|paper|tutorial|lightning talk|short talk|contributed talk|workshop|seminar|training|工作坊|培训|公开课"),
)  # fmt: skip

KINDS_WITHOUT_PEOPLE = {"sign-in", "photo", "meal", "break", "discussion", "other"}
# Nobody asks in which room these are, and the room of what is around them is not theirs.
KINDS_APART = {"photo", "meal", "break"}

# --- People -----------------------------------------------------------------------------------------

# Units, longest words first where one ends another. What follows may be digits or one letter.
UNITS = (
    "大学|学院|学校|中学|小学|集团|公司|研究院|研究所|研究中心|研究会|出版社|杂志社|编辑部|报社|学会|协会|联盟|委员会|基金会|图书馆|博物馆|档案馆|美术馆|科技馆|"
    "医院|实验室|工程中心|中心|科学院|社科院|教育厅|教育局|教育部|厅|局|总台|电视台|银行|法院|检察院|设计院|事务所|工作室|平台|协作组|人民政府|政府|党校|书店|书院"
)
# Parts of a unit, which go with the office: 教务处处长.
UNITS_EN = (
    "university|universit[yéàä]t?|institute|institution|college|school|press|museum|library|academy|center|centre|company|corp(?:oration)?|inc|ltd|group|"
    "society|association|foundation|laborator(?:y|ies)|labs?|hospital|ministry|bureau|council|department|dept|faculty|alliance|consortium|publishing|"
    "publishers?|archive|archives|gallery|gmbh|llc|agency|organi[sz]ation|union|network|studio|office|cnrs|mit|team|committee|federation|technologies"
)
# Offices and titles: how they end.
OFFICES = (
    "校长|院长|处长|部长|主任|书记|会长|理事长|秘书长|董事长|总经理|经理|总裁|总监|所长|馆长|社长|总编辑|主编|编审|副编审|编辑|局长|厅长|司长|科长|主席|院士|教授|讲师|助教|"
    "研究员|研究馆员|馆员|工程师|教师|老师|导师|博导|硕导|专家|学者|博士|博士后|硕士|研究生|本科生|学生|首席|总工|总工程师|会计师|律师|顾问|理事|委员|常委|代表|负责人|名师|"
    "创始人|合伙人|首席执行官|首席技术官|首席科学家|科学家|技术官|执行官|运营官|组长|队长|班长|台长|行长|站长|园长|干事|助理|带头人|组织者|发起人|设计师|架构师|分析师|"
    "特聘|长聘|讲席|系主任|党委|党委书记|主管|专员|记者|作家|诗人|翻译|译审|译员|医师|主任医师|检察官|法官|巡视员|调研员|参事|秘书|主持人|获得者|先生|女士|同志|会员|负责同志"
)
OFFICES_EN = (
    "professor|prof\\.?|lecturer|reader|dean|director|president|vice-president|chancellor|provost|head|chair|chairman|chairwoman|chairperson|fellow|researcher|scientist|engineer|"
    "manager|editor(?:-in-chief)?|librarian|curator|archivist|officer|ceo|cto|cfo|coo|founder|co-founder|secretary|secretary-general|student|candidate|postdoc|scholar|"
    "teacher|consultant|analyst|architect|designer|principal|coordinator|advisor|adviser|partner|instructor|associate|developer|lead|minister|ambassador|rector|academician|emeritus|phd|"
    "vice|deputy|senior|assistant|chief"
)
HONORIFICS = "prof\\.?|professor|dr\\.?|mr\\.?|ms\\.?|mrs\\.?|miss|sir|dame|academician|assoc\\. prof\\.?|associate prof(?:essor|\\.)|assistant prof(?:essor|\\.)|hon\\."
HONORIFICS_BEHIND = "教授|副教授|院士|博士|老师|先生|女士|研究员|副研究员|讲师|校长|院长|主任|处长|会长|总经理|总裁|书记|秘书长|理事长|董事长|总监|编审|专家"
DEGREES = "ph\\.? ?d\\.?|m\\.?d\\.?|msc|m\\.sc\\.|ma|m\\.a\\.|frs|fba|jr\\.?|sr\\.?|esq\\.?"

# Nobody yet.
UNKNOWN = (
    "待定|待确定|待确认|待通知|待邀|待补充|未定|拟邀|另行通知|另定|暂缺|暂无|空缺|同行通知|tbc|tba|tbd|tbn|t\\.b\\.[cad]\\.|to be (?:confirmed|announced|decided|determined|advised)|"
    "not (?:yet )?confirmed|n/a|\\?{1,3}"
)
DITTO = "同上|同前|〃|″|\"|''|ditto|same(?: as above)?|as above|idem|do\\."
# One who is not named: "企业代表1名".
NOBODY = "全体|代表|各位|与会|参会|嘉宾|领导|专家|学生|师生|人员|企业|学校|评委|主持|老师|教师|同学|校友|观众|所有|相关|其他|另|会务|志愿|自愿|各组|工作组|秘书处"
# Of titles, never of names: "Open Data" is nobody.
NEVER_NAMES_EN = (
    "data|digital|open|future|futures|science|sciences|research|education|learning|teaching|technology|technologies|heritage|culture|cultural|history|humanities|"
    "language|languages|archive|libraries|knowledge|information|innovation|intelligence|artificial|machine|computing|quantum|climate|health|energy|policy|ethics|society|"
    "public|global|international|national|regional|sustainable|sustainability|development|design|methods?|theory|practice|practices|studies|analysis|"
    "models?|systems?|networks?|tools|trends|challenges|perspectives|approaches|applications|cases|lessons|progress|cities|city|urban|rural|security|"
    "privacy|trust|media|writing|translation|quality|standards|skills|careers|publishing|what|why|from|beyond|towards?"
)
# Words of titles that begin as a surname does: 知识 经济 is nobody named 经济.
NEVER_NAMES = (
    "(?:时间|时代|时空|安排|安全|经济|文化|文明|文献|文学|文字|文本|文物|文旅|文创|文件|文体|文科|文教|高校|高教|高中|金融|金石|平台|方法|方案|方向|方言|方志|方略|方式|管理|应用|应对|"
    "应急|成果|成就|成长|成立|程序|程度|古籍|古文|古代|古典|古今|古诗|史料|史学|路径|路线|路演|常态|常识|华文|党建|党史|党课|党员|空间|国家|国际|国学|国画|国防|国风|东方|东亚|水利|水平|"
    "水文|能源|能力|云端|计划|计算|计算机|计量|解读|解析|解决|解释|索引|关系|关注|关键|通识|通知|通史|通讯|融合|融通|融媒体?|包容|项目|祖国|广告|广场|广播|终身|居民|步骤|都市|相关|红色|红楼梦|农业|"
    "农村|农史|温度|和谐|和平|明代|明清|宋代|宋词|唐代|唐诗|元代|元曲|元宇宙|曲艺|江南|江西|江苏|黄河|石刻|石窟|石油|宁夏|甘肃|安徽|山东|山西|山水|山区|白话|强国|强化|双创|双语|双碳|支撑|"
    "支持|支部|万物|全球|全国|全民|全体|全媒体|单元|单位|宣传|宣读|宣言|干部|干预|景观|习作|习惯|易学|容错|利用|利益|师范|师德|师资|师生|简介|简史|简报|查询|游戏|游学|权益|权利|公共|公益|"
    "公开|公平|公民|公文|公约|候选|候场|后续|席位|谈判|纪念|纪实|纪录|祝贺|董事|蓝图|季度|强调|危机|童话|盛典|盛会|林业|林学|田野|田园|宗教|宗旨|荣誉|曲目|家庭|家长|家国|家谱|封面|储备|班级|"
    "班会|仲裁|宫廷|武术|符号|幸福|印刷|印象|从业|籍贯|卓越|蒙学|贡献|劳动|扶贫|边疆|边界|充分|连接|连续|衡量|弘扬|沙龙|养老|养成|丰富|丰收|关爱|荆楚|强校|云计算|何以|何为|于是|和而不同|"
    "元数据|高质量|高水平|双一流|向度|向导|阅读|万象|左右|富强|房产|路书|温故|空中|饶有|越剧|粤剧)[学史化型性论制观]?"
)
NOBODY_EN = "all|everyone|participants|delegates|speakers|panelists|guests|staff|students|representatives?|audience|various|chairs|members|team"

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公候肖涂代闫佟付覃"
    "張陳劉楊黃趙吳鄭馮衛許呂嚴謝鄒蘇魯韋馬鳳湯羅畢鄔樂時齊顧蕭龐紀項閔賈婁顏鍾駱盧應鄧單諸鈕龔陸榮甄儲車烏欒厲葉聞黨譚貢勞姬燕溫莊閻連習魚慕廣東歐簡饒曾關"
)
COMPOUND_SURNAMES = "欧阳|司马|上官|诸葛|夏侯|皇甫|公孙|慕容|司徒|东方|独孤|南宫|宇文|轩辕|端木|令狐|尉迟|长孙|钟离|闻人|赫连|澹台|公冶|濮阳|淳于|单于|申屠|拓跋|百里|呼延|司空|万俟|太史|歐陽|司馬"

# --- Places -------------------------------------------------------------------------------------------

ROOM_WORDS = "厅|会议室|教室|报告厅|礼堂|大堂|前厅|大厅|食堂|餐厅|楼|层|室|馆|广场|门口|正门|大门|操场|操场|剧场|酒店|宾馆|饭店|会场|中心|基地|展区|走廊|台阶|草坪|庭院|大院|\\d{3,4}"
ROOM_WORDS_EN = (
    r"(?:room|hall|auditorium|theat(?:er|re)|foyer|lobby|lounge|canteen|restaurant|ballroom|library|floor|building|gallery|courtyard|terrace|steps|lawn|cafeteria|atrium|"
    r"studio|suite|chapel|garden|entrance|stage|hotel|online|zoom)\b|\b[A-Z]{1,3}-?\d{2,4}\b"
)
CANCELLED = r"已取消|因故取消|取消|撤销|cancell?ed|withdrawn|dropped"
POSTPONED = r"延期|改期|推迟|postponed|moved to"
