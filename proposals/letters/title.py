"""Where the title of a letter breaks into lines: at word sense, and in a pleasing shape; pure."""

import math
import re
from itertools import combinations, pairwise

WIDEST = 20.0  # characters of 2号 (22 pt) that fit the 156 mm of the type area
COMFORTABLE = 19.0
OPENERS = "（《〈“‘【〔「『("
CLOSERS = "）》〉”’】〕」』)、，。；：？！,;:?!%％"
WORDS = (
    "知识产权|市场监督管理局|市场监管|人民代表大会|人大代表|人大常委会|政协委员|政治协商会议|常务委员会"
    "|人大|政协|委员会|代表团|会议|建议|提案|议案|协办|会办|主办|协办意见|会办意见|意见|答复|复函|办理"
    "|情况|办理情况|有关|关于|加快|加强|提升|推进|推动|促进|进一步|深化|完善|优化|强化|支持|加大|建立"
    "|健全|规范|落实|做好|开展|实施|打造|培育|构建|引导|鼓励|扶持|解决|民营企业|中小企业|小微企业|企业"
    "|核心|竞争力|创新|高质量|发展|科技|专利|商标|品牌|地理标志|保护|维权|运用|转化|管理|服务|体系"
    "|机制|政策|力度|力量|人才|队伍|产业|产业链|集群|制造业|数字经济|电子商务|电商|食品|药品|安全|质量|标准"
    "|检测|市场|消费|价格|广告|特种设备|营商环境|环境|农产品|农业|农村|农民|乡村|振兴|社区|学校|教育"
    "|标准化|数字化|信息化|智能化|规范化|产业化|市场化|化妆品|化工|两级|三级|各级|省级|市级"
    "|医疗|养老|交通|城市|公共|监管|执法|专项|行动|工作|计划|方案|规划|措施|问题|通知|报告|请示|批复"
)
PIECE = re.compile(
    r"〔[^〕]*〕第?\d*号?"
    r"|第?[0-9０-９〇一二三四五六七八九十百]+[届次号年月日期个项条批件]"
    r"|[!-~]+"
    rf"|{'|'.join(sorted(WORDS.split('|'), key=len, reverse=True))}"
    r"|.",
    re.DOTALL,
)


def balance_title(title: str) -> tuple[str, ...]:
    """The title's lines, each within the type area: broken at word sense, 梯形 or 菱形 (7.3.1).

    Line breaks typed by the writer are kept as long as every line fits.
    """
    typed = tuple(line.strip() for line in title.splitlines() if line.strip())
    if len(typed) > 1 and all(width(line) <= WIDEST for line in typed):
        return typed
    title = "".join(typed)
    return (title,) if width(title) <= COMFORTABLE else balance(title, WIDEST)


def balance(text: str, widest: float) -> tuple[str, ...]:
    """The fewest lines none of which is wider than `widest` characters, as even as sense allows."""
    pieces = _pieces(text)
    fewest = math.ceil(width(text) / widest)
    for count in range(fewest, min(len(pieces), fewest + 1) + 1):
        splits = [lines for lines in _splits(pieces, count) if max(map(width, lines)) <= widest]
        if splits:
            return min(splits, key=_cost)
    size = int(widest)
    return tuple(text[start : start + size] for start in range(0, len(text), size))


def width(text: str) -> float:
    """Width in characters; half-width figures and letters count half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _pieces(title: str) -> list[str]:
    """Units no line break may fall inside: words, numbers, and marks glued to what they mark."""
    pieces: list[str] = []
    for piece in PIECE.findall(title):
        if pieces and (piece[0] in CLOSERS or pieces[-1][-1] in OPENERS or piece == "的"):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _splits(pieces: list[str], count: int) -> list[tuple[str, ...]]:
    ends = range(1, len(pieces))
    return [
        tuple("".join(pieces[a:b]) for a, b in pairwise((0, *cuts, len(pieces))))
        for cuts in combinations(ends, count - 1)
        if _is_even(cuts, len(pieces), count)
    ]


def _is_even(cuts: tuple[int, ...], total: int, count: int) -> bool:
    """Spare the search lines of a fraction of the average: none of them can be the best."""
    return all(b - a > total / count / 4 for a, b in pairwise((0, *cuts, total)))


def _cost(lines: tuple[str, ...]) -> float:
    return _shape(lines) + sum(_break(above, below) for above, below in pairwise(lines))


def _break(above: str, below: str) -> float:
    """How much a break here hurts the sense."""
    if re.match(r"第.*?号", below) or above.endswith(("会议", "》", "、", "，")):
        return 0
    if above.endswith(("关于", "对", "和", "与", "及", "暨", "等", "为", "在")):
        return 12
    if below.startswith(("和", "与", "及", "暨", "等")):
        return 4
    if above.endswith("的"):
        return 1
    if len(PIECE.findall(above)[-1]) == 1 and len(PIECE.findall(below)[0]) == 1:
        return 9
    return 3


def _shape(lines: tuple[str, ...]) -> float:
    sizes = [width(line) for line in lines]
    mean = sum(sizes) / len(sizes)
    cost = sum(abs(size - mean) for size in sizes) * 0.6
    cost += sum(size == WIDEST for size in sizes) * 2
    if len(set(sizes)) == 1:
        cost += 3  # a rectangle
    if any(b < min(a, c) for a, b, c in zip(sizes, sizes[1:], sizes[2:], strict=False)):
        cost += 20  # an hour-glass
    return cost
