"""What the page for readers of the interface shows, taken from the document itself."""

from dataclasses import dataclass
from typing import Any

from stats.api.service import document

# One address to try for each operation, by its name in the document.
EXAMPLES = {
    "indicators": "/indicators",
    "indicator": "/indicators/patent.granted",
    "regions": "/regions",
    "region": "/regions/330282-BJ",
    "observations": "/observations?indicator=patent.granted&region=330282-BJ&year_from=2018",
    "notes": "/notes?indicator=patent.granted",
    "targets": "/targets",
}


@dataclass(frozen=True)
class Parameter:
    name: str
    title: str
    rule: str
    may_repeat: bool
    default: str


@dataclass(frozen=True)
class Operation:
    address: str
    summary: str
    words: str
    parameters: tuple[Parameter, ...]
    example: str


@dataclass(frozen=True)
class Part:
    """One part of what is answered of a figure."""

    name: str
    title: str
    words: str


def operations() -> list[Operation]:
    """Every operation of the document, in its order."""
    described = document()
    root = min(described["paths"], key=len).rsplit("/", 1)[0]
    return [operation(path, root, methods["get"]) for path, methods in described["paths"].items()]


def operation(path: str, root: str, described: dict[str, Any]) -> Operation:
    example = EXAMPLES.get(described["operationId"], "")
    return Operation(
        address=path,
        summary=described["summary"],
        words=described.get("description", ""),
        parameters=tuple(parameter(one) for one in described["parameters"]),
        example=root + example if example else "",
    )


def parameter(described: dict[str, Any]) -> Parameter:
    schema = described["schema"]
    default = schema.get("default")
    return Parameter(
        name=described["name"],
        title=schema["title"],
        rule=described["description"],
        may_repeat=schema["type"] == "array",
        default="" if default in (None, []) else str(default),
    )


def parts() -> list[Part]:
    """What is answered of each figure, in the order of the answer."""
    shapes = document()["components"]["schemas"]
    return [part(name, one, shapes) for name, one in shapes["Observation"]["properties"].items()]


def part(name: str, described: dict[str, Any], shapes: dict[str, Any]) -> Part:
    """A part that has parts of its own names them; one that needs no words shows an example."""
    choices = described.get("anyOf", [described])
    inner = next((shapes[one["$ref"].rsplit("/", 1)[-1]] for one in choices if "$ref" in one), {})
    names = "、".join(f"{key} {one['title']}" for key, one in inner.get("properties", {}).items())
    examples = "、".join(described.get("examples", []))
    return Part(
        name=name,
        title=described.get("title") or inner["title"],
        words=described.get("description") or names or (f"如 {examples}" if examples else ""),
    )
