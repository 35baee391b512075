"""Workbooks that were filled in and come back: found, read, judged, archived, answered with a receipt."""
