"""One year and scope as rows to be filled: what each indicator shows before it is typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from cixi_ip.models import User
from stats import arithmetic, figures, review, rules, seen
from stats.actions.entering import open_grid_batch
from stats.forms.grid import CLASHING, MORE, GridRowForm, as_typed
from stats.forms.reading import value_of
from stats.models import Entry, Indicator, Observation, Region, Source, Submission
from stats.selection import Change, change


@dataclass(frozen=True)
class Place:
    """What a grid is of: year, months, scope, and the indicators of one office or of all."""

    year: int
    month: int
    region: Region
    office: str = ""

    @property
    def indicators(self) -> QuerySet[Indicator]:
        rows = Indicator.objects.order_by("order", "code")
        return rows.filter(office=self.office) if self.office else rows

    @property
    def query(self) -> str:
        return f"year={self.year}&month={self.month}&region={self.region.code}&office={self.office}"


@dataclass
class Row:
    """One indicator: last year's figure, the published one, own and others' drafts, and the form.

    `own` is what the form changes; a figure that is being reviewed is `waiting` and to read only.
    """

    indicator: Indicator
    last: Observation | None
    state: seen.KeyState
    own: Entry | None
    waiting: Entry | None
    others: tuple[Entry, ...]
    form: GridRowForm | None
    change: Change = Change()  # noqa: RUF009 - frozen
    findings: tuple[rules.Finding, ...] = ()
    refusals: list[str] = field(default_factory=list)
    is_clash: bool = False

    @property
    def current(self) -> Observation | None:
        return self.state.current

    @property
    def more_fields(self) -> list[Any]:
        return [self.form[name] for name in MORE] if self.form else []

    @cached_property
    def versions(self) -> list[tuple[str, dict[str, str]]]:
        """Who has what of this key, in the words of the form's fields: one's own typing first."""
        mine = {name: self.form.typed(name) for name in CLASHING}
        found = [("您（未保存）", mine | {"value": mine["value"] or "（空）"})]
        for draft in self.state.drafts:
            saved = timezone.localtime(draft.updated_at)
            author, state = draft.submission.created_by, draft.submission.get_state_display()
            found.append((f"{author}（{state} {saved:%m-%d %H:%M}）", cells_of(draft)))
        if self.current:
            found.append((f"已发布（第{self.state.vintage}版）", cells_of(self.current)))
        return [(who, {name: str(cells[name]) for name in CLASHING}) for who, cells in found]

    @property
    def clashing(self) -> list[str]:
        """The value, and whatever else is not the same with everybody."""
        seen = {name: {cells[name] for _, cells in self.versions} for name in CLASHING}
        return [name for name in CLASHING if name == "value" or len(seen[name]) > 1]

    @property
    def clash_labels(self) -> list[str]:
        return [str(self.form.fields[name].label) for name in self.clashing]

    @property
    def clash(self) -> list[tuple[str, list[str]]]:
        """Each version with the cells in which they differ, side by side."""
        return [
            (who, [self.form.words(name, cells[name]) for name in self.clashing])
            for who, cells in self.versions
        ]

    @property
    def is_open(self) -> bool:
        """Whether what stands behind 更多 matters at first sight."""
        form = self.form
        if form is None or self.current is None:
            return bool(form and any(form.errors.get(name) for name in ("note", "reason")))
        return bool(self.own or (form.is_bound and form.typed("value")))


def cells_of(figure: Entry | Observation) -> dict[str, Any]:
    return as_typed(figure) | {"value": figure.measure_bare}


@dataclass
class Grid:
    place: Place
    by: User
    batch: Submission | None
    rows: list[Row]
    sources: dict[str, Source]
    published: arithmetic.FigureSet

    @cached_property
    def by_pk(self) -> dict[int, Row]:
        return {row.indicator.pk: row for row in self.rows}

    @property
    def groups(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.indicator.group, []).append(row)
        return found

    @property
    def filled(self) -> int:
        return sum(bool(row.own or row.waiting or row.current) for row in self.rows)


def load(place: Place, by: User, data: Any = None) -> Grid:
    """The whole grid in a fixed number of queries; `data` is what a page sent, if it did."""
    indicators = list(place.indicators)
    region = Region.objects.select_related("parent__parent__parent").get(pk=place.region.pk)
    keys = {
        indicator.pk: (indicator.pk, region.pk, place.year, place.month) for indicator in indicators
    }
    states = seen.key_states(keys.values(), region=region.pk, year=place.year, month=place.month)
    last = {
        found.indicator_id: found
        for found in Observation.objects.published()
        .filter(region=region, year=place.year - 1, through_month=place.month)
        .select_related("indicator", "region", "source")
    }
    published = figures.published(regions=[region.code], years=(place.year - 1, place.year))
    batch = open_grid_batch(by, place.year, place.month, region)
    sources = {str(source): source for source in Source.objects.all()}
    above = list(ancestors(region))
    rows = []
    for indicator in indicators:
        state = states[keys[indicator.pk]]
        own, waiting, others = sorted_out(state, batch, by)
        form = None
        if waiting is None:
            form = GridRowForm(data, indicator=indicator, own=own, above=above, sources=sources)
        rows.append(Row(indicator, last.get(indicator.pk), state, own, waiting, others, form))
    grid = Grid(place, by, batch, rows, sources, published)
    judge(grid)
    return grid


def ancestors(region: Region) -> Iterable[Region]:
    while (above := region.parent) is not None:
        yield above
        region = above


def sorted_out(
    state: seen.KeyState, batch: Submission | None, by: User
) -> tuple[Entry | None, Entry | None, tuple[Entry, ...]]:
    """Of all drafts of a key: the one of this grid's batch, one's own in review, and the rest."""
    own = [draft for draft in state.drafts if batch and draft.submission_id == batch.pk]
    waiting = [
        draft
        for draft in state.drafts
        if draft.submission.state == Submission.State.SUBMITTED
        and draft.submission.created_by_id in by.acts_for()
    ]
    others = tuple(draft for draft in state.drafts if draft not in own + waiting)
    return (own[0] if own else None, waiting[0] if waiting else None, others)


def judge(grid: Grid) -> None:
    """Growth and findings of each row's figure: the draft's, else the published one's."""
    drafts = [row.own or row.waiting for row in grid.rows]
    found = review.findings([draft for draft in drafts if draft])
    for row, draft in zip(grid.rows, drafts, strict=True):
        if draft is not None:
            row.change = change(grid.published, as_figure(draft, grid.published))
            row.findings = tuple(found.get(review.key_of(draft), ()))
        elif row.current is not None:
            key = (row.indicator.code, grid.place.region.code, grid.place.year, grid.place.month)
            if figure := grid.published.get(*key):
                row.change = change(grid.published, figure)


def as_figure(entry: Entry, published: arithmetic.FigureSet) -> arithmetic.Figure:
    return figures.plain(review.as_row(entry, {}), published.meanings)


def growth_of_typed(place: Place, indicator: Indicator, text: str) -> str:
    """The change a value that is being typed would show; empty while it is no number."""
    try:
        reading = value_of(text, indicator)
    except ValidationError:
        return ""
    if reading is None:
        return ""
    published = figures.published(
        codes=[indicator.code],
        regions=[place.region.code],
        years=(place.year - 1, place.year - 1),
    )
    typed = Entry(
        submission=Submission(),
        indicator=indicator,
        region=place.region,
        year=place.year,
        through_month=place.month,
        value=reading.value,
        half_width=reading.half_width,
    )
    return change(published, as_figure(typed, published)).text


def denominator_of(place: Place, indicator: Indicator) -> Observation | None:
    """What the catalogue divides this ratio by, if it has been published in the same scope."""
    if indicator.denominator_id is None:
        return None
    year = place.year - (indicator.denominator_lag or 0)
    key = (indicator.denominator_id, place.region.pk, year, 12)
    return Observation.objects.published().of_key(key).first()
