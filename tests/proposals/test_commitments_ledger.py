"""承诺台账: confirming what a letter promised, how far it is, following it up, and its pages."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals import actions, ledger
from proposals.case import commitments as part
from proposals.models import Commitment, Handling, Letter, Round
from tests.makers import make_indicator, make_observation, make_region, make_user
from tests.proposals.makers import make_draft, make_issued, make_ready, pass_reviews, seen, write
from tests.proposals.pages import as_, path, said

pytestmark = pytest.mark.django_db
BODY = (
    "感谢关心。下一步，我局将在2030年12月31日前推进24家企业贯标。"
    "我局去年做了一些工作。\n二、其他\n我局将建立每季度一次的会商制度。"
)
SOON = timezone.localdate() + timedelta(days=10)


def make_promises(body: str = BODY, **fields: object) -> list[Commitment]:
    issued = make_issued(body, **fields)
    return list(issued.commitments.order_by("position"))


def officer_of(one: Commitment) -> object:
    return one.issued.letter.round.handling.officer


def make_open(one: Commitment, **fields: object) -> Commitment:
    values = {"owner": officer_of(one), "due_on": SOON} | fields
    for name, value in values.items():
        setattr(one, name, value)
    return actions.confirm(by=officer_of(one), commitment=one)


def case_of(one: Commitment) -> Handling:
    return one.issued.letter.round.handling


def typed(one: Commitment, **values: object) -> dict[str, object]:
    sent = {
        "action": "推进24家企业贯标",
        "target": "24",
        "target_unit": "家",
        "due_on": SOON.isoformat(),
        "owner": officer_of(one).pk,
        "indicator": "",
        "region": "",
    } | values
    sent = {f"c{one.pk}-{name}": value for name, value in sent.items()}
    return sent | {"commitment": one.pk, "act": "confirm"}


def test_signing_proposes_with_target_day_and_unit():
    first, second = make_promises()
    assert (first.target, first.target_unit, first.due_on) == (24, "家", date(2030, 12, 31))
    assert first.target_words == "24家"
    assert second.due_on is None
    assert {one.state for one in (first, second)} == {"proposed"}


def test_the_drafter_sees_each_sentence_in_its_context_and_confirms_it():
    first, _second = make_promises()
    client = as_(officer_of(first))
    page = client.get(path("commitments", case_of(first)))
    assert "<mark>下一步，我局将在2030年12月31日前推进24家企业贯标。</mark>我局去年" in page.text
    answer = client.post(path("commitments", case_of(first)), typed(first))
    assert answer.status_code == 302
    first.refresh_from_db()
    assert (first.state, first.owner, first.due_on) == ("open", officer_of(first), SOON)


def test_an_indicator_is_chosen_by_its_name_and_needs_a_scope():
    indicator, region = make_indicator("a.b", name="贯标企业数", unit="家"), make_region()
    first, _second = make_promises()
    client, url = as_(officer_of(first)), path("commitments", case_of(first))
    refused = client.post(url, typed(first, indicator="贯标企业数"))
    assert refused.status_code == 422
    assert "请同时选口径" in refused.text
    assert 'value="贯标企业数"' in refused.text
    unknown = client.post(url, typed(first, indicator="没有的指标", region=region.pk))
    assert "没有这个指标" in unknown.text
    client.post(url, typed(first, indicator="贯标企业数", region=region.pk))
    first.refresh_from_db()
    assert (first.indicator, first.region, first.state) == (indicator, region, "open")


def test_what_the_sentence_names_is_offered():
    make_indicator("a.b", name="企业贯标", unit="家")
    region = make_region()
    first, _second = make_promises()
    page = as_(officer_of(first)).get(path("commitments", case_of(first)))
    form = page.context["items"][0]["forms"]["confirm"]
    assert (form["indicator"].value(), form["region"].value()) == ("企业贯标", region.pk)
    assert form["owner"].value() == officer_of(first).pk
    assert page.context["items"][1]["forms"]["confirm"]["indicator"].value() in ("", None)


@pytest.mark.parametrize("gap", ["owner", "due_on", "action"])
def test_no_promise_without_owner_day_and_words(gap):
    first, _second = make_promises()
    answer = as_(officer_of(first)).post(
        path("commitments", case_of(first)), typed(first, **{gap: ""})
    )
    assert answer.status_code == 422
    assert Commitment.objects.get(pk=first.pk).state == "proposed"


def test_putting_aside_needs_a_reason():
    first, _second = make_promises()
    client, url = as_(officer_of(first)), path("commitments", case_of(first))
    name = f"dismiss{first.pk}-reason"
    sent = {"commitment": first.pk, "act": "dismiss"}
    assert client.post(url, sent | {name: ""}).status_code == 422
    assert client.post(url, sent | {name: "是对形势的说明"}).status_code == 302
    first.refresh_from_db()
    assert (first.state, first.outcome) == ("dismissed", "是对形势的说明")


def test_an_overlooked_sentence_is_added_once():
    first, _second = make_promises()
    client, url = as_(officer_of(first)), path("commitments", case_of(first))
    sentences = [
        value for value, _label in client.get(url).context["add_form"].fields["sentence"].choices
    ]
    assert sentences == ["", "感谢关心。", "我局去年做了一些工作。"]
    sent = {
        "add-sentence": "我局去年做了一些工作。",
        "add-action": "做一些工作",
        "add-due_on": SOON.isoformat(),
        "add-owner": officer_of(first).pk,
        "act": "add",
    }
    assert client.post(url, sent).status_code == 302
    added = Commitment.objects.get(sentence="我局去年做了一些工作。")
    assert (added.state, added.position) == ("open", 3)
    assert client.post(url, sent).status_code == 422


def test_a_sentence_not_in_the_letter_is_refused():
    first, _second = make_promises()
    made_up = Commitment(
        issued=first.issued,
        sentence="没有的句子。",
        action="事",
        owner=officer_of(first),
        due_on=SOON,
    )
    with pytest.raises(ValidationError, match="没有这句话"):
        actions.add_commitment(by=officer_of(first), commitment=made_up)


def test_progress_and_outcome_are_written_down():
    first = make_open(make_promises()[0])
    client, url = as_(officer_of(first)), path("commitments", case_of(first))
    sent = {"commitment": first.pk}
    day = timezone.localdate().isoformat()
    note = {f"progress{first.pk}-day": day, f"progress{first.pk}-text": "已完成10家"}
    assert client.post(url, sent | note | {"act": "progress"}).status_code == 302
    later = note | {f"progress{first.pk}-day": SOON.isoformat()}
    refused = client.post(url, sent | later | {"act": "progress"})
    assert "不能晚于今天" in refused.text
    assert "已完成10家" in client.get(url).text
    outcome = {f"settle{first.pk}-outcome": "24家全部完成"}
    assert client.post(url, sent | outcome | {"act": "kept"}).status_code == 302
    first.refresh_from_db()
    assert (first.state, first.outcome) == ("kept", "24家全部完成")
    assert "act" not in client.get(url).context["items"][0]["forms"]
    assert client.post(url, sent | outcome | {"act": "broken"}).status_code == 422


@pytest.mark.parametrize(
    ("role", "shown", "answer"),
    [("经办人", False, 403), ("读者", False, 403), ("办公室", True, 302), ("局领导", False, 403)],
)
def test_others_read_and_only_the_office_acts_in_the_officers_place(role, shown, answer):
    first, _second = make_promises()
    client, url = as_(make_user(role)), path("commitments", case_of(first))
    page = client.get(url)
    assert (page.status_code, bool(page.context["items"][0]["forms"])) == (200, shown)
    assert bool(page.context["add_form"]) is shown
    assert client.post(url, typed(first)).status_code == answer


def test_the_owner_keeps_a_promise_that_was_given_to_him():
    owner = make_user("经办人")
    first = make_open(make_promises()[0], owner=owner)
    actions.note_progress(by=owner, commitment=first, day=timezone.localdate(), text="在做")
    with pytest.raises(PermissionDenied):
        actions.note_progress(
            by=make_user("经办人"), commitment=first, day=timezone.localdate(), text="在做"
        )


def test_strangers_are_sent_to_log_in_and_unknown_acts_are_not_found():
    first, _second = make_promises()
    url = path("commitments", case_of(first))
    assert Client().get(url).status_code == 302
    assert Client().get(reverse("commitment_list")).status_code == 302
    client = as_(officer_of(first))
    assert client.post(url, {"act": "burn", "commitment": first.pk}).status_code == 404
    assert client.post(url, {"act": "confirm", "commitment": "7777777"}).status_code == 404
    assert client.post(reverse("commitment_list")).status_code == 405


def linked(first: Commitment, **fields: object) -> Commitment:
    indicator, region = make_indicator("a.b", name="贯标企业数", unit="家"), make_region()
    return make_open(first, indicator=indicator, region=region, **fields)


def test_the_current_figure_stands_beside_the_target():
    first = linked(make_promises()[0])
    stand = ledger.standings([first])[first.pk]
    assert (stand.shown, stand.reason) == ("—", "慈溪市（全市）还没有公布这一指标")
    make_observation(6, code="a.b", region="330282", year=2024)
    make_observation(12, code="a.b", region="330282", year=2025)
    stand = ledger.standings([first])[first.pk]
    assert (stand.shown, stand.when, stand.scope) == ("12家", "2025年", "慈溪市（全市）")
    assert stand.share == "为目标的50%"
    assert stand.is_before


def test_targets_in_another_unit_are_not_compared():
    make_observation(12, code="a.b", region="330282", year=2025)
    first = linked(make_promises()[0], target_unit="户")
    assert ledger.standings([first])[first.pk].share == "目标单位“户”与指标不同，不作比较"


def test_the_ledger_shows_the_due_first_marks_the_late_and_narrows():
    first, second = make_promises(title="关于培育企业的建议")
    make_open(first, due_on=SOON)
    make_open(second, due_on=timezone.localdate() - timedelta(days=1))
    client, url = as_(make_user("读者")), reverse("commitment_list")
    page = client.get(url)
    assert [line.commitment.pk for line in page.context["lines"]] == [second.pk, first.pk]
    assert [line.is_overdue for line in page.context["lines"]] == [True, False]
    assert "已逾期" in page.text

    def found(**wanted: object) -> list[int]:
        return [line.commitment.pk for line in client.get(url, wanted).context["lines"]]

    assert found(due="overdue") == [second.pk]
    assert found(due="soon") == [first.pk]
    assert found(q="培育 贯标") == [first.pk]
    assert found(q="没有这个词") == []
    assert found(state="unsettled") == [second.pk, first.pk]
    assert found(state="kept") == []
    assert found(owner=officer_of(first).pk) == [second.pk, first.pk]
    assert found(session=case_of(first).proposal.session_id) == [second.pk, first.pk]


def test_the_ledger_asks_a_fixed_number_of_questions(django_assert_num_queries):
    client, url = as_(make_user("读者")), reverse("commitment_list")
    linked(make_promises()[0])
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)
    for _again in range(3):
        linked(make_promises()[0])
    with django_assert_num_queries(11):
        assert len(client.get(url).context["lines"]) == 8


def test_a_page_of_the_ledger_holds_25():
    first, _second = make_promises()
    Commitment.objects.bulk_create(
        Commitment(issued=first.issued, position=at, sentence="句。", action=f"事{at}")
        for at in range(3, 31)
    )
    client, url = as_(make_user("读者")), reverse("commitment_list")
    assert len(client.get(url).context["lines"]) == 25
    page = client.get(url, {"page": "2", "state": "proposed"})
    assert len(page.context["lines"]) == 5
    assert "?page=1&amp;state=proposed" in page.text


def test_an_empty_ledger_says_how_it_fills():
    assert "由经办人确认后列入" in as_(make_user("读者")).get(reverse("commitment_list")).text


def test_a_draft_shows_what_signing_would_propose():
    letter = make_draft(BODY)
    found = part.preview(letter.handling, letter.handling.officer)
    assert found["found"][0].action.endswith("24家企业贯标")
    page = as_(letter.handling.officer).get(path("proposal_detail", letter.handling))
    assert "草稿中的承诺：2 处" in page.text
    assert part.preview(letter.handling, make_user("读者")) is None
    signed = Handling.objects.get(pk=case_of(make_promises()[0]).pk)
    assert part.preview(signed, make_user("办公室")) is None


def follow(one: Commitment) -> Handling:
    """Take the case of a B answer to 跟踪办理, with its promises confirmed."""
    handling, office = case_of(one), make_user("办公室")
    today = timezone.localdate()
    actions.seal(by=office, handling=handling, sealed_on=today, copies=3)
    actions.deliver(by=office, handling=handling, delivered_on=today, delivery="当面送交")
    Round.objects.filter(pk=handling.round_id).update(receipt_due_on=today - timedelta(days=1))
    handling = Handling.objects.with_proposal().get(pk=handling.pk)
    return actions.close(by=office, handling=handling)


def make_followed(**fields: object) -> list[Commitment]:
    letter = make_draft(BODY, role="主办", **fields)
    write(letter, class_mark="B", disclosure="主动公开")
    make_ready(letter.handling)
    handling = pass_reviews(actions.submit(by=letter.handling.officer, handling=letter.handling))
    issued = actions.sign(by=make_user("局领导"), handling=handling, seen=seen(handling))
    return list(issued.commitments.order_by("position"))


def test_a_case_waits_for_its_promises_to_be_confirmed():
    first, _second = make_followed()
    with pytest.raises(ValidationError, match="2 处承诺还没有确认"):
        follow(first)


def test_a_followed_case_shows_tasks_and_ends_when_each_is_settled():
    first, second = (make_open(one) for one in make_followed())
    handling = follow(first)
    assert handling.state == "tracking"
    page = as_(officer_of(first)).get(path("proposal_detail", handling))
    assert "还有 2 项没有了结" in page.text
    office = make_user("办公室")
    with pytest.raises(ValidationError, match="还有 2 项承诺没有了结"):
        actions.settle(by=office, handling=handling)
    actions.settle_commitment(by=office, commitment=first, is_kept=True, outcome="完成")
    actions.settle_commitment(by=office, commitment=second, is_kept=False, outcome="条件变化")
    assert "各项都已了结" in as_(office).get(path("proposal_detail", handling)).text
    assert actions.settle(by=office, handling=handling).state == "closed"


def test_answering_again_begins_a_round_with_a_letter_of_its_own():
    first, second = (make_open(one) for one in make_followed())
    handling = follow(first)
    actions.answer_again(by=officer_of(first), handling=handling)
    assert (handling.state, handling.round.kind, handling.round.number) == ("drafting", "跟踪", 2)
    assert Letter.objects.get(round=handling.round).body == ""
    page = as_(officer_of(first)).get(path("commitments", handling))
    assert [item["one"].pk for item in page.context["items"]] == [first.pk, second.pk]


def test_next_year_a_like_case_shows_what_was_promised_and_the_figure():
    first = linked(make_promises(title="关于加强商业秘密保护的建议")[0])
    make_observation(12, code="a.b", region="330282", year=2025)
    make_open(make_promises(title="关于修建山区公路的建议")[0])
    letter = make_draft("现答复。", title="关于完善商业秘密保护机制的建议")
    (found,) = ledger.earlier_commitments(letter.handling)
    assert [(one.pk, stand.shown) for one, stand in found.promises] == [(first.pk, "12家")]
    assert "商业秘密保护" in found.words[0]
    page = as_(letter.handling.officer).get(path("proposal_detail", letter.handling))
    assert "以往的承诺" in page.text
    assert "12家" in page.text


def test_earlier_promises_are_read_in_a_fixed_number_of_questions(django_assert_num_queries):
    for _one in range(2):
        linked(make_promises(title="关于加强商业秘密保护的建议")[0])
    made = make_draft("现答复。", title="关于商业秘密保护的建议").handling
    handling = Handling.objects.with_proposal().get(pk=made.pk)
    with django_assert_num_queries(5):
        assert len(ledger.earlier_commitments(handling)) == 2


def test_nothing_is_shown_where_nothing_is_alike_or_confirmed():
    make_promises(title="关于加强商业秘密保护的建议")
    letter = make_draft("现答复。", title="关于加强商业秘密保护的建议")
    assert ledger.earlier_commitments(letter.handling) == []
    assert part.earlier(letter.handling, letter.handling.officer) is None


def test_said_is_shown_after_each_act():
    first, _second = make_promises()
    answer = as_(officer_of(first)).post(
        path("commitments", case_of(first)), typed(first), follow=True
    )
    assert "已确认：推进24家企业贯标。" in said(answer)
