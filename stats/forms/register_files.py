"""Forms of a sheet for a register: the upload, and what is confirmed."""

from django import forms

from cixi_ip.sent_sheets import SeenForm, SheetField
from stats.forms.importing import OwnWordsForm


class RowsForm(OwnWordsForm):
    file = SheetField()


class TakeForm(SeenForm, OwnWordsForm):
    leaves_faulty = forms.BooleanField(label="有问题的先不导入，其余照常导入", required=False)
