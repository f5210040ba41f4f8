"""The registers: lists the bureau keeps, how they are shown, filled and counted."""

from stats.registers import brands, chains, enterprises, plans, protection, rights, service
from stats.registers.register import Register

REGISTERS: dict[str, Register] = {
    register.slug: register
    for register in (
        enterprises.ENTERPRISES,
        enterprises.PROGRAMMES,
        enterprises.HONOURS,
        enterprises.SCALE,
        enterprises.CONTACTS,
        chains.CHAINS,
        chains.NODES,
        chains.HOLDERS,
        chains.INITIATIVES,
        chains.TASKS,
        plans.PLANS,
        plans.MEMBERS,
        plans.NEW_PRODUCTS,
        rights.PLEDGES,
        rights.TRANSFERS,
        service.VISITS,
        service.TRAININGS,
        service.TRAINING_FIRMS,
        service.POLICIES,
        service.AWARDS,
        service.APPEALS,
        service.PROBLEMS,
        service.MEASURES,
        *protection.PROTECTION,
        *brands.ALL,
    )
}

__all__ = ["REGISTERS", "Register", "name_of"]


def name_of(slug: str) -> str:
    """What a register is called; the slug itself for one that is kept no more."""
    return REGISTERS[slug].name if slug in REGISTERS else slug
