"""Files of parties: every row is answered or reported, in every format and with every engine."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.screening.factory import NOW

from stanch.errors import FormatError, UsageError
from stanch.screening import audit, iso20022
from stanch.screening.batch import Job, run
from stanch.screening.parties import columns_of, read_parties
from stanch.settings import Settings
from stanch.store import connect

CSV = """id,name,dob,nationality,passport,imo
1,Ri Hong Sop,1940-02-26,KP,,
2,John Smith,1970,US,,
3,,,,,
4,Kim Chol,19x0,KP,,
5,Chong Chon Gang,,,,7937317
6,"=cmd|' /C calc'!A0",,,,
7,a,b
8,Somebody,03/04/1950,Atlantis,,
"""


def job(path: Path, target: Path, **options) -> Job:
    return Job(source=path, target=target, on=NOW.date(), **options)


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def test_every_row_is_answered_or_reported(customers: Path, settings: Settings, tmp_path: Path):
    target = tmp_path / "hits.csv"
    summary = run(job(customers, target), settings, now=NOW)
    assert summary.rows == 8 == summary.hits + summary.reviews + summary.clears + summary.errors
    found = lines(target)
    assert {row["row"] for row in found} == {str(i) for i in range(1, 9)}
    by_row = {row["row"]: row for row in reversed(found)}
    assert by_row["1"]["decision"] == "hit" and by_row["1"]["entity"] == "un-KPi.004"
    assert by_row["2"]["decision"] == "clear"
    assert by_row["3"]["decision"] == "error"
    assert "19x0" in by_row["4"]["error"]
    assert by_row["5"]["entity"] == "un-imo-7937317"
    assert by_row["7"]["decision"] == "error" and "3 cells for 6 columns" in by_row["7"]["error"]
    assert "Atlantis" in by_row["8"]["error"] and by_row["8"]["decision"] == "clear"


def test_a_formula_in_a_name_does_not_run_in_a_spreadsheet(
    customers: Path, settings: Settings, tmp_path: Path
):
    target = tmp_path / "hits.csv"
    run(job(customers, target), settings, now=NOW)
    assert all(not row["name"].startswith("=") for row in lines(target))


def test_engines_and_formats_give_the_same(customers: Path, settings: Settings, tmp_path: Path):
    run(job(customers, tmp_path / "a.jsonl"), settings, now=NOW)
    run(job(customers, tmp_path / "b.jsonl", engine="processes"), settings, now=NOW)
    here, there = (
        [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]
        for name in ("a.jsonl", "b.jsonl")
    )
    # a new process reads the source anew: its hash may be another when somebody edits while the tests run
    assert [{**row, "code": ""} for row in here] == [{**row, "code": ""} for row in there]


def test_parquet_in_and_out(customers: Path, settings: Settings, tmp_path: Path):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.Table.from_pylist(
        [{"id": i, "name": n} for i, n in ((1, "Ri Hong Sop"), (2, None), (3, "John Smith"))]
    )
    parquet.write_table(table, tmp_path / "in.parquet")
    summary = run(job(tmp_path / "in.parquet", tmp_path / "out.parquet"), settings, now=NOW)
    assert (summary.rows, summary.reviews, summary.clears, summary.errors) == (3, 1, 1, 1)
    assert parquet.read_table(tmp_path / "out.parquet").column("row").to_pylist() == ["1", "2", "3"]


def test_json_lines_also_as_follow_the_money(settings: Settings, tmp_path: Path):
    rows = [
        {"id": "a", "name": "Ri Hong Sop", "country": ["KP"]},
        {
            "id": "b",
            "schema": "Vessel",
            "properties": {"name": ["Chong Chon Gang"], "imoNumber": ["7937317"]},
        },
    ]
    text = "\n".join([json.dumps(rows[0]), "{not json", json.dumps(rows[1]), "[1]"])
    (tmp_path / "p.jsonl").write_text(text, encoding="utf-8")
    summary = run(job(tmp_path / "p.jsonl", tmp_path / "o.jsonl"), settings, now=NOW)
    assert (summary.rows, summary.hits, summary.errors) == (4, 2, 2)


def test_every_answer_of_a_file_is_in_the_log_and_replays(
    customers: Path, settings: Settings, tmp_path: Path
):
    run(job(customers, tmp_path / "o.csv"), settings, now=NOW)
    database = connect(settings.store_url)
    assert audit.verify(database).entries == 8
    from stanch.screening.law import packaged_law

    assert all(each.same for each in audit.replay(database, rulebook=packaged_law(settings.data_dir)))
    database.close()


def test_a_failed_run_leaves_no_half_file(customers: Path, settings: Settings, tmp_path: Path):
    target = tmp_path / "hits.csv"
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"name\n\xff\xfe\n")
    with pytest.raises(FormatError):
        run(job(bad, target), settings, now=NOW)
    assert not target.exists()
    assert list(tmp_path.glob(".stanch-*")) == []


def test_the_file_itself_is_never_overwritten(customers: Path, settings: Settings):
    with pytest.raises(UsageError, match="overwrite"):
        run(job(customers, customers), settings, now=NOW)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ["Customer Name", "Date of Birth", "Nationality"],
            {"name": "Customer Name", "dob": "Date of Birth", "country": "Nationality"},
        ),
        (["First Name", "Last_Name"], {"first": "First Name", "last": "Last_Name"}),
        (["IMO"], {"imo": "IMO"}),
    ],
)
def test_columns_are_known_by_their_usual_names(header, expected):
    assert expected.items() <= columns_of(header, {}).items()


def test_columns_that_say_nothing_need_a_map():
    with pytest.raises(UsageError, match="--map name=COLUMN"):
        columns_of(["Kunde", "Ort"], {})
    assert columns_of(["Kunde", "Ort"], {"name": "Kunde"})["name"] == "Kunde"
    with pytest.raises(UsageError, match="did you mean 'Kunde'"):
        columns_of(["Kunde"], {"name": "Kunden"})
    with pytest.raises(UsageError, match="is no field"):
        columns_of(["Kunde"], {"nane": "Kunde"})


PACS = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf><GrpHdr><MsgId>M1</MsgId></GrpHdr>
<CdtTrfTxInf><PmtId><EndToEndId>E2E-1</EndToEndId><TxId>T1</TxId></PmtId><InstgAgt><FinInstnId><BICFI>EPSLKPPY</BICFI></FinInstnId></InstgAgt>
<Dbtr><Nm>John Smith</Nm><PstlAdr><Ctry>US</Ctry></PstlAdr><Id><PrvtId><DtAndPlcOfBirth><BirthDt>1970-01-01</BirthDt><CtryOfBirth>US</CtryOfBirth></DtAndPlcOfBirth></PrvtId></Id></Dbtr>
<DbtrAgt><FinInstnId><BICFI>AAAAUS33</BICFI></FinInstnId></DbtrAgt><CdtrAgt><FinInstnId><Nm>Foreign Trade Bank</Nm><PstlAdr><Ctry>KP</Ctry></PstlAdr></FinInstnId></CdtrAgt>
<Cdtr><Nm>Ri Hong Sop</Nm><CtryOfRes>KP</CtryOfRes></Cdtr><UltmtCdtr><Nm>Korea Mining Development Trading Corporation</Nm></UltmtCdtr></CdtTrfTxInf></FIToFICstmrCdtTrf></Document>"""
PAIN = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn><GrpHdr><MsgId>M1</MsgId><InitgPty><Nm>Payer GmbH</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>P1</PmtInfId><Dbtr><Nm>Payer GmbH</Nm></Dbtr><CdtTrfTxInf><PmtId><EndToEndId>E2E-9</EndToEndId></PmtId><Cdtr><Nm>Ri Hong Sop</Nm><Id><PrvtId><Othr><Id>472310082</Id><SchmeNm><Cd>CCPT</Cd></SchmeNm></Othr></PrvtId></Id></Cdtr></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>"""


def test_every_party_and_agent_of_a_payment_is_a_row():
    found = list(iso20022.parties(PACS.encode(), "p.xml"))
    assert [row["ref"] for row in found] == [
        f"E2E-1/{r}" for r in ("InstgAgt", "Dbtr", "DbtrAgt", "CdtrAgt", "Cdtr", "UltmtCdtr")
    ]
    assert found[0]["bic"] == "EPSLKPPY"
    assert (found[1]["dob"], found[1]["country"], found[1]["kind"]) == ("1970-01-01", "US", "person")
    assert (found[4]["name"], found[4]["country"]) == ("Ri Hong Sop", "KP")


def test_a_payment_initiation_with_a_passport():
    found = list(iso20022.parties(PAIN.encode(), "p.xml"))
    assert [row["name"] for row in found] == ["Payer GmbH", "Payer GmbH", "Ri Hong Sop"]
    assert found[2]["passport"] == "472310082"


def test_payments_are_screened(settings: Settings, tmp_path: Path):
    path = tmp_path / "payment.xml"
    path.write_text(PACS, encoding="utf-8")
    summary = run(job(path, tmp_path / "o.csv"), settings, now=NOW)
    assert summary.rows == 6
    assert summary.hits == 2  # the creditor with his country, and the listed bank with its
    assert summary.reviews == 1


def test_another_message_is_refused(tmp_path: Path):
    with pytest.raises(FormatError, match=r"no pacs\.008"):
        list(iso20022.parties(b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'/>", "x.xml"))


def test_a_semicolon_file_and_a_tab_file_are_read(tmp_path: Path):
    for suffix, text in (
        (".csv", "Name;Land\nRi Hong Sop;KP\n"),
        (".tsv", "Name\tCountry\nRi Hong Sop\tKP\n"),
    ):
        path = tmp_path / f"x{suffix}"
        path.write_text(text, encoding="utf-8")
        rows = list(read_parties(path))
        assert rows[0].party is not None and rows[0].party.query.names == ("Ri Hong Sop",)
