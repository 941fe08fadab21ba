"""Writes all fixtures to tests/lab/node/fixtures: run `python -m tests.lab.fixture_writer`.

All random numbers come from fixed seeds. Inputs are short decimals, and results have 15 digits, so
that another platform writes nearly the same files.
"""

from .files import FIXTURES, write

for name in FIXTURES:
    write(name)
