"""The test of the documentation can fail: wrong output, wrong exit code and a missing file are seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.transcript import anew, fits, follow, line_fits, rewritten, steps

PAGE = """# A page

<!-- file: in.txt -->
```text
one
two
```

```console
$ cat in.txt
one
two
$ grep -c o \\
>   in.txt
2
$ grep three in.txt
# exit 1
$ cp in.txt out.txt
```

<!-- shown: out.txt -->
```text
...
two
```

<!-- not run: it would end the world -->
```console
$ rm -rf /
```
"""


def test_a_page_is_read_as_steps() -> None:
    """Files, commands with what they show, excerpts; what is not run is left out."""
    found = list(steps(PAGE))
    assert [step.kind for step in found] == ["file", "command", "command", "command", "command", "shown"]
    assert found[1].lines == ("one", "two")
    assert found[2].what == "grep -c o \\\n  in.txt"
    assert found[3].code == 1


def test_a_page_is_followed(tmp_path: Path) -> None:
    """Everything fits, and would not if a word were changed."""
    for step, real, code in follow(PAGE, tmp_path / "reader"):
        assert code == step.code
        assert step.kind == "file" or fits(step.lines, real)
    wrong = PAGE.replace("$ cat in.txt\none", "$ cat in.txt\nnone")
    assert any(
        step.kind == "command" and not fits(step.lines, real)
        for step, real, _ in follow(wrong, tmp_path / "other")
    )


def test_an_excerpt_of_a_file_that_nothing_wrote_is_an_error(tmp_path: Path) -> None:
    """A page may not show what no command makes."""
    with pytest.raises(FileNotFoundError):
        list(follow("<!-- shown: gone.txt -->\n```text\nx\n```\n", tmp_path / "reader"))


def test_a_terminal_is_what_commands_see(tmp_path: Path) -> None:
    """Readers sit at terminals, where tables are cut to the width."""
    page = "```console\n$ python -c 'import os, sys; print(sys.stdout.isatty(), os.get_terminal_size().columns)'\nTrue 100\n```\n"
    ((step, real, _),) = follow(page, tmp_path / "reader")
    assert fits(step.lines, real)


def test_what_is_exported_holds_until_the_end_of_the_page(tmp_path: Path) -> None:
    """As in a reader's terminal."""
    page = "```console\n$ export SHOWN=yes\n$ echo $SHOWN\nyes\n```\n"
    _, (step, real, _) = follow(page, tmp_path / "reader")
    assert fits(step.lines, real)


def test_keys_are_pressed_when_a_command_waits(tmp_path: Path) -> None:
    """As a reader at a keyboard would."""
    page = """```console
$ python -c 'import click; print("first?"); a = click.getchar(); print("then?"); print(a + click.getchar())'
# press x y
first?
then?
xy
```
"""
    ((step, real, code),) = follow(page, tmp_path / "reader")
    assert code == 0
    assert fits(step.lines, real)


def test_a_server_runs_until_the_end_of_the_page(tmp_path: Path) -> None:
    """It is waited for, and its port does not matter."""
    page = "```console\n$ python -m http.server 8000 --bind 127.0.0.1 &\n$ curl -sI http://127.0.0.1:8000/\nHTTP/1.0 200 OK\n...\n```\n"
    result = list(follow(page, tmp_path / "reader"))
    assert fits(result[1][0].lines, result[1][1])


@pytest.mark.parametrize(
    ("shown", "real", "fit"),
    [
        (["a"], ["a"], True),
        (["a"], ["b"], False),
        (["a"], ["a", "b"], False),
        (["a", "..."], ["a", "b", "c"], True),
        (["...", "c"], ["a", "b", "c"], True),
        (["...", "b"], ["a", "b", "c"], False),
        (["held ... days"], ["held 3 days"], True),
        (["held ... days"], ["held 3 weeks"], False),
        (["0.... sure"], ["0.97 sure"], True),
        (["..."], [], True),
        ([], ["a"], False),
    ],
)
def test_dots_stand_for_what_is_left_out(shown: list[str], real: list[str], fit: bool) -> None:
    """And for nothing more."""
    assert fits(shown, real) is fit


def test_only_dots_are_special() -> None:
    """Brackets and stars in output are themselves."""
    assert line_fits("[V1] (x*)", "[V1] (x*)")
    assert not line_fits("[V1]", "V")


def test_what_is_shown_is_written_anew() -> None:
    """Dots that still fit stay; an excerpt keeps its length; the rest is what came."""
    assert anew(["1 entry, 3 days old"], ["2 entries, 3 days old"]) == ["2 entries, 3 days old"]
    assert anew(["a, ... days old", "x"], ["a, 4 days old", "y"]) == ["a, ... days old", "y"]
    assert anew(["x", "y", "..."], ["1", "2", "3", "4"]) == ["1", "2", "..."]
    assert rewritten("0\n1\n2\n3", {(1, 2): ["one"], (3, 4): ["three", "more"]}) == "0\none\n2\nthree\nmore"
