"""Labels, lexicons and weights: strict data, and a benchmark that counts as it says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks.reading_score import gold_row, match, table
from training.labels import AGAIN, FOLDER, Report, read_reports
from training.overlap import shared_runs
from training.trim import trimmed

from stanch.errors import DataError
from stanch.reading.claims import channel_map
from stanch.reading.heads import load_heads
from stanch.reading.lexicon import load_lexicon
from stanch.reading.model import KINDS
from stanch.settings import packaged_data


def test_every_label_is_the_text_at_its_place() -> None:
    """A label that drifted from its text would teach nonsense."""
    reports = read_reports()
    assert sum(len(report.labels) for report in reports) > 900
    for report in reports:
        for label in report.labels:
            assert report.text[label.start : label.end] == label.span


def test_reports_that_share_runs_of_words_with_a_document_are_found(tmp_path: Path) -> None:
    """Twelve words in a row, whatever stands between them; eleven are a set phrase."""
    words = "the ministry said that it had closed the last of its offices there"
    (tmp_path / "document.txt").write_text(
        'He wrote: "The ministry said -- that it had closed the last of its offices there."'
    )
    told = Report(id="a", text=f"Yesterday {words} in May.", published=None, labels=[])
    other = Report(
        id="b", text="The ministry said that it had closed the last of its shops.", published=None, labels=[]
    )
    assert shared_runs([told, other], [tmp_path]) == {"a": 2}


def test_training_reports_share_no_run_of_words_with_what_the_reader_is_measured_on(shared: Path) -> None:
    """Documents with gold labels never train, nor do passages of them."""
    folders = [shared / "gold" / "reading" / "docs", shared / "reports", shared / "reports" / "more"]
    assert shared_runs(read_reports(), folders) == {}  # the marks of AGAIN are of the same texts


def test_label_codes_are_codes() -> None:
    """States by ISO code, blocs by their key; another short name only where the report itself prints it (KOMID, FBI)."""
    lexicon = load_lexicon()
    known = set(lexicon.code3) | set(lexicon.blocs)
    for report in [report for folder in (FOLDER, *AGAIN) for report in read_reports(folder)]:
        named = {a for x in report.labels for a in (*x.actors, *x.target) if a.isupper()} - known
        assert [name for name in named if name not in report.text] == [], report.id


def test_both_label_forms_give_the_same(tmp_path: Path) -> None:
    """Marked text and JSON lines are one format in two spellings."""
    (tmp_path / "a.txt").write_text(
        "# id: a\n# published: 2018-03\n[[action:halt TZ>KP trade:coal| Tanzania stopped coal]] on Friday.\n",
        encoding="utf-8",
    )
    row = {
        "id": "b",
        "published": "2018-03",
        "text": "Tanzania stopped coal on Friday.",
        "claims": [
            {
                "span": "Tanzania stopped coal",
                "kind": "action",
                "act": "halt",
                "actors": ["TZ"],
                "target": ["KP"],
                "channels": ["trade:coal"],
                "status": "done",
            }
        ],
    }
    (tmp_path / "b.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    marked, lined = read_reports(tmp_path)
    assert marked.text == lined.text
    assert marked.labels == lined.labels


@pytest.mark.parametrize(
    "body",
    [
        "[[action:halt| never closed",
        "closed ]] only",
        "[[deed:halt| x]]",
        "[[figure:income| x]]",
        "[[position:halt| x]]",
        "[[action:halt TZ KP| x]]",
    ],
)
def test_broken_marks_are_refused(body: str, tmp_path: Path) -> None:
    """With the file and the report."""
    (tmp_path / "a.txt").write_text(f"# id: a\n{body}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.txt"):
        read_reports(tmp_path)


def test_the_shipped_weights_load_and_know_their_labels() -> None:
    """The file is small, and says on how many labels it was trained."""
    heads = load_heads()
    assert int(heads.about["labels"]) > 900
    assert (packaged_data() / "models" / "reader-en.npz").stat().st_size < 15_000_000
    assert set(heads.thresholds) == set(KINDS) | {"onward", "beside", "amid"}


def test_every_reading_channel_has_a_fact_channel() -> None:
    """What the reader says must mean something to the rooms above."""
    lexicon = load_lexicon()
    plain = {c for entries in lexicon.channels.values() for _, c in entries if ":" not in c}
    assert plain <= set(channel_map())


def _row(start: int, end: int, kind: str = "action", **fields: object) -> dict[str, object]:
    base = {
        "doc": "d", "start": start, "end": end, "span": "x" * (end - start), "kind": kind, "act": "halt", "actors": ["CHN"], "target": ["PRK"],
        "channels": ["trade:coal"], "status": "done", "modality": "asserted", "said_by": "outlet", "quantity": "", "date": "", "section": "body",
    }  # fmt: skip
    return {**base, **fields}


def test_matching_is_one_to_one() -> None:
    """Two proposals on one gold claim are one hit and one miss."""
    gold = [gold_row(_row(0, 10))]
    said = [gold_row(_row(0, 10)), gold_row(_row(0, 12))]
    assert len(match(gold, said)) == 1
    assert table(gold, said, {})["by_kind"]["action"]["precision"] == 0.5


def test_asked_for_but_reported_as_done_is_counted() -> None:
    """The error class that matters most has its own figure, and lists each case."""
    gold = [gold_row(_row(0, 10, modality="future", status="planned"))]
    figures = table(gold, [gold_row(_row(0, 10))], {})["embedded_as_done"]
    assert figures["count"] == 1
    assert figures["each"][0]["act"] == "halt"


def test_a_comment_told_as_the_articles_is_counted() -> None:
    """Zero is the target."""
    gold = [gold_row(_row(0, 10, section="comment"))]
    assert table(gold, [gold_row(_row(0, 10))], {})["comments_as_article"] >= 1


def test_the_confusion_counts_every_claim_once() -> None:
    """A tie told as an act, a miss and an invention each have their own place."""
    gold = [gold_row(_row(0, 10, kind="tie")), gold_row(_row(20, 30)), gold_row(_row(40, 50))]
    said = [gold_row(_row(0, 10)), gold_row(_row(20, 30)), gold_row(_row(60, 70, kind="position"))]
    assert table(gold, said, {})["confusion"] == {
        "action": {"action": 1, "nothing": 1},
        "nothing": {"position": 1},
        "tie": {"action": 1},
    }


def test_trimmed_heads_judge_by_what_is_left() -> None:
    """Rows go, and what is left keeps its row; an unknown feature is nothing, as before."""
    heads = load_heads()
    kept = sorted(heads.features)[::2]
    facts = sorted(heads.facts)[::3]
    less = trimmed(heads, features=kept, facts=facts)
    assert set(less.features) == set(kept)
    assert set(less.facts) == set(facts)
    for name in kept[:50]:
        assert np.array_equal(
            less.arrays["wide"][less.features[name]], heads.arrays["wide"][heads.features[name]]
        )
    zero = np.zeros(384, dtype=np.float32)
    (a,) = heads.judge([zero], [zero], [zero], [kept[:5]])
    (b,) = less.judge([zero], [zero], [zero], [kept[:5]])
    assert a.kind == pytest.approx(b.kind)


def test_reports_kept_apart_train_nothing() -> None:
    """They measure; a second annotator's labels are of the very texts that the first had."""
    trained = {report.id: report.text for report in read_reports()}
    apart = read_reports(FOLDER.with_name("apart"))
    assert len(apart) == 24
    assert not {report.id for report in apart} & set(trained)
    assert not {report.text for report in apart} & set(trained.values())
    second = read_reports(FOLDER.with_name("second"))
    assert len(second) == 24
    assert all(trained[report.id] == report.text for report in second)


def test_readers_marked_the_very_texts_that_writers_marked() -> None:
    """Two sets of marks can be compared, and trained from, only over the same words; every report is marked again once."""
    written = {report.id: report for report in read_reports()}
    again = [report for folder in AGAIN for report in read_reports(folder)]
    assert len({report.id for report in again}) == len(again) == len(written)
    assert all(written[report.id].text == report.text for report in again)
    assert sum(len(report.labels) for report in again) > 60_000


def test_a_bracket_in_a_text_is_no_mark(tmp_path: Path) -> None:
    """An editor's note in brackets may begin with a claim."""
    (tmp_path / "a.txt").write_text(
        "# id: a\nThey met. [[[action:halt TZ>KP trade:coal| Tanzania stopped coal]] on Friday.]\n",
        encoding="utf-8",
    )
    (report,) = read_reports(tmp_path)
    assert report.text == "They met. [Tanzania stopped coal on Friday.]"
    assert [label.span for label in report.labels] == ["Tanzania stopped coal"]
