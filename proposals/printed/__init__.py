"""The forms of a case on paper: 办理单, 面商记录, 办理情况征询意见表; content and typesetting."""

from proposals.printed.handling_sheet import handling_sheet
from proposals.printed.paper import Form, to_pdf
from proposals.printed.survey import survey
from proposals.printed.talk import blank_talk, talk

__all__ = ["Form", "blank_talk", "handling_sheet", "survey", "talk", "to_pdf"]
