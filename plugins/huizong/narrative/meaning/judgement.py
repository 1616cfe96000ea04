"""What is made of a figure: whether it was done or is aimed at, and what told so."""

from dataclasses import dataclass

from huizong.narrative.figure import Role


@dataclass(slots=True, unsafe_hash=True)
class Judgement:
    """Role of a figure, the cue that gave it, whether it is a forecast, and the rule that decided."""

    role: Role
    cue: str = ""
    forecast: bool = False
    rule: str = ""
