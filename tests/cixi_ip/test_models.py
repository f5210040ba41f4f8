"""Users and departments, and the record of events that nothing can change."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cixi_ip.models import Department, Event, User
from tests.makers import make_user

pytestmark = pytest.mark.django_db


def test_a_user_is_called_by_full_name_or_else_by_account() -> None:
    assert str(User(username="wang", full_name="王某")) == "王某"
    assert str(User(username="wang")) == "wang"
    assert User(username="wang", full_name="王某").get_short_name() == "王某"


def test_a_user_who_has_acted_cannot_be_deleted() -> None:
    user = make_user()
    Event.objects.record("登录", by=user)
    with pytest.raises(IntegrityError):
        user.delete()


def test_departments_come_in_their_order() -> None:
    Department.objects.create(name="乙", order=2)
    Department.objects.create(name="甲", order=1)
    assert [str(found) for found in Department.objects.all()] == ["甲", "乙"]


def test_an_event_names_its_subject_without_pointing_to_it() -> None:
    department = Department.objects.create(name="专利科")
    event = Event.objects.record("新建科室", by=make_user(username="li"), subject=department, n=3)
    department.delete()
    event.refresh_from_db()
    assert (event.subject_type, event.subject_label) == ("cixi_ip.department", "专利科")
    assert (event.by_label, event.detail) == ("li", {"n": 3})
    assert str(event) == "li 新建科室 专利科"


def test_an_event_says_who_even_without_a_user() -> None:
    assert Event.objects.record("登录失败", by=None, label="nobody").by_label == "nobody"
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.record("登录失败", by=None)


STATEMENTS = {
    "update": "UPDATE cixi_ip_event SET kind = 'x'",
    "delete": "DELETE FROM cixi_ip_event",
    "one row": "UPDATE cixi_ip_event SET kind = 'x' WHERE id = (SELECT MAX(id) FROM cixi_ip_event)",
}


AGAIN = "INTO cixi_ip_event SELECT * FROM cixi_ip_event WHERE id > 0"


def test_the_database_refuses_to_write_over_an_event() -> None:
    Event.objects.record("登录", by=make_user())
    statements = [f"INSERT {AGAIN} ON CONFLICT (id) DO UPDATE SET kind = 'x'"]
    if connection.vendor == "sqlite":
        statements.append(f"INSERT OR REPLACE {AGAIN}")
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="只能新增"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_the_database_itself_refuses_to_change_an_event(statement: str) -> None:
    Event.objects.record("登录", by=make_user())
    with (
        pytest.raises(DatabaseError, match="只能新增"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.filter(kind="登录").count() == 1


def test_the_orm_cannot_change_an_event_either() -> None:
    event = Event.objects.record("登录", by=make_user())
    event.kind = "改"
    for change in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


class TestFlush:
    """What is committed by one test is gone in the next, and the triggers are up again."""

    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.mark.parametrize("time", [1, 2])
    def test_events_are_emptied_between_tests(self, time: int) -> None:
        assert not Event.objects.exists()
        Event.objects.record("登录", by=make_user("录入员"))
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.all().delete()
