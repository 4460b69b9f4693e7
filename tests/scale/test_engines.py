"""Every engine gives the same results in the same order; Spark is a real local one, with a Java machine and Python workers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.scale import work
from tests.screening.factory import NOW

from stanch.errors import StoreError, UsageError
from stanch.rulebook.table import answers, columns_of
from stanch.rulebook.tablefile import header_of, rows_of
from stanch.scale import Engine, map_chunks
from stanch.screening import audit
from stanch.screening.batch import Job, run
from stanch.screening.desk import open_desk
from stanch.screening.parcel import pack, unpack
from stanch.settings import Settings, packaged_data
from stanch.store import connect

CUSTOMERS = """id,name,dob,nationality,passport,imo
1,Ri Hong Sop,1940-02-26,KP,,
2,John Smith,1970,US,,
3,,,,,
4,Kim Chol,19x0,KP,,
5,Chong Chon Gang,,,,7937317
6,"=cmd|' /C calc'!A0",,,,
7,a,b
8,"two
lines",03/04/1950,Atlantis,,
"""
SHIPMENTS = """id,on,act,hs,goods,from,to
1,2018-03-01,supply,841370,pump,DE,KP
2,2018-13-01,supply,841370,pump,DE,KP
3,2017-08-06,procure,270112,,KP,CN
4,2017-08-06,procure
5,2017-08-06,procure,,"frozen
squid",KP,CN
"""


@pytest.fixture(scope="module")
def spark() -> Iterator[None]:
    """One Spark for the tests of this file; `map_chunks` uses the session that it finds."""
    pytest.importorskip("pyspark", reason="needs the extra spark")
    pytest.importorskip("pandas", reason="needs the extra spark")
    if not shutil.which("java"):
        pytest.skip("needs Java 17 or newer")
    from stanch.scale.spark import _session

    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), before)))
    held, _ours = _session(2)
    yield
    held.stop()
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


@pytest.fixture(params=["processes", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "spark":
        request.getfixturevalue("spark")
    name: Engine = request.param
    return name


def test_results_come_in_the_order_of_the_input(engine: Engine) -> None:
    """More chunks than one window of Spark holds, the last one short."""
    found = list(map_chunks(work.doubled, iter(range(2105)), engine=engine, processes=2, chunk=20))
    assert found == [2 * number for number in range(2105)]


def test_nothing_in_nothing_out(engine: Engine) -> None:
    assert list(map_chunks(work.doubled, [], engine=engine, processes=2)) == []


def test_an_error_comes_back_as_itself(engine: Engine) -> None:
    with pytest.raises(UsageError, match="no 500 here"):
        list(map_chunks(work.refusing_500, range(1000), engine=engine, processes=2, chunk=50))


def test_a_killed_spark_worker_changes_nothing(spark: None, tmp_path: Path) -> None:
    """kill -9 amid a chunk: Spark gives it to another worker, and the result is what it would have been."""
    marker = tmp_path / "killed"
    found = list(
        map_chunks(partial(work.dying_once, marker), range(1000), engine="spark", processes=2, chunk=50)
    )
    assert marker.exists()
    assert found == [2 * number for number in range(1000)]


def test_each_spark_executor_has_its_own_copy_of_the_files(spark: None, tmp_path: Path) -> None:
    path = tmp_path / "sent-along.txt"
    path.write_text("as it was", encoding="utf-8")
    found = set(
        map_chunks(partial(work.reading, path), range(8), engine="spark", processes=2, chunk=2, files=[path])
    )
    assert {text for _, text in found} == {"as it was"}
    assert str(path) not in {where for where, _ in found}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_screening_a_file_gives_the_same_bytes(
    engine: Engine, suffix: str, settings: Settings, tmp_path: Path
) -> None:
    """The table, and the log of answers; bad rows are reported with their line and the rest goes on."""
    source = customers(tmp_path, suffix)
    written: dict[str, tuple[bytes, list[str]]] = {}
    for name in ("local", engine):
        home = Settings(
            data_dir=packaged_data(),
            home=tmp_path / name,
            store_url=f"sqlite:///{tmp_path / name / 'stanch.sqlite'}",
            processes=2,
        )
        target = tmp_path / f"{name}{suffix}"
        summary = run(Job(source=source, target=target, on=NOW.date(), engine=name), home, now=NOW)  # type: ignore[arg-type]
        assert summary.rows == summary.hits + summary.reviews + summary.clears + summary.errors
        database = connect(home.store_url)
        audit.verify(database)
        with database.read() as store:
            log = [entry.hash for entry in audit.log.read(store)]
        database.close()
        written[name] = target.read_bytes(), log
    assert written[engine] == written["local"]
    assert len(written["local"][1]) == summary.rows
    if suffix == ".csv":
        text = written["local"][0].decode()
        assert "line 8: 3 cells for 6 columns" in text and "un-KPi.004" in text


def customers(folder: Path, suffix: str) -> Path:
    """The customers as CSV (bad lines and all), as JSON lines with a broken one, as Parquet."""
    path = folder / f"customers{suffix}"
    if suffix == ".csv":
        path.write_text(CUSTOMERS, encoding="utf-8")
    elif suffix == ".jsonl":
        good = [{"id": str(n), "name": f"Ri Hong Sop {n}", "dob": "1940"} for n in range(450)]
        lines = [json.dumps(one) for one in good]
        path.write_text("\n".join([*lines[:200], '{"id": 7, "na', *lines[200:]]), encoding="utf-8")
    else:
        arrow = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        rows = {"id": ["1", "2"], "name": ["Ri Hong Sop", "John Smith"], "dob": ["1940-02-26", None]}
        parquet.write_table(arrow.table(rows), path)
    return path


def test_checking_a_file_gives_the_same_answers(engine: Engine, tmp_path: Path) -> None:
    source = tmp_path / "shipments.csv"
    source.write_text(SHIPMENTS, encoding="utf-8")
    columns = columns_of(header_of(source))
    local = list(answers(rows_of(source), columns))
    assert list(answers(rows_of(source), columns, engine=engine, processes=2)) == local
    assert [bool(cells[-1]) for _, cells in local] == [False, True, False, True, False]


def test_a_rulebook_of_ones_own_is_sent_along(spark: None, tmp_path: Path) -> None:
    """A folder of law that lies only where the run was started."""
    folder = tmp_path / "own-law"
    shutil.copytree(packaged_data() / "regimes" / "dprk", folder)
    columns = columns_of(("on", "act", "hs", "from", "to"))
    rows = [("2017-08-06", "procure", "270112", "KP", "CN")] * 3
    local = list(answers(rows, columns, regime=folder))
    assert list(answers(rows, columns, regime=folder, engine="spark", processes=2)) == local
    assert local[0][1][0] == "prohibited"


def test_a_parcel_is_opened_by_the_code_that_packed_it_only(settings: Settings, tmp_path: Path) -> None:
    """Another version on a node could answer otherwise, and nobody would see it."""
    from dataclasses import replace

    with open_desk(settings, on=NOW.date()) as desk:
        parcel = pack(desk.engine, (), tmp_path)
        again, _ = unpack(parcel, NOW)
        assert dict(again.bodies) == dict(desk.engine.bodies) and again.lists == desk.engine.lists
    with pytest.raises(StoreError, match="install the same version everywhere"):
        unpack(replace(parcel, code="0.0.1+other"), NOW)


def test_without_java_the_message_says_what_to_install(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="needs the extra spark")
    source = tmp_path / "customers.csv"
    source.write_text(CUSTOMERS, encoding="utf-8")
    env = {"PATH": str(tmp_path), "STANCH_HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}
    code = "from stanch.cli import main; main()"
    command = [sys.executable, "-c", code, "screen", str(source), "--engine", "spark"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "Java 17" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


def test_workers_compute_with_one_thread_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers with a thread for each core get in each other's way; what the environment asks for goes first, and is left as it was."""
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert set(map_chunks(work.threads, range(4), engine="processes", processes=2, chunk=2)) == {"1"}
    assert "OPENBLAS_NUM_THREADS" not in os.environ
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    assert set(map_chunks(work.threads, range(4), engine="processes", processes=2, chunk=2)) == {"3"}
