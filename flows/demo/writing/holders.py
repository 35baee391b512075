"""Who has a combination of pieces: sorted hashes, so that many rows can be looked up at once."""

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.demo.people.draws import Bools, Ints

NOBODY, SEVERAL = -1, -2
# Odd numbers as in xxHash, one for each position in a combination.
_MIXERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)

Keys = npt.NDArray[np.uint64]
Hashes = dict[str, tuple[Keys, Bools]]


def hashed(known: pl.DataFrame) -> Hashes:
    """Each piece as a hash, and whether it is present."""
    return {piece.name: (piece.hash(seed=0).to_numpy(), piece.is_not_null().to_numpy()) for piece in known}


def _combined(hashes: Hashes, combination: tuple[str, ...]) -> tuple[Keys, Bools]:
    """One key for each row's combination, and whether all its pieces are present."""
    parts = [hashes[piece] for piece in combination]
    keys = np.zeros(len(parts[0][0]), np.uint64)
    for (key, _), mixer in zip(parts, _MIXERS, strict=False):
        keys += key * np.uint64(mixer)
    return keys, np.logical_and.reduce([present for _, present in parts])


class Holders:
    """The owner of each value of a combination of pieces."""

    def __init__(self, hashes: Hashes, combination: tuple[str, ...], owner: Ints) -> None:
        """Indexes everybody.

        Args:
            hashes: everybody's pieces.
            combination: names of the pieces.
            owner: everybody's own number, or their household's.
        """
        keys, present = _combined(hashes, combination)
        order = np.argsort(keys[present], kind="stable")
        keys, owners = keys[present][order], owner[present][order]
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        alone = np.minimum.reduceat(owners, starts) == np.maximum.reduceat(owners, starts)
        self._combination = combination
        self._keys, self._owners = keys[starts], np.where(alone, owners[starts], SEVERAL)

    def of(self, hashes: Hashes) -> Ints:
        """The only owner of each row's combination; `NOBODY` if it has none, `SEVERAL` if several."""
        keys, present = _combined(hashes, self._combination)
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        known = (self._keys[place] == keys) & present
        owners: Ints = np.where(known, self._owners[place], NOBODY)
        return owners
