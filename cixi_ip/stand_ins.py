"""The page on which one names a deputy for some days, and sees for whom one stands in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cixi_ip import actions
from cixi_ip.models import StandIn, User
from cixi_ip.site import ActionForm
from cixi_ip.web import refused_to
from cixi_ip.wording import chinese_date

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DeputyField(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return f"{user}（{user.department or user.username}）"


class DeputyForm(ActionForm):
    deputy = DeputyField(
        User.objects.none(),
        label="代办人",
        empty_label="请选择",
        error_messages={
            "required": "请选择代办人。",
            "invalid_choice": "所选的人不在列表中，请重新选择。",
        },
    )

    class Meta:
        model = StandIn
        fields = ["deputy", "starts_on", "ends_on", "reason"]
        labels = {"starts_on": "自哪一天", "ends_on": "至哪一天"}
        widgets = {"starts_on": DAY, "ends_on": DAY}
        help_texts = {
            "ends_on": f"含这一天；一次最多 {actions.LONGEST_STAND_IN.days} 天",
            "reason": "如：年休假",
        }
        error_messages = {
            name: {
                "required": f"请填写{label}。",
                "invalid": f"{label}请填日期，如 2023-01-31。",
                "max_length": f"{label}最多 %(limit_value)d 字，现有 %(show_value)d 字，请缩短。",
            }
            for name, label in (
                ("starts_on", "开始日期"),
                ("ends_on", "结束日期"),
                ("reason", "事由"),
            )
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["deputy"].queryset = actions.possible_deputies(by).select_related("department")

    def act(self) -> None:
        self.instance = actions.name_deputy(by=self.by, **self.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def stand_ins(request: HttpRequest) -> HttpResponse:
    form = DeputyForm(request.POST or None, by=request.user)
    if request.method == "POST":
        actions.require(request.user, "cixi_ip.add_standin", "授权他人代办")
        if form.is_valid():
            first = chinese_date(form.instance.starts_on)
            messages.success(request, f"{form.instance}，自{first}起。")
            return redirect("stand_ins")
    context = {
        "form": form,
        "given": StandIn.objects.filter(principal=request.user).select_related("deputy"),
        "received": StandIn.objects.filter(deputy=request.user).select_related("principal"),
    }
    return render(request, "cixi_ip/stand_ins.html", context)


@require_POST
@refused_to("stand_ins")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    stand_in = StandIn.objects.filter(principal=request.user, pk=pk).first()
    if stand_in is None:
        raise Http404("没有这样一次授权。请从“授权代办”页面办理。")
    actions.end_stand_in(by=request.user, stand_in=stand_in)
    messages.success(request, f"{stand_in}，现在结束。")
    return redirect("stand_ins")
