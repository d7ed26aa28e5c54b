"""Read ``kpikit.yml`` and report everything that is wrong with it at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kpikit.config.findings import SET_BY_LOADER, Finding, from_pydantic, raise_findings, unknown
from kpikit.config.models import Config
from kpikit.config.tree import Tree, listed, mapping, read_tree
from kpikit.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_NAME = "kpikit.yml"


@dataclass(frozen=True)
class Reading:
    """A configuration file as far as it could be read.

    Attributes:
        tree: what is written in it.
        config: the project; None where there are findings.
        findings: what is wrong with the file by itself.
    """

    tree: Tree
    config: Config | None
    findings: tuple[Finding, ...]


def load_config(path: Path | str = FILE_NAME) -> Config:
    """Read a project's configuration and check it by itself.

    Args:
        path: the file, or the folder that holds a ``kpikit.yml``.

    Returns:
        The configuration, with ``root`` and ``file`` set.

    Raises:
        UsageError: every fault of the file, each with file, line, key, value and what is allowed.
    """
    reading = read_config(path)
    raise_findings(reading.findings)
    assert reading.config is not None  # noqa: S101 - without it there was a finding
    return reading.config


def read_config(path: Path | str = FILE_NAME) -> Reading:
    """Read a project's configuration with what is wrong with it, for others to add theirs.

    Args:
        path: the file, or the folder that holds a ``kpikit.yml``.

    Raises:
        UsageError: the file is missing, or is no YAML.
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
    if config is not None and not findings:
        config = config.model_copy(update={"root": file.parent, "file": file})
    return Reading(tree, None if findings else config, tuple(findings))


def _across(tree: Tree, root: Path) -> Iterator[Finding]:
    """Find what is wrong between the parts of a file, whatever is wrong inside them."""
    for key in SET_BY_LOADER & tree.plain.keys():
        yield tree.finding((key,), unknown(key, Config.model_fields.keys() - SET_BY_LOADER))
    bots = _bots(tree)
    if not bots:
        yield tree.finding(("bots",), "needs at least one bot, with id and type")
    if "events" not in mapping(tree.plain.get("data")):
        yield tree.finding(("data",), "needs the table events")
    yield from _repeated_ids(tree, bots)
    yield from _shares(tree, [bot for bot, _ in bots])
    yield from _own_kpis(tree, root)
    yield from _holdouts(tree, [bot for bot, _ in bots])
    for index, bot in enumerate(listed(tree.plain.get("ignore_bots"))):
        if bot in [known for known, _ in bots]:
            yield tree.finding(("ignore_bots", index), f"'{bot}' is one of the bots: not both")


def _bots(tree: Tree) -> list[tuple[str, int]]:
    """List the ids that can be read, with their place."""
    bots = enumerate(listed(tree.plain.get("bots")))
    return [(str(bot["id"]), place) for place, bot in bots if "id" in mapping(bot)]


def _repeated_ids(tree: Tree, bots: list[tuple[str, int]]) -> Iterator[Finding]:
    """Find ids given twice; those that differ by case alone would share a folder on some disks."""
    first: dict[str, tuple[str, int]] = {}
    for bot, place in bots:
        before, at = first.setdefault(bot.lower(), (bot, place))
        if at != place:
            line = tree.line(("bots", at, "id"))
            said = f"is the id of the bot in line {line}, too: each needs its own"
            if before != bot:
                said = (
                    f"is '{before}' of line {line} but for its case: both would have one folder on "
                    "some disks; choose another id"
                )
            yield tree.finding(("bots", place, "id"), said, value=f"'{bot}'")


def _shares(tree: Tree, bots: list[str]) -> Iterator[Finding]:
    """Find shares of the shared costs that go to nobody, or that do not add up."""
    if "shared_costs" not in tree.plain:
        return
    shares = mapping(tree.plain["shared_costs"])
    for bot in shares:
        if bot not in bots:
            said = f"is no bot of this file{did_you_mean(str(bot), bots)}"
            yield tree.finding(("shared_costs", bot), said)
    numbers = [share for share in shares.values() if isinstance(share, (int, float))]
    if len(numbers) == len(shares) and abs(sum(numbers) - 1) > 1e-6:
        yield tree.finding(("shared_costs",), f"the shares add up to {sum(numbers):g}, must be 1")


def _holdouts(tree: Tree, bots: list[str]) -> Iterator[Finding]:
    """Find experiments that speak for a bot nobody knows."""
    for index, one in enumerate(listed(mapping(tree.plain.get("experiments")).get("holdouts"))):
        bot = mapping(one).get("bot")
        if isinstance(bot, str) and bot not in bots:
            said = f"is no bot of this file{did_you_mean(bot, bots)}"
            yield tree.finding(("experiments", "holdouts", index, "bot"), said, value=f"'{bot}'")


def _own_kpis(tree: Tree, root: Path) -> Iterator[Finding]:
    """Find KPI files that are not there."""
    for index, name in enumerate(listed(tree.plain.get("kpis"))):
        if isinstance(name, str) and not (root / name).is_file():
            said = "no such file, looked for beside this one"
            yield tree.finding(("kpis", index), said, value=f"'{name}'")
