"""An executed notebook as one HTML file, through the template in ``templates/report``."""

from __future__ import annotations

from typing import Any

from kpikit.resources import templates_dir


def to_html(notebook: Any) -> str:  # noqa: ANN401 - nbformat has no types
    """Turn an executed notebook into a page without code, script or external address."""
    from nbconvert import HTMLExporter, TemplateExporter

    class Page(HTMLExporter):  # type: ignore[misc, unused-ignore]
        """Leaves the page as the template made it.

        The stock exporter parses it again to mend its own template's cells and pictures without
        a description, which costs as much as the whole conversion; ours has neither.
        """

        from_notebook_node = TemplateExporter.from_notebook_node

    exporter = Page(  # type: ignore[no-untyped-call]
        template_name="report",
        extra_template_basedirs=[str(templates_dir())],
        exclude_anchor_links=True,
    )
    html, _ = exporter.from_notebook_node(notebook)
    return str(html)
