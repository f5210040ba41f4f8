"""What the search finds, the same on both databases; names and texts are invented."""

import pytest
from django.core.management import call_command
from django.db import connection

from cixi_ip.bigrams import query, terms
from proposals import actions, searching
from proposals.actions.indexing import index_missing, reindex
from proposals.models import (
    Ask,
    CongressSession,
    Handling,
    IssuedLetter,
    Proposal,
    Proposer,
    SearchDocument,
    TitlePair,
)
from proposals.searching import Narrowing
from tests.makers import make_user
from tests.proposals.makers import (
    make_draft,
    make_handling,
    make_issued,
    make_proposal,
    make_session,
    make_submitted,
)

pytestmark = pytest.mark.django_db
TEXT = "我市拥有专利，民营企业是创新主体。\n建议在慈东工业区设立知识产权服务站，全年受理 1,220 件。"


def found(typed: str, **narrowed: object) -> list[str]:
    """The documents found, as they call themselves."""
    numbers = searching.find(query(typed), Narrowing(**narrowed))  # type: ignore[arg-type]
    rows = SearchDocument.objects.in_bulk(numbers)
    return [str(rows[number]) for number in numbers]


def count(typed: str) -> int:
    return len(searching.find(query(typed)))


@pytest.fixture
def case() -> Handling:
    return make_handling(number=220, title="关于培育创新主体的建议", text=TEXT)


FULL_NAME = "市十九届人大一次会议第220号建议"
WORDS = "专利 民营企业 服务站 220 第220号 1220 1,220 ２２０ 培育 市科技局 站"


@pytest.mark.parametrize("typed", [*WORDS.split(), "专利 服务站", FULL_NAME])
def test_words_of_a_proposal_are_found(case: Handling, typed: str):
    assert found(typed) == [case.proposal.reference]


@pytest.mark.parametrize("typed", ["利民", "22", "站民", "专利 商标", "第22号", "。", "", "《》"])
def test_what_does_not_stand_there_is_not_found(case: Handling, typed: str):
    assert found(typed) == []


def test_proposers_and_asks_are_found_telephones_addresses_and_answers_are_not():
    office = make_user("办公室")
    proposal = make_proposal(title="关于某事的建议")
    lead = Proposer(name="甲代表", group="浒山代表团", phone="0574-00000000", address="乙路丙号")
    actions.register(
        by=office, proposal=proposal, role="协办", proposers=[lead], asks=["设立快维中心"]
    )
    handling = Handling.objects.get(proposal=proposal)
    assert [count(word) for word in ("甲代表", "浒山代表团", "快维中心")] == [1, 1, 1]
    assert [count(word) for word in ("0574", "00000000", "乙路")] == [0, 0, 0]
    asks = [Ask(text="开展维权援助", answer="拟增编制若干")]
    actions.answer_asks(by=office, handling=handling, asks=asks)
    assert [count(word) for word in ("维权援助", "快维中心", "拟增编制")] == [1, 0, 0]


def test_what_is_amended_is_found_anew_and_no_longer_as_it_was(case: Handling):
    proposal = case.proposal
    proposal.title, proposal.text = "关于打击假冒的建议", "假冒商标屡禁不止。"
    actions.amend(by=make_user("办公室"), proposal=proposal)
    assert (count("假冒商标"), count("打击假冒"), count("民营企业"), count("培育")) == (1, 1, 0, 0)


def test_a_session_named_anew_is_found_by_its_new_name(case: Handling):
    session = case.proposal.session
    session.name = "市二十届人大一次会议"
    actions.save_setting(by=make_user("办公室"), setting=session)
    assert (count("二十届"), count("十九届")) == (1, 0)


@pytest.mark.parametrize("make", [make_draft, make_submitted])
def test_no_draft_is_found(make: object):
    make("拟对海葵型产品开展摸底。")  # type: ignore[operator]
    assert count("海葵") == 0


def test_a_signed_letter_is_found_by_text_title_and_number():
    issued = make_issued("已对海葵型产品开展摸底。", number=221)
    assert issued.reference in found("海葵型产品")
    assert issued.reference in found("221号建议的协办意见")
    assert found(issued.reference) == [issued.reference]
    assert found(f"〔{issued.year}〕{issued.number}号") == [issued.reference]
    assert found(f"{issued.prefix}〔{issued.year}〕{issued.number + 1}号") == []


def test_heads_come_first_then_the_newest():
    old, new = make_session("往年会议", year=2021), make_session("今年会议", year=2026)
    text = "顺带提到商标。"
    for session, number, title in (
        (old, 1, "关于商标的建议"),
        (old, 9, "关于别事的建议"),
        (new, 3, "关于另事的建议"),
        (new, 8, "关于他事的建议"),
    ):
        make_handling(session=session, number=number, title=title, text=text)
    order = ["往年会议第1号建议", "今年会议第8号建议", "今年会议第3号建议", "往年会议第9号建议"]
    assert found("商标") == order
    assert found("商标 他事") == ["今年会议第8号建议"]


def test_a_number_or_year_that_is_mended_moves_a_case_in_the_list():
    office, old = make_user("办公室"), make_session("往年会议", year=2021)
    make_handling(session=old, number=7, text="顺带提到商标。")
    first = make_handling(number=3, text="顺带提到商标。").proposal
    make_handling(number=5, text="顺带提到商标。")
    first.number = 6
    actions.amend(by=office, proposal=first)
    this = "市十九届人大一次会议"
    assert found("商标") == [f"{this}第6号建议", f"{this}第5号建议", "往年会议第7号建议"]
    old = CongressSession.objects.get(name="往年会议")
    old.year = 2027
    actions.save_setting(by=office, setting=old)
    assert found("商标")[0] == "往年会议第7号建议"


def test_letters_move_with_the_year_of_their_session():
    issued = make_issued("海葵型产品。", session=make_session("往年会议", year=2021))
    make_handling(text="海葵型产品。")
    assert found("海葵")[-1] == issued.reference
    session = CongressSession.objects.get(name="往年会议")
    session.year = 2027
    actions.save_setting(by=make_user("办公室"), setting=session)
    assert found("海葵")[0] == issued.reference
    assert SearchDocument.objects.count() == 3


def test_places_are_told_apart_and_fit_the_column():
    proposal, letter = Proposal(pk=(1 << 30) - 1), IssuedLetter(pk=(1 << 30) - 1)
    last = searching.place(2_100, 2**31 - 1, proposal)
    assert 0 < searching.place(2_100, 2**31 - 1, letter) < last < 2**63
    ordered = [(2021, 9, proposal), (2026, 3, letter), (2026, 3, proposal), (2026, 8, letter)]
    places = [searching.place(*one) for one in ordered]
    assert places == sorted(set(places))


def test_a_list_ends_and_tells_that_there_is_more():
    for number in range(1, 5):
        make_handling(number=number, title="关于商标的建议", text="商标", is_accepted=False)
        make_handling(number=number + 10, text="商标", is_accepted=False)
    every = searching.find(query("商标"))
    assert len(every) == 8
    for most in range(1, 9):
        assert searching.find(query("商标"), most=most) == every[: most + 1]


def test_a_text_too_long_to_have_been_written_is_taken_in_all_the_same():
    words = "海葵 " + " ".join(f"{chr(97 + n % 26) * 64}专{n}" for n in range(20_000))
    make_handling(text=words)
    assert (count("海葵"), count("专19999")) == (1, 0)


def test_the_words_of_a_title_are_noted_and_changed_with_it(case: Handling):
    def pairs() -> set[str]:
        return set(TitlePair.objects.values_list("pair", flat=True))

    assert pairs() == {"培育", "育创", "创新", "新主", "主体"}
    case.proposal.title = "关于商标的建议"
    actions.amend(by=make_user("办公室"), proposal=case.proposal)
    assert pairs() == {"商标"}
    call_command("reindex_proposals", verbosity=0)
    assert pairs() == {"商标"}


def test_the_search_is_narrowed(case: Handling):
    other = make_handling(
        role="主办", title="关于专利的建议", session=make_session("往年会议", year=2021)
    )
    assert len(found("专利")) == 2
    assert found("专利", role="主办") == [other.proposal.reference]
    assert found("专利", session=case.proposal.session_id) == [case.proposal.reference]
    assert found("专利", state=case.state, role="协办") == [case.proposal.reference]
    assert found("专利", state="archived") == found("专利", kind="提案") == []


def test_long_texts_are_found_to_their_end_also_across_parts():
    body = "".join(chr(0x4E00 + n % 3000) for n in range(40_000))
    make_handling(text=body + "。海葵收尾")
    parts = searching.parts(terms(body))
    assert len(parts) == 3
    assert all(len(part.split()) <= 16_383 for part in parts)
    assert terms(body).split()[-1] == parts[-1].split()[-1]
    assert count("海葵收尾") == 1
    edge = searching.LONGEST_PART
    assert count(body[edge - 100 : edge + 90]) == 1
    assert count(f"海葵 {body[:6]}") == 1


def test_many_words_are_asked_for_at_once(case: Handling):
    words = " ".join(chr(0x4E00 + n) for n in range(100))
    assert count(words) == 0
    assert count(" ".join(dict.fromkeys(TEXT.split("，全年")[0]))) == 1


@pytest.mark.parametrize("phrases", [1, 4])
def test_a_search_takes_one_query(case: Handling, django_assert_num_queries, phrases: int):
    with django_assert_num_queries(1):
        assert count("专利 民营企业 服务站 220"[: {1: 2, 4: None}[phrases]]) == 1


@pytest.mark.parametrize("typed", ['"', "专利' OR '1'='1", "a AND (b", "专利*", "NEAR(专利)", "\0"])
def test_signs_of_the_query_languages_mean_nothing(case: Handling, typed: str):
    assert count(typed) in (0, 1)


def test_the_index_is_built_anew_by_a_command(case: Handling):
    make_issued("海葵型产品。")
    before = searching.find(query("建议"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM proposals_searchindex")
    assert count("专利") == count("海葵") == 0
    call_command("reindex_proposals", verbosity=0)
    assert (count("专利"), count("海葵")) == (1, 1)
    assert len(searching.find(query("建议"))) == len(before)
    assert index_missing() == 0
    assert reindex() == Handling.objects.count() + IssuedLetter.objects.count()


def test_what_was_there_before_the_index_is_indexed_once(case: Handling):
    SearchDocument.objects.all().delete()
    searching.clear()
    assert count("专利") == 0
    assert (index_missing(), count("专利"), index_missing()) == (1, 1, 0)


def test_what_comes_with_the_system_is_found_but_not_its_draft(no_220: object):
    assert found("第220号") == ["市十八届人大二次会议第220号建议"]
    assert count("12688") == 0
