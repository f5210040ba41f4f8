"""Faults of 版头, title and addressee."""

from tests.proposals.letters.drawn import CELL, STEP, Bar, Text, row
from tests.proposals.letters.specimens import make_file, make_letter, make_minutes, make_upward
from tests.proposals.letters.spoilt.fault import Fault

HEAD: dict[str, Fault] = {
    "标志偏上 5 mm": (make_file, lambda d: d.moved("head", dy=-5), {"head_top", "number_gap"}),
    "标志偏右 4 mm": (make_file, lambda d: d.moved("head", dx=4), {"head_centre"}),
    "标志超出版心": (make_file, lambda d: d.changed("head", size=52), {"head_width"}),
    "标志黑色": (
        make_file,
        lambda d: d.changed("head", fill="#000000"),
        {"head_colour", "parts"},
    ),
    "标志黑体": (make_file, lambda d: d.changed("head", face="黑体"), {"head_face"}),
    "联署的文件二字偏下": (make_upward, lambda d: d.moved("head word", dy=6), {"head_word"}),
    "份号顶格错": (make_file, lambda d: d.moved("copy number", dx=6), {"marks_left"}),
    "份号四位": (make_file, lambda d: d.said("000123", "0123"), {"copy_number_form"}),
    "密级在前": (
        make_file,
        lambda d: d.changed("copy number", top=row(1)).changed("secrecy", top=row(0)),
        {"marks_order"},
    ),
    "密级低一行": (
        make_file,
        lambda d: d.moved("secrecy", dy=STEP).moved("urgency", dy=STEP),
        {"marks_rows"},
    ),
    "密级 4 号": (make_file, lambda d: d.changed("secrecy", size=14), {"marks_size"}),
    "密级仿宋": (make_file, lambda d: d.changed("secrecy", face="仿宋"), {"marks_face"}),
    "保密期限用汉字": (make_file, lambda d: d.said("★1年", "★一年"), {"secrecy_form"}),
    "类别在中间": (make_file, lambda d: d.moved("class mark", dx=-40), {"class_mark"}),
    "字号用方括号": (make_file, lambda d: d.said("〔2022〕", "[2022]"), {"number_form"}),
    "字号带第字": (make_file, lambda d: d.said("〕12号", "〕第12号"), {"number_form"}),
    "字号编虚位": (make_file, lambda d: d.said("〕12号", "〕012号"), {"number_form"}),
    "字号下空一行": (
        make_file,
        lambda d: d.moved("number", dy=-STEP).moved("red rule", dy=-STEP),
        {"number_gap", "title_gap"},
    ),
    "字号偏左": (make_file, lambda d: d.moved("number", dx=-8), {"number_centre"}),
    "上行文字号顶格": (make_upward, lambda d: d.moved("number", dx=-CELL), {"number_left"}),
    "签发人偏上一行": (
        make_upward,
        lambda d: d.moved("signer label", dy=-STEP).moved("signer", dy=-STEP),
        {"signer_gap"},
    ),
    "签发人顶到右边": (
        make_upward,
        lambda d: (
            d.moved("signer label", dx=CELL).moved("signer", dx=CELL).moved("last signer", dx=CELL)
        ),
        {"signer_right"},
    ),
    "签发人回行不齐": (make_upward, lambda d: d.moved("last signer", dx=CELL), {"signer_align"}),
    "签发人另起一行": (
        make_upward,
        lambda d: d.moved("number", dy=STEP).moved("red rule", dy=STEP),
        {"signer_row", "title_gap"},
    ),
    "签发人姓名仿宋": (make_upward, lambda d: d.changed("signer", face="仿宋"), {"signer_face"}),
    "红线短 6 mm": (make_file, lambda d: d.changed("red rule", width=150), {"red_rule_width"}),
    "红线距字号 6 mm": (make_file, lambda d: d.moved("red rule", dy=2), {"red_rule_gap"}),
    "红线黑色": (make_file, lambda d: d.changed("red rule", fill="#000000"), {"red_rule_colour"}),
    "没有红线": (make_file, lambda d: d.without("red rule"), {"red_rule_width"}),
    "信函标志偏下 4 mm": (
        make_letter,
        lambda d: d.moved("head", dy=4),
        {"head_top_letter", "double_rule_gap"},
    ),
    "信函标志偏左": (make_letter, lambda d: d.moved("head", dx=-4), {"head_centre_letter"}),
    "信函字号不到右边": (make_letter, lambda d: d.moved("number", dx=-3), {"number_right"}),
    "信函字号低一行": (make_letter, lambda d: d.moved("number", dy=2), {"number_drop"}),
    "信函份号偏低": (make_letter, lambda d: d.moved("copy number", dy=1.2), {"marks_drop"}),
    "红双线 156 mm": (
        make_letter,
        lambda d: d.changed("foot rule", width=156).changed("foot rule thin", width=156),
        {"double_rule_width"},
    ),
    "红双线上细下粗": (
        make_letter,
        lambda d: d.changed("double rule", height=0.35).changed("double rule thin", height=1),
        {"double_rule_order", "marks_drop", "number_drop"},
    ),
    "下红双线高 4 mm": (
        make_letter,
        lambda d: d.moved("foot rule", dy=-4).moved("foot rule thin", dy=-4),
        {"double_rule_foot"},
    ),
    "次页也有红双线": (
        make_letter,
        lambda d: d.plus(Bar("more", 20, 50, 170, 1, 2, "#E60000")),
        {"double_rule_first"},
    ),
    "纪要标志无纪要": (
        make_minutes,
        lambda d: d.changed("head", words="编造的监督管理局会议记录"),
        {"head_minutes"},
    ),
    "标题 18 磅": (
        make_file,
        lambda d: d.changed("title", size=18),
        {"title_size"},
    ),
    "标题黑体": (make_file, lambda d: d.changed("title", face="黑体"), {"title_face"}),
    "标题偏左": (make_file, lambda d: d.moved("title", dx=-5), {"title_centre"}),
    "标题偏上一行": (
        make_file,
        lambda d: d.moved("title", dy=-STEP),
        {"title_gap", "addressee_gap"},
    ),
    "标题带句号": (make_file, lambda d: d.said("情况的函", "情况的函。"), {"title_marks"}),
    "标题沙漏形": (
        make_letter,
        lambda d: d.said("关于编造事项的复函", "关于编造的事项及其有关情况的").plus(
            *(
                Text("more", words, 106, y, 1, 22, "小标宋", "centre", tracking=0)
                for words, y in (("复函", 107), ("供各有关单位阅研使用和参考", 116.5))
            )
        ),
        {"title_shape", "addressee_gap"},
    ),
    "主送低一行": (
        make_letter,
        lambda d: d.moved("title", dy=-6),
        {"addressee_gap", "title_gap"},
    ),
    "主送缩进": (make_file, lambda d: d.moved("addressee", dx=2), {"addressee_left"}),
    "主送后用半角冒号": (
        make_file,
        lambda d: d.said("市科技局：", "市科技局:"),
        {"addressee_colon"},
    ),
}
