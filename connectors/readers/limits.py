"""Limits beyond which a file is considered broken or hostile."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds for one file. The defaults are several times a province's largest extract.

    Attributes:
        file_bytes: size of the file.
        line_bytes: length of a line in a text file; real rows are below 10 kB.
        rows: rows below the header.
        columns: columns of the sheet; real extracts have at most about 60.
        unpacked_bytes: unpacked size of a workbook; a million rows of twelve columns have 0.7 GB.
        unpacked_ratio: unpacked to packed size, checked above 100 MB; repetitive extracts reach 30.
        reader_s: seconds for a workbook or Parquet file; a million rows take 40.
        reader_memory_bytes: address space of the process that reads it; a full sheet of a million rows and
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
