"""Build `templates/board.pptx`: ``python -m kpikit.deck.template [FILE]``.

The template ships as a file, so that a designer can open it; this script made it, and a test
rebuilds it and compares the bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kpikit.deck import template_xml
from kpikit.deck.fixed import packed
from kpikit.deck.layouts import LAYOUTS
from kpikit.deck.ooxml import HEAD, NAMESPACES
from kpikit.resources import templates_dir

NAME = "board.pptx"
_PPT = "application/vnd.openxmlformats-officedocument.presentationml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = NAMESPACES["r"]


def board() -> bytes:
    """The bytes of the board template."""
    parts = {
        "ppt/presentation.xml": template_xml.presentation(),
        "ppt/theme/theme1.xml": template_xml.theme(),
        "ppt/theme/theme2.xml": template_xml.theme(),
        "ppt/slideMasters/slideMaster1.xml": template_xml.master(),
        "ppt/notesMasters/notesMaster1.xml": template_xml.notes_master(),
        "ppt/presProps.xml": _plain("presentationPr"),
        "ppt/viewProps.xml": _plain("viewPr"),
        "ppt/tableStyles.xml": _table_styles(),
        "docProps/core.xml": _core(),
        "docProps/app.xml": _app(),
        "[Content_Types].xml": _types(len(LAYOUTS)),
        **_layouts(),
        **_root_relations(),
    }
    return packed({name: text.encode() for name, text in parts.items()})


def main(argv: list[str]) -> int:
    """Write the template to the file named, by default to where it ships."""
    target = Path(argv[0]) if argv else templates_dir() / NAME
    target.write_bytes(board())
    print(target)
    return 0


def _root_relations() -> dict[str, str]:
    """Relations of the package, the presentation and the masters."""
    layouts = [f"../slideLayouts/slideLayout{i}.xml" for i in range(1, len(LAYOUTS) + 1)]
    theme = (f"{_OFFICE}/theme", "../theme/theme1.xml")
    return {
        "_rels/.rels": _relations(
            (f"{_OFFICE}/officeDocument", "ppt/presentation.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "ppt/_rels/presentation.xml.rels": _relations(
            (f"{_OFFICE}/slideMaster", "slideMasters/slideMaster1.xml"),
            (f"{_OFFICE}/notesMaster", "notesMasters/notesMaster1.xml"),
            (f"{_OFFICE}/presProps", "presProps.xml"),
            (f"{_OFFICE}/viewProps", "viewProps.xml"),
            (f"{_OFFICE}/theme", "theme/theme1.xml"),
            (f"{_OFFICE}/tableStyles", "tableStyles.xml"),
        ),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": _relations(
            (f"{_OFFICE}/theme", "../theme/theme2.xml")
        ),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            *((f"{_OFFICE}/slideLayout", layout) for layout in layouts), theme
        ),
    }


def _layouts() -> dict[str, str]:
    parts = {}
    for number, spec in enumerate(LAYOUTS, start=1):
        name = f"slideLayout{number}.xml"
        parts[f"ppt/slideLayouts/{name}"] = template_xml.layout(spec)
        parts[f"ppt/slideLayouts/_rels/{name}.rels"] = _relations(
            (f"{_OFFICE}/slideMaster", "../slideMasters/slideMaster1.xml")
        )
    return parts


def _types(layouts: int) -> str:
    kinds = {
        "/ppt/presentation.xml": f"{_PPT}.presentation.main+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{_PPT}.slideMaster+xml",
        "/ppt/notesMasters/notesMaster1.xml": f"{_PPT}.notesMaster+xml",
        "/ppt/presProps.xml": f"{_PPT}.presProps+xml",
        "/ppt/viewProps.xml": f"{_PPT}.viewProps+xml",
        "/ppt/tableStyles.xml": f"{_PPT}.tableStyles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{_PPT.rsplit('.', 1)[0]}.extended-properties+xml",
    }
    theme = f"{_PPT.rsplit('.', 1)[0]}.theme+xml"
    kinds |= {f"/ppt/theme/theme{i}.xml": theme for i in (1, 2)}
    kinds |= {
        f"/ppt/slideLayouts/slideLayout{i}.xml": f"{_PPT}.slideLayout+xml"
        for i in range(1, layouts + 1)
    }
    rows = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items()
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _plain(tag: str) -> str:
    return f"{HEAD}<p:{tag} {template_xml.NS}/>"


def _table_styles() -> str:
    default = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    return f'{HEAD}<a:tblStyleLst xmlns:a="{NAMESPACES["a"]}" def="{default}"/>'


def _core() -> str:
    date = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:{0}>'
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Board deck</dc:title>'
        f"<dc:creator>kpikit</dc:creator>{date.format('created')}{date.format('modified')}"
        "</cp:coreProperties>"
    )


def _app() -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{HEAD}<Properties xmlns="{kind}"><Application>kpikit</Application></Properties>'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
