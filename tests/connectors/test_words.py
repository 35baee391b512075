"""Everything that a workbook may show has a Chinese word for office staff."""

from connectors.workbooks.layout import words
from matching.weighing.model import model
from rules.declarations.operands import load_operands
from rules.declarations.pack import load_packs


def test_every_indicator_and_cause_has_a_word() -> None:
    packs = load_packs().values()
    assert load_operands().keys() <= words("operands").keys()
    causes = {cause for pack in packs for rule in pack.rules.values() for cause in rule.causes}
    of_measures = {cause for pack in packs for measure in pack.measures for cause in measure.causes or ()}
    assert causes | of_measures <= words("causes").keys()


def test_every_way_a_row_was_linked_or_not_has_a_word() -> None:
    chosen = model()
    doubts = {name for name, verdict in chosen.verdicts.items() if verdict.doubt}
    assert chosen.stages.keys() | chosen.doubts.keys() | doubts <= words("stages").keys()
