# ruff: noqa: E501 -- rows and Chinese sentences read better whole
"""A small county in memory, in the state in which a run writes the lists."""

import duckdb

from matching.words import words
from rules import labels
from rules.declarations.pack import load_packs
from rules.procedure.tables import declare_procedure
from sql.migrate import migrate

PERIOD = "2021-06"
PACK = load_packs()["fujian-2021"]
TITLES = {
    ("health_insurance", ""): "医保结算",
    ("incomes", ""): "家庭收入",
    ("education", ""): "教育",
    ("health_insurance", "settled_on"): "结算日期",
    ("health_insurance", "self_paid"): "个人自付",
}

_ROSTER = """
CREATE TABLE roster.households (
    file_id INTEGER, row_number INTEGER, household_id VARCHAR, head_name VARCHAR, head_id_number VARCHAR,
    township VARCHAR, village VARCHAR, household_type VARCHAR, phone VARCHAR, responsible_person VARCHAR,
    risk_eliminated VARCHAR
);
CREATE TABLE roster.members (
    file_id INTEGER, row_number INTEGER, household_id VARCHAR, member_id VARCHAR, name VARCHAR, id_number VARCHAR,
    relation VARCHAR, birth_date DATE, health VARCHAR, labour VARCHAR, employment VARCHAR, schooling VARCHAR
);
"""

REASONS = {
    "low_income": "人均收入 5,812.33 元，低于监测线 7,152 元（全省农村低保最低标准与本县低保标准取高）。",
    "income_drop": "近十二个月家庭收入 29,061.65 元，比上一个十二个月的 52,340.00 元下降 44.5%，达到本地口径的 30%。",
    "expense_over_income": "近十二个月刚性支出 61,220.10 元，超过上一个十二个月家庭收入 52,340.00 元（本地口径 1 倍）。",
    "expense_spike": "近十二个月刚性支出 61,220.10 元，是上一个十二个月 8,420.00 元的 7.3 倍，达到本地口径的 2 倍和 5,000 元。",
    "guarantee": "义务教育保障存疑，住房安全保障未见异常。",
}
LABELS = {
    "low_income": ("收入低于监测线", "闽委振兴组〔2021〕5号 第2条", "document_text"),
    "income_drop": ("收入骤降", "闽委振兴组〔2021〕5号 第1条、第6条；数值为本地口径", "local_interpretation"),
    "expense_over_income": (
        "支出超过收入",
        "闽委振兴组〔2021〕5号 第1条；数值为本地口径",
        "local_interpretation",
    ),
    "expense_spike": ("支出骤增", "闽委振兴组〔2021〕5号 第1条；数值为本地口径", "local_interpretation"),
    "guarantee": ("保障存在疑问", "闽委振兴组〔2021〕5号 第1条、第6条", "document_text"),
}
CHECKS = {
    "low_income": "逐项核对工资、经营、财产、转移四类收入，看是否漏报或多报。",
    "income_drop": "问清收入减少的原因：务工中断、减产、价格下跌或家庭成员变化。",
    "expense_over_income": "核对医药费、学费、灾害损失的票据和报销，看自付部分是否属实。",
    "expense_spike": "核对医药费、学费、灾害损失的票据和报销，看自付部分是否属实。",
    "guarantee": "查看适龄儿童是否在校，住房是否安全；有疑问的，记录现状。",
}
MEASURES = "落实医疗救助和大病保险报销（县医保局、民政局）；劝返复学，落实教育资助（县教育局）；有劳动力的，推荐务工岗位或产业帮扶（县人社局、农业农村局）"
SMALLEST_CHANGE = "家庭收入再多 5,358.68 元，即不再低于监测线"
DUTIES = [
    ("乡镇初审", 5, None, None, "闽委振兴组〔2021〕5号 第7条"),
    ("入户核实", None, 1, None, "闽委振兴组〔2021〕5号 第7条"),
    ("帮扶责任人走访", None, None, "quarter", "闽委振兴组〔2021〕5号 第11条"),
]
NAMES = [
    "王小明",
    "买买提·吐尔逊",
    "阿卜杜热合曼·阿卜杜外力·艾合麦提江",
    "欧阳淑芬",
    "李伟",
    "𠮷田秀英",
    "陈桂兰",
]


def county(
    households: int = 6, townships: tuple[str, ...] = ("仙龙镇", "太平畲族乡")
) -> duckdb.DuckDBPyConnection:
    """In each township `households` families with an alert, one whose alert is cleared, one without."""
    con = duckdb.connect()
    migrate(con)
    con.execute(_ROSTER)
    con.execute("INSERT INTO runs VALUES (?, 'f', 'fujian-2021', '1.0', 100, '0.1.0')", [PERIOD])
    labels.declare(con, PERIOD, PACK, words())
    for ordinal, (rule, (label, cites, basis)) in enumerate(LABELS.items(), start=1):
        con.execute(
            "INSERT INTO rules_in_force VALUES (?, 'fujian-2021', ?, ?, ?, ?, ?, ?)",
            [PERIOD, ordinal, rule, label, cites, basis, CHECKS[rule]],
        )
    con.executemany(
        "INSERT INTO duties_in_force VALUES (?, 'fujian-2021', ?, ?, ?, ?, ?, ?)",
        [[PERIOD, ordinal, *duty] for ordinal, duty in enumerate(DUTIES, start=1)],
    )
    con.execute(
        "INSERT INTO scale_in_force VALUES (?, 'national-2020', 0.05, 0.10, '国开发〔2020〕6号 三(二)')",
        [PERIOD],
    )
    if households:
        add_file(con, 3, "2021-06/医保.xlsx", rows_accepted=7, rows_rejected=3)
    for number, township in enumerate(townships):
        for place in range(households + 2):
            _household(con, township, f"{3501810 + number}{place:05d}", place, place - households)
    declare_procedure(con, PACK)
    return con


def _household(
    con: duckdb.DuckDBPyConnection, township: str, household_id: str, place: int, beyond: int
) -> None:
    name = NAMES[place % len(NAMES)]
    village = ["太平村", "牛角寨村民委员会", "坪上村"][place % 3]
    con.execute(
        "INSERT INTO roster.households VALUES (1, 1, ?, ?, ?, ?, ?, '脱贫户', ?, ?, NULL)",
        [
            household_id,
            name,
            f"3501811960{place % 12 + 1:02d}011{place % 1000:03d}"[:18].ljust(18, "5"),
            township,
            village,
            "13800138000",
            "张帮扶",
        ],
    )
    con.execute(
        "INSERT INTO household_months BY NAME SELECT ? AS period, ? AS household_id, ? AS township, ? AS village, "
        "4 AS members, '脱贫户' AS household_type, true AS has_labour, 'incomes:2020-07; health_insurance:2020-06,2020-08' AS data_gaps",
        [PERIOD, household_id, township, village],
    )
    for member, relation in enumerate(["户主", "配偶", "子", "女"]):
        con.execute(
            "INSERT INTO roster.members VALUES (1, 1, ?, ?, ?, ?, ?, ?, '患有大病', '弱劳动力或半劳动力', NULL, NULL)",
            [
                household_id,
                f"{household_id}-{member}",
                name if not member else f"{name[0]}家成员{member}",
                f"35018119{60 + member}0101{place % 10000:04d}",
                relation,
                f"19{60 + member}-01-01",
            ],
        )
    if beyond > 0:
        return
    state = "cleared" if beyond == 0 else ["new", "worse", "continuing", "lost_data"][place % 4]
    level = ["red", "orange", "yellow"][place % 3]
    rules = list(REASONS)[: 5 - place % 5]
    con.execute(
        "INSERT INTO alerts BY NAME SELECT ? AS period, ? AS household_id, ? AS township, ? AS village, ? AS level, "
        "'sudden_severe' AS target_class, 'illness,guarantee_education' AS causes, ? AS rules, ? AS state, "
        "'2021-05' AS first_period, ? AS cites, 'fujian-2021' AS pack, '1.0' AS pack_version, ? AS reason, "
        "? AS measures, ? AS smallest_change, -1339.67 AS margin, '' AS county_lines",
        [
            PERIOD,
            household_id,
            township,
            village,
            level,
            ",".join(rules),
            state,
            "闽委振兴组〔2021〕5号 第1条、第2条、第6条；本地口径",
            "扣除刚性支出后的人均收入无法计算，暂定为橙色。" if place % 3 == 1 else None,
            MEASURES,
            SMALLEST_CHANGE,
        ],
    )
    if state == "cleared":
        return
    con.executemany(
        "INSERT INTO rule_results VALUES (?, ?, 'fujian-2021', ?, 'fires', ?)",
        [[PERIOD, household_id, rule, REASONS[rule]] for rule in rules],
    )
    con.executemany(
        "INSERT INTO alert_evidence BY NAME SELECT ? AS period, ? AS household_id, unnest(['low_income', 'income_drop']) AS rule, "
        "'income_12m' AS operand, 29061.65 AS value, '元' AS unit, 'document_text' AS basis, 'incomes' AS source, "
        "2 AS file_id, ? AS row_number, 2421.80 AS amount",
        [[PERIOD, household_id, place * 12 + month] for month in range(12)],
    )
    con.execute(
        "INSERT INTO alert_evidence BY NAME SELECT ? AS period, ? AS household_id, 'expense_spike' AS rule, "
        "'rigid_expense_12m' AS operand, 61220.10 AS value, '元' AS unit, 'local_interpretation' AS basis, "
        "'health_insurance' AS source, 3 AS file_id, ? AS row_number, 61220.10 AS amount",
        [PERIOD, household_id, place],
    )
    con.execute(
        "INSERT INTO linkage.row_links SELECT 3, ?, 'linked', ?, ?, 'exact_id', 1.0",
        [place, household_id, f"{household_id}-1"],
    )
    con.execute(
        "INSERT INTO alert_evidence BY NAME SELECT ? AS period, ? AS household_id, 'guarantee' AS rule, "
        "'guarantee_education' AS operand, 1 AS value, '是/否' AS unit, 'document_text' AS basis",
        [PERIOD, household_id],
    )


def add_file(con: duckdb.DuckDBPyConnection, file_id: int, name: str, **changed: object) -> int:
    """One received file of health insurance, with all rows accepted; `changed` replaces columns."""
    row = {
        "file_id": file_id,
        "source": "health_insurance",
        "period": PERIOD,
        "name": name,
        "sha256": f"{file_id:064d}",
        "status": "accepted",
        "rows_read": 10,
        "rows_accepted": 10,
        "rows_rejected": 0,
        "reason": None,
        "received_at": "2021-06-03 08:15:00",
        "taken_in": PERIOD,
        "duplicate_of": None,
        "header_row": 2,
        "size_bytes": 1,
        "stored_as": None,
        **changed,
    }
    con.execute(
        f"INSERT INTO files ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
    )
    return file_id


def add_risk(con: duckdb.DuckDBPyConnection, township: str, **changed: object) -> None:
    """One place and cause compared with its expected number of alerts; flagged; `changed` replaces columns."""
    row = {
        "period": PERIOD,
        "level": "township",
        "township": township,
        "village": None,
        "cause": "disaster",
        "households": 320,
        "alerts": 80,
        "new_alerts": 75,
        "expected": 1.125,
        "ratio": 71.1111,
        "p_value": 1e-30,
        "q_value": 1e-28,
        "flagged": True,
        "history_months": 3,
        "pack": "fujian-2021",
        "cites": "闽委振兴组〔2021〕5号 第3条；本地口径（误报率）",
        **changed,
    }
    con.execute(
        f"INSERT INTO regional_risks ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
        list(row.values()),
    )


def add_candidate(con: duckdb.DuckDBPyConnection, township: str, household_id: str) -> None:
    """A household of `township` whose risk seems over."""
    con.execute(
        "INSERT INTO elimination_candidates VALUES (?, ?, ?, '太平村', 'marginal', "
        "'人均收入 12,000 元，高于监测线 7,152 元；各项保障未见疑问；连续 3 期没有预警。', '2021-03', 'fujian-2021', "
        "'1.0', '闽委振兴组〔2021〕5号 第9条')",
        [PERIOD, household_id, township],
    )
