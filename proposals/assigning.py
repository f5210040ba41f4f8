"""Whom a case is given to: the choice of a section, and of an officer of it."""

from itertools import groupby
from typing import Any

from django import forms

from cixi_ip.models import Department, User
from proposals import actions
from proposals.move_base import MoveForm

NO_SECTION = "未定科室"


class Assigning(MoveForm):
    """The choice of a section, and of an officer of it."""

    department = forms.ModelChoiceField(
        label="承办科室", queryset=Department.objects.all(), empty_label="按经办人所在科室"
    )
    officer = forms.ChoiceField(label="经办人", required=False)

    def adapt(self) -> None:
        self.fields["department"].required = False
        self.fields["department"].initial = self.handling.department_id
        self.fields["officer"].choices = officers()  # type: ignore[attr-defined]
        self.fields["officer"].initial = self.handling.officer_id or ""

    def clean_officer(self) -> User | None:
        chosen = self.cleaned_data["officer"]
        return User.objects.select_related("department").get(pk=chosen) if chosen else None

    def section(self) -> Department | None:
        officer = self.cleaned_data.get("officer")
        return self.cleaned_data.get("department") or (officer and officer.department)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.needs_section() and self.section() is None and not self.errors:
            self.add_error("department", "请选承办科室，或选一位有科室的经办人。")
        return cleaned

    def needs_section(self) -> bool:
        return True

    def assign(self, note: str) -> None:
        section = self.section()
        if section is None:
            return
        actions.assign(
            by=self.user,
            handling=self.handling,
            department=section,
            officer=self.cleaned_data["officer"],
            note=note,
        )


def officers() -> list[tuple[str, object]]:
    """Who may write letters, by section."""
    found = (
        User.objects.filter(
            is_active=True,
            groups__permissions__codename="draft_letter",
            groups__permissions__content_type__app_label="proposals",
        )
        .select_related("department")
        .order_by("department__order", "department__name", "full_name", "username")
        .distinct()
    )
    by_section = groupby(found, lambda one: str(one.department or NO_SECTION))
    groups = [
        (section, [(str(one.pk), str(one)) for one in people]) for section, people in by_section
    ]
    return [("", "先不定，由科室内承办"), *groups]
