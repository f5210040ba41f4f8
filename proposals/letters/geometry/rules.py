"""What the checker demands of a page: every rule of the standard it measures, in one table."""

from dataclasses import dataclass, field
from enum import StrEnum

from proposals.letters.geometry.sheet import Box


class Strength(StrEnum):
    """How strongly the standard asks: only a miss of the first two is a failure."""

    MUST = "规定"
    USUAL = "一般"
    ADVISED = "推荐"


MUST, USUAL, ADVISED = Strength.MUST, Strength.USUAL, Strength.ADVISED


@dataclass(frozen=True)
class Rule:
    """One demand; `expected` is a number in `unit`, or words where nothing is measured."""

    name: str
    clause: str
    strength: Strength
    label: str
    expected: float | str
    tolerance: float = 0.0
    unit: str = ""


@dataclass(frozen=True)
class Finding:
    """What one rule met on one page: `page` 0 stands for the whole file.

    `spot` is where on the page it was met: left, top, right and bottom in mm from the corner.
    """

    rule: str
    clause: str
    strength: Strength
    label: str
    expected: str
    measured: str
    tolerance: str
    ok: bool
    page: int
    spot: Box | None = None

    @property
    def is_failure(self) -> bool:
        return not self.ok and self.strength is not Strength.ADVISED


# The type area (版心) in mm: 28 characters a line, and 22 lines that fill it edge to edge (5.2).
LEFT, TOP, WIDTH, HEIGHT = 28.0, 37.0, 156.0, 225.0
RIGHT, FOOT = LEFT + WIDTH, TOP + HEIGHT
LINES = 22
CELL = WIDTH / 28
CHARACTER = 16 * 25.4 / 72
PITCH = (HEIGHT - CHARACTER) / (LINES - 1)

# Clauses are those of GB/T 9704-2012 unless another standard is named. Lengths in mm.
TABLE = (
    Rule("page_width", "4", MUST, "纸张宽度", 210, 0.5, "mm"),
    Rule("page_height", "4", MUST, "纸张高度", 297, 0.5, "mm"),
    Rule("top_margin", "5.2.1", MUST, "天头：首行字框上沿", 37, 1, "mm"),
    Rule("left_margin", "5.2.1", MUST, "订口：行首", 28, 1, "mm"),
    Rule("right_edge", "5.2.1", MUST, "版心右沿：行末笔画不越过", 184, 0.35, "mm"),
    Rule("bottom_edge", "5.2.1", MUST, "版心下沿：末行字框下沿", 262, 1, "mm"),
    Rule("outside_area", "5.2.1", MUST, "版心之外没有别的文字", "没有"),
    Rule("lines_per_page", "5.2.3", USUAL, "每面行数", 22, 0, "行"),
    Rule("line_pitch", "5.2.3", USUAL, "行距", 10.43, 0.25, "mm"),
    Rule("line_grid", "5.2.3", USUAL, "首页正文落在行格上", 0, 0.1, "行"),
    Rule("chars_per_line", "5.2.3", USUAL, "每行字数", 28, 0, "字"),
    Rule("char_advance", "5.2.3", USUAL, "字距（相邻汉字）", 16.1, 0.4, "pt"),
    Rule("line_start", "GB/T 15834 5.1", MUST, "行首不出现句末点号、后括号", "没有"),
    Rule("line_end", "GB/T 15834 5.1", MUST, "行末不出现前括号、前引号", "没有"),
    Rule("parts", "7", MUST, "公文要素齐全", "齐全"),
    Rule("head_top", "7.2.4", MUST, "发文机关标志上边缘（文件 72 mm）", 72, 1, "mm"),
    Rule("head_top_letter", "10.1", MUST, "发文机关标志上边缘（信函 30 mm）", 30, 1, "mm"),
    Rule("head_centre", "7.2.4", MUST, "发文机关标志在版心居中", 106, 1, "mm"),
    Rule("head_centre_letter", "10.1", MUST, "信函发文机关标志居中", 105.5, 1.2, "mm"),
    Rule("head_width", "7.2.4", USUAL, "发文机关标志不超出版心", 156, 0, "mm"),
    Rule("head_colour", "7.2.4", ADVISED, "发文机关标志红色", "红"),
    Rule("head_face", "7.2.4", ADVISED, "发文机关标志小标宋", "小标宋"),
    Rule("number_form", "7.2.5", MUST, "发文字号写法", "机关代字〔年份〕序号号"),
    Rule("number_gap", "7.2.5", MUST, "发文字号在标志下空二行", 2, 0.5, "行"),
    Rule("number_centre", "7.2.5", MUST, "发文字号居中", 106, 1, "mm"),
    Rule("number_left", "7.2.5", MUST, "有签发人时，发文字号左空一字", 33.6, 1, "mm"),
    Rule("number_right", "10.1", MUST, "信函发文字号居右顶格", 184, 0.6, "mm"),
    Rule("number_drop", "10.1", MUST, "信函发文字号在红双线下八分之七字", 4.94, 0.6, "mm"),
    Rule("red_rule_width", "7.2.7", MUST, "版头分隔线与版心等宽", 156, 0.5, "mm"),
    Rule("red_rule_gap", "7.2.7", MUST, "发文字号之下 4 mm 处的分隔线", 4, 0.5, "mm"),
    Rule("red_rule_colour", "7.2.7", MUST, "版头分隔线红色", "红"),
    Rule("double_rule_width", "10.1", MUST, "红双线长 170 mm", 170, 0.5, "mm"),
    Rule("double_rule_gap", "10.1", MUST, "标志之下 4 mm 处的红双线", 4, 0.5, "mm"),
    Rule("double_rule_foot", "10.1", MUST, "下红双线距下页边 20 mm", 20, 0.5, "mm"),
    Rule("double_rule_order", "10.1", MUST, "红双线上粗下细，页底上细下粗", "上粗下细、上细下粗"),
    Rule("double_rule_first", "10.1", MUST, "红双线只在首页", "只在首页"),
    Rule("title_size", "7.3.1", USUAL, "标题 2 号", 22, 0.3, "pt"),
    Rule("title_face", "7.3.1", USUAL, "标题小标宋", "小标宋"),
    Rule("title_centre", "7.3.1", MUST, "标题居中", 106, 1, "mm"),
    Rule("title_gap", "7.3.1", MUST, "标题之上空二行", 2, 0.4, "行"),
    Rule("title_shape", "7.3.1", MUST, "标题排成梯形或菱形，不排成沙漏", "不是沙漏形"),
    Rule("addressee_gap", "7.3.2", MUST, "主送机关在标题下空一行", 1, 0.3, "行"),
    Rule("addressee_left", "7.3.2", MUST, "主送机关顶格", 28, 1, "mm"),
    Rule("addressee_colon", "7.3.2", MUST, "主送机关后用全角冒号", "："),
    Rule("first_page_body", "7.3.3", MUST, "首页显示正文", 1, 0, "行"),
    Rule("indent", "7.3.3", MUST, "段首左空二字，回行顶格", "0 字或 2 字"),
    Rule("body_size", "5.2.2", USUAL, "正文 3 号", 16, 0.2, "pt"),
    Rule("body_face", "5.2.2", USUAL, "正文仿宋", "仿宋"),
    Rule("heading1_face", "7.3.3", USUAL, "一级标题黑体", "黑体"),
    Rule("heading2_face", "7.3.3", USUAL, "二级标题楷体", "楷体"),
    Rule("text_colour", "5.2.4", MUST, "文字黑色", "黑"),
    Rule("signature_alone", "7.3.5.5", MUST, "署名、成文日期与正文同页", 1, 0, "行"),
    Rule("signature_gap", "7.3.5.1", USUAL, "署名距正文一至二行", 1.5, 0.6, "行"),
    Rule("signature_centre", "7.3.5.1", USUAL, "署名以成文日期为准居中", 0, 1, "mm"),
    Rule("date_right", "7.3.5.1", USUAL, "成文日期右空四字", 22.29, 1, "mm"),
    Rule("date_form", "7.3.5.4", MUST, "成文日期用阿拉伯数字，不编虚位", "年月日齐全"),
    Rule("note_left", "7.3.6", MUST, "附注左空二字，加圆括号", 39.14, 3.2, "mm"),
    Rule("record_rule_width", "7.4", MUST, "版记分隔线与版心等宽", 156, 0.5, "mm"),
    Rule("record_rule_first", "7.4", ADVISED, "版记首条分隔线 0.35 mm", 0.35, 0.05, "mm"),
    Rule("record_rule_inner", "7.4", ADVISED, "版记中间分隔线 0.25 mm", 0.25, 0.05, "mm"),
    Rule("record_rule_last", "7.4", ADVISED, "版记末条分隔线 0.35 mm", 0.35, 0.05, "mm"),
    Rule("record_foot", "7.4", MUST, "版记末条分隔线与版心下边缘重合", 262, 0.5, "mm"),
    Rule("record_foot_letter", "10.1", MUST, "信函版记在版心最下方", 262, 1, "mm"),
    Rule("record_no_rules", "10.1", MUST, "信函版记不加印发机关、日期和分隔线", "没有"),
    Rule("record_size", "7.4", MUST, "版记 4 号", 14, 0.2, "pt"),
    Rule("record_left", "7.4", MUST, "版记左空一字", 32.94, 1, "mm"),
    Rule("page_number", "7.5", MUST, "页码：一字线之间的阿拉伯数字", "— 页码 —"),
    Rule("page_number_first", "10.1", MUST, "信函首页不显示页码", "没有"),
    Rule("page_number_size", "7.5", USUAL, "页码 4 号", 14, 0.2, "pt"),
    Rule("page_number_face", "7.5", USUAL, "页码宋体", "宋体"),
    Rule("page_number_gap", "7.5", MUST, "一字线上距版心下边缘 7 mm", 7, 0.8, "mm"),
    Rule("page_number_side", "7.5", MUST, "单页码右空一字，双页码左空一字", 4.94, 1.1, "mm"),
    Rule("text_equal", "文本", MUST, "文字层与原文逐字相同", "相同"),
    Rule("text_codepoints", "文本", MUST, "没有部首、兼容和私用区字符", "没有"),
    Rule("file_syntax", "ISO 32000-1", MUST, "文件结构完好", "完好"),
    Rule("fonts_embedded", "ISO 19005-2", MUST, "字体全部嵌入", "全部"),
    Rule("fonts_unicode", "ISO 19005-2", MUST, "字体都有 Unicode 对照表", "全部"),
    Rule("fonts_type3", "ISO 19005-2", MUST, "没有 Type 3 字体", "没有"),
    Rule("pdfa", "ISO 19005-2", MUST, "PDF/A-2u 或更高", "2U"),
    Rule("pdfua", "ISO 14289-1", MUST, "PDF/UA-1", "1"),
    Rule("output_intent", "ISO 19005-2", MUST, "输出色彩说明一份，含 ICC", 1),
    Rule("language", "ISO 14289-1", MUST, "文档语言", "zh-CN"),
    Rule("tagged", "ISO 14289-1", MUST, "带结构标签", "是"),
    Rule("title_shown", "ISO 14289-1", MUST, "窗口标题显示文档标题", "是"),
    Rule("file_id", "ISO 19005-2", MUST, "文件标识 ID", "有"),
    Rule("active_content", "ISO 19005-2", MUST, "没有脚本、表单、附件、外部引用和加密", "没有"),
    Rule("file_size", "本系统", ADVISED, "文件大小", 1, 1, "MB"),
)
RULES = {rule.name: rule for rule in TABLE}


@dataclass
class Report:
    """Collects findings in the order they are made."""

    findings: list[Finding] = field(default_factory=list)

    def measure(
        self,
        name: str,
        value: float,
        page: int = 0,
        *,
        ok: bool | None = None,
        spot: Box | None = None,
    ) -> None:
        """Hold a measured number against its rule; `ok` overrides the rule's tolerance."""
        rule = RULES[name]
        close = abs(value - float(rule.expected)) <= rule.tolerance + 1e-6
        self._add(
            rule, f"{value:.2f}".rstrip("0").rstrip("."), close if ok is None else ok, page, spot
        )

    def most(self, name: str, value: float, page: int = 0, *, spot: Box | None = None) -> None:
        """Hold a number against a rule that only sets an upper end."""
        rule = RULES[name]
        limit = float(rule.expected) + rule.tolerance
        self.measure(name, value, page, ok=value <= limit + 1e-6, spot=spot)

    def state(
        self, name: str, ok: bool, measured: str, page: int = 0, *, spot: Box | None = None
    ) -> None:
        self._add(RULES[name], measured, ok, page, spot)

    def _add(self, rule: Rule, measured: str, ok: bool, page: int, spot: Box | None) -> None:
        tolerance = f"±{rule.tolerance:g} {rule.unit}".strip() if rule.tolerance else ""
        expected = rule.expected if isinstance(rule.expected, str) else f"{rule.expected:g}"
        unit = f" {rule.unit}" if rule.unit else ""
        self.findings.append(
            Finding(
                rule.name,
                rule.clause,
                rule.strength,
                rule.label,
                expected + unit,
                measured + unit,
                tolerance,
                ok,
                page,
                spot,
            )
        )
