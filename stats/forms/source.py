"""The form of a source."""

from stats import actions
from stats.forms.plain import PlainForm
from stats.models import (
    Source,
)


class SourceForm(PlainForm):
    class Meta:
        model = Source
        fields: list[str] = []
        error_messages = {
            "title": {"unique": "已有同样标题的来源，请直接选用；另一份文件请写明区别。"}
        }

    def act(self) -> None:
        actions.save_source(by=self.by, source=self.instance)
