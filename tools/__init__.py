"""Tools of the repository, run as `python -m tools.NAME`; nothing here is installed."""
