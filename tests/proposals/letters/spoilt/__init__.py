"""Each fault a page can have, named for the reader of a failing test."""

from tests.proposals.letters.spoilt.body import BODY
from tests.proposals.letters.spoilt.closing import CLOSING
from tests.proposals.letters.spoilt.fault import Fault
from tests.proposals.letters.spoilt.foot import FOOT
from tests.proposals.letters.spoilt.head import HEAD

FAULTS: dict[str, Fault] = HEAD | BODY | CLOSING | FOOT
