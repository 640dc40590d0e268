"""The table of what citizens and officers type, against the whole catalogue that comes with the portal."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from procedures.searching.index import Index, build
from procedures.searching.ranking import ranked
from procedures.searching.synonyms import synonyms
from tests.factories.search import catalogue_rows

TABLE = Path(__file__).parent / "search_queries.csv"
GOAL = 0.95
# How varied the table must stay, whoever edits it.
AT_LEAST = {"gõ sai": 15, "không dấu": 10, "Telex, VNI": 8, "lời thường": 20, "việc trong đời": 8, "mã": 6, "viết tắt": 10}


def queries() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def index() -> Index:
    return build(catalogue_rows())


def misses(index: Index) -> Iterator[str]:
    for query in queries():
        found = [index.rows[place].code for place, _ in ranked(query["typed"], index, 3)]
        if not set(query["expected"].split()) & set(found):
            yield f"{query['kind']}: “{query['typed']}” → {found}, not {query['expected']}"


def test_what_people_type_finds_the_procedure_among_the_first_three(index: Index) -> None:
    missed = list(misses(index))
    print("\n".join(missed))  # noqa: T201  read with -rP: what is still missed
    assert 1 - len(missed) / len(queries()) >= GOAL, "\n".join(missed)


def test_the_table_stays_varied() -> None:
    kinds = Counter(query["kind"] for query in queries())
    assert len({query["typed"] for query in queries()}) == len(queries()) >= 80
    assert {kind: kinds[kind] for kind, least in AT_LEAST.items() if kinds[kind] < least} == {}


def test_every_expected_code_is_in_the_catalogue(index: Index) -> None:
    assert {code for query in queries() for code in query["expected"].split()} <= set(index.places)


def test_every_synonym_leads_somewhere(index: Index) -> None:
    """A synonym names procedures of the catalogue, or words that stand in its names."""
    nowhere = {code for synonym in synonyms() for code in synonym.codes} - set(index.places)
    silent = {word for synonym in synonyms() for phrase in synonym.mean for word in phrase if word not in index.holding}
    assert (nowhere, silent) == (set(), set())


def test_no_phrase_is_said_twice() -> None:
    said = Counter(phrase for synonym in synonyms() for phrase in set(synonym.say))
    assert [" ".join(phrase) for phrase, times in said.items() if times > 1] == []
