"""A made-up company with three chatbots and eighteen months of data, as its systems export it."""

from kpikit.demo.cache import ensure_demo
from kpikit.demo.write import DemoSummary, write_demo

__all__ = ["DemoSummary", "ensure_demo", "write_demo"]
