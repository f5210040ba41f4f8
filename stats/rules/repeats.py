"""The same number where another should stand: last year's again, or that of a similar indicator."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise
from math import prod

from stats.arithmetic import SMALL_BASE, Figure, FigureSet, Meaning, comparable
from stats.rules.finding import DOUBT, HINT, Finding, Findings, last_digits

# So many values a figure could have had: above that, an equal one is hardly chance.
HARDLY_CHANCE = 1000
# Together, two of a paper's figures tell more than one; each must have two digits at least.
HARDLY_CHANCE_TOGETHER, TWO_DIGITS = 10_000, 10
# Any of many other years may have an equal one, so that it takes a longer number.
HARDLY_CHANCE_IN_MANY = 10_000
# Two shorter numbers are often alike.
THREE_DIGITS = 100
# The part of a name's characters that a similar one shares.
ALIKE = 0.7
NAMED = 4
# Source, region and period.
Paper = tuple[str, str, int, int]


def repeat(figures: FigureSet) -> Findings:
    """不与别的年份完全相同：单个数与上年相同的提示，位数多的或同一来源的数一起相同的存疑，\
可能把年份写错了。"""
    same: dict[Paper, list[tuple[Figure, Figure]]] = defaultdict(list)
    compared: Counter[Paper] = Counter()
    for figure in figures:
        base = figures.base_of(figure)
        if base is None or comparable(figure, base):
            continue
        paper = (figure.source, figure.region, figure.year, figure.through_month)
        compared[paper] += 1
        if is_same(figure, base):
            same[paper].append((figure, base))
    for paper, pairs in same.items():
        if is_whole_paper(pairs, compared[paper]):
            yield mislabelled(pairs)
        else:
            yield from singly(pairs)
    yield from of_other_years(figures)


def is_same(figure: Figure, base: Figure) -> bool:
    is_equal = figure.value == base.value and figure.half_width == base.half_width
    return is_equal and last_digits(figure) >= TWO_DIGITS


def is_whole_paper(pairs: list[tuple[Figure, Figure]], compared: int) -> bool:
    """Whether most of what a paper says of a year is what was said of the year before."""
    chances = prod(last_digits(figure) for figure, _base in pairs)
    return len(pairs) > 1 and len(pairs) * 2 > compared and chances >= HARDLY_CHANCE_TOGETHER


def mislabelled(pairs: list[tuple[Figure, Figure]]) -> Finding:
    first = pairs[0][0]
    named = [f"{figure.meaning.name}{figure.shown()}" for figure, _base in pairs]
    names = "、".join(named[:NAMED]) + ("等" if len(named) > NAMED else "")
    return Finding(
        "repeat",
        DOUBT,
        f"{first.region_name}{first.year}年有{len(pairs)}个数与上年完全相同（{names}），"
        f"请核实原文是否把{first.year - 1}年的数写成了{first.year}年。",
        tuple(figure for pair in pairs for figure in pair),
    )


def singly(pairs: list[tuple[Figure, Figure]]) -> Findings:
    for figure, base in pairs:
        if is_exact_count(figure) and figure.value is not None and figure.value >= SMALL_BASE:
            yield repeated(figure, base, f"上年的{base.shown()}")


def is_exact_count(figure: Figure) -> bool:
    return figure.meaning.kind != "ratio" and not figure.half_width


def repeated(figure: Figure, other: Figure, words: str) -> Finding:
    verdict = DOUBT if last_digits(figure) >= HARDLY_CHANCE else HINT
    text = f"{figure.place}{figure.shown()}与{words}完全相同，请核实是否误填了别的年份的数。"
    return Finding("repeat", verdict, text, (figure, other))


def of_other_years(figures: FigureSet) -> Findings:
    """Long counts that are those of an earlier year than the last."""
    found: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        is_long = figure.status != "D" and last_digits(figure) >= HARDLY_CHANCE_IN_MANY
        if is_long and is_exact_count(figure):
            found[figure.meaning.code, figure.region, figure.through_month, figure.value].append(
                figure
            )
    for equal in found.values():
        years = sorted(equal, key=lambda figure: figure.year)
        for earlier, later in pairwise(years):
            if later.year - earlier.year > 1:
                yield repeated(later, earlier, f"{earlier.year}年的{earlier.shown()}")


def duplicate_name(figures: FigureSet) -> Findings:
    """名称相近的指标不应是同一个数：同一口径、同一时段数值相同的，可能填错了指标。"""
    for one, other in equal_pairs(figures):
        if are_alike(one.meaning.name, other.meaning.name):
            yield Finding(
                "duplicate_name",
                DOUBT,
                f"{one.place}与“{other.meaning.name}”都是{one.shown()}，两个指标名称相近，"
                "请核实是否填错了行。",
                (one, other),
            )


def equal_pairs(figures: FigureSet) -> Iterator[tuple[Figure, Figure]]:
    """Figures with one long value, in one scope and period, of indicators of different totals."""
    found: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if last_digits(figure) >= THREE_DIGITS:
            found[figure.value, figure.meaning.unit, *figure.key[1:]].append(figure)
    for equal in found.values():
        for one, other in combinations(equal, 2):
            if not are_of_one_total(one.meaning, other.meaning):
                yield one, other


def are_of_one_total(one: Meaning, other: Meaning) -> bool:
    """A part may be the whole, and two parts alike; their names must resemble each other."""
    totals = {meaning.part_of or meaning.code for meaning in (one, other)}
    return len(totals) == 1


@lru_cache(maxsize=4096)
def are_alike(one: str, other: str) -> bool:
    """Whether the shorter name has most of its characters in the longer."""
    shared = sum((Counter(one) & Counter(other)).values())
    return shared >= ALIKE * min(len(one), len(other))
