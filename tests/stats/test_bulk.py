"""Many rows at once: what was given is what is read back, on both databases."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from stats import bulk
from stats.models import Entry, Indicator, Source, Submission
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)

NASTY = (
    "",
    r"\N",
    r"\.",
    "\\",
    "\\\\t",
    "a\tb",
    "a\nb\r\nc\rd",
    "\t",
    "'\"`;--",
    "，全角　空格",
    "𠮷野家😀",
    "NULL",
    "%s %(x)s",
    " \v\f ",
)


def stored(model: type[models.Model], found: models.Model) -> dict[str, object]:
    return {
        field.attname: getattr(found, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and not getattr(field, "auto_now", False)
    }


def an_entry(batch: Submission, year: int, **fields: object) -> Entry:
    defaults = {
        "submission": batch,
        "indicator": make_indicator(),
        "region": make_region(),
        "value": Decimal(year),
    }
    return Entry(year=year, **(defaults | fields))


@pytest.mark.django_db
class TestWriting:
    def test_nothing_is_nothing(self) -> None:
        bulk.write([])

    @pytest.mark.parametrize("text", NASTY)
    def test_any_text_comes_back_as_it_was(self, text: str) -> None:
        bulk.write([Source(title=f"{text}·题", kind="公报", note=text)])
        found = Source.objects.get()
        assert (found.title, found.note) == (f"{text}·题", text)

    def test_every_field_of_an_entry_comes_back(self) -> None:
        batch = Submission.objects.create(title="批", created_by=make_user("录入员"))
        region = make_region()
        full = an_entry(
            batch,
            2001,
            region=region,
            value=Decimal("-0.000001"),
            half_width=Decimal("0.05"),
            status="P",
            reported_growth=Decimal("1E+2"),
            growth_base="同比",
            rank=1,
            rank_of=10,
            rank_region=make_region("330200"),
            denominator=make_observation(3, region="330282"),
            note="a\\\tb",
            source=make_source(),
            based_on=2,
            revision_kind="修订",
            reason=r"\N",
            origin="导入",
            typed_by=make_user("录入员"),
        )
        bare = an_entry(batch, 2002, value=None, status="L")
        before = timezone.now()
        bulk.write([full, bare])
        for meant, found in zip((full, bare), batch.entries.order_by("year"), strict=True):
            assert stored(Entry, found) == stored(Entry, meant)
            assert before <= found.updated_at <= timezone.now()

    def test_booleans_dates_and_moments_come_back(self) -> None:
        moment = datetime(2023, 1, 31, 23, 59, 59, 123456, tzinfo=UTC)
        bulk.write(
            [
                Submission(title="有", submitted_at=moment, created_by=make_user("录入员")),
                Submission(title="无"),
            ]
        )
        found = {batch.title: batch.submitted_at for batch in Submission.objects.all()}
        assert found == {"有": moment, "无": None}
        bulk.write([Source(title="报", kind="公报", issued_on=date(2023, 1, 31))])
        assert Source.objects.get().issued_on == date(2023, 1, 31)
        signed = {"a": True, "b": False}
        bulk.write(
            [
                Indicator(code=code, name=code, unit="件", kind="flow", is_signed=is_signed)
                for code, is_signed in signed.items()
            ]
        )
        assert dict(Indicator.objects.values_list("code", "is_signed")) == signed

    def test_the_database_numbers_the_rows(self) -> None:
        first = make_entry(1)
        bulk.write([an_entry(first.submission, year) for year in (2001, 2002)])
        later = make_entry(1, year=2003, by=first.submission.created_by)
        numbers = sorted(Entry.objects.values_list("pk", flat=True))
        assert len(set(numbers)) == 4
        assert (numbers[0], numbers[-1]) == (first.pk, later.pk)

    def test_more_rows_than_go_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bulk, "AT_ONCE", 3)
        batch = Submission.objects.create(title="批", created_by=make_user("录入员"))
        years = range(2000, 2010)
        bulk.write([an_entry(batch, year) for year in years])
        assert sorted(batch.entries.values_list("year", "value")) == [(y, y) for y in years]

    def test_all_or_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bulk, "AT_ONCE", 1)
        batch = Submission.objects.create(title="批", created_by=make_user("录入员"))
        with pytest.raises(IntegrityError), transaction.atomic():
            bulk.write([an_entry(batch, 2001), an_entry(batch, 2001)])
        assert not batch.entries.exists()

    def test_what_the_database_refuses_is_refused(self) -> None:
        batch = Submission.objects.create(title="批", created_by=make_user("录入员"))
        with pytest.raises(IntegrityError), transaction.atomic():
            bulk.write([an_entry(batch, 2001, value=None)])

    def test_two_models_are_refused(self) -> None:
        with pytest.raises(TypeError, match="Source, Submission"):
            bulk.write([Source(title="报", kind="公报"), Submission(title="批")])


def test_what_copy_was_not_taught_is_refused() -> None:
    with pytest.raises(TypeError, match="dict"):
        bulk.copied({})


@pytest.mark.django_db
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    value=st.decimals(-999_999_999, 999_999_999, places=6),
)
def test_any_text_and_number(text: str, value: Decimal) -> None:
    Entry.objects.all().delete()
    Submission.objects.all().delete()
    batch = Submission.objects.create(title="批")
    bulk.write([an_entry(batch, 2001, value=value, note=text)])
    found = Entry.objects.get()
    assert (found.note, found.value) == (text, value)
