"""The search over proposals and signed letters, and the text of a letter it leads to."""

import re
from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cixi_ip.bigrams import LONGEST_QUERY, query
from cixi_ip.web import needs
from proposals import searching
from proposals.excerpts import Piece, beginning, excerpt, marked, pattern
from proposals.forms import FilterForm
from proposals.models import (
    CongressSession,
    Handling,
    IssuedLetter,
    Proposal,
    Role,
    SearchDocument,
)

A_PAGE = 20
ALL = [("", "全部")]


class SearchForm(FilterForm):
    q = forms.CharField(
        label="查找",
        max_length=LONGEST_QUERY,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    session = forms.ModelChoiceField(
        label="届次", queryset=CongressSession.objects.all(), empty_label="全部", required=False
    )
    kind = forms.ChoiceField(label="类别", choices=ALL + Proposal.Kind.choices, required=False)
    role = forms.ChoiceField(label="我局角色", choices=ALL + Role.choices, required=False)
    state = forms.ChoiceField(label="状态", choices=ALL + Handling.State.choices, required=False)

    @property
    def narrowing(self) -> searching.Narrowing:
        values = {name: self.cleaned_data[name] for name in ("kind", "role", "state")}
        session = self.cleaned_data["session"]
        return searching.Narrowing(session=session.pk if session else None, **values)


@dataclass(frozen=True)
class Result:
    """A document as the page shows it, with the words looked for marked."""

    handling: Handling
    issued: IssuedLetter | None
    title: tuple[Piece, ...]
    reference: tuple[Piece, ...]
    lines: tuple[Piece, ...]


@require_GET
@needs("proposals.view_handling")
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    typed = form.cleaned_data.get("q", "") if form.is_valid() else ""
    found = searching.find(query(typed), form.narrowing) if typed else []
    page = Paginator(found[: searching.MOST], A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "q": typed,
        "has_words": bool(query(typed)),
        "is_narrowed": any(request.GET.get(name) for name in searching.CONDITIONS),
        "page": page,
        "has_more": len(found) > searching.MOST,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "results": results(list(page.object_list), typed),
    }
    return render(request, "proposals/search.html", context)


def results(numbers: list[int], typed: str) -> list[Result]:
    """The documents of these numbers in their order, in a fixed number of queries."""
    rows = (
        SearchDocument.objects.select_related("handling__proposal__session", "issued")
        .defer("issued__pdf", "issued__figures", "issued__checks")
        .prefetch_related("handling__proposal__asks", "handling__proposal__proposers")
        .in_bulk(numbers)
    )
    wanted = pattern(typed)
    return [result(rows[number], wanted) for number in numbers if number in rows]


def result(document: SearchDocument, wanted: re.Pattern[str] | None) -> Result:
    handling, issued = document.handling, document.issued
    subject = issued or handling.proposal
    body = (
        searching.body_of_letter(issued)
        if issued
        else searching.body_of_proposal(handling.proposal)
    )
    return Result(
        handling,
        issued,
        title=marked(subject.title, wanted),
        reference=marked(subject.reference, wanted),
        lines=excerpt(body, wanted) or beginning(body),
    )


@require_GET
@needs("proposals.view_handling")
def issued_text(request: HttpRequest, issued: int) -> HttpResponse:
    """A signed letter of any round as text, with what was looked for marked."""
    if issued > BigIntegerField.MAX_BIGINT:
        raise Http404("没有这件公文，请重新查找。")
    rows = IssuedLetter.objects.select_related("letter__round__handling__proposal__session")
    letter = get_object_or_404(rows.defer("pdf"), pk=issued)
    wanted = pattern(request.GET.get("q", ""))
    context = {
        "issued": letter,
        "handling": letter.letter.round.handling,
        "round": letter.letter.round,
        "lines": [(line, marked(line, wanted)) for line in letter.body.splitlines()],
    }
    return render(request, "proposals/issued_text.html", context)
