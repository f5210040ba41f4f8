"""Signing: one number, frozen bytes, and nothing at all when it fails."""

import hashlib
import threading
from datetime import UTC, datetime

import pdfplumber
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions
from proposals.export import pdf_of
from proposals.letters import compose, plain_text
from proposals.letters.geometry import failures, measure
from proposals.models import Handling, IssuedLetter, Letter, NumberSeries
from stats.actions import approve, enter, open_submission
from stats.actions import submit as submit_figures
from stats.models import Entry, Observation
from tests.makers import make_observation, make_source, make_user
from tests.proposals.makers import (
    explain_all,
    make_awaiting,
    make_draft,
    make_issued,
    pass_reviews,
    seen,
)
from tests.proposals.test_examination import PRINTED

VALUE = "{{patent.granted@330282-BJ/2022|value}}"


def signed(handling: Handling, **values: object) -> IssuedLetter:
    defaults = {"by": make_user("局领导"), "handling": handling, "seen": seen(handling)}
    return actions.sign(**(defaults | values))


@pytest.mark.django_db
def test_signing_gives_number_and_date_and_freezes_everything():
    observation = make_observation(12688)
    issued = make_issued(f"授权{VALUE}。")
    today = timezone.localdate()
    assert issued.reference == f"慈市监函〔{today.year}〕1号"
    assert issued.date == today
    assert issued.body == "授权12688件。"
    assert bytes(issued.pdf).startswith(b"%PDF")
    assert issued.sha256 == hashlib.sha256(issued.pdf).hexdigest()
    assert issued.engine.startswith("typst ")
    assert issued.fonts
    (figure,) = issued.cited.all()
    assert (figure.printed, figure.observation) == ("12688件", observation)
    assert (figure.region, figure.period) == ("慈溪市（市本级）", "2022年")
    assert Handling.objects.get().state == "signed"
    event = Event.objects.get(kind="签发")
    assert event.detail == {
        "move": "sign",
        "state": "signed",
        "number": issued.reference,
        "sha256": issued.sha256,
    }


@pytest.mark.django_db
def test_numbers_follow_each_other_and_begin_anew_each_year(monkeypatch: pytest.MonkeyPatch):
    numbers = [make_issued().reference[-3:] for _ in range(3)]
    assert [number[-2:] for number in numbers] == ["1号", "2号", "3号"]
    handling = make_awaiting()
    next_year = datetime(timezone.localdate().year + 1, 1, 1, 0, 30, tzinfo=UTC)
    monkeypatch.setattr("proposals.actions.signing.timezone.now", lambda: next_year)
    assert signed(handling).reference == f"慈市监函〔{next_year.year}〕1号"


@pytest.mark.django_db
def test_a_series_does_not_run_beyond_four_digits():
    year = timezone.localdate().year
    series = NumberSeries(prefix="慈市监函", year=year, next_number=10_000)
    with pytest.raises(ValidationError, match="序号最大到 9999"):
        actions.save_setting(by=make_user("办公室"), setting=series)
    series.next_number = 9999
    actions.save_setting(by=make_user("办公室"), setting=series)
    assert make_issued().number == 9999
    handling = make_awaiting()
    with pytest.raises(ValidationError, match="序号已到 9999"):
        signed(handling)
    assert Handling.objects.get(pk=handling.pk).state == "awaiting"


@pytest.mark.django_db
def test_the_year_is_the_bureaus_and_not_that_of_greenwich(monkeypatch: pytest.MonkeyPatch):
    handling = make_awaiting()
    evening = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    monkeypatch.setattr("proposals.actions.signing.timezone.now", lambda: evening)
    issued = signed(handling)
    assert (issued.year, str(issued.date)) == (2027, "2027-01-01")


@pytest.mark.django_db
def test_who_wrote_the_letter_never_signs_it():
    both = make_user("经办人", "局领导")
    handling = make_awaiting(by=both)
    with pytest.raises(PermissionDenied, match="拟稿人不能签发"):
        signed(handling, by=both)
    assert Handling.objects.get().state == "awaiting"


@pytest.mark.django_db
def test_who_wrote_an_earlier_edition_never_signs_it():
    both = make_user("经办人", "局领导")
    letter = make_draft(by=both)
    colleague = make_user("经办人")
    actions.take(by=colleague, handling=letter.handling)
    handling = pass_reviews(actions.submit(by=colleague, handling=letter.handling))
    with pytest.raises(PermissionDenied, match="拟稿人不能签发"):
        signed(handling, by=both)


@pytest.mark.django_db
def test_what_changed_since_it_was_shown_is_not_signed():
    make_observation(12688)
    handling = make_awaiting(f"授权{VALUE}。")
    shown = seen(handling)
    revise(12700)
    with pytest.raises(ValidationError, match="请重新看过再签发"):
        signed(handling, seen=shown)
    assert signed(handling).body == "授权12700件。"


def revise(value: int) -> Observation:
    """A correction of the cited figure, by the ordinary way."""
    current = Observation.objects.published().get(indicator__code="patent.granted", year=2022)
    clerk = make_user("录入员")
    batch = open_submission(by=clerk, title=f"更正{value}", source=make_source())
    entry = Entry(
        submission=batch,
        indicator=current.indicator,
        region=current.region,
        year=2022,
        value=value,
        based_on=current.vintage,
        revision_kind="更正",
        reason="原数有误",
    )
    enter(by=clerk, entry=entry)
    submit_figures(by=clerk, submission=batch)
    batch.refresh_from_db()
    return approve(by=make_user("复核员"), submission=batch)[0]


@pytest.mark.django_db
def test_an_issued_letter_stays_as_it_was_when_figures_are_revised():
    make_observation(12688)
    issued = make_issued(f"授权{VALUE}。")
    before = bytes(issued.pdf)
    revise(12700)
    after = IssuedLetter.objects.get()
    assert bytes(after.pdf) == before == pdf_of(after.letter).pdf
    assert after.body == "授权12688件。"
    assert after.is_intact
    assert after.cited.get().observation.superseded_at is not None


@pytest.mark.django_db
def test_a_character_no_font_has_stops_signing_with_nothing_half_written():
    handling = make_awaiting("正文里有一个\U0001f600没有字体。")
    with pytest.raises(ValidationError, match=r"U\+1F600"):
        signed(handling)
    assert Handling.objects.get().state == "awaiting"
    assert not IssuedLetter.objects.exists()
    assert not NumberSeries.objects.filter(next_number__gt=1).exists()
    assert not Event.objects.filter(kind="签发").exists()


@pytest.mark.django_db
def test_an_issued_letter_refuses_another_form():
    issued = make_issued()
    assert pdf_of(issued.letter, "文件").pdf == bytes(issued.pdf)
    with pytest.raises(ValidationError, match="已按文件格式签发，不能改版式"):
        pdf_of(issued.letter, "信函")


@pytest.mark.django_db
def test_a_tampered_archive_is_noticed_and_not_handed_out():
    issued = make_issued()
    with connection.cursor() as cursor:
        disarm(cursor)
        changed = bytes(issued.pdf)[:-1] + b"?"
        cursor.execute("UPDATE proposals_issuedletter SET pdf = %s", [changed])
    stored = IssuedLetter.objects.get()
    assert not stored.is_intact
    with pytest.raises(ValidationError, match="与签发时的 SHA-256 不一致"):
        pdf_of(stored.letter)


def disarm(cursor: object) -> None:
    """What only someone with the database in his hands can do: drop the trigger."""
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE proposals_issuedletter DISABLE TRIGGER USER")
    else:
        cursor.execute("DROP TRIGGER proposals_issuedletter_no_update")


def test_the_pdf_of_no_220_prints_every_figure(no_220: Letter, tmp_path):
    officer = make_user("经办人")
    actions.take(by=officer, handling=no_220.handling)
    no_220.handling.refresh_from_db()
    explain_all(no_220)
    handling = pass_reviews(actions.submit(by=officer, handling=no_220.handling))
    issued = signed(handling)
    path = tmp_path / "220.pdf"
    path.write_bytes(bytes(issued.pdf))
    with pdfplumber.open(path) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
        assert 2 <= len(pdf.pages) <= 4
    for printed in PRINTED:
        assert printed in text
    assert issued.reference in text
    assert "草稿" not in text
    assert issued.cited.count() == 23
    document = compose(no_220, text=issued.body, number=issued.reference, day=issued.date)
    assert failures(measure(bytes(issued.pdf), kind="文件", text=plain_text(document))) == []
    assert [check["explanation"] for check in issued.checks if check["verdict"] != "提示"] == [
        "已向报送单位核实。"
    ] * 2


def together(*calls: object) -> list[object]:
    """Run the calls at the same moment in threads; each one's result or refusal."""
    gate, results = threading.Barrier(len(calls)), []

    def run(call: object) -> None:
        gate.wait()
        try:
            results.append(call())
        except ValidationError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_signing_twice_at_once_gives_one_letter():
    handling = make_awaiting()
    leaders = [make_user("局领导") for _ in range(4)]
    shown = seen(handling)
    results = together(
        *(
            lambda leader=leader: actions.sign(by=leader, handling=handling_again(), seen=shown)
            for leader in leaders
        )
    )
    assert sorted(type(result).__name__ for result in results) == [
        "IssuedLetter", "ValidationError", "ValidationError", "ValidationError",
    ]  # fmt: skip
    assert NumberSeries.objects.get().next_number == 2


def handling_again() -> Handling:
    return Handling.objects.get()


@pytest.mark.django_db(transaction=True)
def test_many_letters_at_once_take_numbers_without_gap_or_duplicate():
    waiting = [(make_awaiting(), make_user("局领导")) for _ in range(8)]
    shown = [seen(handling) for handling, _leader in waiting]
    results = together(
        *(
            lambda pk=handling.pk, leader=leader, digest=digest: actions.sign(
                by=leader, handling=Handling.objects.get(pk=pk), seen=digest
            )
            for (handling, leader), digest in zip(waiting, shown, strict=True)
        )
    )
    assert sorted(letter.number for letter in results) == list(range(1, 9))
