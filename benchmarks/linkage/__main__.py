"""Compare this project, Splink and recordlinkage on the same counties in one run."""

import argparse
import tempfile
from itertools import product
from pathlib import Path

from rich.console import Console

from benchmarks.febrl4.febrl4 import febrl4
from benchmarks.linkage import report, runs
from benchmarks.linkage.county import Recipe
from benchmarks.linkage.growth import growth
from benchmarks.linkage.mixes import MIXES
from benchmarks.linkage.months import months
from flows.demo.people.names import pool_names


def main() -> None:
    """Compare; with `--growth`, `--months` or `--febrl4` measure this project alone."""
    options = _arguments().parse_args()
    console = Console(width=max(Console().width, 200))  # keep the columns of a table piped to a file
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        if options.growth:
            growth(Path(folder), options.rows, options.memory_limit, console)
        elif options.months:
            months(Path(folder), options.persons, options.rows, options.memory_limit, console)
        elif options.febrl4:
            febrl4(console)
        else:
            compare(Path(folder), _recipes(options), options.peers, options.memory_limit, console)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linkage", description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000, help="members of the roster")
    parser.add_argument("--rows", type=int, default=1_300_000, help="rows of all extracts together")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="one county per seed and mix")
    parser.add_argument("--mix", nargs="+", default=["mixed"], choices=list(MIXES), help="mix of damage")
    parser.add_argument("--names", choices=pool_names(), help="pool of names; by seed if not given")
    parser.add_argument(
        "--peers",
        nargs="*",
        default=[*runs.LINKERS],
        choices=[*runs.LINKERS],
        help="the linkers to compare with; none: only this project",
    )
    parser.add_argument("--memory-limit", default="2GB", help="memory limit of this project's database")
    parser.add_argument("--folder", type=Path, help="folder for the counties' files")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument(
        "--growth", action="store_true", help="this project with rosters of 250k to 4M members"
    )
    modes.add_argument(
        "--months", action="store_true", help="this project in a second month with 95 %% known persons"
    )
    modes.add_argument("--febrl4", action="store_true", help="this project on records from outside")
    return parser


def _recipes(options: argparse.Namespace) -> list[Recipe]:
    pools = pool_names()
    return [
        Recipe(options.persons, options.rows, seed, mix, options.names or pools[seed % len(pools)])
        for seed, mix in product(options.seeds, options.mix)
    ]


def compare(
    folder: Path, recipes: list[Recipe], peers: list[str], memory_limit: str, console: Console
) -> None:
    """Link every county with every linker and print the tables."""
    measured = []
    for number, recipe in enumerate(recipes):
        files = runs.make_county(folder / str(number), recipe)
        ours = runs.ours(files, memory_limit)
        measured.append((recipe, ours))
        if peers:
            console.print(
                f"columns prepared for the peers in {runs.prepare(files):.1f} s, not counted as theirs"
            )
        others = [runs.LINKERS[peer](files) for peer in peers]
        console.print(report.comparison(recipe, [ours, *others]))
        console.print(report.by_damage([ours, *others]))
        if others:
            console.print(report.ratios(ours, others))
    console.print(report.counties(measured))
    console.print(report.probabilities(measured))


if __name__ == "__main__":
    main()
