"""The units of a case: which of them we are, and what our role follows from; pure."""

import re
from collections.abc import Sequence

OURS = re.compile(
    r"(?:浙江省)?(?:宁波市)?(?:慈溪)?市?(?:市场监督管理局|市场监管局|知识产权局)(?:[(（].*[)）])?"
)
# What a body that puts proposals forward is called, where persons have names.
BODIES = re.compile(
    r"代表团|委员会|专委会|党派|支部|总支|工商联|共青团|妇联|总工会|界$|组$|团体|协会|侨联"
    r"|^民[革盟建进]|农工党|致公党|九三学社|台盟"
)


def own_role(leading: Sequence[str], others: Sequence[str]) -> str:
    """Where we stand among the units; several that lead answer each for itself."""
    if any(map(is_ours, leading)):
        if len(leading) > 1:
            return "分办"
        return "主办" if others else "独办"
    return "协办" if any(map(is_ours, others)) else ""


def is_ours(unit: str) -> bool:
    return bool(OURS.fullmatch(unit))


def is_body(name: str) -> bool:
    return bool(BODIES.search(name))
