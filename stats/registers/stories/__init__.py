"""What the pages of rows tell beyond their fields, in moments: an enterprise, a case, an agency."""

from stats.registers.stories.rows import story

__all__ = ["story"]
