"""``python -m kpikit`` is the command ``kpikit``."""

from kpikit.cli import main

if __name__ == "__main__":
    main()
