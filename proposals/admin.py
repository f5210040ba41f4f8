"""What the office sets for letters, in the admin: sessions, settings by role, number series."""

from django.contrib import admin

from cixi_ip.site import ActionForm, BureauAdmin
from proposals import actions
from proposals.models import CongressSession, NumberSeries, RoleSetting


class SettingForm(ActionForm):
    def act(self) -> None:
        actions.save_setting(by=self.by, setting=self.instance)


@admin.register(CongressSession)
class CongressSessionAdmin(BureauAdmin):
    section = "建议提案"
    place = 40
    form = SettingForm
    fields = ["name", "body", "year", "note"]
    list_display = ["name", "body", "year", "note"]


@admin.register(RoleSetting)
class RoleSettingAdmin(BureauAdmin):
    section = "建议提案"
    place = 41
    form = SettingForm
    fields = [
        "session",
        "role",
        "page_form",
        "shows_signer",
        "record_on_even_page",
        "attaches_provenance",
        "series",
        "cc",
        "note",
    ]
    list_display = ["session", "role", "page_form", "series", "cc", "note"]
    list_filter = ["session"]
    list_select_related = ["session"]


@admin.register(NumberSeries)
class NumberSeriesAdmin(BureauAdmin):
    section = "建议提案"
    place = 42
    form = SettingForm
    fields = ["prefix", "year", "next_number"]
    list_display = ["prefix", "year", "next_number"]
