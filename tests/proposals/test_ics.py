"""Due dates as a calendar file, read back by rules of RFC 5545 and by a reader."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from proposals.ics import DueDate, write

CHANGED = datetime(2023, 3, 15, 9, 30, tzinfo=timezone(timedelta(hours=8)))
LONG = (
    "市十八届人大二次会议第220号建议《关于进一步加强知识产权保护、服务民营企业创新的建议》协办意见"
)


def make_due(**settings: object) -> DueDate:
    given = {"key": "handling-220-1", "day": date(2023, 6, 15), "title": "第220号建议 协办"}
    return DueDate(**{**given, "changed_at": CHANGED, **settings})


def unfolded(written: bytes) -> list[str]:
    return written.decode().replace("\r\n ", "").split("\r\n")


def test_a_due_date_is_an_all_day_entry_that_blocks_nobodys_time():
    lines = unfolded(write("办理期限", [make_due(url="https://ip.example/p/220")]))

    for line in (
        "X-WR-CALNAME:办理期限",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "SUMMARY:第220号建议 协办",
        "DTSTART;VALUE=DATE:20230615",
        "DTEND;VALUE=DATE:20230616",
        "DTSTAMP:20230315T013000Z",
        "TRANSP:TRANSPARENT",
        "STATUS:CONFIRMED",
        "URL:https://ip.example/p/220",
    ):
        assert line in lines
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")


def test_lines_end_in_crlf_and_fold_within_75_octets_between_characters():
    written = write("办理期限", [make_due(title=LONG, detail=LONG * 3 + "\n" + LONG)])

    assert b"\n" not in written.replace(b"\r\n", b"")
    assert b"\r" not in written.replace(b"\r\n", b"")
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
    assert f"SUMMARY:{LONG}" in unfolded(written)


def test_a_reader_gets_back_what_was_written():
    detail = "规则：自交办之日起3个月内；\n起算：交办日，不计入\\。"
    [event] = Calendar.from_ical(write("办", [make_due(title=LONG, detail=detail)])).walk("VEVENT")

    assert str(event["summary"]) == LONG
    assert str(event["description"]) == detail
    assert event.decoded("dtstart") == date(2023, 6, 15)
    assert event.decoded("dtstamp") == CHANGED.astimezone(UTC)


def test_commas_semicolons_and_backslashes_are_escaped():
    assert r"SUMMARY:甲\,乙\;丙\\丁" in unfolded(write("办", [make_due(title="甲,乙;丙\\丁")]))


def test_nothing_typed_into_a_title_can_add_a_line():
    hostile = "甲\r\nEND:VEVENT\r\nX\x00\x0b\u202e\u2028乙"
    lines = unfolded(write(hostile, [make_due(title=hostile, detail=hostile)]))

    assert lines.count("END:VEVENT") == 1
    assert "SUMMARY:甲 END:VEVENT X 乙" in lines
    assert not set("\x00\x0b\u202e\u2028") & set("".join(lines))


def test_the_same_case_keeps_its_identity_when_its_day_and_title_change():
    def identity(due: DueDate) -> str:
        return next(line for line in unfolded(write("办", [due])) if line.startswith("UID:"))

    # Written down here: a changed one would show each entry twice in every subscribed calendar.
    assert identity(make_due()) == "UID:d2743664-803c-53fb-8755-b5605c1f2c8d"
    assert identity(make_due(day=date(2023, 9, 15), title="改了")) == identity(make_due())
    assert identity(make_due(key="handling-220-2")) != identity(make_due())


def test_an_estimated_day_says_so_and_is_tentative():
    lines = unfolded(write("办", [make_due(is_estimated=True)]))

    assert "SUMMARY:〔预估〕第220号建议 协办" in lines
    assert "STATUS:TENTATIVE" in lines


def test_the_same_entries_in_any_order_give_the_same_bytes():
    dues = [
        make_due(key=f"handling-{n}-1", day=date(2023, 6, 1) + timedelta(days=n % 3))
        for n in range(9)
    ]

    assert write("办", dues) == write("办", reversed(dues))


def test_an_empty_calendar_is_still_a_calendar():
    assert Calendar.from_ical(write("办理期限", [])).walk("VEVENT") == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"key": " "}, "须有编号和标题"),
        ({"title": ""}, "须有编号和标题"),
        ({"changed_at": datetime(2023, 3, 15, 9, 30)}, "须带时区"),  # noqa: DTZ001
    ],
)
def test_an_entry_that_cannot_be_is_refused(settings: dict, said: str):
    with pytest.raises(ValueError, match=said):
        make_due(**settings)


def test_one_case_has_one_entry():
    with pytest.raises(ValueError, match="编号“handling-220-1”重复"):
        write("办", [make_due(), make_due(title="又一条")])
