"""The registers: lists the bureau keeps, how they are shown, filled and counted."""

from stats.registers import brands, enterprises
from stats.registers.register import Register

REGISTERS: dict[str, Register] = {
    register.slug: register
    for register in (
        enterprises.ENTERPRISES,
        enterprises.PROGRAMMES,
        enterprises.HONOURS,
        enterprises.SCALE,
        enterprises.CONTACTS,
        *brands.ALL,
    )
}

__all__ = ["REGISTERS", "Register"]
