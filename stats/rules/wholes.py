"""A part is never more than its whole: towns, scopes, counties and cities, and kinds of a thing."""

from collections import defaultdict
from collections.abc import Iterator

from stats.arithmetic import Figure, FigureSet, Meaning
from stats.region_codes import COUNTY, COUNTY_CORE, QIANWAN
from stats.rules.finding import CONTRADICTION, Finding, Findings, clash, known_at
from stats.rules.sums import WITHIN, added_up, known_parts, partitions, terms

# The scopes that make up a region; those of the nation overlap and are not among them.
SCOPES = {COUNTY: (COUNTY_CORE, QIANWAN)}
# Things that may lie in several places at once, so that places do not add up.
SHARED = ("brand.gi", "brand.gi.product", "brand.gi.mark", "brand.gi.agri", "cultivation.chain")
# Lists that each level of government keeps for itself.
OWN_LISTS = ("brand.library", "cultivation.chain")


def part_whole(figures: FigureSet) -> Findings:
    """部分不大于整体：镇街、县、市、省逐级不大于上一级，市本级与前湾新区之和等于全市，\
其中项不大于总项；口径或时段不同的为存疑。"""
    yield from of_regions(figures)
    yield from of_scopes(figures)
    yield from of_kinds(figures)


def is_counted(meaning: Meaning) -> bool:
    """Whether a region counts some of what the region above does; a net change may be negative."""
    is_ratio = meaning.kind == "ratio" or "%" in meaning.unit or "/" in meaning.unit
    return not is_ratio and not meaning.code.endswith(".net_added")


def exceeds(part: Figure, whole: Figure) -> bool:
    """Whether the part is more than the whole, however both were rounded."""
    if part.value is None or whole.value is None:
        return False
    return part.value - part.half_width > whole.value + whole.half_width


def exceeded(figures: FigureSet) -> Iterator[tuple[Figure, Figure]]:
    """Figures that are more than the nearest such figure of a region above, with it."""
    for part in figures:
        if part.value is None or not is_counted(part.meaning) or part.meaning.code in OWN_LISTS:
            continue
        for region in figures.above(part.region):
            whole = figures.known(part.meaning.code, region, part.year, part.through_month)
            if whole is not None and exceeds(part, whole):
                yield part, whole
                break


def of_regions(figures: FigureSet) -> Findings:
    for part, whole in exceeded(figures):
        yield too_much(part, whole)


def too_much(part: Figure, whole: Figure) -> Finding:
    verdict = clash(part, whole)
    text = f"{part.place}为{part.shown()}，大于{whole.place}的{whole.shown()}，"
    text += "部分不能大于整体" if verdict == CONTRADICTION else "两者口径或时段可能不同"
    return Finding("part_whole", verdict, text + "，请核对。", (part, whole))


def of_scopes(figures: FigureSet) -> Findings:
    for whole in figures:
        scopes = SCOPES.get(whole.region)
        code = whole.meaning.code
        if scopes is None or whole.value is None or not is_counted(whole.meaning):
            continue
        found = (figures.known(code, region, *whole.key[2:]) for region in scopes)
        parts = [part for part in found if part is not None]
        if code in SHARED or len(parts) < len(scopes) or any(exceeds(p, whole) for p in parts):
            continue
        added = added_up(parts)
        if not added.meets(whole.interval):
            sum_words = f"{added.words(whole.meaning.decimals)}{whole.meaning.unit}"
            names = "、".join(part.region_name for part in parts)
            yield Finding(
                "part_whole",
                clash(whole, *parts),
                f"{whole.place}为{whole.shown()}，而{names}相加{terms(parts)}={sum_words}，"
                "两者不等。",
                (whole, *parts),
            )


def of_kinds(figures: FigureSet) -> Findings:
    """What the catalogue or its definition makes a part; complete sums are the rule `sum`'s."""
    divided = partitions(figures.meanings)
    within: dict[str, list[str]] = defaultdict(list)
    for code, whole_code in WITHIN.items():
        within[whole_code].append(code)
    for whole in figures:
        for code in within.get(whole.meaning.code, ()):
            part = known_at(figures, code, whole)
            if part is not None and exceeds(part, whole):
                yield too_much(part, whole)
        for partition in divided.get(whole.meaning.code, ()):
            parts = known_parts(figures, whole, partition)
            if not partition.is_additive:
                yield from (too_much(part, whole) for part in parts if exceeds(part, whole))
            elif whole.value is not None and len(parts) < len(partition.codes):
                yield from some_of(parts, whole)


def some_of(parts: list[Figure], whole: Figure) -> Findings:
    """Of parts that add up some are missing; those that are known must not be more already."""
    added = added_up(parts)
    if not parts or added.low <= whole.interval.high:
        return
    if len(parts) == 1:
        yield too_much(parts[0], whole)
        return
    yield Finding(
        "part_whole",
        clash(whole, *parts),
        f"{whole.place}为{whole.shown()}，而其中的{terms(parts)}="
        f"{added.words(whole.meaning.decimals)}{whole.meaning.unit}，已大于整体，请核对。",
        (*parts, whole),
    )
