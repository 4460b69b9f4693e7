"""``make audit``: every part of the audit, in words and as out/audit.json.

Exit codes: 0 all well, 1 something was found, 4 something could not be asked (no network, no answer), which is not the same as well.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

from tools.audit import known, licences, lock, wheels

NOT_ASKED = 4


def main() -> int:
    """Run every part, print what was found, write the report."""
    report: dict[str, object] = {}
    states = [
        _hashes(report),
        _licences(report),
        _imports(report),
        _wheels(report),
        _known(report),
    ]
    out = lock.ROOT / "out/audit.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"written to {out.relative_to(lock.ROOT)}")
    return 1 if 1 in states else max(states)


def _hashes(report: dict[str, object]) -> int:
    bare = [f"{path.name}: {each.name}" for path in lock.LOCKS for each in lock.read(path) if not each.hashes]
    counts = {path.name: len(lock.read(path)) for path in lock.LOCKS}
    report["hashes"] = {"pins": counts, "without": bare}
    print(
        f"hashes: {', '.join(f'{count} pins in {name}' for name, count in counts.items())}, {len(bare)} without"
    )
    return 1 if bare else 0


def _licences(report: dict[str, object]) -> int:
    judged = list(
        licences.judge([each for path in lock.LOCKS for each in lock.read(path)], licences.policy())
    )
    report["licences"] = [dataclasses.asdict(each) for each in judged]
    bad = [each for each in judged if each.fault]
    print(f"licences: {len(judged)} distributions, {len(bad)} not allowed")
    for each in judged:
        if each.fault or each.note:
            print(f"  {each.name}: {each.licence or 'none named'}: {each.fault or each.note}")
    return 1 if bad else 0


def _imports(report: dict[str, object]) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "deptry", "src", "--no-ansi"],
        cwd=lock.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    report["imports"] = done.stderr.strip().splitlines()
    print(f"imports: {'as declared' if not done.returncode else 'not as declared'}")
    if done.returncode:
        print(done.stderr)
    return 1 if done.returncode else 0


def _wheels(report: dict[str, object]) -> int:
    rows, state = [], 0
    excused: dict[str, list[str]] = licences.policy()["no_wheel"]
    for path, may_lack in ((lock.RUN, {}), (lock.EXTRAS, excused)):
        for answer in wheels.check(lock.read(path)):
            rows.append({"lock": path.name, **dataclasses.asdict(answer)})
            where = f"wheels: {path.name}, {answer.platform}, Python {answer.python}"
            if not answer.reached:
                print(f"{where}: COULD NOT BE ASKED ({answer.why})")
                state = max(state, NOT_ASKED)
                continue
            said = f"no wheel: {', '.join(answer.missing)}" if answer.missing else "a wheel for every pin"
            bad = {each.split("==")[0] for each in answer.missing} - set(may_lack.get(answer.platform, ()))
            print(f"{where}, {answer.pins} pins: {said}{' (known)' if answer.missing and not bad else ''}")
            state = 1 if bad else state
    report["wheels"] = rows
    return state


def _known(report: dict[str, object]) -> int:
    answer = known.ask(lock.DEV)
    if not answer.complete:
        # the index itself may know what the public service, out of reach, would have said
        second = known.ask(lock.DEV, service="pypi")
        answer = second if second.asked > answer.asked else answer
    report["known"] = dataclasses.asdict(answer)
    for name, version, advisory, fixed in answer.found:
        print(f"vulnerable: {name} {version}: {advisory}; fixed in {fixed or 'no release yet'}")
    if answer.found:
        return 1
    if not answer.complete:
        print(
            f"vulnerabilities: NOT CHECKED: {answer.asked} answered, {len(answer.skipped)} not."
            f" {answer.failure or answer.skipped[0]}"
        )
        return NOT_ASKED
    print(f"vulnerabilities: none known in {answer.asked} distributions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
