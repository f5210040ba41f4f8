"""The search page: what it shows to whom; names and texts are invented."""

import pytest
from django.urls import reverse

from proposals.models import Handling, IssuedLetter, SearchDocument
from proposals.views.search import A_PAGE
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_handling, make_issued, make_session
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
ADDRESS = "/proposals/search/"


def page(q: str = "", *, who: str = "读者", **given: object) -> str:
    answer = as_(make_user(who)).get(ADDRESS, {"q": q, **given})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def case() -> Handling:
    return make_handling(
        number=220, title="关于培育主体的建议", text="我市拥有专利，民营企业是<b>创新</b>主体。"
    )


def test_the_address_is_the_one_named(case):
    assert reverse("proposal_search") == ADDRESS


def test_hits_are_marked_and_everything_is_escaped(case):
    found = page("民营企业")
    assert "<mark>民营企业</mark>是&lt;b&gt;创新&lt;/b&gt;主体" in found
    assert reverse("proposal_detail", kwargs={"proposal": case.proposal_id}) in found
    assert "共 1 篇" in found
    assert "<mark>220</mark>" in page("220")
    assert "<mark>培育</mark>主体" in page("培育")


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x>', "利民 &amp;"])
def test_what_was_typed_is_escaped_where_nothing_is_found(case, typed: str):
    found = page(typed)
    assert "没有找到" in found
    assert "<script>alert" not in found
    assert "<img src=x" not in found


def test_empty_states_say_what_to_do(case):
    assert "请填要找的词" in page()
    assert "没有可查找的字词" in page("《》")
    assert "请换个说法" in page("利民")
    narrowed = page("专利", state="archived")
    assert "符合这些条件" in narrowed
    assert "不限条件" in narrowed


def test_conditions_that_do_not_exist_are_refused_in_words(case):
    found = page("专利", session="999999", role="x")
    assert "重新选择" in found
    assert "共 1 篇" not in found
    assert "没有找到" not in page("字" * 201)


def test_conditions_narrow(case):
    make_handling(title="关于专利的建议", session=make_session("往年会议", year=2021))
    assert "共 2 篇" in page("专利")
    assert "共 1 篇" in page("专利", session=case.proposal.session_id)
    assert "共 2 篇" in page("专利", kind="建议", role="协办", state=case.state)


@pytest.mark.parametrize("who", ["读者", "经办人", "录入员"])
def test_nobody_finds_a_draft(who: str):
    make_draft("拟对海葵型产品开展摸底。")
    assert "没有找到" in page("海葵", who=who)


def test_a_signed_letter_leads_to_its_text():
    issued = make_issued("已对海葵型产品开展摸底。\n第二段。")
    found = page("海葵")
    address = reverse("issued_text", kwargs={"issued": issued.pk})
    assert f"{address}?q=" in found
    assert "<mark>海葵</mark>型产品" in found
    text = as_(make_user("读者")).get(address, {"q": "海葵"}).content.decode()
    assert "已对<mark>海葵</mark>型产品开展摸底。" in text
    assert issued.reference in text
    plain = as_(make_user("读者")).get(address).content.decode()
    assert "<mark>" not in plain


@pytest.mark.parametrize("number", ["999999", "9" * 25])
def test_a_letter_that_is_not_there_is_not_found(number: str):
    answer = as_(make_user("读者")).get(f"/proposals/letters/{number}/")
    assert answer.status_code == 404


def test_results_come_in_pages():
    for number in range(A_PAGE + 3):
        make_handling(number=number + 1, title=f"关于第{number}件专利的建议", is_accepted=False)
    first, second = page("专利"), page("专利", page="2")
    assert first.count("found-title") == A_PAGE
    assert second.count("found-title") == 3
    assert "page=2" in first
    assert 'start="21"' in second
    for odd in ("99", "-1", "x"):
        assert "found-title" in page("专利", page=odd)


def test_a_long_list_says_that_it_ends(monkeypatch):
    monkeypatch.setattr("proposals.searching.find", lambda *_asked: found)
    make_handling(title="关于专利的建议", is_accepted=False)
    found = list(SearchDocument.objects.values_list("pk", flat=True)) * 501
    told = page("专利")
    assert "500 篇以上" in told
    assert "共 500 篇" not in told


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    client = as_(make_user("读者"))
    make_issued("关于专利的正文。", title="关于专利的建议")
    client.get(ADDRESS, {"q": "专利"})
    counts = []
    for _more in range(2):
        make_issued("关于专利的正文。", title="关于专利的建议")
        make_handling(title="关于专利的建议", text="专利")
        with django_assert_num_queries(9) as taken:
            client.get(ADDRESS, {"q": "专利"})
        counts.append(len(taken))
    assert IssuedLetter.objects.count() == 3
    assert len(set(counts)) == 1


def test_doors(client):
    assert "login" in client.get(ADDRESS)["Location"]
    assert as_(make_user("读者")).post(ADDRESS).status_code == 405
    assert as_(make_user("审计员")).get(ADDRESS).status_code == 403
    assert as_(make_user("审计员")).get("/proposals/letters/1/").status_code == 403
    assert "login" in client.get("/proposals/letters/1/")["Location"]
