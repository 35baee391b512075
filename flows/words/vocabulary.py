"""Chinese for machine words as commands say them; `layouts/words.yaml` has those of workbooks."""

from connectors.workbooks.layout import words

LEVELS = {name: f"{word}色" for name, word in words("levels").items()}
OUTCOMES = LEVELS | {"unknown": "无法判断", "none": "不在列"}
BASES = {"document_text": "文件规定", "local_interpretation": "本地口径"}
STATES = words("states")
LINK_STATUSES = words("link_statuses")
CAUSES = words("causes")


def flag_word(name: str, value: object) -> str:
    """A yes or no as people say it: of a guarantee (`guarantee_*`) whether it is in question."""
    yes, no = ("存疑", "未见问题") if name.startswith("guarantee_") else ("是", "否")
    return "无数据" if value is None else yes if value else no
