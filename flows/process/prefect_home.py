"""Where Prefect keeps its history, and what it may not do; to be set before Prefect is imported."""

import os
import secrets
from pathlib import Path

SERVED = "FANGFANPIN_SERVED"  # set where `serve` starts its runs: they end with it
# Variables that HTTP clients read, in lower case.
_NETWORK = frozenset(
    {
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "ws_proxy",
        "wss_proxy",
        "socks_proxy",
        "ftp_proxy",
        "no_proxy",
    }
    | {"ssl_cert_file", "ssl_cert_dir", "requests_ca_bundle", "curl_ca_bundle", "sslkeylogfile"}
)


def use_prefect_home(root: Path) -> None:
    """Set Prefect's defaults for the workspace at `root`; variables that are already set stay.

    Without `PREFECT_API_URL` every command starts its own API server, on this machine's loopback only, and
    reaches nothing else.
    """
    home = Path(os.environ.setdefault("PREFECT_HOME", str(root / ".prefect")))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if "PREFECT_API_URL" not in os.environ:
        _set_defaults(_own_server())
        _leave_the_network_alone()
    _set_defaults(
        {
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
            "PREFECT_LOGGING_SETTINGS_PATH": str(Path(__file__).with_name("logging.yml")),
            "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
            # A library of the server would check types of its own calls: 0.3 s of imports for nothing.
            "PY_KEY_VALUE_DISABLE_BEARTYPE": "true",
        }
    )


def _own_server() -> dict[str, str]:
    """Settings of a server that only this command and its child processes can reach."""
    password = secrets.token_urlsafe()  # or any web page open on this machine could start runs
    return {
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",  # a process of Prefect's that could outlive ours
        "PREFECT_SERVER_API_AUTH_STRING": password,
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",  # stored settings, of which a month has none
    }


def _leave_the_network_alone() -> None:
    """Forget the office's proxies and certificates: this process talks to itself only.

    An HTTP client reads them when it is made, and fails on one that it does not support, or cannot find.
    """
    for name in [name for name in os.environ if name.lower() in _NETWORK]:
        del os.environ[name]
    os.environ["no_proxy"] = "*"


def _set_defaults(settings: dict[str, str]) -> None:
    for name, value in settings.items():
        os.environ.setdefault(name, value)
