"""Rules of text hygiene on words: common slips, leftovers of templates, the wrong kind; pure."""

import re
from collections.abc import Iterator

from proposals.letters.hygiene.reading import Edit, Reading

# Only what is wrong wherever it stands: what is written, what is right, and the hanzi that
# before it, or after it, make it no slip but the ends of two words (公布署名, 按排名).
SLIPS: tuple[tuple[str, str, str, str], ...] = (
    ("按排", "安排", "", "名序放量位列污水气查行头"),
    ("部份", "部分", "", "额"),
    ("成份", "成分", "完", "额"),
    ("帐号", "账号", "蚊", "称"),
    ("帐户", "账户", "蚊", ""),
    ("帐目", "账目", "蚊", ""),
    ("帐单", "账单", "蚊", ""),
    ("转帐", "转账", "", ""),
    ("记帐", "记账", "", "篷"),
    ("布署", "部署", "公发颁", "名"),
    ("即然", "既然", "立", "后"),
    ("竟争", "竞争", "毕究", ""),
    ("竟赛", "竞赛", "毕究", ""),
    ("竟价", "竞价", "毕究", "格值"),
    ("兢争", "竞争", "", ""),
    ("侯选", "候选", "", ""),
    ("气侯", "气候", "", ""),
    ("时侯", "时候", "", ""),
    ("一如继往", "一如既往", "", ""),
    ("再接再励", "再接再厉", "", ""),
    ("再接再历", "再接再厉", "", ""),
    ("既往不究", "既往不咎", "", ""),
    ("签定", "签订", "标", "位价制量"),
    ("贯切", "贯彻", "一", "实"),
    ("惯彻", "贯彻", "习", "底"),
    ("妨止", "防止", "不", ""),
    ("防碍", "妨碍", "", ""),
    ("遗撼", "遗憾", "", ""),
    ("松驰", "松弛", "", ""),
    ("辩认", "辨认", "", ""),
    ("分辩率", "分辨率", "", ""),
    ("急燥", "急躁", "", ""),
    ("浮燥", "浮躁", "", ""),
    ("渡假", "度假", "", "设"),
    ("寒喧", "寒暄", "", ""),
    ("兢兢业业业", "兢兢业业", "", ""),
    ("竞竞业业", "兢兢业业", "", ""),
    ("迫不急待", "迫不及待", "", ""),
    ("震憾", "震撼", "", ""),
    ("知识产权产权", "知识产权", "", ""),
    ("专利利权", "专利权", "", "益"),
)
LEFTOVERS = re.compile(
    r"(?<![A-Za-z])[XxＸ]{2,}(?![A-Za-z])|×{2,}|\*{3,}|_{2,}|【[^】\n]{0,40}】|(?<!有)待补充"
    r"|[（(]待[^（()）\n]{1,10}[）)]|TODO|年[ \u3000]+月|月[ \u3000]+日"
)
# For each kind: what would name another kind, and what it should be.
OTHER_KINDS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    kind: tuple((re.compile(pattern), right) for pattern, right in found)
    for kind, found in {
        "建议": (
            (
                r"(?:(?<=[该本此])|(?<=您的)|(?<=\d号)|(?<=所提))提案|提案(?=提到|提出的|指出)",
                "建议",
            ),
            (r"提案人", "建议人"),
            (r"(?<=答复)委员(?!会)|(?:(?<=尊敬的)|(?<=感谢))委员(?!会)|委员(?=[：:]?$)", "代表"),
        ),
        "提案": (
            (r"(?<=\d号)建议|(?<=[该此])建议(?=提到|提出|指出)", "提案"),
            (r"(?<=答复)代表|(?:(?<=尊敬的)|(?<=感谢))代表|代表(?=[：:]?$)", "委员"),
        ),
        "议案": (
            (r"(?:(?<=[该本此])|(?<=\d号))(?:提案|建议)", "议案"),
            (r"(?<=答复)委员(?!会)|委员(?=[：:]?$)", "代表"),
        ),
    }.items()
}


def slips(reading: Reading) -> Iterator[Edit]:
    """常见的别字，只收一见便知的：按排→安排、部份→部分、帐号→账号、布署→部署等。"""
    for wrong, right, not_before, not_after in SLIPS:
        end, at = 0, reading.text.find(wrong)
        while at >= 0:
            end = at + len(wrong)
            before, after = reading.text[max(at - 1, 0) : at], reading.text[end : end + 1]
            is_meeting = (before and before in not_before) or (after and after in not_after)
            if not is_meeting:
                yield Edit(at, end, right, f"规范的写法是“{right}”。")
            at = reading.text.find(wrong, end)


def leftovers(reading: Reading) -> Iterator[Edit]:
    """模板里没有填好的地方：XX、××、【】、____、待补充、空着的年月日。"""
    for match in reading.matches(LEFTOVERS):
        yield Edit(match.start(), match.end(), None, "像是没有填好的地方，请填写或删去。")


def other_kind(reading: Reading) -> Iterator[Edit]:
    """建议称“建议”“代表”，提案称“提案”“委员”，议案称“议案”；与来件类别不符的请核对。"""
    for pattern, right in OTHER_KINDS.get(reading.kind, ()):
        yield from reading.swap(pattern, right, f"来件是{reading.kind}，这里应为“{right}”吗？")
