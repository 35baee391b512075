"""Chinese for machine words in the output of commands, from their declarations."""

from matching.words import words as words_of_links
from rules.declarations.words import words

LEVELS = {name: f"{word}色" for name, word in words()["level"].items()}
RULE_OUTCOMES = words()["outcome"]
OUTCOMES = LEVELS | {"unknown": RULE_OUTCOMES["unknown"], "none": "不在列"}
BASES = words()["basis"]
STATES = words()["state"]
RHYTHMS = words()["rhythm"]
LINK_STATUSES = words_of_links()["link_status"]
STAGES = words_of_links()["stage"]
LINK_CHANGES = words_of_links()["link_change"]
NUMBER_KINDS = words_of_links()["number_kind"]


def flag_word(name: str, value: object) -> str:
    """A yes or no in Chinese; for a guarantee (`guarantee_*`), whether it is in question."""
    answers = words()["guarantee" if name.startswith("guarantee_") else "flag"]
    return "无数据" if value is None else answers["true" if value else "false"]
