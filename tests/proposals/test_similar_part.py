"""Earlier cases like one, shown while it is worked on; titles and texts are invented."""

import pytest
from django.urls import reverse

from proposals.case.similar import cases, similar
from proposals.models import Handling
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_handling, make_issued, make_session
from tests.proposals.pages import as_, path

pytestmark = pytest.mark.django_db
TITLE = "关于设立知识产权服务站的建议"


@pytest.fixture
def case() -> Handling:
    make_handling(title="关于加强养老服务的建议", is_accepted=False)
    make_handling(title="关于疏通河道的建议", is_accepted=False)
    return make_handling(title=TITLE)


def test_like_titles_are_shown_with_words_result_and_letter(case: Handling):
    old = make_session("往年会议", year=2021)
    issued = make_issued(
        "往年的正文。", role="主办", title="关于增设知识产权服务站点的建议", session=old
    )
    (one,) = cases(case)
    assert one.handling.proposal.session.year == 2021
    assert "知识产权服务站" in one.words
    assert one.issued == issued
    assert one.result == "A类（已经解决或者基本解决）"
    page = as_(make_user("经办人")).get(path("proposal_detail", case)).content.decode()
    assert "以往的相似件" in page
    assert reverse("issued_text", kwargs={"issued": issued.pk}) in page
    assert "2021年" in page
    assert "A类（已经解决或者基本解决）" in page


def test_a_draft_of_a_like_case_is_not_shown(case: Handling):
    letter = make_draft("拟对海葵型产品开展摸底。", title=TITLE)
    (one,) = cases(case)
    assert (one.handling, one.issued, one.result) == (letter.handling, None, "")
    page = as_(make_user("读者")).get(path("proposal_detail", case)).content.decode()
    assert "海葵" not in page


def test_the_most_alike_come_first_and_five_at_most(case: Handling):
    best = make_handling(title=TITLE, session=make_session("往年会议", year=2021))
    for place in "甲乙丙丁戊己":
        make_handling(title=f"关于在{place}地设立知识产权服务大厅的建议", is_accepted=False)
    found = cases(case)
    assert len(found) == 5
    assert found[0].handling == best
    assert case not in [one.handling for one in found]


def test_nothing_alike_says_where_to_look(case: Handling):
    assert similar(case, make_user("读者")) == {"cases": []}
    page = as_(make_user("读者")).get(path("proposal_detail", case)).content.decode()
    assert "没有标题相近的件" in page


def test_what_is_over_needs_no_precedents(case: Handling):
    Handling.objects.filter(pk=case.pk).update(state="closed")
    case.refresh_from_db()
    assert similar(case, make_user("读者")) is None


def test_the_number_of_queries_does_not_grow(case: Handling, django_assert_num_queries):
    assert case.proposal
    for _more in range(2):
        make_issued("往年的正文。", role="主办", title=TITLE)
        with django_assert_num_queries(8):
            assert cases(case)
