"""Which colours say that a figure rose or fell: asked for only by pages that print changes."""

from functools import partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from stats import figures
from stats.kept import cached
from stats.models import Display


def chosen(version: str) -> str:
    """Of Display.Tones; worked out once for each version of the data."""
    return cached(("tones", version), read)


def read() -> str:
    found: str | None = Display.objects.values_list("tones", flat=True).first()
    return found or str(Display.Tones.NEUTRAL)


def of_request(request: HttpRequest) -> str:
    return chosen(getattr(request, "data_version", None) or figures.version())


def tones(request: HttpRequest) -> dict[str, object]:
    """Context of every template; a page that does not print TONES asks the database nothing."""
    return {"TONES": SimpleLazyObject(partial(of_request, request))}
