"""What comes in late, and what was written elsewhere: the four eyes hold there as well."""

import pytest
from django.core.exceptions import ValidationError

from cixi_ip.models import User
from proposals import actions
from proposals.models import Publication
from proposals.work import waiting_for
from tests.makers import make_user
from tests.proposals.dealings import days_ago, said
from tests.proposals.makers import fresh, make_draft, make_issued
from tests.proposals.moving import make_in
from tests.proposals.pages import as_, path

pytestmark = pytest.mark.django_db


def works(user: User) -> dict[str, bool]:
    """What waits for the user, and whether at once."""
    one = User.objects.get(pk=user.pk)
    return {work.what: work.is_pressing for work in waiting_for(one, days_ago(0))}


@pytest.mark.parametrize("state", ["closed", "tracking"])
def test_an_unhappy_word_after_closing_opens_the_case_again(state: str):
    handling, office = make_in(state), make_user("办公室")
    assert "重新办理" not in works(office)
    feedback = handling.round.feedback.get()
    feedback.result, feedback.reason = "不满意", "没有回应第二条。"
    actions.correct_feedback(by=office, feedback=feedback, why="代表更正了回执")
    assert works(office)["重新办理"]
    assert path("rehandle", handling) in as_(office).get(path("proposal_detail", handling)).text
    handling = fresh(handling)
    actions.rehandle(by=office, handling=handling, started_on=days_ago(0))
    assert (handling.state, handling.round.number) == ("drafting", 2)
    assert "重新办理" not in works(office)


def test_nothing_is_typed_in_once_the_case_is_in_the_archive():
    handling, office = make_in("archived"), make_user("办公室")
    with pytest.raises(ValidationError, match="归档以前"):
        actions.record_feedback(by=office, handling=handling, feedback=said())


def test_who_edited_a_public_text_last_is_not_asked_to_check_it():
    make_issued(role="主办")
    editor, other = make_user("办公室"), make_user("办公室")
    found = Publication.objects.get()
    assert "审查公开文本" in works(editor)
    actions.save_publication(by=editor, publication=found, extent="全文", text=f"{found.text}甲")
    assert "审查公开文本" not in works(editor)
    assert "审查公开文本" in works(other)


def test_the_author_of_a_text_that_was_taken_over_does_not_review_it():
    main = make_draft("主件的正文。")
    joined = make_draft("")
    officer = joined.handling.officer
    actions.join(by=officer, handling=joined.handling, to=main.handling)
    joined.refresh_from_db()
    actions.copy_text(by=officer, handling=joined.handling, seen_edition=joined.edition)
    assert set(joined.authors.all()) >= {main.handling.officer, officer}
