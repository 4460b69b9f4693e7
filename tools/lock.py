"""Write requirements/*.txt (versions and hashes, for every supported Python and platform) from pyproject.toml.

Needs `uv` on the path; run by ``make lock``. No index address is written, so the files say nothing about where they were made.
"""

import subprocess
import sys

COMMON = [
    "--universal",
    "--generate-hashes",
    "--python-version",
    "3.11",
    "--no-header",
    "--no-emit-index-url",
    "--no-annotate",
]
EXTRAS = ["--extra", "pdf", "--extra", "read", "--extra", "tables", "--extra", "leaks", "--extra", "web"]
EXTRAS += ["--extra", "postgres"]
SAME = ["--constraint", "requirements/dev.txt"]  # what is tested is what is installed
SETS = {
    "requirements/dev.txt": [*EXTRAS, "--group", "dev"],
    "requirements/run.txt": ["--extra", "pdf", *SAME],
    "requirements/extras.txt": [*EXTRAS, *SAME],
    # apart: PySpark is 450 MB, and most who work here never start it
    "requirements/spark.txt": ["--extra", "spark", *SAME],
}


def main() -> int:
    """Compile every set; the exit code of the first that fails."""
    for path, chosen in SETS.items():
        done = subprocess.run(
            ["uv", "pip", "compile", "pyproject.toml", *chosen, *COMMON, "-o", path, "-q"], check=False
        )
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
