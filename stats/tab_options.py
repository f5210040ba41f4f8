"""The options of a tab in its address: read, refused when unknown, kept in links and keys."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404
from django.template.loader import render_to_string

from cixi_ip.panels import Asked
from stats import figures
from stats.choices import chosen
from stats.kept import cached

Link = tuple[str, str, bool]  # what it says, its address, whether it is the chosen one


def picked(asked: Asked, name: str, known: Mapping[str, str], what: str) -> str:
    """The value of an option, empty where the address has none; 404 in Chinese if unknown."""
    value = asked.options.get(name, "")
    if value and value not in known:
        offered = "、".join(f"{said}（{code}）" for code, said in known.items()) or "（还没有）"
        raise Http404(f"没有“{value[:20]}”{what}。可选：{offered}。")
    return value


def indicator(asked: Asked, offer: Callable[[], Mapping[str, str]]) -> str:
    """The indicator asked for: any of the catalogue. `offer` names those the year has."""
    catalogue = cached(("codes", asked.version), lambda: dict.fromkeys(figures.meanings(), ""))
    if asked.options.get("indicator", "") in catalogue:
        return asked.options["indicator"]
    return picked(asked, "indicator", offer(), "这个指标") if "indicator" in asked.options else ""


def only(asked: Asked, **options: str) -> Asked:
    """The question with these options and no others: they go into addresses and keys."""
    return replace(asked, options={name: value for name, value in options.items() if value})


def key(slug: str, asked: Asked) -> tuple[object, ...]:
    """The options as `only` left them, never as an address happens to write them."""
    options = sorted(asked.options.items())
    return ("tab", slug, asked.version, asked.year, asked.scope, urlencode(options))


def links(asked: Asked, name: str, choices: Mapping[str, str], current: str) -> list[Link]:
    """One link for each value of an option; the other options stay."""
    kept = {"year": asked.year, "scope": asked.scope, **asked.options}
    return [
        (said, f"?{urlencode(kept | {name: value})}", value == current)
        for value, said in choices.items()
    ]


def rendered(slug: str, asked: Asked, context: Mapping[str, object]) -> str:
    """The body of a tab, with what links to its files need."""
    found = chosen(asked)
    extra = f"&{urlencode(asked.options)}" if asked.options else ""
    files = {"files": f"/board/{slug}/", "query": found.query + extra}
    frame = {"year": found.year, "scope_name": found.scope_name, "scope": found.scope}
    return render_to_string(f"stats/{slug}.html", {**frame, **files, **context})
