"""A draft as a Word file, and an edited one shown beside the draft before it is taken over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from cixi_ip.models import Event
from cixi_ip.web import needs, refused_to
from proposals import actions
from proposals.forms import ASIDE, DraftForm
from proposals.letters.docx.package import LARGEST, too_large
from proposals.models import Handling, Letter
from proposals.views.desk import desk_context
from proposals.views.finding import letter_of, of_proposal, readable_letter
from proposals.word import read_back, word_draft

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@needs("proposals.view_handling")
@refused_to("proposal_detail", "proposal")
@of_proposal
def letter_docx(request: HttpRequest, handling: Handling) -> HttpResponse:
    letter = readable_letter(handling, request.user)
    name, content = word_draft(letter, moment=timezone.now().replace(microsecond=0))
    Event.objects.record("下载 Word 稿", by=request.user, subject=handling, file=name)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=WORD, headers=headers)


@require_POST
@needs("proposals.draft_letter")
@refused_to("letter_desk", "proposal")
@of_proposal
def letter_from_docx(request: HttpRequest, handling: Handling) -> HttpResponse:
    """The desk filled from a file, with all that would change; nothing is saved by looking."""
    letter = letter_of(handling)
    actions.own_and_open(handling, request.user)
    back = read_back(letter, uploaded(request))
    if not back.differences and not back.notes:
        messages.success(request, "文件与现存的稿件相同，没有可采用的改动。")
        return redirect("letter_desk", proposal=handling.proposal_id)
    form = filled(letter, back.values)
    form.is_valid()
    messages.info(request, "这是从文件中读到的内容，还没有保存。")
    context = desk_context(form, letter, None, request.user) | {"word": back}
    return render(request, "proposals/desk.html", context)


def uploaded(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise ValidationError("请先选择改好的 Word 文件（.docx），再按“读回”。")
    if file.size is None or file.size > LARGEST:
        raise ValidationError(too_large(file.size or 0))
    return file.read()


def filled(letter: Letter, values: dict[str, str]) -> DraftForm:
    """The desk's form as if the officer had typed what the file says."""
    stored = DraftForm(instance=letter)
    data = QueryDict(mutable=True)
    for field in stored:
        data[field.html_name] = str(field.value() or "")
    data.update({"seen_edition": str(letter.edition)})
    for name, value in values.items():
        data[name] = value
    data.setlist(ASIDE, stored.aside)
    return DraftForm(data, instance=letter)
