"""Run all benchmarks and print times and ratios: `python -m benchmarks`, or `make bench`."""

from __future__ import annotations

from benchmarks import core, imports, laboratory, wide

if __name__ == "__main__":
    core.main()
    wide.main()
    imports.main()
    laboratory.main()
