"""The SQL of a declared model. Its expressions come only from packaged files; it contains no data of rows."""

from collections.abc import Callable
from itertools import product

from matching.weighing.model import Frequency, Measure, Model, TermFrequency


def row_keys(model: Model) -> str:
    """SELECT of `rid, rule, key` over `link_left`."""
    return " UNION ALL ".join(
        _keys("rid", "link_left AS l", name, side, f"{model.blocked} AND {rule.when}")
        for name, rule in model.blocking.items()
        for side in _alternatives(rule.left)
    )


def member_keys(model: Model) -> str:
    """SELECT of `mid, rule, key` over `link_right`."""
    return " UNION ALL ".join(
        _keys("mid", "link_right AS r", name, side, "true")
        for name, rule in model.blocking.items()
        for side in _alternatives(rule.right)
    )


def every_key(model: Model) -> str:
    """SELECT of `key` over `link_right`: all keys under which these members may be candidates of a person."""
    settled = _exact_keys("link_right", model, kind="settled")
    exact = _exact_keys("link_right", model)
    blocks = f"SELECT key FROM ({member_keys(model)})"
    return f"SELECT DISTINCT key FROM ({settled} UNION ALL {exact} UNION ALL {blocks})"


def neighbours_keys(model: Model) -> str:
    """SELECT of `key` over `link_right`: keys of persons who may mean another member of these households.

    A number beside somebody else's name may be a relative's, and 王小花之子 is not 王小花.
    """
    kin = f"SELECT hash('kin', key) AS key FROM ({member_keys(model)})"
    return f"SELECT DISTINCT key FROM ({_exact_keys('link_right', model)} UNION ALL {kin})"


def kept_keys(model: Model) -> str:
    """Statement that saves the keys of the persons of a batch."""
    exact = _exact_keys("link_left", model, "person_key, ")
    blocks = "SELECT DISTINCT person_key, key FROM link_row_keys JOIN link_left USING (rid)"
    kin = f"SELECT person_key, hash('kin', key) FROM ({blocks} WHERE kin_generation IS NOT NULL)"
    return f"INSERT INTO linkage.person_keys {exact} UNION ALL {blocks} UNION ALL {kin}"


def _exact_keys(table: str, model: Model, first: str = "", kind: str = "exact") -> str:
    column = model.exact
    return f"SELECT {first}hash('{kind}', {column}) AS key FROM {table} WHERE {column} IS NOT NULL"


def reviews(model: Model) -> str:
    """Statement that saves the doubtful candidates of a batch, with the comparison levels as reasons."""
    reasons = ", ".join(_by_source(_reason, name, model) for name in model.comparisons)
    return (
        "INSERT INTO linkage.person_reviews (person_key, household_id, member_id, probability, reasons) "
        "SELECT l.person_key, v.household_id, m.member_id, v.probability, "
        f"d.label || '：' || concat_ws('；', {reasons}) "
        "FROM link_reviews AS v JOIN link_left AS l USING (rid) "
        "LEFT JOIN linkage.members AS m ON m.mid = v.mid "
        "LEFT JOIN link_weighed AS w ON w.rid = v.rid AND w.mid = v.compared_mid "
        "JOIN link_doubts AS d ON d.doubt = v.doubt"
    )


def _reason(comparison: str, model: Model) -> str:
    levels = model.comparisons[comparison].levels
    branches = " ".join(f"WHEN '{name}' THEN '{level.label}'" for name, level in levels.items())
    return f"CASE w.{comparison}_level {branches} END || format('（{{:+.1f}}）', w.{comparison}_weight)"


def _alternatives(parts: list[list[str]]) -> list[tuple[str, ...]]:
    return list(product(*parts))


def _keys(number: str, table: str, rule: str, parts: tuple[str, ...], when: str) -> str:
    columns = ", ".join(f"{part} AS k{at}" for at, part in enumerate(parts))
    known = " AND ".join(f"k{at} IS NOT NULL" for at in range(len(parts)))
    key = ", ".join(f"k{at}" for at in range(len(parts)))
    return (
        f"SELECT {number}, '{rule}' AS rule, hash('{rule}', {key}) AS key "
        f"FROM (SELECT {number}, {columns} FROM {table} WHERE {when}) WHERE {known}"
    )


def exact_pairs(model: Model) -> str:
    """SELECT of `rid, mid` with equal values of the exact column; no rows if the model has none."""
    if model.exact is None:
        return "SELECT l.rid, r.mid FROM link_left AS l, link_right AS r WHERE false"
    return (
        f"SELECT l.rid, r.mid FROM link_left AS l JOIN link_right AS r ON l.{model.exact} = r.{model.exact}"
    )


def possible_pairs(model: Model) -> str:
    """SELECT of distinct `rid, mid` that share a key of an open block and may be one person."""
    return (
        "SELECT rid, mid FROM (SELECT DISTINCT rid, mid FROM link_row_keys JOIN link_blocks USING (key) "
        "JOIN link_member_keys USING (key) WHERE open) JOIN link_left AS l USING (rid) "
        f"JOIN link_right AS r USING (mid) WHERE {model.possible}"
    )


def caps(model: Model) -> list[tuple[str, int]]:
    """Blocking rules with the size of the largest block that is compared."""
    return [(name, rule.cap) for name, rule in model.blocking.items()]


def couples_of_pairs(measure: Measure) -> str:
    """SELECT of `rid, mid, couple`: the distinct combination of values that each pair has."""
    values = ", ".join(_sided(measure).values())
    return f"SELECT p.rid, p.mid, hash({values}) AS couple FROM {_COMPARED}"


def couples(measure: Measure) -> str:
    """SELECT of each distinct combination of values that a measure needs: `couple, left_*, right_*`."""
    columns = ", ".join(f"any_value({value}) AS {name}" for name, value in _sided(measure).items())
    return (
        f"SELECT c.couple, {columns} FROM {_COMPARED} "
        "JOIN link_couples_of_pairs AS c ON c.rid = p.rid AND c.mid = p.mid GROUP BY c.couple"
    )


def _sided(measure: Measure) -> dict[str, str]:
    left = {f"left_{name}": f"l.{column}" for name, column in measure.left.items()}
    return left | {f"right_{name}": f"r.{column}" for name, column in measure.right.items()}


def measured(measure: Measure) -> str:
    """SELECT of `link_measured` with the measure's columns, without the pairs that its `keep` excludes."""
    return (
        "SELECT p.*, m.* EXCLUDE (couple) FROM link_measured AS p "
        "JOIN link_couples_of_pairs USING (rid, mid) JOIN link_couples AS m USING (couple) "
        f"WHERE {measure.keep}"
    )


def levels(model: Model) -> str:
    """SELECT of every measured pair with one column per comparison: the level's name, or NULL."""
    columns = ", ".join(f"{_by_source(_case, name, model)} AS {name}_level" for name in model.comparisons)
    return f"SELECT p.rid, p.mid, r.hid, {columns} FROM {_COMPARED}"


# Both records of each pair (l and r); measured columns have no prefix.
_COMPARED = (
    "link_measured AS p JOIN link_left AS l ON l.rid = p.rid JOIN link_candidates AS r ON r.mid = p.mid"
)


def _by_source(
    compiled: Callable[[str, Model], str], name: str, model: Model, source: str = "l.source"
) -> str:
    """A comparison's expression by the model of each row's source; only the base's if no source differs."""
    base = compiled(name, model)
    own = {of: text for of, declared in model.own.items() if (text := compiled(name, declared)) != base}
    branches = " ".join(f"WHEN '{of}' THEN {text}" for of, text in own.items())
    return f"CASE {source} {branches} ELSE {base} END" if own else base


def _case(name: str, model: Model) -> str:
    comparison = model.comparisons[name]
    branches = " ".join(f"WHEN {level.when} THEN '{name}'" for name, level in comparison.levels.items())
    return f"CASE WHEN {comparison.unknown} THEN NULL {branches} END"


def weights(model: Model) -> str:
    """SELECT of every pair with `stage`, `verdict` and `<comparison>_weight`, log2 of m over u.

    m and u are computed in a subquery, because DuckDB repeats an expression in every place of the same SELECT
    that uses its alias.
    """
    probabilities = ", ".join(
        f"p_{name}.m AS {name}_m, {_by_source(_u, name, model)} AS {name}_u" for name in model.comparisons
    )
    columns = ", ".join(
        f"coalesce(log2({name}_m / {_by_source(_with_excess, name, model, 'source')}), 0) AS {name}_weight"
        for name in model.comparisons
    )
    left_out = ", ".join(f"{name}_m, {name}_u" for name in model.comparisons)
    joins = " ".join(_parameters(name) for name in model.comparisons)
    frequencies = " ".join(_frequencies(name, term) for name, term in model.term_frequencies.items())
    verdicts = {name: v.when for name, v in model.verdicts.items() if v.when}
    return (
        f"SELECT * EXCLUDE (source, people, {left_out}), {columns} FROM (SELECT v.*, l.source, "
        f"{_named(model.stages)} AS stage, {_named(verdicts)} AS verdict, o.people, {probabilities} "
        f"FROM {_COMPARED} JOIN link_levels AS v ON v.rid = p.rid AND v.mid = p.mid "
        f"JOIN link_priors AS o ON o.source = l.source {joins} {frequencies})"
    )


def _named(conditions: dict[str, str]) -> str:
    branches = " ".join(f"WHEN {when} THEN '{name}'" for name, when in conditions.items())
    return f"CASE {branches} END" if branches else "NULL::VARCHAR"


def of_rows(model: Model) -> str:
    """SELECT of `link_weights` in which the doubles of all candidates of a row count against each candidate.

    Coincidental matches beyond chance make it more probable that the row is about a stranger, whichever
    candidate is considered: two candidates may have two doubles, whose probabilities add up.
    """
    excess = [n for n, c in model.comparisons.items() if any(each.excess_over for each in c.levels.values())]
    columns = (
        f"coalesce({name}_level, arg_min({name}_level, {name}_weight) OVER of_row) AS {name}_level, "
        f"log2(1 / (1 + sum(power(2, -{name}_weight) - 1) OVER of_row)) AS {name}_weight"
        for name in excess
    )
    replaced = f" REPLACE ({', '.join(columns)})" if excess else ""
    return (
        f"SELECT *{replaced} FROM link_weights WINDOW of_row AS "
        "(PARTITION BY rid ORDER BY mid ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    )


def total(model: Model) -> str:
    """The sum of a pair's weights."""
    return " + ".join(f"{name}_weight" for name in model.comparisons)


def _u(name: str, model: Model) -> str:
    levels = model.comparisons[name].levels
    pairwise = {level: declared.u for level, declared in levels.items() if isinstance(declared.u, Frequency)}
    branches = " ".join(f"WHEN '{level}' THEN {_frequency(u, model)}" for level, u in pairwise.items())
    return f"CASE v.{name}_level {branches} ELSE p_{name}.u END" if branches else f"p_{name}.u"


def _with_excess(name: str, model: Model) -> str:
    """The u of a comparison; for a level with `excess_over`, in relation to chance agreement in the others.

    A stranger with a double in the roster is written with as many slips as the double, that is, by the m of
    the other comparisons.
    """
    levels = model.comparisons[name].levels
    excess = {level: declared.excess_over for level, declared in levels.items() if declared.excess_over}
    ratios = {
        level: " * ".join(f"coalesce({each}_m / {each}_u, 1)" for each in over)
        for level, over in excess.items()
    }
    branches = " ".join(
        f"WHEN '{level}' THEN 1 + {name}_u / people * {ratio}" for level, ratio in ratios.items()
    )
    return f"CASE {name}_level {branches} ELSE {name}_u END" if branches else f"{name}_u"


def _frequency(u: Frequency, model: Model) -> str:
    share = "1"
    if u.term_frequency:
        term = model.term_frequencies[u.term_frequency]
        counted = model.term_frequencies[term.counted_as] if term.counted_as else term
        share = f"coalesce(f_{u.term_frequency}.frequency, {_shrunk('0', 'o.members', counted)})"
    computed = f"greatest({share}, {u.at_least}) * {u.times} * ({u.expression})"
    bound = f", {_frequency(u.no_less_than, model)}" if u.no_less_than else ""
    return f"least(1, greatest({computed}{bound}))"


def _shrunk(members: str, roster: str, term: TermFrequency) -> str:
    return f"({members} + {term.typical * term.pseudo_members}) / ({roster} + {term.pseudo_members})"


def _parameters(comparison: str) -> str:
    alias = f"p_{comparison}"
    return (
        f"LEFT JOIN link_parameters AS {alias} ON {alias}.source = l.source "
        f"AND {alias}.comparison = '{comparison}' AND {alias}.level = v.{comparison}_level"
    )


def _frequencies(name: str, term: TermFrequency) -> str:
    alias = f"f_{name}"
    return (
        f"LEFT JOIN linkage.term_frequencies AS {alias} "
        f"ON {alias}.comparison = '{term.counted_as or name}' AND {alias}.value = hash({term.column})"
    )


def term_frequencies(model: Model) -> str:
    """SELECT of `comparison, value, frequency` over `link_right`."""
    return " UNION ALL ".join(
        f"SELECT '{name}' AS comparison, hash({term.column}) AS value, "
        f"{_shrunk('(count(*) - 1)', 'sum(count(*)) OVER ()', term)} AS frequency "
        f"FROM link_right AS r WHERE {term.column} IS NOT NULL GROUP BY {term.column}"
        for name, term in model.term_frequencies.items()
        if not term.counted_as
    )


def met_terms(model: Model) -> str:
    """SELECT of `comparison, value, met` over `link_strangers`: how many strangers have each value.

    The row with value NULL counts all strangers whose value is known.
    """
    terms = (_met_term(name, term) for name, term in model.term_frequencies.items() if term.left)
    return " UNION ALL ".join(terms)


def _met_term(name: str, term: TermFrequency) -> str:
    known = f"FROM link_strangers WHERE {term.known}"
    return (
        f"SELECT '{name}' AS comparison, hash(term) AS value, count(DISTINCT rid) AS met "
        f"FROM (SELECT rid, {term.left} AS term {known}) WHERE term IS NOT NULL GROUP BY term "
        f"UNION ALL SELECT '{name}', NULL, count(*) {known}"
    )
