"""What a program is answered instead of an error page: one JSON shape, its sentences in Chinese."""

from collections.abc import Sequence

from django.http import HttpRequest, JsonResponse

FOR_PROGRAMS = "/api/"


def from_program(request: HttpRequest) -> bool:
    return request.path.startswith(FOR_PROGRAMS)


def problem(
    status: int, title: str, detail: str, parameters: Sequence[dict[str, str]] = ()
) -> JsonResponse:
    """`parameters` are pairs of `name` and `message`, one for each parameter at fault."""
    return JsonResponse(
        {"status": status, "title": title, "detail": detail, "parameters": list(parameters)},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
