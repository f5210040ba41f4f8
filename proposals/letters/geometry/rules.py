"""What the checker demands of a document: every rule it measures, in one table."""

from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """How strongly the standard asks: only a miss of the first two is a failure."""

    MUST = "规定"
    USUAL = "一般"
    ADVISED = "推荐"


MUST, USUAL, ADVISED = Strength.MUST, Strength.USUAL, Strength.ADVISED


@dataclass(frozen=True)
class Rule:
    """One demand; `expected` is a number in `unit`, or words where nothing is measured.

    `exempt` names the pages and parts the rule passes over, and why.
    """

    name: str
    clause: str
    strength: Strength
    label: str
    expected: float | str
    tolerance: float = 0.0
    unit: str = ""
    exempt: str = ""


# The type area (版心) in mm: 28 characters a line, and 22 lines that fill it edge to edge (5.2).
LEFT, TOP, WIDTH, HEIGHT = 28.0, 37.0, 156.0, 225.0
RIGHT, FOOT = LEFT + WIDTH, TOP + HEIGHT
LINES = 22
CELL = WIDTH / 28
CHARACTER = 16 * 25.4 / 72
SMALL = 14 * 25.4 / 72
PITCH = (HEIGHT - CHARACTER) / (LINES - 1)
# The same area of a sheet read with its long side level: its head lies at the binding (8).
WIDE_LEFT, WIDE_TOP = 297 - FOOT, LEFT
WIDE_RIGHT, WIDE_FOOT = 297 - TOP, RIGHT

WIDE = "横排页"
TABLES = "表格内、横排页"
PART_FILLED = "首页、正文和附件的末页、附件首页、有表格或图片的页、横排页、正文随署名移到下页的页"
IF_THERE = "没有这一要素的公文"
SEALED, UNSEALED, SIGNED = "盖章以外的排法", "不盖章以外的排法", "签名章以外的排法"
BELOW_TABLE = "、表格之后"
OTHER_FORM = "其他格式的公文"
DRAFT = "标“草稿”、日期空着的公文"

# Clauses are those of GB/T 9704-2012 unless another standard is named. Lengths in mm.
TABLE = (
    Rule("text_present", "文本", MUST, "页面有文字，不是扫描图片", "有"),
    Rule("page_width", "4", MUST, "纸张宽度", 210, 0.5, "mm", "横排页（按竖放量）"),
    Rule("page_height", "4", MUST, "纸张高度", 297, 0.5, "mm", "横排页（按竖放量）"),
    Rule(
        "top_margin",
        "5.2.1",
        MUST,
        "天头：首行字框上沿",
        37,
        1,
        "mm",
        f"首页、以署名开头的页、{TABLES}",
    ),
    Rule("left_margin", "5.2.1", MUST, "订口：行首", 28, 1, "mm", TABLES),
    Rule("right_edge", "5.2.1", MUST, "版心右沿：行末笔画不越过", 184, 0.35, "mm", TABLES),
    Rule("bottom_edge", "5.2.1", MUST, "版心下沿：末行字框下沿", 262, 1, "mm", PART_FILLED),
    Rule("outside_area", "5.2.1", MUST, "版心之外没有别的文字", "没有", exempt="信函标志、水印"),
    Rule("lines_per_page", "5.2.3", USUAL, "每面行数", 22, 0, "行", PART_FILLED),
    Rule("line_pitch", "5.2.3", USUAL, "行距", 10.43, 0.3, "mm", f"有表格的页、{WIDE}"),
    Rule("line_grid", "5.2.3", USUAL, "首页正文落在行格上", 0, 0.1, "行"),
    Rule("chars_per_line", "5.2.3", USUAL, "每行字数", 28, 0, "字", f"有标点数字的行、{TABLES}"),
    Rule(
        "line_fill",
        "5.2.3",
        USUAL,
        "回行的行撑满版心",
        184,
        1,
        "mm",
        f"标题、含西文或长标点的行、{TABLES}",
    ),
    Rule("char_advance", "5.2.3", USUAL, "字距（相邻汉字）", 16.1, 0.4, "pt", TABLES),
    Rule(
        "line_start",
        "GB/T 15834 5.1",
        MUST,
        "行首不出现点号、后括号、连接号",
        "没有",
        exempt=TABLES,
    ),
    Rule("line_end", "GB/T 15834 5.1", MUST, "行末不出现前括号、前引号", "没有", exempt=TABLES),
    Rule("table_edges", "5.2.1", MUST, "表格不超出版心", 0, 1, "mm"),
    Rule("table_head", "GB/T 1.1", ADVISED, "表格转页时重复表头", "重复", exempt="一页之内的表格"),
    Rule("landscape_number", "8", MUST, "横排页的页码位置与其他页一致", "与竖排页一致"),
    Rule("landscape_head", "8", MUST, "横排页表头在单页订口、双页切口一边", "在左"),
    Rule("parts", "7", MUST, "公文要素齐全", "齐全", exempt="标“草稿”的不查字号和日期"),
    Rule("marks_rows", "7.2.1—3", MUST, "份号、密级、紧急程度自首行起分行排列", 0, 1, "mm", "信函"),
    Rule("marks_order", "7.2.3", MUST, "份号、密级、紧急程度的顺序", "份号、密级、紧急程度"),
    Rule("marks_left", "7.2.1—3", MUST, "份号、密级、紧急程度顶格", 28, 1, "mm"),
    Rule("marks_size", "7.2.1—3", USUAL, "份号、密级、紧急程度 3 号", 16, 0.2, "pt"),
    Rule("marks_face", "7.2.2", USUAL, "密级、紧急程度黑体", "黑体"),
    Rule("marks_drop", "10.1", MUST, "信函份号等在红双线下八分之七字", 4.94, 0.6, "mm"),
    Rule("copy_number_form", "7.2.1", USUAL, "份号 6 位阿拉伯数字", "6 位数字"),
    Rule("secrecy_form", "7.2.2", MUST, "密级和保密期限写法", "密级★期限，用阿拉伯数字"),
    Rule("class_mark", "办理规范", USUAL, "类别、公开属性在首页右上角", 184, 6, "mm"),
    Rule("head_top", "7.2.4", MUST, "发文机关标志上边缘（文件 72 mm）", 72, 1, "mm", "信函"),
    Rule(
        "head_top_letter", "10.1", MUST, "发文机关标志上边缘（信函 30 mm）", 30, 1, "mm", OTHER_FORM
    ),
    Rule("head_centre", "7.2.4", MUST, "发文机关标志在版心居中", 106, 1, "mm", "信函"),
    Rule("head_centre_letter", "10.1", MUST, "信函发文机关标志居中", 105.5, 1.2, "mm", OTHER_FORM),
    Rule("head_width", "7.2.4", USUAL, "发文机关标志不超出版心", 156, 0, "mm"),
    Rule("head_colour", "7.2.4", ADVISED, "发文机关标志红色", "红"),
    Rule("head_face", "7.2.4", ADVISED, "发文机关标志小标宋", "小标宋"),
    Rule("head_word", "7.2.4", MUST, "“文件”在联署机关名称右侧上下居中", 0, 1.5, "mm", "单独行文"),
    Rule("head_minutes", "10.3", MUST, "纪要标志由“××××纪要”组成", "……纪要", exempt=OTHER_FORM),
    Rule("number_form", "7.2.5", MUST, "发文字号写法", "机关代字〔年份〕序号号", exempt="纪要"),
    Rule("number_gap", "7.2.5", MUST, "发文字号在标志下空二行", 2, 0.5, "行", "信函、有签发人的"),
    Rule("number_centre", "7.2.5", MUST, "发文字号居中", 106, 1, "mm", "信函、有签发人的"),
    Rule("number_left", "7.2.5", MUST, "有签发人时，发文字号左空一字", 33.6, 1, "mm", "信函"),
    Rule("number_right", "10.1", MUST, "信函发文字号居右顶格", 184, 0.6, "mm", OTHER_FORM),
    Rule("number_drop", "10.1", MUST, "信函发文字号在红双线下八分之七字", 4.94, 0.6, "mm"),
    Rule("signer_gap", "7.2.6", MUST, "签发人在标志下空二行", 2, 0.5, "行", "信函"),
    Rule("signer_right", "7.2.6", MUST, "签发人右空一字", 5.57, 1, "mm", "信函"),
    Rule("signer_align", "7.2.6", MUST, "签发人姓名回行与第一个姓名对齐", 0, 1, "mm"),
    Rule("signer_row", "7.2.5", MUST, "发文字号与最后一个签发人同行", 0, 1, "mm", "信函"),
    Rule("signer_face", "7.2.6", MUST, "“签发人”仿宋，姓名楷体", "仿宋、楷体"),
    Rule("red_rule_width", "7.2.7", MUST, "版头分隔线与版心等宽", 156, 0.5, "mm", "信函、纪要"),
    Rule("red_rule_gap", "7.2.7", MUST, "发文字号之下 4 mm 处的分隔线", 4, 0.5, "mm", "信函、纪要"),
    Rule("red_rule_colour", "7.2.7", MUST, "版头分隔线红色", "红", exempt="信函、纪要"),
    Rule("double_rule_width", "10.1", MUST, "红双线长 170 mm", 170, 0.5, "mm", OTHER_FORM),
    Rule("double_rule_gap", "10.1", MUST, "标志之下 4 mm 处的红双线", 4, 0.5, "mm", OTHER_FORM),
    Rule("double_rule_foot", "10.1", MUST, "下红双线距下页边 20 mm", 20, 0.5, "mm", OTHER_FORM),
    Rule("double_rule_order", "10.1", MUST, "红双线上粗下细，页底上细下粗", "上粗下细、上细下粗"),
    Rule("double_rule_first", "10.1", MUST, "红双线只在首页", "只在首页"),
    Rule("title_size", "7.3.1", USUAL, "标题 2 号", 22, 0.3, "pt"),
    Rule("title_face", "7.3.1", USUAL, "标题小标宋", "小标宋"),
    Rule("title_centre", "7.3.1", MUST, "标题居中", 106, 1, "mm"),
    Rule("title_gap", "7.3.1", MUST, "标题之上空二行", 2, 0.4, "行"),
    Rule("title_shape", "7.3.1", MUST, "标题排成梯形或菱形，不排成沙漏", "不是沙漏形"),
    Rule("title_marks", "7.3.1", ADVISED, "标题末尾不加标点", "没有标点"),
    Rule("addressee_gap", "7.3.2", MUST, "主送机关在标题下空一行", 1, 0.3, "行", IF_THERE),
    Rule("addressee_left", "7.3.2", MUST, "主送机关顶格", 28, 1, "mm", IF_THERE),
    Rule("addressee_colon", "7.3.2", MUST, "主送机关后用全角冒号", "：", exempt=IF_THERE),
    Rule("first_page_body", "7.3.3", MUST, "首页显示正文", 1, 0, "行"),
    Rule("indent", "7.3.3", MUST, "段首左空二字，回行顶格", "0 字或 2 字", exempt=TABLES),
    Rule("body_size", "5.2.2", USUAL, "正文 3 号", 16, 0.2, "pt", TABLES),
    Rule("body_face", "5.2.2", USUAL, "正文仿宋", "仿宋", exempt=TABLES),
    Rule("heading1_face", "7.3.3", USUAL, "一级标题黑体", "黑体", exempt="首个句号之后"),
    Rule("heading2_face", "7.3.3", USUAL, "二级标题楷体", "楷体", exempt="首个句号之后"),
    Rule("heading3_face", "7.3.3", USUAL, "三级标题仿宋", "仿宋"),
    Rule("heading4_face", "7.3.3", USUAL, "四级标题仿宋", "仿宋"),
    Rule("heading_form", "7.3.3", ADVISED, "层次序数写法", "一、（一）1.（1）"),
    Rule("text_colour", "5.2.4", MUST, "文字黑色", "黑", exempt="发文机关标志、印章"),
    Rule("attachment_note_gap", "7.3.4", MUST, "附件说明在正文下空一行", 1, 0.3, "行", "换页处"),
    Rule("attachment_note_left", "7.3.4", MUST, "附件说明左空二字", 39.14, 1, "mm"),
    Rule("attachment_note_turn", "7.3.4", MUST, "附件名称回行与首字对齐", 0, 1.5, "mm"),
    Rule("attachment_note_form", "7.3.4", MUST, "多个附件用阿拉伯数字依次编号", "1. 2. 3."),
    Rule("attachment_note_end", "7.3.4", MUST, "附件名称后不加标点", "没有"),
    Rule("signature_alone", "7.3.5.5", MUST, "署名、成文日期与正文同页", 1, 0, "行"),
    Rule(
        "signature_gap",
        "7.3.5.1",
        USUAL,
        "署名距正文一至二行",
        1.5,
        0.6,
        "行",
        SEALED + BELOW_TABLE,
    ),
    Rule("signature_centre", "7.3.5.1", USUAL, "署名以成文日期为准居中", 0, 1, "mm", SEALED),
    Rule(
        *("date_right", "7.3.5.1", USUAL, "成文日期右空四字", 22.29, 1, "mm"),
        f"{SEALED}、顶到版心右沿的长署名",
    ),
    Rule(
        *("unsealed_gap", "7.3.5.2", MUST, "不盖章：署名在正文下空一行", 1, 0.3, "行"),
        UNSEALED + BELOW_TABLE,
    ),
    Rule("unsealed_right", "7.3.5.2", MUST, "不盖章：署名右空二字", 11.14, 1, "mm", UNSEALED),
    Rule("unsealed_shift", "7.3.5.2", MUST, "不盖章：日期比署名右移二字", 11.14, 1, "mm", UNSEALED),
    Rule("signed_gap", "7.3.5.3", MUST, "签名章在正文下空二行", 2, 0.6, "行", SIGNED + BELOW_TABLE),
    Rule("signed_room", "7.3.5.3", MUST, "职务右侧留签名章位置", 44.57, 1, "mm", SIGNED),
    Rule("signed_date", "7.3.5.3", MUST, "签名章：成文日期右空四字", 22.29, 1, "mm", SIGNED),
    Rule(
        "date_form", "7.3.5.4", MUST, "成文日期用阿拉伯数字，不编虚位", "年月日齐全", exempt=DRAFT
    ),
    Rule("note_left", "7.3.6", MUST, "附注左空二字", 39.14, 3.2, "mm", IF_THERE),
    Rule("note_form", "7.3.6", MUST, "附注加圆括号", "（）", exempt=IF_THERE),
    Rule("note_gap", "7.3.6", MUST, "附注在成文日期下一行", 0, 0.3, "行", "换页处"),
    Rule("annex_page", "7.3.7", MUST, "附件另面编排，在版记之前", "另面"),
    Rule("annex_mark_top", "7.3.7", MUST, "“附件”在版心首行", 37, 1, "mm", WIDE),
    Rule("annex_mark_left", "7.3.7", MUST, "“附件”顶格", 28, 1, "mm", WIDE),
    Rule("annex_mark_face", "7.3.7", MUST, "“附件”黑体", "黑体"),
    Rule("annex_title_row", "7.3.7", MUST, "附件标题在版心第三行", 3, 0.5, "行", WIDE),
    Rule("annex_title_centre", "7.3.7", MUST, "附件标题居中", 0, 1, "mm"),
    Rule("annex_names", "7.3.7", MUST, "附件序号、标题与附件说明一致", "一致"),
    Rule("attendance_left", "10.3", USUAL, "出席、请假、列席左空二字", 39.14, 1, "mm", OTHER_FORM),
    Rule(
        "attendance_face",
        "10.3",
        USUAL,
        "出席等用黑体，姓名用仿宋",
        "黑体、仿宋",
        exempt=OTHER_FORM,
    ),
    Rule("attendance_turn", "10.3", USUAL, "名单回行与冒号后的首字对齐", 0, 1.5, "mm", OTHER_FORM),
    Rule("record_last", "7.4", MUST, "版记在最后一面", "最后一面"),
    Rule("record_rule_width", "7.4.1", MUST, "版记分隔线与版心等宽", 156, 0.5, "mm", "信函"),
    Rule(
        "record_rule_count",
        "7.4.2",
        MUST,
        "版记分隔线条数",
        "首末各一，印发之上一条",
        exempt="信函",
    ),
    Rule("record_rule_first", "7.4.1", ADVISED, "版记首条分隔线 0.35 mm", 0.35, 0.05, "mm", "信函"),
    Rule("record_rule_inner", "7.4.1", ADVISED, "版记中间分隔线 0.25 mm", 0.25, 0.05, "mm", "信函"),
    Rule("record_rule_last", "7.4.1", ADVISED, "版记末条分隔线 0.35 mm", 0.35, 0.05, "mm", "信函"),
    Rule("record_foot", "7.4.1", MUST, "版记末条分隔线与版心下边缘重合", 262, 0.5, "mm", "信函"),
    Rule("record_foot_letter", "10.1", MUST, "信函版记在版心最下方", 262, 1, "mm", OTHER_FORM),
    Rule("record_no_rules", "10.1", MUST, "信函版记不加印发机关、日期和分隔线", "没有"),
    Rule("record_size", "7.4.2", MUST, "版记 4 号", 14, 0.2, "pt"),
    Rule("record_left", "7.4.2", MUST, "版记左空一字", 32.94, 1, "mm"),
    Rule("record_right", "7.4.2", MUST, "版记右空一字", 4.94, 1.1, "mm"),
    Rule("record_order", "7.4.2", MUST, "版记依次为主送、抄送、印发", "主送、抄送、印发"),
    Rule("record_turn", "7.4.2", MUST, "抄送回行与冒号后的首字对齐", 0, 1.5, "mm"),
    Rule("record_end", "7.4.2", MUST, "主送、抄送机关后用句号", "。"),
    Rule(
        "imprint_form",
        "7.4.3",
        MUST,
        "印发日期年份标全、不编虚位，后加“印发”",
        "年月日印发",
        exempt=DRAFT,
    ),
    Rule("page_number", "7.5", MUST, "页码：一字线之间的阿拉伯数字", "— 页码 —", exempt="信函首页"),
    Rule("page_number_first", "10.1", MUST, "信函首页不显示页码", "没有", exempt=OTHER_FORM),
    Rule("page_number_blank", "7.5", MUST, "空白页和其后的版记页不编页码", "没有"),
    Rule("page_number_size", "7.5", USUAL, "页码 4 号", 14, 0.2, "pt"),
    Rule("page_number_face", "7.5", USUAL, "页码宋体", "宋体"),
    Rule("page_number_gap", "7.5", MUST, "一字线上距版心下边缘 7 mm", 7, 0.8, "mm"),
    Rule("page_number_side", "7.5", MUST, "单页码右空一字，双页码左空一字", 4.94, 1.1, "mm"),
    Rule("blank_page", "7.5", ADVISED, "空白页只在版记页之前", "没有"),
    Rule("half_width", "GB/T 15834", ADVISED, "汉字之间用全角标点", "没有"),
    Rule("zero_date", "GB/T 15835", ADVISED, "正文日期不编虚位", "没有"),
    Rule("quoted_number", "7.2.5", ADVISED, "正文引用的文号用六角括号〔 〕", "没有"),
    Rule(
        "text_equal", "文本", MUST, "文字层与原文逐字相同", "相同", exempt="页码、水印、重复的表头"
    ),
    Rule("text_codepoints", "文本", MUST, "没有部首、兼容和私用区字符", "没有"),
    Rule("file_syntax", "ISO 32000-1", MUST, "文件结构完好", "完好"),
    Rule("fonts_embedded", "ISO 19005-2", MUST, "字体全部嵌入", "全部"),
    Rule("fonts_unicode", "ISO 19005-2", MUST, "字体都有 Unicode 对照表", "全部"),
    Rule("fonts_type3", "ISO 19005-2", MUST, "没有 Type 3 字体", "没有"),
    Rule("pdfa", "ISO 19005-2", MUST, "PDF/A-2u 或更高", "2U"),
    Rule("pdfua", "ISO 14289-1", MUST, "PDF/UA-1", "1"),
    Rule("output_intent", "ISO 19005-2", MUST, "输出色彩说明一份，含 ICC", 1),
    Rule("icc_profile", "ISO 19005-2", MUST, "ICC 色彩特性文件有效", "有效"),
    Rule("metadata_equal", "ISO 19005-2", MUST, "XMP 与文档信息一致", "一致"),
    Rule("embedded_file", "ISO 19005-3", MUST, "至多附一个来源文件，按 PDF/A-3 登记", "没有"),
    Rule("language", "ISO 14289-1", MUST, "文档语言", "zh-CN"),
    Rule("tagged", "ISO 14289-1", MUST, "带结构标签", "是"),
    Rule("title_shown", "ISO 14289-1", MUST, "窗口标题显示文档标题", "是"),
    Rule("file_id", "ISO 19005-2", MUST, "文件标识 ID", "有"),
    Rule("active_content", "ISO 19005-2", MUST, "没有脚本、表单、外部引用和加密", "没有"),
    Rule("file_size", "本系统", ADVISED, "文件大小", 2, 0, "MB"),
)
RULES = {rule.name: rule for rule in TABLE}
