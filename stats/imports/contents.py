"""What was read of a file: unsaved entries with the places they stand at, and complaints."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from cixi_ip.workbooks.complaints import REFUSED, Complaint, shown, split
from stats import entry_checks
from stats.models import Entry, Indicator, Region
from stats.models.figure import FIRST_YEAR, LAST_YEAR, WITHOUT_VALUE

# Told now and then how many rows are done, of how many.
Beat = Callable[[int, int], None]
BEAT_ROWS = 4000
Key = tuple[int, int, int, int]
COLUMNS = [field.attname for field in Entry._meta.concrete_fields]
NEW = [field.get_default() for field in Entry._meta.concrete_fields]
SET = ("indicator_id", "region_id", "year", "through_month", "origin")
PLACES = tuple(COLUMNS.index(name) for name in SET)
INDICATOR, REGION = (Entry._meta.get_field(name) for name in ("indicator", "region"))


def new_entry(indicator: Indicator, region: Region, year: int, through_month: int) -> Entry:
    """An unsaved imported entry; by position, which is half the cost, as files are long."""
    values = NEW.copy()
    told = (indicator.pk, region.pk, year, through_month, Entry.Origin.IMPORTED.value)
    for place, value in zip(PLACES, told, strict=True):
        values[place] = value
    entry = Entry(*values)
    INDICATOR.set_cached_value(entry, indicator)
    REGION.set_cached_value(entry, region)
    return entry


@dataclass(frozen=True, slots=True)
class Place:
    sheet: str
    row: int
    column: str


@dataclass
class Contents:
    """`places` go with `entries`, one for one; `doubted` are entries that need a sentence."""

    entries: list[Entry] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    doubted: set[Key] = field(default_factory=set)
    rows: int = 0
    first: dict[Key, Place] = field(default_factory=dict)

    def add(self, entry: Entry, place: Place) -> bool:
        """Refuse what stands in the file already, on this sheet or another."""
        first = self.first.setdefault(entry.key, place)
        if first is not place:
            where = f"“{first.sheet}”" if first.sheet != place.sheet else ""
            self.refuse(place, f"{entry.place}在{where}第 {first.row} 行已经有了。请只保留一处。")
            return False
        self.entries.append(entry)
        self.places.append(place)
        return True

    def complain(self, kind: str, place: Place, what: str, how: str = "") -> None:
        told = (shown(what), shown(how))
        complaint = Complaint(kind, place.sheet, place.row, place.column, *told)
        self.complaints.append(complaint)

    def refuse(self, place: Place, sentences: str) -> None:
        self.complain(REFUSED, place, *split(sentences))

    @property
    def refusals(self) -> int:
        """How many cells were refused; several complaints on one count once."""
        return len(
            {
                (found.sheet, found.row, found.column)
                for found in self.complaints
                if found.kind == REFUSED
            }
        )


def faults(entry: Entry, today: date) -> list[tuple[str, str]]:
    """Every blocking fault, by field: as for a typed entry, and what the database would refuse."""
    found = [*period(entry), *value_and_status(entry), *growth(entry), *rank(entry)]
    try:
        entry_checks.check(entry, today=today)
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            found += [(name, sentence) for sentence in sentences]
    return found


def period(entry: Entry) -> list[tuple[str, str]]:
    if not FIRST_YEAR <= entry.year <= LAST_YEAR:
        return [("year", f"年份 {entry.year} 超出范围。请填 {FIRST_YEAR} 至 {LAST_YEAR}。")]
    if not 1 <= entry.through_month <= 12:
        return [("through_month", f"截至月 {entry.through_month} 不对。请填 1 至 12，全年填 12。")]
    return []


def value_and_status(entry: Entry) -> list[tuple[str, str]]:
    if (entry.value is None) == (entry.status in WITHOUT_VALUE):
        return []
    if entry.value is None:
        return [
            (
                "value",
                f"状态为“{entry.get_status_display()}”却没有数值（空白不等于 0）。"
                "请填数值；确实没有数据的，状态选“未报”“无此项”或“不予公布”。",
            )
        ]
    return [
        (
            "status",
            f"状态为“{entry.get_status_display()}”却填了数值。请删去数值，或改选其他状态。",
        )
    ]


def growth(entry: Entry) -> list[tuple[str, str]]:
    if (entry.reported_growth is None) == (not entry.growth_base):
        return []
    if entry.growth_base:
        return [("reported_growth", "选了增幅基准却没有上报增幅。请填上报增幅，或删去基准。")]
    return [("growth_base", "填了上报增幅却没有增幅基准。请选同比、比上年末、可比价或约。")]


def rank(entry: Entry) -> list[tuple[str, str]]:
    if entry.rank is None and entry.rank_of is None and entry.rank_region_id is None:
        return []
    if entry.rank is None or entry.rank_region_id is None:
        return [("rank", "位次与位次范围须同时填写。请补全，或都留空。")]
    if entry.rank < 1 or (entry.rank_of is not None and entry.rank > entry.rank_of):
        return [("rank", f"位次 {entry.rank} 不能小于 1，也不能大于参评单位数。请改正。")]
    return []
