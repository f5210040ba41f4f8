"""The oracle of the pages: every sum done again in Decimal from raw rows.

Nothing of the statistics is imported but their models.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from stats.models import Indicator, Observation, SeriesBreak, Source, Target
from tests.stats.recompute_words import (
    bare_unit,
    compared_with,
    digits_of,
    half_up,
    in_sentence,
    phrase,
    said,
    signed,
    value_of,
    visible,
    written,
)

UNSETTLED = {"P": "初步", "E": "估算"}
ABOVE = ("330200", "330000", "100000", "100000-GN")
LINK = re.compile(r'<a [^>]*?href="(/(?:data|sums)/[\w/]*\d/)"[^>]*>(.*?)</a>', re.S)
HIDDEN = re.compile(r'<span class="visually-hidden">.*?</span>', re.S)


class Rows:
    """The published rows by id and by key, the breaks of their series, and the targets."""

    def __init__(self) -> None:
        read = Observation.objects.filter(superseded_at=None)
        related = ("indicator__part_of", "region", "rank_region")
        self.by_id = {row.pk: row for row in read.select_related(*related)}
        self.by_key = {
            (row.indicator.code, row.region.code, row.year, row.through_month): row
            for row in self.by_id.values()
        }
        self.breaks = set(
            SeriesBreak.objects.filter(is_break=True).values_list("indicator_id", "year")
        )
        self.known: dict[tuple[tuple[str, ...], int, int], set[str]] = {}
        self.targets = {target.pk: target for target in Target.objects.select_related("indicator")}

    def before(self, row: Any) -> Any:
        code, region = row.indicator.code, row.region.code
        return self.by_key.get((code, region, row.year - 1, row.through_month))

    def comparable(self, row: Any, base: Any) -> bool:
        """One definition, one window, a value each, no break of the series between them."""
        if base is None or row.value is None or base.value is None or row.status == "B":
            return False
        if (row.indicator_id, row.year) in self.breaks or "D" in (row.status, base.status):
            return False
        return bool(row.printed_period == base.printed_period)

    def growth(self, row: Any) -> str:
        """As a page says it; a dash alone (its reason is not a number) where there is none."""
        base = self.before(row)
        if not self.comparable(row, base):
            return self.printed_growth(row)
        unsettled = UNSETTLED.get(row.status, "")
        if not unsettled and base.status in UNSETTLED:
            unsettled = "上年数" + UNSETTLED[base.status]
        remark = f"（{unsettled}）" if unsettled else ""
        change, decimals = row.value - base.value, row.indicator.decimals
        if row.indicator.kind == "ratio":
            unit = "个百分点" if row.indicator.unit == "%" else bare_unit(row)
            return self.arrowed(change, decimals, compared_with(row), unit) + remark
        if base.value == 0:
            return "—"
        if base.value < 0 or (decimals == 0 and base.value < 30):
            return self.arrowed(change, decimals, compared_with(row), row.indicator.unit) + remark
        rate = change * 100 / base.value
        if decimals and rate > 1000:
            return self.arrowed(change, decimals, compared_with(row), row.indicator.unit) + remark
        sign = "+" if change > 0 else "−" if change < 0 else ""
        behind = f"（{sign}{written(abs(change), decimals)}{row.indicator.unit}）" if change else ""
        remark += "（现价）" if row.indicator.is_nominal else ""
        return self.arrowed(rate, 1, compared_with(row), "%") + behind + remark

    @staticmethod
    def arrowed(amount: Decimal, digits: int, word: str, unit: str) -> str:
        shown = half_up(amount, digits)
        arrow = "▲ " if shown > 0 else "▼ " if shown < 0 else ""
        return arrow + phrase(word, said(amount, digits, unit))

    def printed_growth(self, row: Any) -> str:
        if row.reported_growth is None or row.value is None:
            return "—"
        ratio, unit = row.indicator.kind == "ratio", "%"
        if ratio:
            unit = "个百分点" if row.indicator.unit == "%" else bare_unit(row)
        elif row.indicator.decimals == 0 and self.implied_below_30(row):
            return "—"
        word = {"可比价": "按可比价"}.get(row.growth_base, row.growth_base)
        text = self.arrowed(row.reported_growth, row.growth_digits, word, unit)
        return text + (f"（{UNSETTLED[row.status]}）" if row.status in UNSETTLED else "")

    @staticmethod
    def implied_below_30(row: Any) -> bool:
        lowest = row.reported_growth - Decimal(5).scaleb(-row.growth_digits - 1)
        if row.growth_base not in ("同比", "比上年末") or lowest <= -100:
            return False
        return bool(int((row.value + row.half_width) * 100 / (100 + lowest)) < 30)

    def whole_of(self, part: Any) -> Decimal:
        """All parts of the same whole, scope and period, added up."""
        over = part.indicator.part_of_id
        key = (part.region_id, part.year, part.through_month, part.indicator.partition)
        parts = [
            row.value
            for row in self.by_id.values()
            if row.indicator.part_of_id == over
            and (row.region_id, row.year, row.through_month, row.indicator.partition) == key
        ]
        return sum(parts, Decimal(0))

    def share(self, part: Any, whole: Any = None) -> str:
        under = whole.value if whole else self.whole_of(part)
        return written(part.value * 100 / under, 1) + "%"

    def against(self, row: Any, other: Any) -> tuple[str, str]:
        """The gap in the unit, signed, and the share in percent."""
        gap = half_up(row.value - other.value, row.indicator.decimals)
        unit = "个百分点" if row.indicator.unit == "%" else bare_unit(row)
        sign = "+" if gap > 0 else "−" if gap < 0 else ""
        share = written(row.value * 100 / other.value, 1) + "%" if other.value > 0 else ""
        return f"{sign}{abs(gap):,f}{unit}", share

    # What a link says of itself

    def faults(self, page: str) -> Iterator[str]:
        """Each figure that leads to its row or its sum, and says something else than they do."""
        for url, inner in LINK.findall(page):
            text = visible(HIDDEN.sub("", inner)).strip()
            fault = self.fault(url, text)
            if fault:
                yield f"{url} 印作“{text}”，应为“{fault}”"
        yield from self.line_faults(page)

    def fault(self, url: str, text: str) -> str:
        kind, *rest = url.strip("/").removeprefix("sums/").split("/")
        if kind in ("target", "expected", "yearly"):
            return "" if kind == "yearly" else self.aim_fault(kind, list(map(int, rest)), text)
        found = [self.by_id[int(pk)] for pk in rest]
        if kind == "data":
            is_number = re.fullmatch(r"[-−]?[\d,.]+", text)
            return value_of(found[0]) if is_number and text != value_of(found[0]) else ""
        if kind == "ratio":
            numbers = re.findall(r"[\d,.]*\d", text)
            return value_of(found[0]) if numbers not in ([], [value_of(found[0])]) else ""
        if kind == "per":
            wanted = written(found[0].value / found[1].value, 1)
            return wanted if text != wanted else ""
        if kind == "growth":
            wanted, plain = self.growth(found[0]), text.replace("（上报）", "")
            plain = "—" if plain.removeprefix("变化：").startswith("—") else plain
            return wanted if plain not in (wanted, in_sentence(wanted)) else ""
        if kind == "share":
            wanted = self.share(*found)
            numbers = re.findall(r"[\d,.]+%?", text)
            return wanted if numbers[-1:] != [wanted] and not text.startswith("—") else ""
        wanted_one = {
            "net": lambda: self.net(*found, came="+" in text or "−" in text),
            "apart": lambda: self.apart(*found),
            "against": lambda: self.against(*found)[0],
            "part": lambda: self.against(*found)[1],
        }[kind]()
        return "" if text.startswith("—") or text == wanted_one else wanted_one

    def net(self, row: Any, *, came: bool) -> str:
        """净增 with its sign, or else what lapsed."""
        if not came and row.value != self.before(row).value:
            return next(self.lapsed(row), "")
        return signed(row.value - self.before(row).value, digits_of(row))

    def apart(self, row: Any, other: Any) -> str:
        (ours, digits), (theirs, _digits) = self.grown(row), self.grown(other)
        return signed(ours - theirs, digits)

    def grown(self, row: Any) -> tuple[Decimal, int]:
        """A change, unrounded, in the measure it is printed in, with its decimals."""
        base, decimals = self.before(row), row.indicator.decimals
        if not self.comparable(row, base):
            return row.reported_growth, row.growth_digits
        change = row.value - base.value
        if row.indicator.kind == "ratio" or (decimals == 0 and base.value < 30):
            return change, decimals
        return change * 100 / base.value, 1

    def aim_fault(self, kind: str, address: list[int], text: str) -> str:
        """A number that follows from a target in no year up to the one spoken of."""
        target, pk, *year = address
        known = set(self.aimed(self.targets[target], year[0] if year else self.by_id[pk].year))
        said = re.findall(r"\d[\d,]*(?:\.\d+)?", re.sub(r"\d{4}年", "", text))
        return "、".join(sorted(known)) if set(said) - known else ""

    def line_faults(self, page: str) -> Iterator[str]:
        """Rows of tables that do not print the value of the figure their link speaks of."""
        for line in re.findall(r"<tr>(.*?)</tr>", page, re.S):
            cells = [visible(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.S)]
            for pk in re.findall(r'href="/(?:data|sums/(?:growth|share))/(\d+)/', line):
                row = self.by_id[int(pk)]
                if row.value is None:
                    continue
                units = ("", row.indicator.unit, bare_unit(row))
                if not {value_of(row) + unit for unit in units} & set(cells):
                    yield f"表行“{' | '.join(cells)}”没有 {value_of(row)}（/data/{pk}/）"

    # All numbers that follow from the rows of one place

    def explained(self, regions: tuple[str, ...], first: int, last: int) -> set[str]:
        key = (regions, first, last)
        if key in self.known:
            return set(self.known[key])
        found = self.known[key] = set()
        for row in self.by_id.values():
            if row.region.code in regions and first <= row.year <= last and row.value is not None:
                found |= {token.replace(",", "") for token in self.of_row(row)}
        return set(found)

    def around(self, first: int, last: int) -> set[str]:
        """Ratios of the places above the county, which charts draw beside its own."""
        return {
            value_of(row).replace(",", "")
            for row in self.by_id.values()
            if row.region.code in ABOVE and first <= row.year <= last
            if row.indicator.kind == "ratio" and row.value is not None
        }

    def planned(self) -> set[str]:
        """What targets aim at and when they are due."""
        found = {str(target.due_year) for target in self.targets.values() if target.due_year}
        return found | {
            written(target.value, target.indicator.decimals, grouped=False)
            for target in self.targets.values()
        }

    def of_row(self, row: Any) -> Iterator[str]:
        """Its value, its change, its share, its rank: digits alone, no sign."""
        yield value_of(row)
        yield from re.findall(r"[\d,.]+", self.growth(row))
        yield from (str(place) for place in (row.rank, row.rank_of) if place)
        if row.indicator.part_of and self.whole_of(row) > 0:
            yield self.share(row).rstrip("%")
            key = (row.indicator.part_of.code, row.region.code, row.year, row.through_month)
            whole = self.by_key.get(key)
            if whole is not None and whole.value:
                yield self.share(row, whole).rstrip("%")
        if row.indicator.code == "patent.valid.invention":
            yield from self.lapsed(row)
        if row.indicator.code == "patent.valid.invention.per_10k":
            yield from self.implied_stock(row)
        if row.reported_growth is not None and row.indicator.kind != "ratio":
            yield from self.implied(row)

    @staticmethod
    def implied(row: Any) -> Iterator[str]:
        """The whole numbers last year's value lies between, and what was added since."""
        half = Decimal(5).scaleb(-row.growth_digits - 1)
        if row.reported_growth - half <= -100:
            return
        for rate in (row.reported_growth - half, row.reported_growth + half):
            exact = row.value * 100 / (100 + rate)
            for end in (math.floor(exact), math.ceil(exact)):
                yield from (str(end), str(int(row.value) - end))
        yield from (written(row.reported_growth, row.growth_digits), "1")  # of the formula

    def implied_stock(self, row: Any) -> Iterator[str]:
        """What a rate means of the residents of the year before, to three digits."""
        people = self.by_key.get(("population.resident", row.region.code, row.year - 1, 12))
        if people is not None:
            yield value_of(people)
            for end in (row.value - row.half_width, row.value + row.half_width):
                yield f"{(end * people.value).quantize(Decimal('1e1'), ROUND_HALF_UP):f}"

    def lapsed(self, row: Any) -> Iterator[str]:
        """失效等: what was there and what came, less what there is."""
        base, (_code, *where) = self.before(row), ("", *self.key(row)[1:])
        came = self.by_key.get(("patent.granted.invention", *where))
        if self.comparable(row, base) and came is not None and came.value is not None:
            yield written(base.value + came.value - row.value, 0)

    def standing(self, regions: tuple[str, ...], year: int) -> Iterator[int]:
        """How many figures of the year are final, provisional and so on."""
        held = [row for row in self.by_id.values() if row.region.code in regions]
        counted = [row for row in held if row.year == year and row.through_month == 12]
        counted = [row for row in counted if row.indicator.group != "基础"]
        yield from Counter(row.status for row in counted).values()

    def regions(self) -> tuple[str, ...]:
        return tuple({row.region.code for row in self.by_id.values()})

    @staticmethod
    def key(row: Any) -> tuple[str, str, int, int]:
        return (row.indicator.code, row.region.code, row.year, row.through_month)

    # Targets and other regions

    def aimed(self, target: Any, year: int) -> Iterator[str]:
        """What a target's line and table print in each year up to this one."""
        code, region, digits = target.indicator.code, target.region.code, target.indicator.decimals
        held = [
            row
            for (of, where, _at, month), row in sorted(self.by_key.items(), key=lambda it: it[0][2])
            if (of, where, month) == (code, region, 12) and row.value is not None
        ]
        base = next((row for row in held[::-1] if row.year < target.stated_year), None)
        yield written(target.value, digits)
        for row in held:
            if row.year > year or (base is not None and row.year < base.year):
                continue
            yield value_of(row)
            yield written(row.value * 100 / target.value, 1)
            if base is not None and target.value != base.value:
                way = (row.value - base.value) * 100 / (target.value - base.value)
                yield written(way, 1).lstrip("-")
            if base is not None and target.due_year:
                yield from self.on_the_way(target, base, row, digits)

    @staticmethod
    def on_the_way(target: Any, base: Any, row: Any, digits: int) -> Iterator[str]:
        """The expected value of every year of the way, and how far the row is from its own."""
        whole = target.due_year - base.year
        for passed in range(whole + 1):
            due = half_up(base.value + (target.value - base.value) * passed / whole, digits)
            yield written(due, digits)
            if passed == row.year - base.year:
                yield written(abs(row.value - due), digits)
        yield from (str(row.year - base.year), str(whole))

    def beside(self, year: int) -> set[str]:
        """Gaps and shares of every pair of places in one indicator of the year."""
        found: set[str] = set()
        groups: dict[tuple[str, int], list[Any]] = {}
        for (code, _region, at, month), row in self.by_key.items():
            if at == year and row.value is not None:
                groups.setdefault((code, month), []).append(row)
        for rows in groups.values():
            firsts = [row for row in rows if row.region.code in ABOVE] + [
                max(rows, key=lambda row: row.value if row.region.code not in ABOVE else -1)
            ]
            for row in rows:
                for other in firsts:
                    found |= set(
                        re.findall(r"[\d.]+", "|".join(self.against(row, other)).replace(",", ""))
                    )
        return found

    def per_person(self, year: int) -> set[str]:
        """Counts of the year by 10,000 residents at the end of the year before."""
        found: set[str] = set()
        for row in self.by_id.values():
            people = self.by_key.get(("population.resident", row.region.code, year - 1, 12))
            if row.year == year and row.value is not None and people is not None and people.value:
                found.add(written(row.value / people.value, 1, grouped=False))
                found.add(value_of(people))
        return found

    @staticmethod
    def names() -> tuple[str, ...]:
        """Names and titles, whose numbers are no figures."""
        titles = Source.objects.values_list("title", flat=True)
        aims = Target.objects.values_list("title", flat=True)
        indicators = Indicator.objects.values_list("name", "unit", "definition")
        breaks = SeriesBreak.objects.values_list("title", "note")
        return (*titles, *aims, *(word for said in (*indicators, *breaks) for word in said))
