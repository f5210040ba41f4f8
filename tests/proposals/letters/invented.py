"""The words of the generated letters: neutral sentences about nothing real, and nasty ones."""

from random import Random

# Names of 6 to 40 characters; no such place or office exists.
OFFICES = {
    "短": ("云溪市数据局", "云溪市档案局", "青屿县水利局", "白石镇政府"),
    "常": (
        "云溪市市场监督管理局",
        "云溪市经济和信息化局",
        "云溪市公共检测服务中心",
        "青屿县住房和城乡建设局",
        "云溪市人民政府办公室",
    ),
    "长": (
        "云溪市公共检测服务体系建设工作领导小组办公室",
        "云溪市高新技术产业开发区（综合保税区）管理委员会",
        "中国共产党云溪市委员会社会工作部（筹）",
    ),
    "最长": (
        "云溪市公共检测服务站布局规划与工业园区检测服务体系建设工作领导小组办公室",
        "云溪市镇村两级标准化“微服务”网点（含流动服务车）建设与运行维护联席会议办公室",
        "云溪市样品流转、仪器校准及能力验证数据互认工作协调推进小组办公室综合业务科",
    ),
}
CODES = ("云监函", "云检办", "云市监协", "青水发", "云联")
NAMES = ("李某", "陈某某", "翀某", "镕某某", "喆某某", "堃某", "玥某某", "赟某", "𬱖某某")
LONG_NAMES = ("欧阳某某", "阿依古丽·某某某提·某某木", "司徒某某")
POSTS = ("局长", "主任", "副主任（主持工作）", "党组书记、局长", "镇长")
TITLE_WORDS = (
    ("关于", "关于进一步", "关于2023年度", "关于第86号建议", "关于“一站式”"),
    ("做好样品检测", "规范仪器校准", "推进标准化服务", "完善送检流程", "公布能力验证结果"),
    ("工作", "事项", "情况", "计划", "有关问题"),
    ("的函", "的通知", "的答复", "的会办意见", "的报告"),
)
LONG_TITLES = (
    "关于对市第十七届人民代表大会第五次会议第35号建议《关于在工业园区建设公共检测服务站的建议》的会办意见",
    "关于印发《云溪市镇村两级标准化服务网点建设与运行维护管理办法（试行）》及其配套表格的通知",
    "关于贯彻落实省、市两级“样品多跑路、群众少跑腿”要求，加快推进检测数据互认共享有关工作的请示",
)
TYPED_TITLES = (
    "关于样品检测、仪器校准\n工作情况的报告",
    "云溪市公共检测服务\n2023年度能力验证实施方案的通知",
    "关于对第35号建议\n《关于建设公共检测服务站的建议》\n的答复",
)
PLACES = ("白石镇", "青屿街道", "南浦社区", "东塘工业园", "三里桥村", "北仓片区")
THINGS = (
    "样品流转台账",
    "仪器校准记录",
    "送检单位名录",
    "能力验证方案",
    "服务网点布局",
    "设备清单",
)
DOERS = ("本单位", "有关科室", "各服务网点", "技术小组", "承办单位", "检测机构")
SENTENCES = (
    "{doer}收到来件后，组织人员逐条研究，并到{place}、{place2}等地实地走访，听取了各方意见。",
    "截至{year}年末，{place}登记在册的服务网点有{n}家，其中通过核验的{m}家，占{p}%。",
    "全年开展能力验证{m}次，参加{n}人次，合格率{p}%，比上年提高{q}个百分点。",
    "{thing}由{doer}负责更新，每季度公布一次，遇有变动的，在{m}个工作日内补正。",
    "对照“放管服”改革要求，办理流程由七个环节压缩为四个环节，平均用时由{q}天缩短至2天。",
    "我们将继续加强日常巡查工作逐步完善仪器设备定期校准台账并及时公布年度结果。",
    "其中，{place}反映较为集中的问题有：网点偏少、等候偏久、回执偏慢；{doer}已列出清单。",
    "{year}年{m}月{d}日，{doer}召开会议，专题讨论{thing}，形成了初步意见。",
    "依照该办法第三条第（一）项、第（二）项和第十二条，{thing}应当长期保存。",
    "一是统一格式，二是统一口径，三是统一时限，四是统一归档。",
    "对暂不具备条件的，说明原因、列入计划、限期解决，不得以任何理由推诿。",
    "{place}先行试点，{place2}随后跟进；试点期间，{thing}每周报送。",
    "请{doer}于{m}月{d}日前，将{thing}（纸质一式三份）送交联系人处。",
    "预计到{year}年，网点覆盖率可达{p}%以上，送检平均里程缩短{q}公里。",
    "上述数据均为编造，仅供排版之用。",
    "好。",
)
HEADINGS = (
    "基本情况",
    "主要做法",
    "存在的困难和问题",
    "下一步打算",
    "关于样品、仪器、人员三类台账的建立、更新、核对、归档以及对外公布等事项",
    "工作要求",
)
NASTY: dict[str, tuple[str, ...]] = {
    "平常": (),
    "人名": (
        "受访者镕某、喆某、堃某、翀某、玥某、赟某与阿依古丽·某某某提·某某木均表示同意。",
        "名单：燚某、瑀某、旻某、珺某、璟某、祎某、𬱖某某、𫍯某、𬣙某、㛃某某、䶮某。",
    ),
    "生僻字": (
        "地名有㘎、㙦、㟃、㠇、㳇、㳘、㴔、㸌、㽏、䃅、䓖、䗖、䢼、䥽、䴓、䴙等，系统应能显示。",
        "又有𠙶、𡎚、𣗋、𣲗、𤧛、𥔲、𦒍、𨟠、𨱇、𩽾、𪣻、𫄨、𫐄、𫓧、𫖯、𫘧、𬇙、𬍛、𬒈、𬕂、𬘡等字。",
        "葳蕤、醍醐、魍魉、龃龉、饕餮、囹圄、踟蹰、皴皱、罅隙、氤氲、缱绻、蘘荷、甪直、亳州、歙砚。",
    ),
    "网址": (
        "材料见https://example.invalid/service/2023/files/download?name=%E6%A0%B7&id=0042&page=1#top。",
        "也可访问http://a-very-long-host-name-that-never-ends.with.many.parts.example.invalid/"
        "path/to/some/deeply/nested/folder/index_of_everything_there_is.html查询。",
        "邮箱为someone.with.a.long.name+tag@mail.example.invalid，编号X" + "0123456789" * 7 + "。",
    ),
    "西文": (
        "按照General requirements for the competence of testing and calibration laboratories"
        "（ISO/IEC 17025:2017）和GB/T 27025—2019执行。",
        "译名用Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft。",
        "设备型号为ABC-1200/XL（Rev.3），产地Köln、São Paulo，参数见User's Guide, pp.12–18。",
        "希腊字母α、β、γ、Ω与西里尔字母Ж、Я也在其中。",
    ),
    "标点": (
        "能否办理？能！何时办理？！越快越好……——这是多数人的意见；也有人（约三成）说：不急。",
        "样品,仪器,人员;一律登记:不得遗漏.数量(约12个)照实填写!",
        "甲、乙、丙、丁、戊、己、庚、辛、壬、癸，子、丑、寅、卯、辰、巳、午、未、申、酉、戌、亥。",
        "分别为〔甲〕、【乙】、《丙》、〈丁〉、「戊」、『己』、（庚）、[辛]、{壬}——逐项核对……",
    ),
    "引号": (
        "他说：“我问过‘小张’，他答‘可以’。”",
        "文件称“要做到‘马上办、网上办、就近办’”，又称“‘最多跑一次’”。",
        "“‘“层层”引用’”、《〈方案〉解读》、“（‘甲’）”、‘“乙”、“丙”’。",
    ),
    "数字": (
        "增长12.5%、0.3‰，降至－4.2℃，误差±0.05 mm，面积约3.2×10⁴ m²，占比≥99.99%。",
        "编号①②③④⑤、Ⅰ、Ⅱ、Ⅲ，角度45°，电阻10 kΩ，浓度≤0.5 μg/L，金额￥1,234,567.89元。",
        "1234567890123456789012345678901234567890是一个很长的数，12:30—14:00是一段时间。",
        "比例为3∶5，比分3:5，区间[0,1)，电话0574-00000000转8001。",
    ),
    "代码": (
        '#read("/etc/passwd")与#include "../../settings.py"、#eval("1+1")照字面排出。',
        "*粗体*_斜体_`代码`$x^2$@引用<标签>=标题//注释/*注释*/与~、--、---、...。",
        "<script>alert(1)</script>、{{ 7*7 }}、{% load x %}、\\u{41}、\\n、\\\\、%PDF-1.7与&amp;。",
        "#set page(width: 1cm)、#while true {}、#sys.inputs、[内容]、\"直引号\"和'单引号'。",
    ),
}
NASTY["混合"] = tuple(text for texts in NASTY.values() for text in texts)


def sentence(dice: Random) -> str:
    return dice.choice(SENTENCES).format(
        doer=dice.choice(DOERS),
        place=dice.choice(PLACES),
        place2=dice.choice(PLACES),
        thing=dice.choice(THINGS),
        year=dice.randrange(2019, 2025),
        n=dice.randrange(20, 4000),
        m=dice.randrange(1, 13),
        d=dice.randrange(1, 29),
        p=f"{dice.randrange(500, 1000) / 10:.1f}",
        q=f"{dice.randrange(1, 100) / 10:.1f}",
    )


def paragraph(dice: Random, nasty: str) -> str:
    """One to seven sentences, every other time one of them a nasty one."""
    sentences = [sentence(dice) for _ in range(dice.choice((1, 1, 2, 3, 3, 4, 7)))]
    if NASTY[nasty] and dice.random() < 0.5:
        sentences.insert(dice.randrange(len(sentences) + 1), dice.choice(NASTY[nasty]))
    return "".join(sentences)


def units(dice: Random, count: int) -> str:
    """So many short offices, as an addressee lists them."""
    kinds = ("镇政府", "局", "街道", "中心")
    return "、".join(
        f"{dice.choice('甲乙丙丁戊己庚辛')}{dice.choice('山水林田湖草')}{dice.choice(kinds)}"
        for _ in range(count)
    )
