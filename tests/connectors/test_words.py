"""Everything that a workbook may show has a Chinese word for office staff."""

from matching.weighing.model import model
from matching.words import words
from rules.declarations.causes import causes_of
from rules.declarations.pack import load_packs


def test_every_cause_has_a_word() -> None:
    for pack in load_packs().values():
        causes = {cause for rule in pack.rules.values() for cause in rule.causes}
        helped = {cause for measure in pack.measures for cause in measure.causes or ()}
        assert causes | helped <= causes_of(pack).keys()


def test_every_way_a_row_was_linked_or_not_has_a_word() -> None:
    chosen = model()
    doubts = {name for name, verdict in chosen.verdicts.items() if verdict.doubt}
    assert chosen.stages.keys() | chosen.doubts.keys() | doubts <= words()["stage"].keys()
