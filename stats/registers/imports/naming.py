"""Finds what a sheet names: an enterprise by code or name, anything else by name or code."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from cixi_ip.workbooks.cells import squeezed
from stats.models import Enterprise, FormerName
from stats.registers.imports.reading import CODE, TOWN

NAMING = ("name", "short_name", "code", "title", "number")


class Unnamed(ValueError):
    """Nothing, or not one thing alone, is called so; `column` is the cell at fault."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class Names:
    """The rows a relation may lead to, by every word that names them; a query."""

    def __init__(self, field: Field) -> None:  # type: ignore[type-arg]
        self.name, self.what = field.name, field.related_model._meta.verbose_name  # type: ignore[union-attr]
        self.found: dict[str, dict[int, Model]] = defaultdict(dict)
        rows = field.related_model._default_manager.complex_filter(  # type: ignore[union-attr]
            field.get_limit_choices_to()  # type: ignore[attr-defined]
        )
        # Many a row is called after others it names.
        named = [one.name for one in rows.model._meta.concrete_fields if one.is_relation]
        for row in rows.select_related(*named) if named else rows:
            for word in (str(row), *(str(getattr(row, name, "")) for name in NAMING)):
                self.found[squeezed(word)][row.pk] = row

    def find(self, said: str) -> Model:
        same = list(self.found.get(squeezed(said), {}).values())
        if not same:
            raise Unnamed(self.name, f"没有叫“{said}”的{self.what}。请照登记的名称填写。")
        if len(same) > 1:
            raise Unnamed(self.name, f"有几个{self.what}都叫“{said}”。请写全称。")
        return same[0]


class Firms:
    """All enterprises by code and name, and those a sheet brings; two queries.

    `find` gives the number of a registered one (that it was merged into), or a new one.
    """

    def __init__(self, *, towns: Names | None) -> None:
        self.towns = towns
        self.codes: dict[str, int] = {}
        self.names: dict[str, list[int]] = defaultdict(list)
        self.called: dict[int, set[str]] = defaultdict(set)
        self.code_of: dict[int, str] = {}
        self.merged: dict[int, int] = {}
        self.brought: dict[str, Enterprise] = {}
        rows = Enterprise.objects.order_by().values_list("pk", "name", "credit_code", "merged_into")
        for pk, name, code, merged_into in rows:
            self.codes[code], self.code_of[pk] = pk, code
            self.called[pk].add(squeezed(name))
            if merged_into is None:
                self.names[squeezed(name)].append(pk)
            else:
                self.merged[pk] = merged_into
        for pk, name in FormerName.objects.order_by().values_list("enterprise", "name"):
            self.called[pk].add(squeezed(name))

    def find(self, column: str, said: str, code: str = "", town: str = "") -> int | Enterprise:
        code = squeezed(code or (said if squeezed(said).upper() in self.codes else "")).upper()
        named = "" if squeezed(said).upper() == code else said
        if code in self.codes:
            return self.registered(column, named, self.codes[code])
        same = self.names.get(squeezed(said), [])
        if code:
            return self.bring(column, said, code, town)
        if len(same) != 1:
            raise Unnamed(column, self.unknown(said, is_shared=bool(same)))
        return same[0]

    def registered(self, column: str, named: str, pk: int) -> int:
        kept = pk
        while kept in self.merged:
            kept = self.merged[kept]
        if named and squeezed(named) not in self.called[pk] | self.called[kept]:
            raise Unnamed(
                column,
                f"代码{self.code_of[pk]}登记的不是“{named}”。"
                "请核对名称和代码；更名的，先在企业登记册里改名。",
            )
        return kept

    def unknown(self, said: str, *, is_shared: bool) -> str:
        if is_shared:
            return f"有几家企业都叫“{said}”。请加“{CODE}”一栏填上代码。"
        if self.towns is None:
            return f"企业登记册里没有“{said}”。请核对全称，或先到企业登记册里登记。"
        return (
            f"企业登记册里没有“{said}”。请核对全称；是新企业的，"
            f"补上“{CODE}”“{TOWN}”两栏，一并登记。"
        )

    def bring(self, column: str, said: str, code: str, town: str) -> Enterprise:
        """An enterprise that is not registered yet and that the row says enough of."""
        if same := self.names.get(squeezed(said)):
            raise Unnamed(
                CODE,
                f"“{said}”登记的代码是{self.code_of[same[0]]}，表中是{code}。请核对后改成一致。",
            )
        if self.towns is None or not said:
            raise Unnamed(
                CODE, f"企业登记册里没有代码{code}。请核对，或先到企业登记册里登记这家企业。"
            )
        if code in self.brought:
            if squeezed(self.brought[code].name) != squeezed(said):
                raise Unnamed(
                    CODE, f"代码{code}在表中写给了“{self.brought[code].name}”。请核对后改正。"
                )
            return self.brought[code]
        made = Enterprise(name=said, credit_code=code, town=self.towns.find(town) if town else None)
        refuse_wrong(column, made)
        return self.brought.setdefault(code, made)


def refuse_wrong(column: str, made: Enterprise) -> None:
    try:
        made.clean_fields(exclude=["town"])
    except ValidationError as error:
        told: dict[str, list[Any]] = error.message_dict
        if "name" in told:
            raise Unnamed(
                column, f"企业名称“{made.name[:20]}”过长。请写全称，最多80字。"
            ) from error
        raise Unnamed(CODE, "；".join(told.get("credit_code", error.messages))) from error
