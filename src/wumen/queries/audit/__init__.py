"""The audit (核对·查漏): what should stand, recomputed independently, against what stands."""

from wumen.queries.audit.checking import audit
from wumen.queries.audit.found import ADVICE, Audit, Difference

__all__ = ["ADVICE", "Audit", "Difference", "audit"]
