"""The audit (核对·查漏): what should stand, recomputed independently, against what stands."""

from wumen.queries.audit.checking import audit
from wumen.queries.audit.found import Audit, Difference

__all__ = ["Audit", "Difference", "audit"]
