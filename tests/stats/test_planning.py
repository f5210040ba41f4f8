"""What a new round proposes: last year's figures, an earlier round, or everything."""

from datetime import date

import pytest

from stats import planning
from stats.models import CollectionRound
from stats.planning import Slot
from tests.makers import make_indicator, make_observation, make_part, make_region, make_round

pytestmark = pytest.mark.django_db
PATENTS, OFFICE = "知识产权科", "办公室"


def listed(slots: list[Slot]) -> dict[tuple[str, str], set[str]]:
    """Office and scope of every part that is proposed, with the codes that are ticked."""
    return {
        (slot.office, slot.region.code): {
            each.code for each in slot.indicators if each.pk in slot.chosen
        }
        for slot in slots
        if slot.is_listed
    }


@pytest.fixture
def catalogue(db: None) -> None:
    for code in ("330282", "330282-BJ", "330282-QW"):
        make_region(code)
    for order, code in enumerate(("patent.granted", "patent.pct", "patent.valid")):
        make_indicator(code, order=order)
    make_indicator("economy.gdp", office=OFFICE, order=9)


@pytest.mark.usefixtures("catalogue")
class TestSlots:
    def test_each_office_is_asked_what_it_had_the_year_before(self) -> None:
        make_observation(1, code="patent.granted", year=2022)
        make_observation(2, code="patent.pct", year=2022, region="330282")
        make_observation(3, code="patent.valid", year=2021)
        assert listed(planning.slots(2023, 12)) == {
            (PATENTS, "330282-BJ"): {"patent.granted"},
            (PATENTS, "330282"): {"patent.pct"},
            (OFFICE, "330282"): {"economy.gdp"},
        }

    def test_the_same_months_count(self) -> None:
        make_observation(1, code="patent.granted", year=2022)
        assert (PATENTS, "330282-BJ") not in listed(planning.slots(2023, 6))

    def test_where_nothing_was_everything_is_ticked_but_not_asked(self) -> None:
        make_observation(1, code="patent.granted", year=2022)
        slots = planning.slots(2023, 12)
        assert len(slots) == 6
        (other,) = [s for s in slots if (s.office, s.region.code) == (PATENTS, "330282-QW")]
        assert (other.is_listed, len(other.chosen)) == (False, 3)

    def test_a_model_round_is_followed_to_the_letter(self) -> None:
        make_observation(1, code="patent.granted", year=2022)
        like = make_round(make_part("patent.valid", region="330282"), make_part("patent.pct"))
        assert listed(planning.slots(2023, 12, like)) == {
            (PATENTS, "330282"): {"patent.valid"},
            (PATENTS, "330282-BJ"): {"patent.pct"},
        }

    def test_scopes_the_model_asked_beyond_the_usual_are_offered(self) -> None:
        like = make_round(make_part("patent.pct", region="330200"))
        assert (PATENTS, "330200") in listed(planning.slots(2023, 12, like))


class TestProposal:
    @pytest.mark.parametrize(
        ("year", "month", "title"),
        [(2025, 12, "2025年度数据报送"), (2026, 6, "2026年1—6月数据报送")],
    )
    def test_it_is_named_after_its_period(self, year: int, month: int, title: str) -> None:
        assert planning.proposal(year, month).title == title

    def test_it_takes_from_its_model_what_is_not_the_period(self) -> None:
        like = CollectionRound(
            title="2024年度专利数据报送", year=2024, due_on=date(2025, 1, 20), remind_days=3,
            note="以省局通报为准",
        )  # fmt: skip
        made = planning.proposal(2025, 12, like)
        assert (made.title, made.due_on) == ("2025年度专利数据报送", date(2026, 1, 20))
        assert (made.remind_days, made.note) == (3, "以省局通报为准")
        assert planning.proposal(2025, 6, like).title == "2025年1—6月数据报送"

    def test_a_leap_day_moves_to_the_28th(self) -> None:
        assert planning.later(date(2024, 2, 29), 1) == date(2025, 2, 28)
