"""What a figure, an issue or a submission may be: the words of DESIGN §2, as they stand in the warehouse too."""

from __future__ import annotations

from enum import StrEnum


class Basis(StrEnum):
    """What a figure of an indicator and period says (DESIGN §2)."""

    CURRENT = "current"
    CUMULATIVE = "cumulative"
    PRIOR_YEAR = "prior_year"
    GROWTH_RATE = "growth_rate"
    CURRENT_PRIOR_YEAR = "current_prior_year"
    CURRENT_GROWTH_RATE = "current_growth_rate"
    PLAN = "plan"
    PLAN_COMPLETION = "plan_completion"

    @property
    def is_rate(self) -> bool:
        """Whether values are in % whatever the indicator's unit."""
        return self in (Basis.GROWTH_RATE, Basis.CURRENT_GROWTH_RATE, Basis.PLAN_COMPLETION)


class Status(StrEnum):
    """What became of a figure (DESIGN §2). Zero is REPORTED."""

    REPORTED = "reported"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"
    HELD = "held"


class Severity(StrEnum):
    """How grave an issue is, gravest first (DESIGN §2)."""

    CRITICAL = "critical"
    BLOCKING = "blocking"
    QUERY = "query"
    INFO = "info"


class Verdict(StrEnum):
    """What a submission came to (DESIGN §2)."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_QUERIES = "accepted_with_queries"
    PARTIALLY_ACCEPTED = "partially_accepted"
    RETURNED = "returned"
    WAITING = "waiting"
    IGNORED = "ignored"


class Maturity(StrEnum):
    """How final a figure is (PRACTICE, Figures); later members outrank earlier ones."""

    ESTIMATE = "estimate"
    FLASH = "flash"
    FINAL = "final"
    REVISED = "revised"
