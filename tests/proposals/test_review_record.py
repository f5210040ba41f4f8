"""Who checks a public text, and how the auditor reads the steps of a case."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cixi_ip.models import Event
from proposals import actions
from proposals.models import Publication
from tests.makers import make_stand_in, make_user
from tests.proposals.makers import make_issued
from tests.proposals.moving import make_in
from tests.proposals.pages import as_, path

pytestmark = pytest.mark.django_db


def test_nobody_is_the_only_checker_of_a_text_of_their_own():
    handling = make_issued(role="主办").letter.round.handling
    editor, deputy, other = (make_user("办公室") for _ in range(3))
    make_stand_in(editor, deputy)
    text = Publication.objects.get().text + "\n（摘编）"
    found = actions.save_publication(
        by=editor, publication=Publication.objects.get(), extent="全文", text=text
    )
    for one in (editor, deputy):
        with pytest.raises(PermissionDenied, match="请由另一位审查"):
            actions.check_publication(by=one, publication=found, seen=found.text)
        assert "公开文本最后由您修改" in as_(one).get(path("publication", handling)).text
    assert "审查通过" in as_(other).get(path("publication", handling)).text
    checked = actions.check_publication(by=other, publication=found, seen=found.text)
    assert checked.checked_by == other


def test_who_edited_before_another_may_check_what_the_other_made_of_it():
    make_issued(role="主办")
    first, last = make_user("办公室"), make_user("办公室")
    for one, word in ((first, "甲"), (last, "乙")):
        found = Publication.objects.get()
        actions.save_publication(
            by=one, publication=found, extent="全文", text=f"{found.text}{word}"
        )
    found = Publication.objects.get()
    assert actions.check_publication(by=first, publication=found, seen=found.text).checked_by


def test_the_auditor_reads_words_and_no_codes():
    make_in("closed")
    page = as_(make_user("审计员")).get(reverse("admin:cixi_ip_event_changelist"))
    for code in ("pass_section", "deputy", "awaiting", "delivered", "true", "false"):
        assert f"：{code}" not in page.text, code
    assert "状态：已送达" in page.text
    assert "步骤" not in page.text
    event = Event.objects.filter(kind="签发").get()
    shown = as_(make_user("审计员")).get(reverse("admin:cixi_ip_event_change", args=[event.pk]))
    assert "状态：待用印" in shown.text
