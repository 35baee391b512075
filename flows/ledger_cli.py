"""The commands of the way back: `fangfanpin returns`."""

from flows.command_frame import HERE, JsonOption, WorkspaceOption, errors_in_chinese, print_json, print_lines
from flows.process import interruption


def returns(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """读取 returned 文件夹中填好发回的清单：采用、没有填写、退回各多少行，回执写在 receipts/returned。"""
    from flows import returns as way_back
    from flows.words import returns as words

    with errors_in_chinese(), interruption.publishing(workspace / "warehouse.duckdb"):
        result = way_back.returns(workspace).as_dict()
        print_json(result) if as_json else print_lines(words.lines(result))
