"""Faults of a declaration in Chinese: pydantic's errors, for the author of the file."""

from typing import Any

import yaml

IDENTIFIER = r"^[a-z][a-z0-9_]*$"  # names that become tables, columns or words in conditions
_FAULTS = {
    "missing": "缺少必填项",
    "unexpected_keyword_argument": "没有这一项，可能拼写有误",
    "literal_error": "只能取规定的几个值",
    "string_pattern_mismatch": "写法不符合规定的格式",
    "string_type": "应为文字，必要时加引号",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表",
    "dict_type": "应为键和值",
    "too_short": "不能为空",
    "greater_than_equal": "数值太小",
    "less_than_equal": "数值太大",
}


def fault(error: Any) -> str:
    """One of pydantic's errors: its place, and what to do."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error.get("ctx", {}).get("pattern") == IDENTIFIER:
        return f"{_place(error)} 只能用小写英文字母、数字和下划线，以字母开头"
    return f"{_place(error)} {_FAULTS.get(error['type'], '写法不对')}"


def _place(error: Any) -> str:
    return ".".join(map(str, error["loc"]))


class UniqueKeyLoader(yaml.CSafeLoader):
    """Safe YAML that refuses duplicate keys; plain YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of `node`, whose keys differ."""
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise yaml.constructor.ConstructorError(problem="duplicate key", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)
