"""The date of receipt of a case that was taken over without one."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from cixi_ip.web import needs, refused_to
from proposals import actions
from proposals.dealing_forms import ReceiptForm
from proposals.models import Handling
from proposals.views.dealing import Page, filled
from proposals.views.finding import of_proposal
from proposals.workflow import ACCEPT


@require_http_methods(["GET", "POST"])
@needs(ACCEPT)
@refused_to("proposal_detail", "proposal")
@of_proposal
def receipt(request: HttpRequest, handling: Handling) -> HttpResponse:
    if not actions.lacks_receipt(handling):
        raise ValidationError(f"{handling}不用补填签收日期。还没有签收的，请按“签收”。")
    form = ReceiptForm(request.POST or None)
    return filled(
        request,
        handling,
        form,
        lambda: actions.fill_receipt(by=request.user, handling=handling, **form.cleaned_data),
        Page(
            "补填签收日期",
            "补填",
            "签收日期已补填，期限已算出。",
            "dues",
            about=(
                "接管时没有签收日期的，照收文登记簿补填；从签收日起算的期限随即算出。",
                "填后不能再改，请先核对。",
            ),
            is_grave=True,
        ),
    )
