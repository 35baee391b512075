"""The result of a run as Chinese lines."""

from typing import Any


def lines(result: dict[str, Any]) -> list[str]:
    """The result for the analyst.

    Args:
        result: `flows.running.RunResult` as a dictionary.
    """
    period, alerts = result["period"], result["alerts"]
    first = f"{period} 运行完成。" if result["did_something"] else f"{period} 没有新内容，结果不变。"
    levels = f"红 {alerts['red']} 户、橙 {alerts['orange']} 户、黄 {alerts['yellow']} 户"
    states = f"新增 {alerts['new']}、加重 {alerts['worse']}、数据缺失 {alerts['lost_data']}"
    return [
        first,
        f"政策 {result['pack']}；名册 {result['households']} 户；解除预警 {alerts['cleared']} 户。",
        f"预警：{levels}（{states}）。",
        f"核查清单和县级汇总：{result['outbox']}",
    ]
