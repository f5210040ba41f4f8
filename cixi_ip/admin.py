"""Accounts, departments and the record of events in the admin; who may do what is in roles.py."""

import json
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth import admin as stock
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from cixi_ip import actions, panels
from cixi_ip.models import Department, Event, User
from cixi_ip.site import ActionForm, BureauAdmin, ViewOnlyAdmin

# The stock pages would edit roles and passwords past the actions.
stock.admin.site.unregister(Group)

MANY_SPACES = {"autocomplete": "new-password"}


class AccountForm(ActionForm):
    password1 = forms.CharField(
        label="密码",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs=MANY_SPACES),
        help_text="至少 10 个字符，不能全是数字，也不能与账号相近。已有账号留空则不改密码。"
        "本人首次登录时须另换一个。",
    )
    password2 = forms.CharField(
        label="再输一次密码",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs=MANY_SPACES),
    )

    class Meta:
        model = User
        fields = ["username", "full_name", "department", "is_active"]
        labels = {"username": "账号", "is_active": "可以登录"}
        help_texts = {
            "username": "登录用，可用字母、数字和 @ . + - _",
            "is_active": "取消勾选即停用账号：立即不能再用，记录仍保留。账号不能删除。",
        }

    def clean_password2(self) -> str:
        password = self.cleaned_data["password2"]
        if password != self.cleaned_data.get("password1", ""):
            raise ValidationError("两次输入的密码不一致，请重新输入。")
        return password

    def act(self) -> None:
        actions.save_user(by=self.by, user=self.instance, password=self.cleaned_data["password1"])

    def refuse(self, error: ValidationError) -> None:
        """What the password rules say belongs beside the password."""
        if not hasattr(error, "error_dict"):
            error = ValidationError({"password1": error.error_list})
        super().refuse(error)


class RolesForm(ActionForm):
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("pk"),
        label="角色",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="系统管理员、安全管理员、审计员须各由一人单独担任；其他角色可以兼任。",
    )

    class Meta:
        model = User
        fields = []

    def act(self) -> None:
        actions.grant_roles(by=self.by, user=self.instance, roles=self.cleaned_data["groups"])


@admin.register(User)
class UserAdmin(BureauAdmin):
    """The system administrator keeps the accounts, the security administrator their roles."""

    section = "账号与记录"
    place = 30
    list_display = ["username", "full_name", "department", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups", "department"]
    search_fields = ["username", "full_name"]
    search_help_text = "可搜账号、姓名"
    date_hierarchy = "date_joined"
    actions = ["unlock"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("department").prefetch_related("groups")

    @admin.display(description="角色", empty_value="（未授予）")
    def roles(self, user: User) -> str | None:
        return "、".join(group.name for group in user.groups.all()) or None

    def has_unlock_permission(self, request: HttpRequest) -> bool:
        return not self.only_grants(request)

    @admin.action(description="解除登录锁定", permissions=["unlock"])
    def unlock(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            if actions.unlock(by=request.user, user=user):
                messages.success(request, f"“{user}”可以重新登录了。")
            else:
                messages.info(request, f"“{user}”没有被锁定，无须解除。")

    @staticmethod
    def only_grants(request: HttpRequest) -> bool:
        return not request.user.has_perm("cixi_ip.change_user")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if self.only_grants(request):
            is_own = obj is not None and obj.pk == request.user.pk
            return request.user.has_perm("cixi_ip.grant_roles") and not is_own
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = RolesForm if self.only_grants(request) else AccountForm
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        account: list[str] = ["username", "full_name", "department", "is_active"]
        if not self.has_change_permission(request, obj):
            return [("账号", {"fields": account}), ("角色", {"fields": ["roles"]})]
        if self.only_grants(request):
            return [("账号", {"fields": account}), ("角色", {"fields": ["groups"]})]
        told = [("角色", {"fields": ["roles"], "description": "角色由安全管理员授予。"})]
        return [
            ("账号", {"fields": account}),
            ("密码", {"fields": ["password1", "password2"]}),
            *(told if obj else []),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        if self.only_grants(request):
            return ["username", "full_name", "department", "is_active", "roles"]
        return ["roles"]


class DepartmentForm(ActionForm):
    class Meta:
        model = Department
        fields = ["name", "order"]

    def act(self) -> None:
        actions.save_department(by=self.by, department=self.instance)


@admin.register(Department)
class DepartmentAdmin(BureauAdmin):
    section = "账号与记录"
    place = 31
    form = DepartmentForm
    list_display = ["name", "order"]


DETAIL_NAMES = {
    "address": "地址",
    "path": "页面",
    "role": "角色",
    "accounts": "账号数",
    "value": "数值",
    "counts": "各有几条",
    "refusal": "不能导入的原因",
    "removed": "删去的内容",
    "register": "登记册",
    "dropped": "并入的企业",
    "id": "编号",
    "name": "名称",
    "credit_code": "统一社会信用代码",
    "moved": "移过来的登记数",
    "into": "并入",
    "rows": "行数",
    "enterprises": "一并登记的企业数",
    "submission": "批次编号",
    "kind_of_file": "文件格式",
    "version": "数据版本",
    "chosen": "筛选条件",
    "file": "文件",
    "figures": "数据条数",
    "targets": "目标条数",
    "basis": "核对时的数据版本",
    "on_behalf_of": "代谁办理",
    "deputy": "代办人",
    "starts_on": "开始日期",
    "ends_on": "结束日期",
    "number": "发文字号",
    "edition": "稿次",
    "sha256": "校验码",
    "size": "字节数",
    "due_on": "截止日期",
    "assignments": "分工",
    "reason": "原因",
    "source": "来源",
    "doc_no": "文号",
    "issuer": "发布单位",
    "changes": "变动",
    "before": "原有",
    "after": "现有",
    "username": "账号",
    "full_name": "姓名",
    "department": "科室",
    "is_active": "可以登录",
    "move": "步骤",
    "state": "状态",
    "ruling": "交办机关的答复",
    "case": "并入的件",
    "days": "各天安排",
    "registered": "登记的件",
    "of": "取自",
    "round": "轮次",
    "comment": "意见",
    "note": "说明",
    "officer": "经办人",
    "day": "日期",
    "received_on": "收到日期",
    "asked": "发出日期",
    "returned_on": "退回日期",
    "started_on": "起算日期",
    "sealed_on": "用印日期",
    "copies": "印数",
    "delivered_on": "送达日期",
    "delivery": "送达方式",
    "attitude": "办理态度",
    "result": "办理结果",
    "proposer": "提出人",
    "on_paper": "纸质回执",
    "way": "方式",
    "unit": "单位",
    "opinion": "意见摘要",
    "due": "应回日期",
    "asks": "诉求",
    "to": "并入",
    "owner": "责任人",
    "text": "内容",
    "outcome": "结果",
    "indicator": "关联指标",
    "extent": "公开范围",
    "place": "公开位置",
    "what": "哪个期限",
    "why": "缘由",
    "is_estimated": "预估",
    "paragraphs": "退回时各段的指纹",
}


def detail_order(item: tuple[str, object]) -> int:
    names = list(DETAIL_NAMES)
    return names.index(item[0]) if item[0] in names else len(names)


# The kind of an event is the label of its move.
SAID_BY_KIND = ("move",)


def in_words(event: Event, name: str, value: object) -> object:
    """A code as the pages print it: the label of a choice of the subject's own field, 是 or 否."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if name != "state" or not event.subject_type:
        return panels.in_words(name, value) if isinstance(value, str) else value
    states = getattr(apps.get_model(event.subject_type), "State", None)
    return dict(states.choices).get(value, value) if states else value


def plain(value: object) -> str:
    if isinstance(value, dict):
        value = {DETAIL_NAMES.get(name, name): inner for name, inner in value.items()}
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@admin.register(Event)
class EventAdmin(ViewOnlyAdmin):
    section = "账号与记录"
    place = 32
    list_display = ["at", "kind", "who", "subject", "short_detail"]
    list_display_links = ["at", "kind"]
    list_filter = ["kind", ("by", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["by_label", "by__username", "subject_label", "subject_id", "kind"]
    search_help_text = "可搜操作人、对象、行为"
    date_hierarchy = "at"
    list_select_related = ["by"]
    fields = ["at", "kind", "who", "subject", "whole_detail"]
    show_full_result_count = False

    @admin.display(description="操作人", ordering="by_label")
    def who(self, event: Event) -> str:
        return f"{event.by_label}（{event.by.username}）" if event.by else event.by_label

    @admin.display(description="对象", ordering="subject_type")
    def subject(self, event: Event) -> str:
        if not event.subject_type:
            return ""
        noun = apps.get_model(event.subject_type)._meta.verbose_name
        return f"{noun} {event.subject_id}：{event.subject_label}"

    @admin.display(description="详情")
    def whole_detail(self, event: Event) -> str:
        return "；".join(
            f"{DETAIL_NAMES.get(name, name)}：{plain(in_words(event, name, value))}"
            for name, value in sorted(event.detail.items(), key=detail_order)
            if value not in ("", None, {}) and name not in SAID_BY_KIND
        )

    @admin.display(description="详情")
    def short_detail(self, event: Event) -> str:
        shown = self.whole_detail(event)
        return shown if len(shown) <= 60 else shown[:60] + "…"
