"""CSV, NDJSON and Parquet as they come: broken lines cost themselves alone."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpikit.errors import DataError
from kpikit.sources import csv_files, ndjson
from kpikit.sources.csv_files import read_csv
from kpikit.sources.ndjson import read_ndjson
from kpikit.sources.parquet import read_parquet
from kpikit.sources.raw import ROW

if TYPE_CHECKING:
    from pathlib import Path

WANTED = {"a", "b"}
Read = tuple[list[tuple[object, ...]], list[int]]


def csv_rows(path: Path, content: bytes, delimiter: str = ",") -> Read:
    """The rows (number, a, b) and the numbers of the lines that are none."""
    path.write_bytes(content)
    rows, faults = [], []
    for raw in read_csv(path, WANTED, delimiter=delimiter):
        rows += raw.frame.select(ROW, "a", "b").rows()
        faults += [fault.row for fault in raw.faults]
    return rows, faults


def json_rows(path: Path, content: bytes) -> Read:
    """The rows (number, a) and the numbers of the lines that are none."""
    path.write_bytes(content)
    found, faults = [], []
    for raw in read_ndjson(path, WANTED):
        a = raw.frame["a"] if "a" in raw.frame.columns else [None] * raw.frame.height
        found += list(zip(raw.frame[ROW], a, strict=True))
        faults += [fault.row for fault in raw.faults]
    return found, faults


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize(
    ("content", "rows", "faults"),
    [
        (b"a,b\n1,2\n", [(1, "1", "2")], []),
        (b"a,b\n1,2", [(1, "1", "2")], []),
        (b"\xef\xbb\xbfa,b\r\n007,2\r\n", [(1, "007", "2")], []),
        (b"a,b\r1,2\r3,4\r", [(1, "1", "2"), (2, "3", "4")], []),
        (b"a,b\n", [], []),
        (b" a , b \n1,2\n", [(1, "1", "2")], []),
        (b"b,c,a,c\n1,2,3,4\n", [(1, "3", "1")], []),
        (b"a,b\n1,2\n\n,\n3,4\n\n", [(1, "1", "2"), (4, "3", "4")], []),
        (b'a,b\n"x, y\nz","say ""hi"""\n', [(1, "x, y\nz", 'say "hi"')], []),
        (b"a,b\n1\n2,3\n", [(1, "1", None), (2, "2", "3")], []),
        (b"a,b\n1,2,\n", [(1, "1", "2")], []),
        (b"a,b\n1,2,3\n4,5\n", [(2, "4", "5")], [1]),
        (b'a,b\n1,"x\n3,4\n5,6\n', [(2, "3", "4"), (3, "5", "6")], [1]),
        (b'a,b\n1,5" wide\n3,4\n', [(1, "1", '5" wide'), (2, "3", "4")], []),
        (b'a,b\n1,"5" wide\n3,"4\n4"\n', [(2, "3", "4\n4")], [1]),
        (b"a,b\n1,caf\xe9\n3,4\n", [(2, "3", "4")], [1]),
    ],
)
def test_csv(path, content, rows, faults):
    assert csv_rows(path, content) == (rows, faults)
    assert csv_rows(path, gzip.compress(content)) == (rows, faults)


FIELD = st.text(alphabet='a7é", ;\n\r\t=', max_size=6)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    records=st.lists(st.tuples(FIELD, FIELD), max_size=12),
    chunk=st.sampled_from([5, 16, 64, 1 << 25]),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_what_python_writes_as_csv_is_read_back(path, monkeypatch, records, chunk, ending):
    monkeypatch.setattr(csv_files, "CHUNK", chunk)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ending)
    writer.writerows([("a", "b"), *records])
    path.write_bytes(out.getvalue().encode())
    found: list[tuple[object, ...]] = []
    for raw in read_csv(path, WANTED, delimiter=","):
        assert not raw.faults
        found += raw.frame.select(ROW, "a", "b").rows()
    # Blanks around a text are taken off after reading, so they may differ here.
    expected = [(i, a.strip(), b.strip()) for i, (a, b) in enumerate(records, 1)]
    tidied = [(i, (a or "").strip(), (b or "").strip()) for i, a, b in found]
    assert [row for row in tidied if any(row[1:])] == [row for row in expected if any(row[1:])]


def test_a_stray_quote_costs_its_own_row_whatever_the_size_of_pieces(path, monkeypatch):
    lines = [f"{i},x" for i in range(200)]
    lines[50] = '50,"x'
    lines[120] = '120,5" x'
    content = ("a,b\n" + "\n".join(lines) + "\n").encode()
    for chunk, longest in ((1 << 25, 10_000), (100, 10_000), (100, 3), (20, 1)):
        monkeypatch.setattr(csv_files, "CHUNK", chunk)
        monkeypatch.setattr(csv_files, "LONGEST", longest)
        rows, faults = csv_rows(path, content)
        assert faults == [51]
        assert [row[0] for row in rows] == [i for i in range(1, 201) if i != 51]


def test_csv_with_another_delimiter(path):
    assert csv_rows(path, b"a;b\n1;2,5\n", ";")[0] == [(1, "1", "2,5")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n\n", "has no header"),
        (b"a;b\n1;2\n", "its header is one column, 'a;b': state delimiter: ';'"),
        (b"a,a,b\n1,2,3\n", "names a more than once"),
        (b"PK\x03\x04rest", "broken workbook"),
        (b"PAR1rest", "is a Parquet file"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        (b"caf\xe9,b\n1,2\n", "header is no text in UTF-8"),
        (b'{"event":"a","ts":"b"}\n', "is JSON and not CSV: name it .ndjson"),
        (b'[{"event":"a"}]\n', "is JSON and not CSV"),
        (b"<!DOCTYPE html>\n<html>Log in</html>", "is a web page or XML, no table"),
        (b"\xef\xbb\xbf \n<html>", "is a web page or XML"),
        (b"%PDF-1.4\n1 0 obj\n", "is a PDF document"),
        (gzip.compress(b"a,b\n1,2\n" * 99, mtime=0)[:-9], "broken gzip"),
        (gzip.compress(b"", mtime=0), "is empty"),
    ],
)
def test_csv_that_is_none(path, content, reason):
    with pytest.raises(DataError, match=reason):
        csv_rows(path, content)


@pytest.mark.parametrize(
    ("content", "rows", "faults"),
    [
        (b'{"a":1}\n{"b":2}\n', [(1, "1"), (2, None)], []),
        (b'\xef\xbb\xbf{"a":1}\r\n\r\n{"a":"007"}', [(1, "1"), (3, "007")], []),
        (b'{"a":1.0}\n{"a":true}\n{"a":null}\n', [(1, "1"), (2, "true"), (3, None)], []),
        (b'{"a":12345678901234567890123}\n', [(1, "12345678901234567890123")], []),
        (b'{"a":1}\nnot json\n[1]\n"x"\n{"a":2}\n', [(1, "1"), (5, "2")], [2, 3, 4]),
        (b'{"a":1}\n{"a":"caf\xe9"}\n{"a":2}\n', [(1, "1"), (3, "2")], [2]),
        (b'{"a":1}{"a":2}\n{"a":3}\n', [(2, "3")], [1]),
        (b'{"a":"\\u00e9\\n"}\n', [(1, "é\n")], []),
        (b'{"c":1}\n', [(1, None)], []),
    ],
)
def test_ndjson(path, content, rows, faults):
    assert json_rows(path, content) == (rows, faults)
    assert json_rows(path, gzip.compress(content)) == (rows, faults)


def test_ndjson_tells_keys_and_what_is_nested(path):
    path.write_bytes(b'{"a":1,"props":{"x":1}}\n{"tags":[1]}\n')
    (raw,) = read_ndjson(path, WANTED)
    assert set(raw.columns) == {"a", "props.x", "tags"}
    assert raw.nested == {"props", "tags"}


def test_a_json_array_is_read_item_by_item(path):
    """As pretty as programs print it; what is no object is a fault at its place."""
    content = (
        b'\xef\xbb\xbf [\n {"a": "007"},\n 7,\n {"a": 12345678901234567890,\n "z": 1},\n {}]\n'
    )
    expected = ([(1, "007"), (3, "12345678901234567890"), (4, None)], [2])
    assert json_rows(path, content) == expected
    assert json_rows(path, gzip.compress(content)) == expected
    assert json_rows(path, b"[]") == ([], [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b'[{"a": 1}', "begins like a JSON array"),
        (b"PK\x03\x04", "broken workbook"),
    ],
)
def test_ndjson_that_is_none(path, content, reason):
    with pytest.raises(DataError, match=reason):
        json_rows(path, content)


def test_a_fault_never_shows_what_the_line_held(path):
    path.write_bytes(b'{"a": "ann@example.com"\n')
    (raw,) = read_ndjson(path, WANTED)
    assert "ann" not in str(raw.faults)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(
        st.one_of(
            st.dictionaries(
                st.sampled_from(["a", "b", "c"]),
                st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
            ).map(json.dumps),
            st.sampled_from(["", "  ", "{", '"x"', "nonsense", '{"a": {"x": 1}}']),
        ),
        min_size=1,
        max_size=40,
    ),
    chunk=st.sampled_from([7, 50, 1 << 24]),
    small=st.sampled_from([1, 40, 1 << 15]),
)
def test_every_line_is_read_as_python_reads_it(path, monkeypatch, lines, chunk, small):
    """The oracle is json.loads, line by line, whatever the size of chunks and pieces."""
    monkeypatch.setattr(ndjson, "CHUNK", chunk)
    monkeypatch.setattr(ndjson, "SMALL", small)
    rows, faults = [], []
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line) if line.strip() else None
        except ValueError:
            record = "broken"
        if isinstance(record, dict):
            value = record.get("a")
            plain = value is None or isinstance(value, str)
            rows.append((number, value if plain else json.dumps(value)))
        elif record is not None:
            faults.append(number)
    if not any(line.strip() for line in lines):
        return
    assert json_rows(path, ("\n".join(lines) + "\n").encode()) == (rows, faults)


def test_parquet_keeps_its_types(path):
    frame = pl.DataFrame({"a": [1, 2, 3], "b": [0.5, None, 1.5], "c": [[1], [2], [3]]})
    frame.write_parquet(path)
    (raw,) = read_parquet(path, WANTED)
    assert raw.frame.drop(ROW).equals(frame.select("a", "b"))
    assert raw.frame[ROW].to_list() == [1, 2, 3]
    assert (raw.columns, raw.nested, raw.typed, raw.last) == (("a", "b", "c"), {"c"}, True, 3)


def test_parquet_without_rows_or_wanted_columns(path):
    pl.DataFrame({"a": []}, schema={"a": pl.String}).write_parquet(path)
    (raw,) = read_parquet(path, WANTED)
    assert (raw.frame.height, raw.columns) == (0, ("a",))
    pl.DataFrame({"c": [1, 2]}).write_parquet(path)
    (raw,) = read_parquet(path, WANTED)
    assert raw.frame.rows() == [(1,), (2,)]


def test_parquet_that_is_none(path):
    path.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(DataError, match="is no Parquet file: name it after what it is"):
        list(read_parquet(path, WANTED))
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(DataError, match="is not a readable Parquet file"):
        list(read_parquet(path, WANTED))
    path.write_bytes(b"")
    with pytest.raises(DataError, match="is empty"):
        list(read_parquet(path, WANTED))
