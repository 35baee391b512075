"""Where Prefect keeps its history, and what it may not do; to be set before Prefect is imported."""

import os
import secrets
from pathlib import Path


def use_prefect_home(root: Path) -> None:
    """Set Prefect's defaults for the workspace at `root`; variables that are already set stay.

    Without `PREFECT_API_URL` every command starts its own API server, on this machine's loopback only.
    """
    home = Path(os.environ.setdefault("PREFECT_HOME", str(root / ".prefect")))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if "PREFECT_API_URL" not in os.environ:
        _set_defaults(_own_server())
        _reach_loopback_directly()
    _set_defaults(
        {
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
            "PREFECT_LOGGING_SETTINGS_PATH": str(Path(__file__).with_name("logging.yml")),
            "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        }
    )


def _own_server() -> dict[str, str]:
    """Settings of a server that only this command and its child processes can reach."""
    password = secrets.token_urlsafe()  # or any web page open on this machine could start runs
    return {
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # 10 to 20 are usual on an office machine
        "PREFECT_SERVER_API_AUTH_STRING": password,
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_UI_ENABLED": "false",
    }


def _reach_loopback_directly() -> None:
    """Bypass the office's proxy for the loopback address: it would not lead Prefect to its own server."""
    excepted = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = f"{excepted},127.0.0.1" if excepted else "127.0.0.1"


def _set_defaults(settings: dict[str, str]) -> None:
    for name, value in settings.items():
        os.environ.setdefault(name, value)
