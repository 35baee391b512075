"""What the command's exit code means; a scheduler may rely on it."""

from enum import IntEnum

from data_contracts.errors import FangfanpinError


class ExitCode(IntEnum):
    """Exit codes of every command; listed in `docs/commands.md`."""

    OK = 0
    FAILED = 1
    USAGE = 2  # click's own
    SETTINGS = 3
    BUSY = 4
    NOT_FOUND = 5
    WAREHOUSE = 6
    REFUSED = 7  # of `check`: a run would refuse the file
    INTERRUPTED = 130  # as the shell reports SIGINT
    TERMINATED = 143  # and SIGTERM


_CODES = {
    "usage": ExitCode.USAGE,
    "settings": ExitCode.SETTINGS,
    "busy": ExitCode.BUSY,
    "not_found": ExitCode.NOT_FOUND,
    "warehouse": ExitCode.WAREHOUSE,
    "refused": ExitCode.REFUSED,
}


def exit_code(error: FangfanpinError) -> ExitCode:
    """The code that `error` ends a command with."""
    return _CODES.get(error.code, ExitCode.FAILED)
