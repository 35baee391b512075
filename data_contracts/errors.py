"""The one base of every error that people are shown."""


class FangfanpinError(Exception):
    """Something a person can act on.

    Attributes:
        code: English word a program can test.
        message: Chinese sentence that says what is wrong and what to do; never a value from a row.
    """

    code = "error"

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code


class UnreadableFileError(FangfanpinError):
    """A department's file cannot be taken; its message goes into the receipt."""

    code = "unreadable"


class SettingsError(FangfanpinError):
    """`fangfanpin.toml`, a contract or a pack says something that cannot be followed."""

    code = "settings"


class UsageError(FangfanpinError):
    """The command line asks for something that cannot be meant."""

    code = "usage"
