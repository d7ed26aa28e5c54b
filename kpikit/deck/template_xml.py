"""The parts of the board template as XML text: theme, masters, layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.deck.layouts import FOOT_RULE, HEIGHT, LAYOUTS, STYLES, WIDTH, Box, Slot
from kpikit.deck.ooxml import HEAD, NAMESPACES, Stroke, emu, fill, quoted, rgb, stroke

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.deck.layouts import Layout, Style, Type

FONT = "Calibri"
NS = " ".join(f'xmlns:{key}="{NAMESPACES[key]}"' for key in "apr")
# The theme serves what people add by hand; what kpikit draws names its colours itself.
THEME = {
    "dk1": "ink", "lt1": "bg", "dk2": "ink2", "lt2": "panel", "accent1": "blue",
    "accent2": "grey", "accent3": "orange", "accent4": "good", "accent5": "watch",
    "accent6": "bad", "hlink": "blue", "folHlink": "ink2",
}  # fmt: skip
_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
    "<a:xfrm>"
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
    "</a:xfrm></p:grpSpPr>"
)
_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
    'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
    'folHlink="folHlink"/>'
)
_BACKGROUND = (
    '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
    "<a:effectLst/></p:bgPr></p:bg>"
)


def theme() -> str:
    """The theme: ink and accents of the report's tokens, Calibri for all text."""
    colors = "".join(f'<a:{k}><a:srgbClr val="{rgb(v)}"/></a:{k}>' for k, v in THEME.items())
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{w}">{plain}</a:ln>' for w in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{HEAD}<a:theme xmlns:a="{NAMESPACES["a"]}" name="kpikit"><a:themeElements>'
        f'<a:clrScheme name="kpikit">{colors}</a:clrScheme><a:fontScheme name="kpikit">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="kpikit"><a:fillStyleLst>{plain * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{plain * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
        "</a:theme>"
    )


def master() -> str:
    """The slide master: the text styles every layout inherits, footer and slide number."""
    slots = [
        Slot("Title", "title", Box(44, 26, 872, 70), "title"),
        Slot("Text", "body", Box(44, 134, 872, 332), "note"),
        Slot("Footer", "ftr", Box(44, 508, 780, 20), "footer"),
        Slot("Slide number", "sldNum", Box(856, 508, 60, 20), "number"),
    ]
    ids = "".join(
        f'<p:sldLayoutId id="{2147483649 + i}" r:id="rId{i + 1}"/>' for i in range(len(LAYOUTS))
    )
    body = "".join(_level(i, t) for i, t in enumerate(STYLES["note"].levels, start=1))
    return (
        f"{HEAD}<p:sldMaster {NS}><p:cSld>{_BACKGROUND}<p:spTree>{_GROUP}"
        f"{_rules([FOOT_RULE], 20)}{_slots(slots, typed=True)}</p:spTree></p:cSld>{_MAP}"
        f"<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>"
        f'<p:hf hdr="0" dt="0"/><p:txStyles><p:titleStyle>{_level(1, STYLES["title"].levels[0])}'
        f"</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle><p:otherStyle>"
        '<a:defPPr><a:defRPr lang="en-US"/></a:defPPr></p:otherStyle></p:txStyles></p:sldMaster>'
    )


def layout(spec: Layout) -> str:
    """One layout with its placeholders, in reading order, title first."""
    rules = _rules([rule for rule in spec.rules if rule != FOOT_RULE], 40)
    return (
        f'{HEAD}<p:sldLayout {NS} preserve="1" userDrawn="1"><p:cSld name={quoted(spec.name)}>'
        f"<p:spTree>{_GROUP}{_slots(spec.slots)}{rules}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def notes_master() -> str:
    """The notes page: the slide above, the provenance of its numbers below."""
    image = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide image"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr>{_at(Box(54, 54, 432, 243))}'
        "</p:spPr></p:sp>"
    )
    text = (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        '</p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_at(Box(54, 320, 432, 360))}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>"
        '<a:p><a:pPr lvl="0"/><a:r><a:rPr lang="en-US"/><a:t>Notes</a:t></a:r></a:p>'
        "</p:txBody></p:sp>"
    )
    style = '<a:lvl1pPr><a:defRPr sz="1200"><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>'
    return (
        f"{HEAD}<p:notesMaster {NS}><p:cSld>{_BACKGROUND}<p:spTree>{_GROUP}{image}{text}"
        f"</p:spTree></p:cSld>{_MAP}<p:notesStyle>{style}</p:notesStyle></p:notesMaster>"
    )


def presentation() -> str:
    """The presentation part: 16:9, one master, notes; no slide yet."""
    return (
        f'{HEAD}<p:presentation {NS} saveSubsetFonts="1"><p:sldMasterIdLst>'
        '<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:notesMasterIdLst>'
        '<p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldSz cx="{emu(WIDTH)}" cy="{emu(HEIGHT)}"/>'
        f'<p:notesSz cx="{emu(540)}" cy="{emu(720)}"/>'
        '<p:defaultTextStyle><a:defPPr><a:defRPr lang="en-US"/></a:defPPr>'
        '<a:lvl1pPr><a:defRPr sz="1400"><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>'
        "</p:defaultTextStyle>"
        "</p:presentation>"
    )


def _at(box: Box) -> str:
    return (
        f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/>'
        f'<a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def _level(number: int, look: Type, align: str = "l") -> str:
    weight = ' b="1"' if look.bold else ' b="0"'
    return (
        f'<a:lvl{number}pPr marL="0" indent="0" algn="{align}"><a:lnSpc><a:spcPct val="100000"/>'
        f'</a:lnSpc><a:spcBef><a:spcPts val="{round(look.before * 100)}"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(look.size * 100)}"{weight}>{fill(look.color)}'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{number}pPr>'
    )


def _slots(slots: Iterable[Slot], *, typed: bool = False) -> str:
    """Placeholders; in the master body is a type of its own, in a layout it is found by its idx."""
    return "".join(_slot(slot, 10 + i, typed=typed) for i, slot in enumerate(slots))


def _slot(slot: Slot, idx: int, *, typed: bool) -> str:
    style: Style = STYLES[slot.style]
    place = "" if slot.kind == "title" else f' idx="{idx}"'
    size = "" if slot.kind in {"title", "body"} else ' sz="quarter"'
    kind = f'type="{slot.kind}"' + ("" if typed and slot.kind == "body" else size)
    levels = "".join(_level(i, t, style.align) for i, t in enumerate(style.levels, start=1))
    text = f'<a:r><a:rPr lang="en-US"/><a:t>{slot.name}</a:t></a:r>'
    if slot.kind == "sldNum":
        guid = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
        text = f'<a:fld id="{guid}" type="slidenum">{text[5:-6]}</a:fld>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{idx}" name={quoted(slot.name)}/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}{place}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_at(slot.box)}</p:spPr><p:txBody>"
        f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{style.anchor}"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle>{levels}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _rules(boxes: Iterable[Box], first: int) -> str:
    """Thin lines; the one under a cover is ink, the one over the foot a quiet rule."""
    return "".join(
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{first + i}" name="Rule {i + 1}"/><p:cNvCxnSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr>{_at(box).replace("rect", "line")}'
        f"{stroke(Stroke('rule', 0.75) if box == FOOT_RULE else Stroke('ink', 1.5))}"
        "</p:spPr></p:cxnSp>"
        for i, box in enumerate(boxes)
    )
