"""Invented cases for the demonstration, one for each stage of a proposal's life; pure.

Every name is made of 甲乙丙丁 and every number of zeros, so that nobody takes them for real.
"""

from dataclasses import dataclass
from itertools import cycle

HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
TOPICS = ("专利", "商标品牌", "知识产权保护", "企业培育", "质押融资")
SUBJECTS = {
    "专利": ("提高发明专利质量", "加快专利成果转化"),
    "商标品牌": ("培育区域公共品牌", "支持企业商标海外注册"),
    "知识产权保护": ("加强电商平台知识产权保护", "完善专利侵权纠纷调解"),
    "企业培育": ("加大专精特新企业培育力度", "推进企业知识产权贯标"),
    "质押融资": ("扩大知识产权质押融资规模", "降低质押融资评估费用"),
}
UNITS = ("市科技局", "市经信局", "市商务局", "市农业农村局")
# (our role, how far it has come), so that each column of the board has something.
STAGES = (
    ("主办", "registered"),
    ("协办", "registered"),
    ("主办", "accepted"),
    ("协办", "assigned"),
    ("主办", "drafting"),
    ("独办", "drafting"),
    ("主办", "section"),
    ("协办", "office"),
    ("主办", "deputy"),
    ("分办", "awaiting"),
    ("主办", "returned"),
    ("主办", "signed"),
    ("协办", "sealed"),
    ("主办", "delivered"),
    ("主办", "unhappy"),
    ("主办", "again"),
    ("协办", "closed"),
    ("主办", "closed"),
    ("主办", "tracking"),
    ("独办", "archived"),
    ("主办", "away"),
    ("参阅", "closed"),
)
LEAD_ROLES = ("主办", "分办", "独办")
TEXT = (
    "一、基本情况。近年来，我市围绕{subject}做了不少工作，但企业反映还有一些困难。\n"
    "二、主要问题。政策知晓度不高，服务力量不足，部门之间信息不通。\n"
    "三、几点建议。（一）建议加大宣传培训力度。（二）建议建立部门联动机制。"
)
ASKS = ("加大宣传培训力度", "建立部门联动机制")
ANSWERS = ("已列入年度培训计划，分期举办", "已与有关部门建立联席会议制度")
BODY = (
    "您提出的关于{subject}的建议收悉，现答复如下：\n"
    "一、加大宣传培训力度。我局把{subject}列为重点工作，分片区开展培训，"
    "面向企业讲解有关政策和办理流程。\n"
    "二、建立部门联动机制。我局与有关部门建立联席会议制度，按季度通报情况，共同研究解决企业反映的困难。\n"
    "三、下一步工作。我局将围绕{subject}，在年底前走访企业30家，及时协调解决困难。\n"
    "感谢您对知识产权工作的关心和支持。"
)
OPINION = (
    "关于{subject}的建议，我局结合自身职能，现提出如下意见：\n"
    "一、加大宣传培训力度。我局将在年底前举办培训班5期，面向企业讲解有关政策。\n"
    "二、建立部门联动机制。我局将积极配合主办单位，及时提供有关情况。"
)


@dataclass(frozen=True)
class DemoCase:
    number: int
    role: str
    stage: str
    topic: str
    subject: str
    proposer: str
    unit: str
    days_ago: int

    @property
    def title(self) -> str:
        return f"关于{self.subject}的建议"

    @property
    def text(self) -> str:
        return TEXT.format(subject=self.subject)

    @property
    def body(self) -> str:
        answers = self.role in LEAD_ROLES
        return (BODY if answers else OPINION).format(subject=self.subject)


def generate() -> list[DemoCase]:
    """The same cases every time; those further on were assigned longer ago."""
    topics, units = cycle(TOPICS), cycle(UNITS)
    cases = []
    for place, (role, stage) in enumerate(STAGES):
        topic = next(topics)
        subject = SUBJECTS[topic][place // len(TOPICS) % 2]
        name = f"{HEAVENLY[place % 10]}{'一二三'[place // 10]}（演示）"
        days_ago = 5 + 6 * place
        cases.append(
            DemoCase(901 + place, role, stage, topic, subject, name, next(units), days_ago)
        )
    return cases
