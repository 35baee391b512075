"""How many people of a county are easily taken for others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Likeness:
    """Shares of people who resemble others.

    Attributes:
        namesake_heads: of heads, named like the head of another household of the village.
        namesake_spouses: of spouses, named like the spouse in another household of the village.
        same_birthday: of those namesakes, born on the same day.
        twins: of second and later children, born with the child before.
        double_outsiders: of outsiders, with name, sex and birth date of a member.
        neighbour_outsiders: of outsiders, with name, sex and village of a member.
        kin_outsiders: of outsiders, with surname and address of a household that they do not belong to.
    """

    namesake_heads: float = 0.012
    namesake_spouses: float = 0.008
    same_birthday: float = 0.12
    twins: float = 0.03
    double_outsiders: float = 0.03
    neighbour_outsiders: float = 0.02
    kin_outsiders: float = 0.02
