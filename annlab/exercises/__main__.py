"""python -m annlab.exercises FOLDER: what a class has tried and solved, and its mistakes."""

from __future__ import annotations

import argparse

from annlab.exercises.classroom import classroom


def main(arguments: list[str] | None = None) -> None:
    """Print the report on the folder that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m annlab.exercises", description=__doc__)
    parser.add_argument("folder", help="the folder with the learners' exported progress files")
    folder = parser.parse_args(arguments).folder
    try:
        print(classroom(folder))
    except NotADirectoryError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
