"""Rules of text hygiene on dates, document numbers, ranges and figures by GB/T 15835; pure."""

import re
from collections.abc import Iterator

from proposals.letters.hygiene.reading import HAN, NUMERALS, Edit, Reading

COUNTED = "件家项条个人元万亿岁倍时分天周次户名亩吨公米"
WHEN = (
    rf"\d{{2,4}}年|\d{{1,2}}月|目前|当前|现在|今年|去年|前年|本年|本月|上月|上年|年底"
    rf"|月底|昨|今日|今天|上半年|第?[一二三四]季度|本?报告期|[{NUMERALS}]{{1,3}}月"
)
AS_OF = re.compile(rf"截止[到至]?(?={WHEN})")
DATE = re.compile(r"(?<!\d)(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|(?<!\d)0[1-9]日")
ZERO = re.compile(r"(?<!\d)0(?=[1-9])")
DOTTED = re.compile(
    r"(?<![A-Za-z0-9./\-—])((?:19|20)\d\d)([.．\-/])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])日?"
    r"(?![A-Za-z0-9\-/]|[.．]\d)"
)
SHORT_YEAR = re.compile(
    rf"(?<![\d.近满约超达第历共前后过{NUMERALS}])(\d\d)年"
    r"(?=\d{1,2}月(?!个)|底|初|末|全年|度|上半年|下半年)"
)
NUMBER = re.compile(
    r"[\[【(（〔［] ?((?:19|20)\d\d) ?[\]】)）〕］] ?第? ?(\d{1,5}) ?号(?![楼门线])"
)
HEX = re.compile(r"〔(?![ \u3000]*〕|\d{4}〕)([^〔〕\n]{1,80})〕")
YEARS = re.compile(
    r"(?<![\d.\-/])((?:19|20)\d\d年?)(?:-{1,2}|—{2}|[~～–－])((?:19|20)\d\d年)(?!\d)"
)
DAYS = re.compile(r"(?<![\d.\-/])(\d{1,2}([月日]?))(?:-{1,2}|—{2}|[~～–－])(\d{1,2}([月日]))(?!个)")
AMOUNTS = re.compile(
    r"(?<![A-Za-z\d.\-/—])(\d+(?:\.\d+)?)(?:-{1,2}|—{2}|[~－])(\d+(?:\.\d+)?)"
    rf"(?=[{COUNTED}])"
)
DURATION = re.compile(r"(?<![A-Za-z\d.\-/—])(\d)[-~](\d{1,2})(?=年)")
WAVE = re.compile(rf"(?<=[{HAN}\d%])~(?=[{HAN}\d])")
PERCENTS = re.compile(
    r"(?<![A-Za-z\d.\-/—～])(\d+(?:\.\d+)?)(%?)(-|~|～|－|—{1,2}|至)(\d+(?:\.\d+)?)%"
)
WIDE_PERCENT = re.compile("％")
THOUSANDS = re.compile(rf"(?<![\d,.第])(?<!\d，)\d{{1,3}}(?:，\d{{3}})+(?=(?:\.\d+)?[{COUNTED}])")
MANY_MORE = re.compile(rf"(?<=\d)多余(?=[{HAN}])")
ABOUT = re.compile(r"(大约|近|约|超过|超|逾|至少|不到)(\d[\d.]*[万亿]?)[余多]")
AROUND = re.compile(rf"(大约|约)(\d[\d.]*%?[{HAN}]{{0,3}}?)左右")


def as_of(reading: Reading) -> Iterator[Edit]:
    """“截止”后面接日期或时间的改为“截至”（截至2022年底）；“截止日期”“报名截止”不改。"""
    yield from reading.swap(AS_OF, "截至", "后面接时间时用“截至”。")


def zeros(reading: Reading) -> Iterator[Edit]:
    """日期的月、日不编虚位：2023年04月05日改为2023年4月5日。"""
    why = "成文和行文中的月、日不编虚位。"
    yield from reading.swap(DATE, lambda match: ZERO.sub("", match[0]), why)


def dotted_dates(reading: Reading) -> Iterator[Edit]:
    """行文中的 2023.4.5、2023-04-05 改为2023年4月5日；表格里的不改。"""
    for match in reading.matches(DOTTED):
        if not reading.is_in_table(match.start()):
            new = f"{match[1]}年{int(match[3])}月{int(match[4])}日"
            yield Edit(match.start(), match.end(), new, "行文中的日期写年、月、日。")


def short_years(reading: Reading) -> Iterator[Edit]:
    """年份写全四位：23年底改为2023年底；表示时间长短的（如：历时23年）不改。"""
    for match in reading.matches(SHORT_YEAR):
        new = f"{'20' if match[1] < '50' else '19'}{match[0]}"
        yield Edit(match.start(), match.end(), new, "年份写全四位数字。")


def document_numbers(reading: Reading) -> Iterator[Edit]:
    """发文字号的年份用六角括号，序号不加“第”、不编虚位：〔2023〕12号。"""
    why = "发文字号写作〔年份〕序号号，不加“第”，不编虚位（GB/T 9704）。"
    yield from reading.swap(NUMBER, lambda match: f"〔{match[1]}〕{int(match[2])}号", why)


def hexagonal(reading: Reading) -> Iterator[Edit]:
    """六角括号〔〕只用于发文字号的年份，其他地方用圆括号。"""
    yield from reading.swap(HEX, r"（\1）", "六角括号只用于发文字号的年份，别处用（）。")


def ranges(reading: Reading) -> Iterator[Edit]:
    """年、月、日的起止用一字线（2021—2022年、1—6月），数量的起止用浪纹线（3～5个）。"""
    why = "年、月、日的起止用一字线“—”。"
    yield from reading.swap(YEARS, r"\1—\2", why)
    for match in reading.matches(DAYS):
        if match[2] in ("", match[4]):
            yield Edit(match.start(), match.end(), f"{match[1]}—{match[3]}", why)
    for pattern in (AMOUNTS, DURATION):
        yield from reading.swap(pattern, r"\1～\2", "数量的起止用“～”。")
    yield from reading.swap(WAVE, "～", "浪纹线用全角“～”。")


def percents(reading: Reading) -> Iterator[Edit]:
    """全角％改为%；百分数的起止两头都写%：6～8%改为6%～8%。"""

    def full(match: re.Match[str]) -> str:
        between = match[3] if match[3] in "～—至" else "～"
        return f"{match[1]}%{between}{match[4]}%"

    yield from reading.swap(WIDE_PERCENT, "%", "百分号用半角%。")
    yield from reading.swap(PERCENTS, full, "百分数的起止，前后两个数都写%。")


def thousands(reading: Reading) -> Iterator[Edit]:
    """带单位的数，千分位不用全角逗号：12，688件改为12,688件；并列的编号不改。"""
    why = "数字的千分位用半角逗号，不用中文逗号。"
    yield from reading.swap(THOUSANDS, lambda match: match[0].replace("，", ","), why)


def many_more(reading: Reading) -> Iterator[Edit]:
    """“20多余家”改为“20余家”。"""
    yield from reading.swap(MANY_MORE, "余", "“多”与“余”只用一个。")


def about_twice(reading: Reading) -> Iterator[Edit]:
    """概数只说一次：“近20余家”“约20家左右”留下一个。"""
    why = "概数说了两次，请留下一个。"
    yield from reading.swap(ABOUT, r"\1\2", why)
    yield from reading.swap(AROUND, r"\1\2", why)
