"""Writes person_names.tsv and person_surnames.tsv anew: ``python scripts/registry/build_index.py``."""

from __future__ import annotations

from dragoman.actors.persons import NAMES_FILE, SURNAMES_FILE, PersonStore, name_index, surname_index
from dragoman.actors.registry import DATA


def main() -> None:
    """Computes both indexes from persons.csv and roles.csv."""
    store = PersonStore([DATA])
    for file, index in (
        (NAMES_FILE, name_index(store, store)),
        (SURNAMES_FILE, surname_index(store, store)),
    ):
        fresh = (DATA / file).with_suffix(".new")
        fresh.write_text("".join(f"{key}\t{ids}\n" for key, ids in index.items()), encoding="utf-8")
        fresh.replace(DATA / file)
        print(f"{file}: {len(index)} entries")


if __name__ == "__main__":
    main()
