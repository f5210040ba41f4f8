"""Who keeps which register, and who sees whom."""

from cixi_ip.models import User
from stats.registers.register import Register

READ, KEEP = "stats.view_enterprise", "stats.keep_registers"
SEE_CONTACTS = "stats.view_contacts"


def sits_in(user: User, register: Register) -> bool:
    """Whether the user, or somebody they stand in for, belongs to the office of a register."""
    offices = User.objects.filter(pk__in=user.acts_for()).values_list("department__name", flat=True)
    return register.office in offices


def keeps(user: User, register: Register) -> bool:
    return user.has_perm(KEEP) and sits_in(user, register)
