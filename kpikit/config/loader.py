"""Read ``kpikit.yml`` and report everything that is wrong with it at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kpikit.config.findings import SET_BY_LOADER, Finding, from_pydantic, raise_findings, unknown
from kpikit.config.models import Config
from kpikit.config.tree import Tree, read_tree
from kpikit.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE_NAME = "kpikit.yml"


def load_config(path: Path | str = FILE_NAME) -> Config:
    """Read and check a project's configuration.

    Args:
        path: the file, or the folder that holds a ``kpikit.yml``.

    Returns:
        The configuration, with ``root`` and ``file`` set.

    Raises:
        UsageError: every fault of the file, each with file, line, key, value and what is allowed.
    """
    named = Path(path)
    file = named / FILE_NAME if named.is_dir() else named
    tree = read_tree(file, name=str(file))
    findings = [*_across(tree, file.parent)]
    config = None
    try:
        known = {key: value for key, value in tree.plain.items() if key not in SET_BY_LOADER}
        config = Config.model_validate(known)
    except ValidationError as error:
        findings += from_pydantic(error.errors(), tree)
    raise_findings(findings)
    assert config is not None  # noqa: S101 - without it there was a finding
    return config.model_copy(update={"root": file.parent, "file": file})


def check_kpi_ids(config: Config, known: Iterable[str]) -> None:
    """Check every KPI id a configuration names, once the KPIs are known.

    Args:
        config: as loaded.
        known: the ids of all KPIs, the project's own among them.

    Raises:
        UsageError: targets or headlines name a KPI that is not there; with lines.
    """
    ids = sorted(known)
    named: list[tuple[str | int, ...]] = [("targets", kpi) for kpi in config.targets]
    for index, bot in enumerate(config.bots):
        named += [("bots", index, "targets", kpi) for kpi in bot.targets]
        named += [("bots", index, "headline", place) for place in range(len(bot.headline or ()))]
    wrong = [loc for loc in named if _kpi_at(config, loc) not in ids]
    if not wrong:
        return
    tree = read_tree(config.file, name=str(config.file))
    raise_findings(_unknown_kpi(tree, loc, kpi=_kpi_at(config, loc), ids=ids) for loc in wrong)


def _kpi_at(config: Config, loc: tuple[str | int, ...]) -> str:
    """Read the KPI id that stands at a place: the key of a target, an item of a headline."""
    if loc[-2] == "headline":
        return (config.bots[int(loc[1])].headline or ())[int(loc[-1])]
    return str(loc[-1])


def _unknown_kpi(tree: Tree, loc: tuple[str | int, ...], *, kpi: str, ids: list[str]) -> Finding:
    """Say that a KPI is not known; all ids would not fit a line."""
    near = did_you_mean(kpi, ids) or "; `kpikit kpis` lists them"
    return tree.finding(loc, f"no KPI has the id '{kpi}'{near}")


def _across(tree: Tree, root: Path) -> Iterator[Finding]:
    """Find what is wrong between the parts of a file, whatever is wrong inside them."""
    for key in SET_BY_LOADER & tree.plain.keys():
        yield tree.finding((key,), unknown(key, Config.model_fields.keys() - SET_BY_LOADER))
    bots = _bots(tree)
    if not bots:
        yield tree.finding(("bots",), "needs at least one bot, with id and type")
    if "events" not in _mapping(tree.plain.get("data")):
        yield tree.finding(("data",), "needs the table events")
    yield from _repeated_ids(tree, bots)
    yield from _shares(tree, [bot for bot, _ in bots])
    yield from _own_kpis(tree, root)
    for index, bot in enumerate(_listed(tree.plain.get("ignore_bots"))):
        if bot in [known for known, _ in bots]:
            yield tree.finding(("ignore_bots", index), f"'{bot}' is one of the bots: not both")


def _bots(tree: Tree) -> list[tuple[str, int]]:
    """List the ids that can be read, with their place."""
    bots = enumerate(_listed(tree.plain.get("bots")))
    return [(str(bot["id"]), place) for place, bot in bots if "id" in _mapping(bot)]


def _repeated_ids(tree: Tree, bots: list[tuple[str, int]]) -> Iterator[Finding]:
    """Find ids given twice; those that differ by case alone would share a folder on some disks."""
    first: dict[str, tuple[str, int]] = {}
    for bot, place in bots:
        before, at = first.setdefault(bot.lower(), (bot, place))
        if at != place:
            line = tree.line(("bots", at, "id"))
            how = "given" if before == bot else f"but for its case given as '{before}'"
            yield tree.finding(
                ("bots", place, "id"), f"{how} before, in line {line}", value=f"'{bot}'"
            )


def _shares(tree: Tree, bots: list[str]) -> Iterator[Finding]:
    """Find shares of the shared costs that go to nobody, or that do not add up."""
    if "shared_costs" not in tree.plain:
        return
    shares = _mapping(tree.plain["shared_costs"])
    for bot in shares:
        if bot not in bots:
            said = f"is no bot of this file{did_you_mean(str(bot), bots)}"
            yield tree.finding(("shared_costs", bot), said)
    numbers = [share for share in shares.values() if isinstance(share, (int, float))]
    if len(numbers) == len(shares) and abs(sum(numbers) - 1) > 1e-6:
        yield tree.finding(("shared_costs",), f"the shares add up to {sum(numbers):g}, must be 1")


def _own_kpis(tree: Tree, root: Path) -> Iterator[Finding]:
    """Find KPI files that are not there."""
    for index, name in enumerate(_listed(tree.plain.get("kpis"))):
        if isinstance(name, str) and not (root / name).is_file():
            said = "no such file, looked for beside this one"
            yield tree.finding(("kpis", index), said, value=f"'{name}'")


def _mapping(value: object) -> dict[Any, Any]:
    """Read a value as a mapping, as an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def _listed(value: object) -> list[Any]:
    """Read a value as a list; one thing is a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
