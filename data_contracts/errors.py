"""The base class of all errors that are shown to people."""


class FangfanpinError(Exception):
    """An error that a person can act on.

    Attributes:
        code: English word for programs to test.
        message: Chinese sentence on the fault and what to do; never a value from a row.
    """

    code = "error"

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code


class UnreadableFileError(FangfanpinError):
    """A department's file cannot be accepted; the message goes into its receipt."""

    code = "unreadable"


class SettingsError(FangfanpinError):
    """`fangfanpin.toml`, a contract or a pack is invalid."""

    code = "settings"


class UsageError(FangfanpinError):
    """The arguments of a command contradict each other or make no sense."""

    code = "usage"
