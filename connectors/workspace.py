"""A county's workspace: its folders, and how a new one is created."""

from dataclasses import dataclass
from pathlib import Path

from connectors.settings import SETTINGS_FILE, Settings, check, read_settings, settings_text
from data_contracts.errors import SettingsError

_REFUSED = frozenset("?\\" + "".join(map(chr, [*range(32), 127])))  # DuckDB splits paths at the first two


@dataclass(frozen=True)
class Workspace:
    """The folders of one county below `root`; its settings may put some of them elsewhere."""

    root: Path
    settings: Settings

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        """The workspace at `root`.

        Raises:
            SettingsError: if `root` is no workspace or its settings cannot be read.
        """
        root = usable(root)
        return cls(root, read_settings(root / SETTINGS_FILE))

    def folder(self, name: str) -> Path:
        """The folder `name` (inbox, returned, archive, quarantine, receipts, outbox)."""
        return self.root / self.settings.paths.get(name, name)

    @property
    def inbox(self) -> Path:
        """Drop folders, one per source."""
        return self.folder("inbox")

    @property
    def returned(self) -> Path:
        """Filled-in lists that came back."""
        return self.folder("returned")

    @property
    def outbox(self) -> Path:
        """Everything generated for people, one folder per period."""
        return self.folder("outbox")

    @property
    def warehouse(self) -> Path:
        """The published database."""
        return self.root / "warehouse.duckdb"

    @property
    def work(self) -> Path:
        """What a run builds before it publishes; does not exist between runs."""
        return self.root / ".work"

    @property
    def contracts(self) -> Path:
        """The county's own data contracts, beside the packaged ones."""
        return self.root / "contracts"

    @property
    def packs(self) -> Path:
        """The county's own policy packs, beside the packaged ones."""
        return self.root / "packs"


def usable(root: Path) -> Path:
    """The absolute path of `root`, if the databases in it can be opened there.

    Raises:
        SettingsError: if it has a character that DuckDB or SQLite reads as something else, or is no text.
    """
    path = str(root.resolve())
    refused = sorted(
        {"换行等控制符" if ord(letter) < 32 else letter for letter in path if letter in _REFUSED}
    )
    try:
        path.encode()
    except UnicodeEncodeError:
        refused.append("不是 UTF-8 的文字")
    if refused:
        raise SettingsError(
            f"工作区的路径中有数据库不能用的字符：{'　'.join(refused)}。"
            "请换一个文件夹名，可以用中文、字母、数字、空格和短横线。"
        )
    return Path(path)


def create(root: Path, sources: list[str], area: str | None = None, policy: str | None = None) -> list[str]:
    """Create what is missing of a workspace at `root`; return the relative paths created.

    Args:
        root: folder, created if missing; existing content is not changed.
        sources: names of the drop folders.
        area: administrative division code written into new settings.
        policy: policy pack named in new settings.

    Raises:
        SettingsError: if `area` is not a division code, or existing settings cannot be read.
    """
    root = usable(root)
    settings = root / SETTINGS_FILE
    text = settings_text(check(Settings(area=area or Settings.area, policy=policy)))
    missing_settings = not settings.exists()
    if missing_settings:
        root.mkdir(parents=True, exist_ok=True)
        settings.write_text(text, encoding="utf-8")
    made = _make_folders(Workspace.open(root), sources)
    return ([SETTINGS_FILE] if missing_settings else []) + made


def _make_folders(workspace: Workspace, sources: list[str]) -> list[str]:
    names = [f"inbox/{source}" for source in sources]
    names += ["returned", "archive", "quarantine", "outbox", "receipts"]
    folders = {name: workspace.folder(name.split("/")[0]).joinpath(*name.split("/")[1:]) for name in names}
    made = [name for name, folder in folders.items() if not folder.is_dir()]
    for name in made:
        folders[name].mkdir(parents=True, exist_ok=True)
    return made
