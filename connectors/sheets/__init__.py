"""The parts of a sheet, whatever format it came in: header, rows of data, lines that are none."""
