"""Rules of text hygiene on words: common slips, leftovers of templates, the wrong kind; pure."""

import re
from collections.abc import Iterator

from proposals.letters.hygiene.reading import Edit, Reading

# Only what is wrong wherever it stands; a mark (?<!…) keeps out words that meet by chance.
SLIPS: tuple[tuple[str, str], ...] = (
    ("按排", "安排"),
    ("部份", "部分"),
    ("成份", "成分"),
    ("(?<!蚊)帐号", "账号"),
    ("(?<!蚊)帐户", "账户"),
    ("(?<!蚊)帐目", "账目"),
    ("(?<!蚊)帐单", "账单"),
    ("转帐", "转账"),
    ("记帐", "记账"),
    ("布署", "部署"),
    ("部暑", "部署"),
    ("布暑", "部署"),
    ("既使", "即使"),
    ("(?<!既)即然", "既然"),
    ("(?<![毕究])竟争", "竞争"),
    ("兢争", "竞争"),
    ("竟赛", "竞赛"),
    ("竟价", "竞价"),
    ("侯选", "候选"),
    ("气侯", "气候"),
    ("时侯", "时候"),
    ("一如继往", "一如既往"),
    ("再接再(?:励|历)", "再接再厉"),
    ("既往不究", "既往不咎"),
    ("签定", "签订"),
    ("制做", "制作"),
    ("贯切", "贯彻"),
    ("惯彻", "贯彻"),
    ("妨止", "防止"),
    ("防碍", "妨碍"),
    ("遗撼", "遗憾"),
    ("松驰", "松弛"),
    ("辩认", "辨认"),
    ("分辩率", "分辨率"),
    ("急燥", "急躁"),
    ("浮燥", "浮躁"),
    ("渡假", "度假"),
    ("寒喧", "寒暄"),
    ("凑和", "凑合"),
    ("(?<!恰)商恰", "商洽"),
    ("融恰", "融洽"),
    ("接恰", "接洽"),
    ("竞竞业业", "兢兢业业"),
    ("迫不急待", "迫不及待"),
    ("震憾", "震撼"),
    ("知识产权产权", "知识产权"),
    ("专利利权", "专利权"),
    ("商标标识识", "商标标识"),
)
SLIP = re.compile("|".join(f"(?P<w{at}>{wrong})" for at, (wrong, _) in enumerate(SLIPS)))
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
    for match in reading.matches(SLIP):
        right = SLIPS[int(str(match.lastgroup)[1:])][1]
        yield Edit(match.start(), match.end(), right, f"规范的写法是“{right}”。")


def leftovers(reading: Reading) -> Iterator[Edit]:
    """模板里没有填好的地方：XX、××、【】、____、待补充、空着的年月日。"""
    for match in reading.matches(LEFTOVERS):
        yield Edit(match.start(), match.end(), None, "像是没有填好的地方，请填写或删去。")


def other_kind(reading: Reading) -> Iterator[Edit]:
    """建议称“建议”“代表”，提案称“提案”“委员”，议案称“议案”；与来件类别不符的请核对。"""
    for pattern, right in OTHER_KINDS.get(reading.kind, ()):
        yield from reading.swap(pattern, right, f"来件是{reading.kind}，这里应为“{right}”吗？")
