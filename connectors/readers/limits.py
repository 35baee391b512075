"""How much of one file is taken in before it is held to be broken or hostile."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds of one file. The defaults hold a province's largest extract several times over.

    Attributes:
        file_bytes: its size.
        line_bytes: the longest line of a text file; real rows stay below 10 kB.
        rows: rows below the header.
        columns: columns of the sheet; real extracts have at most about 60.
        unpacked_bytes: a workbook's parts unpacked; a million rows of twelve columns make 0.7 GB.
        unpacked_ratio: unpacked to packed size, judged above 100 MB; repetitive extracts reach 30.
        reader_s: seconds a workbook or Parquet file may take; a million rows take 40.
        reader_memory_bytes: address space of the process that reads them; a full sheet of a million rows and
            twelve columns takes 3.7 GB.
    """

    file_bytes: int = 2 << 30
    line_bytes: int = 1 << 20
    rows: int = 10_000_000
    columns: int = 500
    unpacked_bytes: int = 4 << 30
    unpacked_ratio: int = 200
    reader_s: float = 300.0
    reader_memory_bytes: int = 5 << 30
