"""The whole of a finished case as one ZIP file: what it holds, and how it proves itself."""

from proposals.packing.container import write
from proposals.packing.contents import PACKED_WHEN, Case, case_of

__all__ = ["PACKED_WHEN", "Case", "case_of", "write"]
