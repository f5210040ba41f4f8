"""A form for each move that has a page of its own: what it asks, and which action it calls."""

from django import forms
from django.db import transaction
from django.utils import timezone

from proposals import actions
from proposals.assigning import Assigning
from proposals.move_base import Day, MoveForm, Reason
from proposals.requirements import is_to_follow_up
from proposals.workflow import MOVES, S

DELIVERIES = ("当面送交", "公文交换", "机要交换", "公文系统", "挂号邮寄", "直接送达")


class AcceptForm(Assigning):
    name = "accept"
    title = "签收"
    button = "签收"
    about = "签收日期起算退办期限；期限从签收日算起的，也从这一天起。"

    received_on = Day("签收日期")

    field_order = ("received_on", "department", "officer")

    def adapt(self) -> None:
        if MOVES["assign"].allows(self.user) and self.handling.writes:
            super().adapt()
            self.button = "签收（选了科室的同时分办）"
            self.fields["department"].empty_label = "以后再分办"  # type: ignore[attr-defined]
            self.fields["department"].help_text = "选了科室或经办人的，签收后随即分办"
        else:
            del self.fields["department"], self.fields["officer"]

    def needs_section(self) -> bool:
        return bool(self.cleaned_data.get("officer"))

    def act(self) -> None:
        with transaction.atomic():
            actions.accept(
                by=self.user,
                handling=self.handling,
                received_on=self.cleaned_data["received_on"],
            )
            self.assign("")

    @property
    def said(self) -> str:
        due = self.handling.round.due_on if self.handling.round else None
        until = f"，期限 {due:%Y-%m-%d}" if due else "，期限待交办日期填写后计算"
        section = f"，已分办到{self.handling.department}" if self.handling.department else ""
        return f"已签收{until}{section}。"


class AssignForm(Assigning):
    name = "assign"
    title = "分办"
    button = "分办"
    done = "已分办。"

    note = Reason("交代事项", required=False)

    def act(self) -> None:
        self.assign(self.cleaned_data["note"])


class ReassignForm(Assigning):
    name = "reassign"
    title = "改派经办人"
    button = "改派"
    about = "稿件一起移交，原经办人不能再改；以后的审核、签发仍须由没有起草过的人办理。"

    note = Reason("改派说明", help_text="为什么改派、办到哪一步，新的经办人据此接着办")

    def adapt(self) -> None:
        super().adapt()
        self.fields["officer"].required = True
        _nobody, *people = self.fields["officer"].choices  # type: ignore[attr-defined]
        self.fields["officer"].choices = [("", "请选择"), *people]  # type: ignore[attr-defined]

    def act(self) -> None:
        self.assign(self.cleaned_data["note"])

    @property
    def said(self) -> str:
        return f"已改派给{self.handling.officer}。"


class AskReturnForm(MoveForm):
    name = "ask_return"
    title = "申请退办"
    button = "申请退办"
    done = "已记下退办申请，请等交办机关裁定后登记结果。"
    about = "不属于本单位职责的，写明理由报交办机关；裁定以前不能自行转给别的单位。"

    reason = Reason("退办原因", help_text="职责依据，建议由哪个单位办理")

    def adapt(self) -> None:
        if due := self.handling.return_due_on:
            left = (due - timezone.localdate()).days
            self.about += f"最后一天是 {due:%Y-%m-%d}，还有 {left} 天。"

    def act(self) -> None:
        actions.ask_return(by=self.user, handling=self.handling, reason=self.cleaned_data["reason"])


class RulingForm(MoveForm):
    name = "grant_return"
    title = "登记退办裁定"
    button = "登记裁定"
    final = "已核对裁定，准予退办的不能再恢复办理"

    ruling = forms.ChoiceField(
        label="交办机关裁定",
        widget=forms.RadioSelect,
        choices=[("granted", "准予退办"), ("refused", "不予退办，由我局办理")],
    )
    text = Reason("交办机关的答复", help_text="谁答复的、什么时候、怎么说，有文号的写文号")
    received_on = Day("签收日期", help_text="不予退办的才用填：还没有签收过，从这一天起算期限")

    def adapt(self) -> None:
        self.about = f"申请退办的原因：{self.handling.return_reason}"
        if self.handling.received_on:
            del self.fields["received_on"]
        else:
            self.fields["received_on"].required = False

    def act(self) -> None:
        actions.rule_on_return(
            by=self.user,
            handling=self.handling,
            is_granted=self.cleaned_data["ruling"] == "granted",
            ruling=self.cleaned_data["text"],
            received_on=self.cleaned_data.get("received_on"),
        )

    @property
    def said(self) -> str:
        is_away = self.handling.state == S.RETURNED_AWAY
        return "已退办，可以归档。" if is_away else "不予退办，请分办。"


class NoteForm(MoveForm):
    name = "note"
    title = "阅存"
    button = "阅存"
    done = "已阅存，这件办结。"
    about = "不用书面答复的，阅后存档，随即办结。"
    final = "已阅，这件不用书面答复"

    def act(self) -> None:
        actions.note_and_close(by=self.user, handling=self.handling)


class SealForm(MoveForm):
    name = "seal"
    title = "用印登记"
    button = "登记用印"
    done = "已登记用印，请送达。"
    final = "已核对文号与原件，登记后不能更改"

    sealed_on = Day("用印日期")
    copies = forms.IntegerField(
        label="印数",
        min_value=1,
        max_value=999,
        error_messages={
            "min_value": "印数从 1 到 999，请核对。",
            "max_value": "印数从 1 到 999，请核对。",
            "invalid": "印数只填阿拉伯数字，如：6。",
        },
    )

    def adapt(self) -> None:
        issued = self.handling.letter.issued
        self.about = f"{issued.reference}，{issued.date:%Y-%m-%d} 签发。"

    def act(self) -> None:
        actions.seal(
            by=self.user,
            handling=self.handling,
            sealed_on=self.cleaned_data["sealed_on"],
            copies=self.cleaned_data["copies"],
        )


class DeliverForm(MoveForm):
    name = "deliver"
    title = "送达"
    button = "登记送达"
    final = "已核对送达日期，登记后不能更改"

    delivered_on = Day("送达日期")
    delivery = forms.CharField(
        label="送达方式", max_length=40, help_text="可从列出的方式中选，也可以自己填"
    )
    suggestions = {"delivery": DELIVERIES}

    def adapt(self) -> None:
        self.fields["delivery"].widget.attrs |= {"list": "delivery-ways", "autocomplete": "off"}
        self.about = f"主送：{self.handling.letter.addressee}。"
        if self.handling.is_answering and self.handling.proposal.needs_answer:
            self.about += "送达的同时请附《办理情况征询意见表》，征询期限从送达日起算。"

    def act(self) -> None:
        actions.deliver(
            by=self.user,
            handling=self.handling,
            delivered_on=self.cleaned_data["delivered_on"],
            delivery=self.cleaned_data["delivery"],
        )

    @property
    def said(self) -> str:
        due = self.handling.round.receipt_due_on
        return f"已登记送达，征询意见 {due:%Y-%m-%d} 截止。" if due else "已登记送达。"


class CloseForm(MoveForm):
    """办结 or 办结转跟踪: the class of the answer decides, and names page and button."""

    name = "close"
    final = "已核对，办结后不能再补录征询意见"

    def adapt(self) -> None:
        goes_on = is_to_follow_up(self.handling)
        self.name = "track" if goes_on else "close"
        self.title = self.button = MOVES[self.name].label
        self.done = "已办结，转入跟踪办理。" if goes_on else "已办结，可以归档。"
        if goes_on:
            self.about = "这一类结果要继续办理：承诺落实后再次答复，或写明结果后了结。"

    def act(self) -> None:
        actions.close(by=self.user, handling=self.handling)


class SettleForm(MoveForm):
    name = "settle"
    title = "跟踪了结"
    button = "了结"
    done = "跟踪已了结，可以归档。"
    about = "各项承诺都已写明结果；对代表、委员还有话说的，请先再次答复。"
    final = "各项承诺已逐项核对，了结后不能再跟踪"

    def act(self) -> None:
        actions.settle(by=self.user, handling=self.handling)


class AnswerAgainForm(MoveForm):
    name = "answer_again"
    title = "再次答复"
    button = "开始再次答复"
    about = "新开一轮，另写一份公文，重新审核、签发、送达；以前各轮的公文和征询意见都保留。"
    final = "确需再次书面答复"

    def act(self) -> None:
        actions.answer_again(by=self.user, handling=self.handling)

    @property
    def said(self) -> str:
        return f"已开始{self.handling.round}，由{self.handling.officer}拟稿。"


class ArchiveForm(MoveForm):
    name = "archive"
    title = "归档"
    button = "归档"
    done = "已归档。"
    about = "归档后各项记录只供查阅和下载。"
    final = "材料齐全，归档后不能再改"

    def act(self) -> None:
        actions.archive(by=self.user, handling=self.handling)


FORMS: dict[str, type[MoveForm]] = {
    form.name: form
    for form in (
        AcceptForm,
        AskReturnForm,
        RulingForm,
        AssignForm,
        ReassignForm,
        NoteForm,
        SealForm,
        DeliverForm,
        CloseForm,
        SettleForm,
        AnswerAgainForm,
        ArchiveForm,
    )
}
