"""Every constraint of the proposals, broken once; what the database holds needs no page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from proposals.models import (
    CongressSession,
    Handling,
    IssuedLetter,
    Letter,
    LetterFigure,
    NumberSeries,
    Proposal,
    RoleSetting,
)
from tests.makers import make_observation, make_user
from tests.proposals.makers import make_draft, make_handling, make_proposal, make_session

pytestmark = pytest.mark.django_db


def refused(row: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def setting(**values: object) -> RoleSetting:
    session = CongressSession.objects.create(name="空白届次", body="政协", year=2026)
    defaults = {"session": session, "role": "协办", "page_form": "文件", "series": "慈市监函"}
    return RoleSetting(**(defaults | values))


@pytest.mark.parametrize("values", [{"body": "党委"}, {"year": 23}])
def test_session(values):
    refused(CongressSession(**({"name": "某届", "body": "人大", "year": 2026} | values)))


@pytest.mark.parametrize("values", [{"role": "参阅"}, {"page_form": "命令"}, {"series": ""}])
def test_role_setting(values):
    refused(setting(**values))


def test_one_setting_for_each_role_and_session():
    first = setting()
    first.save()
    refused(RoleSetting(session=first.session, role="协办", page_form="文件", series="慈市监函"))


def test_number_series():
    NumberSeries.objects.create(prefix="慈市监函", year=2026)
    refused(NumberSeries(prefix="慈市监函", year=2026))
    refused(NumberSeries(prefix="慈市监函", year=2027, next_number=0))


@pytest.mark.parametrize(
    "values", [{"number": 0}, {"kind": "来信"}, {"title": ""}, {"lead_unit": ""}]
)
def test_proposal(values):
    refused(make_proposal(**values))


def test_a_proposal_is_registered_once():
    make_handling(number=7)
    refused(make_proposal(number=7))
    with pytest.raises(ValidationError, match="已登记过"):
        make_proposal(number=7).full_clean()


@pytest.mark.parametrize(
    "values",
    [
        {"role": "督办"},
        {"addressee": ""},
        {"state": "lost"},
        {"state": "drafting"},
        {"state": "returned", "return_reason": ""},
    ],
)
def test_handling(values):
    handling = make_handling()
    for name, value in values.items():
        setattr(handling, name, value)
    refused(handling)


def test_a_returned_letter_needs_its_reason():
    handling = make_draft().handling
    handling.state = "returned"
    refused(handling)


@pytest.mark.parametrize(
    "values",
    [{"page_form": "命令"}, {"title": ""}, {"addressee": ""}, {"edition": 0}, {"phone": "63"}],
)
def test_letter(values):
    letter = make_draft()
    for name, value in values.items():
        setattr(letter, name, value)
    refused(letter)


def issued(**values: object) -> IssuedLetter:
    letter = make_draft()
    defaults = {
        "letter": letter,
        "prefix": "慈市监函",
        "year": 2026,
        "number": 1,
        "date": date(2026, 4, 12),
        "page_form": "文件",
        "title": letter.title,
        "addressee": letter.addressee,
        "body": "正文。",
        "figures": [],
        "checks": [],
        "pdf": b"%PDF",
        "sha256": "0" * 64,
        "engine": "typst",
        "fonts": [],
        "notes": [],
        "pages": 1,
        "drafted_by": letter.handling.officer,
        "signed_by": make_user("局领导"),
        "signed_at": timezone.now(),
    }
    return IssuedLetter(**(defaults | values))


@pytest.mark.parametrize(
    "values", [{"number": 0}, {"page_form": "命令"}, {"sha256": "0" * 63}, {"body": ""}]
)
def test_issued_letter(values):
    refused(issued(**values))


def test_who_drafted_a_letter_has_not_signed_it():
    row = issued()
    row.signed_by = row.drafted_by
    refused(row)


def test_a_number_is_given_once():
    issued().save()
    refused(issued())
    issued(number=2).save()


def test_a_figure_of_a_letter_has_one_origin():
    row = issued()
    row.save()
    observation = make_observation()
    common = {"issued": row, "token": "{{}}", "region": "市本级", "period": "2022年"}
    LetterFigure(position=1, printed="12688件", observation=observation, **common).save()
    refused(LetterFigure(position=2, printed="12688件", **common))
    refused(LetterFigure(position=1, printed="12688件", observation=observation, **common))
    refused(LetterFigure(position=3, printed="", observation=observation, **common))


def test_triggers_keep_what_was_issued():
    row = issued()
    row.save()
    observation = make_observation()
    figure = LetterFigure(
        issued=row,
        position=1,
        token="{{}}",
        printed="1件",
        region="市本级",
        period="2022年",
        observation=observation,
    )
    figure.save()
    for rows, change in (
        (IssuedLetter.objects.filter(pk=row.pk), {"body": "改过的正文"}),
        (LetterFigure.objects.filter(pk=figure.pk), {"printed": "2件"}),
    ):
        with pytest.raises(DatabaseError, match="不能修改或删除"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError, match="不能修改或删除"), transaction.atomic():
            rows._raw_delete("default")


def test_what_others_stand_on_cannot_be_deleted():
    letter = make_draft()
    for row in (letter.handling, letter.handling.proposal, letter.handling.proposal.session):
        with pytest.raises(IntegrityError):
            row.delete()


@pytest.mark.parametrize(
    ("body", "kind", "is_right"),
    [
        ("人大", "建议", True),
        ("人大", "议案", True),
        ("人大", "提案", False),
        ("政协", "提案", True),
        ("政协", "建议", False),
    ],
)
def test_the_kind_belongs_to_the_body(body, kind, is_right):
    proposal = make_proposal(session=make_session(f"{body}某次会议", body=body), kind=kind)
    if is_right:
        proposal.full_clean()
    else:
        with pytest.raises(ValidationError, match="类别应选"):
            proposal.full_clean()


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("协办", "关于市十九届人大一次会议第31号建议的协办意见"),
        ("主办", "关于市十九届人大一次会议第31号建议的答复"),
    ],
)
def test_titles_and_names(role, title):
    handling = make_handling(role=role, number=31)
    assert handling.letter_title == title
    assert str(handling) == f"市十九届人大一次会议第31号建议（{role}）"


def test_units_copied_to():
    assert Letter(cc="市人大、市政府办公室，某局").copies == ("市人大", "市政府办公室", "某局")
    assert Letter(cc="").copies == ()


def test_a_session_without_settings_says_what_to_do():
    session = CongressSession.objects.create(name="新届次", body="人大", year=2027)
    handling = Handling(proposal=Proposal(session=session), role="协办")
    with pytest.raises(ValidationError, match="还没有协办公文的设置"):
        _ = handling.setting
