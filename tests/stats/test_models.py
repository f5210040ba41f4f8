"""What the database itself guarantees: every constraint refuses what it is there to refuse."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from stats.models import (
    Assignment,
    CollectionRound,
    Display,
    Entry,
    Indicator,
    Observation,
    Paper,
    Region,
    SeriesBreak,
    Submission,
    Target,
    TargetEntry,
)
from stats.registers import REGISTERS
from tests.makers import (
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


def entry(**fields: object) -> Entry:
    defaults = {
        "submission": Submission.objects.create(title="批", created_by=make_user("录入员")),
        "indicator": make_indicator(),
        "region": make_region(),
        "year": 2022,
        "value": Decimal(5),
    }
    return Entry(**(defaults | fields))


def observation(**fields: object) -> Observation:
    defaults = {
        "submission": Submission.objects.create(title="批"),
        "source": make_source(),
        "indicator": make_indicator(),
        "region": make_region(),
        "year": 2022,
        "value": Decimal(5),
        "vintage": 1,
        "revision_kind": "首次",
        "origin": "录入",
        "entered_by": make_user("录入员"),
        "approved_by": make_user("复核员"),
        "approved_at": timezone.now(),
    }
    return Observation(**(defaults | fields))


def target(**fields: object) -> Target:
    defaults = {
        "title": "目标",
        "indicator": make_indicator(),
        "region": make_region(),
        "stated_year": 2023,
        "value": Decimal(24),
        "source": make_source(),
    }
    return Target(**(defaults | fields))


def target_entry(**fields: object) -> TargetEntry:
    clerk = make_user("录入员")
    defaults = {
        "submission": Submission.objects.create(title="批", created_by=clerk),
        "title": "目标",
        "indicator": make_indicator(),
        "region": make_region(),
        "stated_year": 2023,
        "value": Decimal(24),
        "typed_by": clerk,
    }
    return TargetEntry(**(defaults | fields))


def collection_round(**fields: object) -> CollectionRound:
    defaults = {
        "title": "报送任务",
        "year": 2022,
        "due_on": timezone.localdate(),
        "created_by": make_user("科室负责人"),
    }
    return CollectionRound(**(defaults | fields))


def assignment(**fields: object) -> Assignment:
    return Assignment(**({"office": "知识产权科", "region": make_region()} | fields))


def series_break(**fields: object) -> SeriesBreak:
    defaults = {"indicator": make_indicator(), "year": 2017, "title": "口径变更", "note": "不可比"}
    return SeriesBreak(**(defaults | fields))


def paper(**fields: object) -> Paper:
    defaults = {
        "source": make_source(),
        "name": "通报.pdf",
        "media_type": "application/pdf",
        "content": b"%PDF",
        "size": 4,
        "sha256": "0" * 64,
        "uploaded_by": make_user("录入员"),
    }
    return Paper(**(defaults | fields))


def indicator(**fields: object) -> Indicator:
    defaults = {"code": "x", "name": "x", "unit": "件", "printed_units": "件", "kind": "flow"}
    return Indicator(**(defaults | fields))


SAME_PERSON = "same person"
FIGURE = {
    "value_or_status": [
        {"value": None},
        {"value": Decimal(0), "status": "L"},
        {"value": Decimal(1), "status": "M"},
    ],
    "period": [{"year": 1948}, {"year": 2101}, {"through_month": 0}, {"through_month": 13}],
    "half_width": [{"half_width": Decimal("-0.5")}],
    "growth_base": [{"reported_growth": Decimal(5)}, {"growth_base": "同比"}],
    "rank": [
        {"rank": 1},
        {"rank_of": 10},
        {"rank_region": "330200"},
        {"rank_of": 10, "rank_region": "330200"},
        {"rank": 0, "rank_region": "330200"},
    ],
}
BAD: dict[str, tuple[Callable[..., models.Model], list[dict[str, object]]]] = {
    **{f"entry_{name}": (entry, cases) for name, cases in FIGURE.items()},
    **{f"observation_{name}": (observation, cases) for name, cases in FIGURE.items()},
    "entry_revision_reason": (
        entry,
        [
            {"revision_kind": "修订", "reason": "新资料"},
            {"based_on": 1, "revision_kind": "首次"},
            {"based_on": 1, "revision_kind": "更正"},
        ],
    ),
    "observation_reason": (
        observation,
        [
            {"vintage": 2, "revision_kind": "更正"},
            {"vintage": 2, "revision_kind": "首次", "reason": "有"},
            {"vintage": 1, "revision_kind": "更正", "reason": "有"},
        ],
    ),
    "display_is_one": (Display, [{"id": 2}]),
    "display_tones_known": (Display, [{"tones": "rainbow"}]),
    "observation_order": (
        observation,
        [{"superseded_at": timezone.now() - timedelta(days=9)}],
    ),
    "observation_four_eyes": (
        observation,
        [
            {"approved_by": SAME_PERSON},
            {"approved_by": None},
            {"entered_by": None, "approved_by": None},
            {"entered_by": None},
        ],
    ),
    "submission_four_eyes": (
        lambda **fields: Submission(title="批", created_by=make_user("录入员"), **fields),
        [{"reviewed_by": SAME_PERSON}],
    ),
    "submission_return_reason": (
        lambda **fields: Submission(title="批", **fields),
        [{"state": "returned"}],
    ),
    "indicator_partition": (
        indicator,
        [
            {"partition": "类型"},
            {"part_of": "patent.granted"},
            {"part_of": "patent.granted", "partition": "类型"},
            {"is_additive": True},
        ],
    ),
    "indicator_ratio": (
        indicator,
        [
            {"numerator": "patent.granted"},
            {"kind": "ratio", "numerator": "patent.granted", "denominator": "patent.pct"},
            {
                "kind": "flow",
                "numerator": "patent.granted",
                "denominator": "patent.pct",
                "denominator_lag": 1,
            },
        ],
    ),
    "region_level": (
        lambda **fields: Region(code="9", name="某", short_name="某", **fields),
        [{"level": "村"}],
    ),
    "submission_grid": (
        lambda **fields: Submission(title="批", **fields),
        [
            {"year": 2022},
            {"year": 2022, "through_month": 12},
            {"region": "330282"},
            {"through_month": 12, "region": "330282"},
        ],
    ),
    "collectionround_period": (collection_round, [{"through_month": 0}, {"through_month": 13}]),
    "target_due_after_stated": (target, [{"due_year": 2022}]),
    "targetentry_due_after_stated": (target_entry, [{"due_year": 2022}]),
}
REFERENCES = {
    **dict.fromkeys(("region", "rank_region"), make_region),
    **dict.fromkeys(("part_of", "numerator", "denominator"), make_indicator),
}


def batch() -> dict[str, object]:
    return {"submission": Submission.objects.create(title="批")}


def running() -> dict[str, object]:
    made = collection_round()
    made.save()
    return {"round": made}


# What makes one; what it shares with a second; a second that is refused, and one that is taken.
Fields = dict[str, object]
UNIQUE: dict[str, tuple[Callable[..., models.Model], Callable[[], Fields], Fields, Fields]] = {
    "entry_once_per_submission": (entry, batch, {"value": 6}, {"year": 2021}),
    "targetentry_once_per_submission": (
        target_entry, batch, {"title": "乙"}, {"stated_year": 2024},
    ),
    "target_title": (target, dict, {"stated_year": 2024}, {"title": "乙", "stated_year": 2024}),
    "target_once_a_year": (target, dict, {"title": "乙"}, {"title": "乙", "stated_year": 2024}),
    "assignment_once": (assignment, running, {}, {"office": "商标科"}),
    "seriesbreak_once": (series_break, dict, {"note": "另一种说法"}, {"title": "样本变更"}),
    "paper_once_a_source": (paper, dict, {"name": "另名.pdf"}, {"sha256": "1" * 64}),
}  # fmt: skip
# Those of the registers have their cases in test_registers.py.
REGISTERED = {register.model for register in REGISTERS.values()}
# Shown one by one below: a vintage is more than its key.
VINTAGES = {"observation_vintage", "observation_current"}


def checks_and_uniques() -> set[str]:
    return {
        constraint.name
        for model in apps.get_app_config("stats").get_models()
        for constraint in model._meta.constraints
        if model not in REGISTERED
    }


def test_every_constraint_has_its_cases() -> None:
    assert checks_and_uniques() == set(BAD) | set(UNIQUE) | VINTAGES


def refused(made: models.Model) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def built(name: str, case: dict[str, object]) -> models.Model:
    make, _cases = BAD[name]
    made = make(
        **{
            field: REFERENCES[field](value) if field in REFERENCES else value
            for field, value in case.items()
            if value != SAME_PERSON
        }
    )
    for field, value in case.items():
        if value == SAME_PERSON:
            own = made.entered_by if isinstance(made, Observation) else made.created_by
            setattr(made, field, own)
    return made


@pytest.mark.parametrize(
    ("name", "case"), [(name, case) for name, (_make, cases) in BAD.items() for case in cases]
)
def test_what_a_check_is_for_is_refused(name: str, case: dict[str, object]) -> None:
    refused(built(name, case))


def test_what_is_right_is_taken() -> None:
    city = make_region("330200")
    entry(rank=1, rank_region=city).save()
    entry(rank=3, rank_of=10, rank_region=city, reported_growth=Decimal(5), growth_base="约").save()
    entry(value=None, status="Q").save()
    entry(based_on=1, revision_kind="更正", reason="原数有误").save()
    observation().save()
    observation(year=2020, entered_by=None, approved_by=None, origin="装载").save()
    target(due_year=2023).save()
    target_entry(due_year=2023).save()
    collection_round(through_month=6).save()
    Submission(title="批", year=2022, through_month=12, region=city).save()
    indicator(
        kind="ratio",
        numerator=make_indicator(),
        denominator=make_indicator("people"),
        denominator_lag=1,
    ).save()


def test_a_rank_is_not_beyond_its_field() -> None:
    refused(entry(rank=11, rank_of=10, rank_region=make_region("330200")))


@pytest.mark.parametrize("name", UNIQUE)
def test_a_second_one_of_a_kind_is_refused(name: str) -> None:
    make, shared_by, same, other = UNIQUE[name]
    shared = shared_by()
    make(**shared).save()
    refused(make(**(shared | same)))
    make(**(shared | other)).save()


def test_one_observation_of_a_vintage() -> None:
    first = make_observation(1)
    Observation.objects.update(superseded_at=timezone.now())
    refused(observation(region=first.region))


def test_one_current_observation_of_a_key() -> None:
    first = make_observation(1)
    refused(observation(region=first.region, vintage=2, revision_kind="修订", reason="新资料"))


def test_what_is_referred_to_cannot_be_deleted() -> None:
    first = make_observation(1)
    for used in (first.indicator, first.region, first.source, first.submission, first.entered_by):
        with pytest.raises(IntegrityError):
            used.delete()


class TestWords:
    def test_a_figure_says_where_it_stands(self) -> None:
        figure = entry(value=Decimal("12688"), region=make_region("330282-BJ"))
        assert figure.place == "“指标patent.granted”慈溪市（市本级）2022年"
        assert (figure.when, figure.measure) == ("2022年", "12,688 件")
        assert str(figure) == figure.place

    def test_without_a_value_the_status_is_said(self) -> None:
        assert entry(value=None, status="L").measure == "—（未报）"

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"reported_growth": None}, ""),
            ({"reported_growth": Decimal("5.8"), "growth_base": "同比"}, "5.8%（同比）"),
            (
                {"reported_growth": Decimal(6), "growth_digits": 0, "growth_base": "约"},
                "6%（约）",
            ),
        ],
    )
    def test_growth_as_printed(self, fields: dict[str, object], words: str) -> None:
        assert entry(**fields).growth == words

    @pytest.mark.parametrize(
        ("unit", "words"), [("件/万人", "2.5件（同比）"), ("%", "2.5个百分点（同比）")]
    )
    def test_growth_of_a_ratio_is_never_in_percent(self, unit: str, words: str) -> None:
        ratio = make_indicator("ratio", kind="ratio", unit=unit, decimals=1)
        figure = entry(indicator=ratio, reported_growth=Decimal("2.5"), growth_base="同比")
        assert figure.growth == words

    def test_ranking(self) -> None:
        city = make_region("330200")
        assert entry(rank=1, rank_region=city).ranking == "宁波市第 1 位"
        assert entry(rank=1, rank_of=10, rank_region=city).ranking == "宁波市10 个单位中第 1 位"
        assert entry().ranking == ""

    def test_a_published_figure_names_its_vintage(self) -> None:
        assert str(make_observation(1)).endswith("2022年（第1版）")

    def test_a_source_shows_its_number(self) -> None:
        assert str(make_source("通报", doc_no="甬知〔2023〕1号")) == "通报（甬知〔2023〕1号）"
