"""Plain figures, free of the database: those of the seed letter, and made-up ones."""

from decimal import Decimal

from stats.arithmetic import Figure, FigureSet, Meaning
from stats.selection import Selection

WHOLE, CORE, CITY, PROVINCE, NATION = "330282", "330282-BJ", "330200", "330000", "100000-GN"
NAMES = {
    WHOLE: "慈溪市（全市）",
    CORE: "慈溪市（市本级）",
    CITY: "宁波市",
    PROVINCE: "浙江省",
    NATION: "全国（国内，含港澳台）",
}
PARENTS = {CORE: WHOLE, WHOLE: CITY, CITY: PROVINCE, PROVINCE: "100000", NATION: "100000"}
PAPER = "第220号建议协办意见"
SEED_PERIOD = "去年以来"


def meaning(code: str, name: str, kind: str = "flow", **fields: object) -> Meaning:
    return Meaning(**({"code": code, "name": name, "unit": "件", "kind": kind} | fields))


MEANINGS = {
    found.code: found
    for found in (
        meaning("patent.granted", "专利授权量", group="专利"),
        meaning("patent.granted.invention", "发明专利授权量", group="专利", direction="up"),
        meaning("patent.granted.utility", "实用新型专利授权量", group="专利"),
        meaning("patent.granted.design", "外观设计专利授权量", group="专利"),
        meaning("patent.pct", "PCT国际专利申请量", group="专利", direction="up"),
        meaning(
            "patent.valid.invention", "有效发明专利拥有量", "stock", group="专利", direction="up",
        ),
        meaning(
            "patent.valid.invention.per_10k",
            "每万人发明专利拥有量",
            "ratio",
            group="专利",
            unit="件/万人",
            decimals=1,
            direction="up",
            numerator="patent.valid.invention",
            denominator="population.resident",
            denominator_lag=1,
        ),
        meaning(
            "patent.valid.high_value.per_10k", "每万人口高价值发明专利拥有量", "ratio",
            unit="件/万人", decimals=1, group="专利", direction="up",
        ),
        meaning("trademark.applied", "商标注册申请量", group="商标品牌"),
        meaning("trademark.registered", "商标注册量", group="商标品牌"),
        meaning("trademark.valid", "有效注册商标量", "stock", group="商标品牌", direction="up"),
        meaning("brand.gi", "地理标志", "stock", group="商标品牌", direction="up"),
        meaning("finance.pledge.amount", "质押融资登记金额", unit="亿元", decimals=2, group="运用"),
        meaning("cultivation.srdi", "专精特新企业", "stock", unit="家", group="企业培育"),
        meaning("cultivation.little_giant", "小巨人企业", "stock", unit="家", group="企业培育"),
        meaning(
            "cultivation.champion.municipal", "市级单项冠军", "stock", unit="家", group="企业培育",
        ),
        meaning("protection.case", "行政案件", group="保护", direction="down"),
        meaning("population.resident", "常住人口", "stock", unit="万人", decimals=1, group="基础"),
    )
}  # fmt: skip


def figure(
    code: str, value: object, region: str = CORE, year: int = 2022, **fields: object
) -> Figure:
    defaults = {"source": PAPER, "id": hash((code, region, year)) % 1000}
    return Figure(
        meaning=MEANINGS[code],
        region=region,
        region_name=NAMES[region],
        year=year,
        through_month=12,
        value=None if value is None else Decimal(str(value)),
        **(defaults | fields),
    )


def selection(
    *figures: Figure, year: int = 2022, regions: tuple[str, ...] = (WHOLE, CORE)
) -> Selection:
    return Selection(FigureSet(figures, MEANINGS, PARENTS), regions, year)


def reported(rate: str) -> dict[str, object]:
    return {"reported_growth": Decimal(rate), "growth_base": "同比"}


def seed() -> tuple[Figure, ...]:
    """The figures of 2022 that the dashboard's first screen shows."""
    return (
        figure("patent.granted", 12688, **reported("5.8"), rank=1, rank_region_name="宁波市"),
        figure("patent.granted.invention", 596),
        figure("patent.granted.utility", 5902),
        figure("patent.granted.design", 6190),
        figure("patent.pct", 76),
        figure("patent.valid.invention", 3483, **reported("19.3")),
        figure(
            "patent.valid.invention.per_10k",
            "42.5",
            WHOLE,
            half_width=Decimal("0.05"),
            status="D",
            status_name="口径或时段不同",
            printed_period=SEED_PERIOD,
        ),
        figure("trademark.applied", 10412, WHOLE),
        figure("trademark.registered", 9542, WHOLE),
        figure("trademark.valid", 75685, WHOLE),
    )
