"""Where the figures of a letter come from, as the file its PDF can carry; pure."""

import json
from datetime import date

from proposals.citations import Citation, Expansion


def provenance(expansion: Expansion, *, number: str, day: date) -> bytes:
    """JSON in UTF-8: number and date of the letter, and each figure in the order it is printed."""
    told = {
        "发文字号": number,
        "成文日期": day.isoformat(),
        "数据": [origin(citation) for citation in expansion.citations],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def origin(citation: Citation) -> dict[str, object]:
    """What was printed, and what it stands for; the numbers are those of the observations."""
    return {
        "印出": citation.printed,
        "数据": citation.place,
        "口径": citation.region,
        "时段": citation.period,
        "状态": citation.status,
        "来源": citation.source,
        "数据编号": citation.figure.id if citation.figure else None,
        "上年数据编号": citation.base.id if citation.base else None,
        "目标编号": citation.goal.id if citation.goal else None,
    }
