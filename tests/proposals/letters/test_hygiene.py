"""What is proposed for a letter's text: every rule by cases, and what must stay as it is."""

import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from proposals.citations import TOKEN
from proposals.letters.hygiene import RULES, Certainty, apply, suggestions
from proposals.letters.hygiene.characters import SUPPLEMENT
from tests.proposals.letters.samples import CHAPTER

VALUE = "{{patent.granted@330282-BJ/2022|value}}"
SEED = (
    "一、加快布局。按照“关键核心技术-产品-企业-产业链-产业集群”和“关键核心技术-零件-部件-整机-"
    "系统集成”的培育计划开展工作。\n二、保护。建立队伍,提供全链条协同保护,支持市场主体成长。\n"
    "下一步：\n一、引导企业。略。\n二、加强维权。略。\n"
)

SURE = [
    ("部首字符", "⽂⼈⼤⻓⻋", "文人大长车"),
    ("兼容汉字", "\uf9d1\U0002f800", "六丽"),
    ("全角数字字母", "共１２件ＡＢ级", "共12件AB级"),
    ("千分位", "共１２，６８８件", "共12,688件"),
    ("千分位", "共12，688件，1，234.5万元", "共12,688件，1,234.5万元"),
    ("半角标点", "队伍,提供", "队伍，提供"),
    ("半角标点", "时间:10:30;地点:三楼", "时间：10:30；地点：三楼"),
    ("半角标点", "完成了吗?好!", "完成了吗？好！"),
    ("半角标点", "已经完成.", "已经完成。"),
    ("半角标点", f"授权{VALUE},增长", f"授权{VALUE}，增长"),
    ("半角标点", "AI,大数据", "AI，大数据"),
    ("半角括号", "商标(含马德里注册)", "商标（含马德里注册）"),
    ("半角括号", "企业(A类)3家", "企业（A类）3家"),
    ("半角括号", "企业（A类)3家", "企业（A类）3家"),
    ("直引号", '"专精特新"企业', "“专精特新”企业"),
    ("直引号", "“专精特新\"企业和'红标'", "“专精特新”企业和‘红标’"),
    ("直引号", '甲"乙","丙"', "甲“乙”，“丙”"),
    ("破折号", "目标--任务", "目标——任务"),
    ("破折号", "北京–上海", "北京—上海"),
    ("省略号", "等等...", "等等……"),
    ("省略号", "等等。。。还有…", "等等……还有……"),
    ("重复标点", "工作，，进展。。", "工作，进展。"),
    ("重复标点", "工作,,进展", "工作，进展"),
    ("空格", "专利 76 件", "专利76件"),
    ("空格", "专利 PCT 申请", "专利PCT申请"),
    ("空格", "工作， 进展", "工作，进展"),
    ("空格", f"授权{VALUE}， 76", f"授权{VALUE}，76"),
    ("截至", "截止2022年末", "截至2022年末"),
    ("截至", "截止到目前，截止三季度", "截至目前，截至三季度"),
    ("截至", "截止5月31日止", "截至5月31日止"),
    ("日期虚位", "2023年04月05日", "2023年4月5日"),
    ("日期虚位", "２０２３年０４月，05日", "2023年4月，5日"),
    ("日期写法", "于2023.4.5召开", "于2023年4月5日召开"),
    ("日期写法", "于2023-04-05和2023/4/6日", "于2023年4月5日和2023年4月6日"),
    ("发文字号", "慈市监[2023]012号", "慈市监〔2023〕12号"),
    ("发文字号", "慈市监（2023）第12号", "慈市监〔2023〕12号"),
    ("发文字号", "慈市监【2023】12号", "慈市监〔2023〕12号"),
    ("发文字号", "慈市监〔２０２３〕第０１２号", "慈市监〔2023〕12号"),
    ("标题序号", "（一）、机构建设", "（一）机构建设"),
    ("标题序号", "(一) 机构建设", "（一）机构建设"),
    ("标题序号", "一. 基本情况", "一、基本情况"),
    ("标题序号", "1、完善制度\n2．加强监管", "1.完善制度\n2.加强监管"),
    ("标题序号", "　　(1)、细化分工", "　　（1）细化分工"),
    ("百分数", "增长5％", "增长5%"),
    ("百分数", "增长6～8%", "增长6%～8%"),
    ("百分数", "增长6-8％", "增长6%～8%"),
    ("百分数", "由6至8%", "由6%至8%"),
    ("起止", "2021-2022年", "2021—2022年"),
    ("起止", "2021年~2022年", "2021年—2022年"),
    ("起止", "1-6月，3日～5日", "1—6月，3日—5日"),
    ("起止", "3-5个，3~5年，10——20家", "3～5个，3～5年，10～20家"),
    ("起止", "2021－2022年", "2021—2022年"),
    ("多与余", "20多余家", "20余家"),
    ("嵌套", "《关于贯彻《意见》的通知》", "《关于贯彻〈意见〉的通知》"),
    ("嵌套", f"《关于《{VALUE}》的通知》", f"《关于〈{VALUE}〉的通知》"),
    ("嵌套", "“他说“好”。”", "“他说‘好’。”"),
    ("并列不用顿号", "“甲”、“乙”", "“甲”“乙”"),
    ("并列不用顿号", "《甲》、《乙》和丙", "《甲》《乙》和丙"),
    ("别字", "按排部份帐号", "安排部分账号"),
]


@pytest.mark.parametrize(("rule", "text", "right"), SURE)
def test_what_is_sure_is_put_right_once_and_for_all(rule: str, text: str, right: str):
    found = [one for one in suggestions(text) if one.is_sure]
    assert rule in {one.rule for one in found}
    put_right = apply(text, found)
    assert put_right == right
    assert not [one for one in suggestions(put_right) if one.is_sure]


ASKED = [
    ("连接号", "技术-产品", "-", "—"),
    ("汉字间空格", "技术 产品", " ", ""),
    ("汉字间半角点", "已完成.下一步", ".", "。"),
    ("标点连用", "工作，。进展", "，。", "。"),
    ("不成对", "（含马德里注册", "（", None),
    ("不成对", "“专精特新企业", "“", None),
    ("单个直引号", '"专精特新企业', '"', None),
    ("两位年份", "到23年底", "23年", "2023年"),
    ("六角括号", "企业〔含个体〕", "〔含个体〕", "（含个体）"),
    ("概数", "近20余家", "近20余", "近20"),
    ("概数", "约20家左右", "约20家左右", "约20家"),
    ("序号半括号", "1）完善制度", "1）", "（1）"),
    ("标题末尾", "一、基本情况。", "。", ""),
    ("模板残留", "联系人XX", "XX", None),
    ("模板残留", "××镇", "××", None),
    ("模板残留", "【请填写】", "【请填写】", None),
    ("模板残留", "（待补充）", "（待补充）", None),
    ("序号次序", "一、甲\n三、乙", "三、", None),
    ("序号次序", "一、甲\n二、乙\n二、丙", "二、", None),
    ("序号次序", "一、甲\n（一）乙\n（三）丙", "（三）", None),
    ("序号次序", "二、甲", "二、", None),
    ("序号次序", "一、甲\n二、乙\n一、丙", "一、", None),
]


@pytest.mark.parametrize(("rule", "text", "found", "proposed"), ASKED)
def test_what_needs_a_person_is_only_asked(rule: str, text: str, found: str, proposed: str | None):
    only = [one for one in suggestions(text) if one.rule == rule]
    assert [(one.found, one.proposed) for one in only] == [(found, proposed)]
    assert not only[0].is_sure
    assert only[0].why.endswith(("。", "？"))
    taken = apply(text, only)
    assert proposed is None or rule not in {one.rule for one in suggestions(taken)}


RIGHT = [
    "共12,688件，增长5.8%，比例为3:1，10:30开会。",
    "见http://www.cnipa.gov.cn/a,b;c?d=1，信箱zscq@cixi.gov.cn。",
    "Smith, J. (2020). It's fine; isn't it? \"Yes\".",
    "GB/T 29490—2013《企业知识产权合规管理体系 要求》",
    "按照GB/T 19001—2016 质量管理体系",
    "截至2022年末，报名截止，截止日期为5月10日，截至5月31日止。",
    "10月20日，2023年10月10日。",
    "一、基本情况\n（一）机构建设\n1.制度\n（1）分工\n（2）分工\n2.检查\n（二）人员\n二、打算",
    "“专精特新”“小巨人”企业，《甲》《乙》。",
    "《甲》（2020）、《乙》、《丙》",
    "《关于贯彻〈意见〉的通知》，“他说‘好’。”，‘“甲”和“乙”’",
    "新城大道63-1号，电话0574-63000000，COVID-19，2023-2024号文。",
    "历时23年，近10年来，10年以上。",
    "慈市监函〔2023〕12号，慈市监函〔　〕　号，（2023）浙0282民初12号",
    "　　　　年　　月　　日",
    "出席：张　三、李小明",
    "表1　名称\n| 甲 | 乙 |\n|---|---|\n| 2023-04-05 | 2023.4.5 |",
    "毕竟争取到了，究竟争什么，蚊帐号称最大，全部份额，完成份额，一贯切实，习惯彻底改变。",
    "按排名确定，按排放量计算，公布署名文章，立即然后，标签定位，既使企业受益又使群众受益。",
    "一、甲\n二、乙\n【附件】名单\n一、丙\n【附件 横排】经费表\n|甲|乙|\n|===|===|",
    "1）甲；2）乙",
    "……",
    "首次增长20余家，约20家。",
    "第118，220，305号建议，101，102，103，21-22年。",
    '12"屏幕',
    CHAPTER,
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_stays(text: str):
    found = [one for one in suggestions(text) if one.rule not in ("序号半括号", "模板残留")]
    assert not [(one.rule, one.found, one.proposed) for one in found]


@pytest.mark.parametrize(
    ("kind", "text", "found", "proposed"),
    [
        ("建议", "您的提案收悉", "提案", "建议"),
        ("建议", "供贵局答复委员时参考", "委员", "代表"),
        ("建议", "市人大常委会和专门委员会、政协提案委员会", None, None),
        ("提案", "第12号建议", "建议", "提案"),
        ("提案", "尊敬的代表", "代表", "委员"),
        ("提案", "您提出的意见建议很有价值，代表了企业心声", None, None),
        ("议案", "该建议提到", "建议", "议案"),
        ("", "您的提案收悉", None, None),
    ],
)
def test_the_words_of_another_kind_are_asked_about_when_the_kind_is_known(
    kind: str, text: str, found: str | None, proposed: str | None
):
    names = [(one.found, one.proposed) for one in suggestions(text, kind=kind)]
    assert names == ([(found, proposed)] if found else [])


def test_headings_are_of_the_body_alone():
    assert suggestions("1、甲", field="抄送") == ()
    assert [one.proposed for one in suggestions("1、甲")] == ["1."]
    assert [one.rule for one in suggestions("关于某事的函。", field="标题")] == ["标题末尾"]


def test_the_slips_of_the_seed_letter_are_found_and_no_more():
    """As in the real paper: two commas, eight hyphens, and a second series of headings."""
    found = [(one.rule, one.found, one.proposed) for one in suggestions(SEED, kind="建议")]
    assert sorted(found) == sorted(
        [("半角标点", ",", "，")] * 2 + [("连接号", "-", "—")] * 8 + [("序号次序", "一、", None)]
    )


def test_of_the_draft_no_220_only_the_second_series_is_asked_about():
    text = (Path(settings.BASE_DIR) / "fixtures" / "letters" / "220.txt").read_text()
    found = suggestions(text, kind="建议")
    assert [(one.rule, one.after) for one in found] == [("序号次序", "提升企业品牌竞争")]


def test_a_suggestion_tells_its_place_and_neighbours():
    (one,) = suggestions("第一段。\n建立队伍,提供服务。")
    assert (one.start, one.end, one.found, one.field) == (9, 10, ",", "正文")
    assert (one.before, one.after) == ("建立队伍", "提供服务。")


def test_a_key_stays_when_the_text_elsewhere_changes():
    (one,) = suggestions("建立队伍,提供服务。")
    (same,) = suggestions("前面加了一段。\n建立队伍,提供服务。")
    assert one.key == same.key
    assert one.key != suggestions("建立队伍,提供帮助。")[0].key


def test_every_radical_becomes_a_hanzi():
    for radical, hanzi in SUPPLEMENT.items():
        assert "CJK RADICAL" in unicodedata.name(radical)
        assert "CJK UNIFIED" in unicodedata.name(hanzi)


CHARACTERS = (
    "汉字年月日号家一二十，。、；：？！“”‘’（）《》〈〉【】〔〕…—～,.;:?!()\"'-~%％ \u3000\n0123"
)
PIECES = (
    f"{VALUE} {{{{ }}}} [2023] 2023 12 688 ... -- 截止 帐号 按排 ⽂ \uf9d1 １２ ＡＢ Ab 近 余 "
    "多 左右 XX http://a.cn/x 提案 〔2023〕第012号 6～8% 04月05日"
)
NASTY = st.lists(
    st.one_of(
        st.sampled_from([*CHARACTERS, *PIECES.split()]), st.characters(exclude_categories=["Cs"])
    ),
    max_size=40,
).map("".join)


@given(NASTY)
@example("12，688，123")
@example("“““”””《《《》》》")
def test_any_text_comes_to_rest_and_keeps_its_tokens(text: str):
    found = suggestions(text, kind="建议")
    for one, following in pairwise(found):
        assert one.end <= following.start
    assert all(text[one.start : one.end] == one.found for one in found)
    done = apply(text, [one for one in found if one.is_sure])
    assert TOKEN.findall(done) == TOKEN.findall(text)
    left = [one for one in suggestions(done, kind="建议") if one.is_sure]
    assert not left, (text, done, left)


@pytest.mark.parametrize(
    "piece",
    ["《", "“", "汉,", "1，234", "{{", "a", "一、", " 汉", "（待", "1-", "|---", "【附件】 "],
)
def test_long_texts_are_read_in_time_that_grows_with_them(piece: str):
    text = piece * (50_000 // len(piece))
    begun = time.process_time()
    suggestions(text)
    assert time.process_time() - begun < 6


def test_no_two_rules_have_one_name_and_each_says_what_it_holds():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith("。") for rule in RULES)
    assert {rule.certainty for rule in RULES} == set(Certainty)


def test_the_handbook_lists_every_rule():
    handbook = (Path(settings.BASE_DIR) / "docs" / "handbook.zh.md").read_text()
    for rule in RULES:
        assert f"| {rule.name} | {rule.certainty} | {rule.sentence} |" in handbook
    assert handbook.count("| 建议改 |") + handbook.count("| 请核对 |") == len(RULES)
