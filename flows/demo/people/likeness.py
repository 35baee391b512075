"""How many people of a county are easily confused with others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Likeness:
    """Shares of people who resemble others.

    Attributes:
        namesake_heads: share of heads with the name of a head in another household of the village.
        namesake_spouses: share of spouses with the name of a spouse in another household of the village.
        same_birthday: share of these namesakes who were also born on the same day.
        twins: share of second and later children who are twins of the previous child.
        double_outsiders: share of outsiders with the name, sex and birth date of a member.
        neighbour_outsiders: share of outsiders with the name, sex and village of a member.
        kin_outsiders: share of outsiders with the surname and address of a household that is not theirs.
    """

    namesake_heads: float = 0.012
    namesake_spouses: float = 0.008
    same_birthday: float = 0.12
    twins: float = 0.03
    double_outsiders: float = 0.03
    neighbour_outsiders: float = 0.02
    kin_outsiders: float = 0.02
