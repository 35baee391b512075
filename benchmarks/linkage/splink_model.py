"""Splink's model, written as its documentation advises and tuned on counties of 100,000 persons.

- DuckDB's string distances count bytes, so the comparison of names is custom and uses none; that of ID
  numbers uses one.
- A complete ID number already contains birth date and sex. Where both sides have one, these two comparisons
  are null: the documentation warns most of correlated columns.
- Distances of ID numbers are computed as in the library, or, several times as fast, only under conditions
  that the documentation does not mention: the tables show both.
- Term frequencies are used on the name's exact level.
- As in the tutorial, the prior comes from deterministic rules, u from random pairs, and m from expectation
  maximisation with several blocking rules, which together leave every comparison free.
"""

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on

PRIOR_RULES = [block_on("id_valid"), block_on("name", "birth_date", "village")]
PRIOR_RECALL = (
    0.93  # of these rules: most rows without a valid number still have name, birth date and village
)
RANDOM_PAIRS = 1e8  # the documentation advises 1e7 for tests, 1e8 or 1e9 for final models
SEED = 1  # of those pairs
M_BOTH_VALID = 1e-5  # one error in eleven leaves the check digit valid: rarer than a similar stranger
EM_BLOCKS = [
    block_on("name", "village"),
    block_on("birth_date", "village"),
    block_on("name", "birth_date"),
]
PREDICTION_BLOCKS = [
    block_on("id_valid"),
    block_on("name", "birth_date"),
    block_on("name", "village"),
    block_on("name", "last4"),
    block_on("birth_date", "village"),
    block_on("birth_date", "last4"),
    block_on("pinyin", "birth_date"),
    block_on("surname", "last4", "township"),
    block_on("surname", "birth_date", "township"),
]


def _either_way(condition: str) -> str:
    """`condition` with the sides `a` and `b` as l and r, or as r and l."""
    ways = [condition.replace("_a", f"_{one}").replace("_b", f"_{other}") for one, other in ("lr", "rl")]
    return f"(({ways[0]}) or ({ways[1]}))"


def _both(column: str) -> str:
    return f"{column}_l is not null and {column}_r is not null"


def _same_places(first: int, last: int) -> str:
    part = f"substr(id_like_{{}}, {first}, {last - first + 1})"
    return f"{part.format('l')} = {part.format('r')}"


# DuckDB evaluates every part of a conjunction but only the needed branches of a CASE, and a distance takes a
# microsecond. These cheap conditions hold for all pairs with one edit and nearly all with two.
NEAR_1 = (
    f"({_same_places(11, 18)} or {_same_places(1, 8)} and ({_same_places(9, 13)} or {_same_places(15, 18)}))"
)
NEAR_2 = "(last4_l = last4_r or id_birth_l = id_birth_r)"


def _null_where(condition: str) -> cll.CustomLevel:
    return cll.CustomLevel(condition, label_for_charts="null").configure(is_null_level=True)


def _rarely_one_person(condition: str, label: str) -> cll.CustomLevel:
    """A level whose m is known: one in eleven damaged numbers keeps a valid check digit.

    Without a fixed m, expectation maximisation matches strangers who have a member's name and birth date.
    """
    return cll.CustomLevel(condition, label).configure(m_probability=M_BOTH_VALID, fix_m_probability=True)


def _edits(*, by_hand: bool) -> list:
    if not by_hand:
        return [cll.DamerauLevenshteinLevel("id_like", 1), cll.DamerauLevenshteinLevel("id_like", 2)]
    distance = "damerau_levenshtein(id_like_l, id_like_r)"
    return [
        cll.CustomLevel(f"case when id_full_l and id_full_r and {near} then {distance} = {edits} end", label)
        for near, edits, label in ((NEAR_1, 1, "one edit"), (NEAR_2, 2, "two edits"))
    ]


def _id_number(*, by_hand: bool) -> cl.CustomComparison:
    fits = _either_way("id_full_b and not id_full_a and id_like_b like id_like_a")
    complete = "id_full_l and id_full_r"
    return cl.CustomComparison(
        output_column_name="id_number",
        comparison_levels=[
            _null_where("id_like_l is null or id_like_r is null"),
            cll.CustomLevel(f"{complete} and id_like_l = id_like_r", "equal"),
            cll.CustomLevel(f"{fits} and ({_both('id_birth')})", "hidden places fit, birth date visible"),
            cll.CustomLevel(f"{fits} and ({_both('last4')})", "hidden places fit, last four visible"),
            cll.CustomLevel(fits, "hidden places fit"),
            *_edits(by_hand=by_hand),
            _rarely_one_person("id_valid_l <> id_valid_r and id_birth_l <> id_birth_r", "both valid"),
            _rarely_one_person("id_valid_l <> id_valid_r", "both valid, same birth date"),
            cll.CustomLevel("id_birth_l = id_birth_r", "same birth date"),
            cll.ElseLevel(),
        ],
    )


def _name() -> cl.CustomComparison:
    same = " + ".join(f"(substr(name_l, {i}, 1) = substr(name_r, {i}, 1))::int" for i in range(1, 5))
    longer = "length(name_l) = length(name_r) and length(name_l) between 3 and 4"
    return cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            cll.NullLevel("name"),
            cll.ExactMatchLevel("name", term_frequency_adjustments=True),
            cll.CustomLevel(_either_way("name_b like name_like_a"), "hidden characters fit"),
            cll.ExactMatchLevel("pinyin"),
            cll.ExactMatchLevel("shape"),
            cll.CustomLevel(f"{longer} and {same} = 3", "one other character"),
            cll.CustomLevel("surname_l = surname_r", "same surname"),
            cll.ElseLevel(),
        ],
    )


def _birth_date() -> cl.CustomComparison:
    in_numbers = _both("id_birth")
    text = "damerau_levenshtein(birth_date_l::varchar, birth_date_r::varchar)"
    return cl.CustomComparison(
        output_column_name="birth_date",
        comparison_levels=[
            _null_where(f"birth_date_l is null or birth_date_r is null or ({in_numbers})"),
            cll.ExactMatchLevel("birth_date"),
            cll.CustomLevel(f"{text} = 1", "one edit"),
            cll.CustomLevel("year(birth_date_l) = year(birth_date_r)", "same year"),
            cll.ElseLevel(),
        ],
    )


def _village() -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name="village",
        comparison_levels=[
            cll.NullLevel("township"),
            cll.ExactMatchLevel("village"),
            cll.ExactMatchLevel("township"),
            cll.ElseLevel(),
        ],
    )


def _sex() -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name="sex",
        comparison_levels=[
            _null_where("sex_l is null or sex_r is null or (id_full_l and id_full_r)"),
            cll.ExactMatchLevel("sex"),
            cll.ElseLevel(),
        ],
    )


def settings(*, by_hand: bool) -> SettingsCreator:
    """Comparisons and blocking rules.

    Args:
        by_hand: compute distances of numbers only under cheap conditions; else as in the library.
    """
    return SettingsCreator(
        link_type="link_only",
        comparisons=[_id_number(by_hand=by_hand), _name(), _birth_date(), _village(), _sex()],
        blocking_rules_to_generate_predictions=PREDICTION_BLOCKS,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def train(linker: Linker) -> None:
    """Estimate every parameter."""
    training = linker.training
    training.estimate_probability_two_random_records_match(PRIOR_RULES, recall=PRIOR_RECALL)
    training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for block in EM_BLOCKS:
        training.estimate_parameters_using_expectation_maximisation(block)
