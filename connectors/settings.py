"""The county's settings in `fangfanpin.toml`."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_contracts.errors import SettingsError

SETTINGS_FILE = "fangfanpin.toml"

# Everything except area and policy is commented out, so that an analyst may also add a section at the end.
TEMPLATE = """\
# 县级设置。修改后下次运行生效。

# 行政区划代码
area = "{area}"
# name = "福清市"               # 县（市、区）名称，用于全国系统录入表
# office = "福清市乡村振兴局"    # 公示上写的受理单位
# phone = "0591-12345678"       # 公示上写的电话；不写则留空手填
# 政策包。不写则按区划和识别月份自动选用现行政策中最具体的一个。
{policy}

# [lines]
# subsistence_standard = 7152   # 本县农村低保标准（元/人·年）

# [intake]
# quiet_s = 10                  # 文件大小和时间多少秒不变，才算投递完成
# max_file_mb = 2048            # 单个文件大小上限

# [schedule]
# cron = "0 6 6 * *"            # 每月 6 日 06:00（各部门 5 日前报送），北京时间
# returns = "0 7 * * *"         # 每天 07:00 读取发回的清单

# [retention]
# months = 36                   # 按报送月份保留多少个月的事实数据，不少于 25

# [paths]
# inbox = "/mnt/share/inbox"    # 另放他处的文件夹：inbox returned archive quarantine receipts outbox

# [passwords]                   # 工作簿密码：按乡镇或部门；发出的加密，发回的用它打开
# 东张镇 = "……"

# [engine]
# memory_limit = "1GB"          # 计算引擎内存上限；整个程序约需它的两倍
"""

FOLDERS = frozenset({"inbox", "returned", "archive", "quarantine", "receipts", "outbox"})


@dataclass(frozen=True)
class Settings:
    """The settings in `fangfanpin.toml`, with defaults for those that are missing.

    `name` is the county's, `office` and `phone` are those of who is to be called about a public notice.
    """

    area: str = "350181"
    name: str = ""
    office: str = ""
    phone: str = ""
    policy: str | None = None
    lines: dict[str, Any] = field(default_factory=dict)
    quiet_s: float = 10.0
    max_file_mb: int = 2048
    cron: str = "0 6 6 * *"
    returns_cron: str = "0 7 * * *"
    retention_months: int = 36
    paths: dict[str, str] = field(default_factory=dict)
    memory_limit: str = "1GB"
    passwords: dict[str, str] = field(default_factory=dict, repr=False)


def settings_text(settings: Settings) -> str:
    """Text of a new `fangfanpin.toml` with the area and policy of `settings`."""
    policy = f'policy = "{settings.policy}"' if settings.policy else '# policy = "fujian-2021"'
    return TEMPLATE.format(area=settings.area, policy=policy)


def read_settings(path: Path) -> Settings:
    """Read `fangfanpin.toml` at `path`.

    Raises:
        SettingsError: if there is no such file, it is not TOML, or a value has the wrong form.
    """
    if not path.is_file():
        raise SettingsError(f"此文件夹不是工作区：缺少 {SETTINGS_FILE}。请先运行 fangfanpin init。")
    try:
        return _settings(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{SETTINGS_FILE} 格式有误，无法读取，请检查引号、等号和重复的小节。") from error


def _settings(document: dict[str, Any]) -> Settings:
    county = document | _section(document, "county")  # area and policy may be in a section of their own
    intake, engine = _section(document, "intake"), _section(document, "engine")
    retention, schedule = _section(document, "retention"), _section(document, "schedule")
    default = Settings()
    return check(
        Settings(
            area=str(county.get("area", default.area)),
            name=str(county.get("name", "")),
            office=str(county.get("office", "")),
            phone=str(county.get("phone", "")),
            policy=str(county["policy"]) if county.get("policy") else None,
            lines=_section(document, "lines"),
            quiet_s=_number(intake, "quiet_s", default.quiet_s, 0),
            max_file_mb=int(_number(intake, "max_file_mb", default.max_file_mb, 1)),
            cron=str(schedule.get("cron", default.cron)),
            returns_cron=str(schedule.get("returns", default.returns_cron)),
            # two windows of 12 months, and the period's own month
            retention_months=int(_number(retention, "months", default.retention_months, 25)),
            paths={name: str(path) for name, path in _section(document, "paths").items()},
            memory_limit=str(engine.get("memory_limit", default.memory_limit)),
            passwords=_passwords(document),
        )
    )


def check(settings: Settings) -> Settings:
    """`settings` itself if all values have the right form.

    Raises:
        SettingsError: naming the setting that is wrong.
    """
    if not re.fullmatch(r"(\d\d){1,6}", settings.area):
        raise SettingsError(f"{SETTINGS_FILE} 的 area 应为 2 至 12 位行政区划代码。")
    if not re.fullmatch(r"\d+(\.\d+)? ?[KMGT]i?B", settings.memory_limit):
        raise SettingsError(f"{SETTINGS_FILE} 的 memory_limit 应写成 3GB 这样的形式。")
    if settings.policy and not re.fullmatch(r"[\w.-]+", settings.policy):
        raise SettingsError(f"{SETTINGS_FILE} 的 policy 应为政策包名称，例如 fujian-2021。")
    if unknown := settings.paths.keys() - FOLDERS:
        raise SettingsError(f"{SETTINGS_FILE} 的 [paths] 有不认识的文件夹：{'、'.join(sorted(unknown))}。")
    return settings


def _passwords(document: dict[str, Any]) -> dict[str, str]:
    """Password of workbooks by township or department."""
    passwords = _section(document, "passwords")
    if not all(isinstance(password, str) and password for password in passwords.values()):
        raise SettingsError(f"{SETTINGS_FILE} 的 [passwords] 中，每个密码都应是引号里的文字，不能为空。")
    return passwords


def _section(document: dict[str, Any], name: str) -> dict[str, Any]:
    section = document.get(name, {})
    if not isinstance(section, dict):
        raise SettingsError(f"{SETTINGS_FILE} 的 [{name}] 应为一节。")
    return section


def _number(section: dict[str, Any], name: str, default: float, least: float) -> float:
    value = section.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < least:
        raise SettingsError(f"{SETTINGS_FILE} 的 {name} 应为不小于 {least:g} 的数字。")
    return value
