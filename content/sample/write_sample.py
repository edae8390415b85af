"""Write the sample: recordings, manifest, responses, verdicts, decisions.

Run it with `python -m content.sample.write_sample`. The same words and the same seed give the same bytes.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import yaml

from content.sample import plan
from content.sample.deeds import deeds
from content.sample.life import live
from content.sample.people_talk import everything
from content.sample.recordings import record
from content.sample.replies_by_file import responses

CONTENT = Path(__file__).parent.parent
FOLDERS = ("sample/runs", "responses", "confirmations", "moderation", "told")
"""What this script writes anew, below `content/`."""
STATEMENT = (
    "Every company, person and post in this recording is invented. "
    "A seeded script wrote it; it holds the twenty runs of a made-up publisher over fourteen months."
)


def names() -> dict[str, str]:
    """Each brand's name as records spell it."""
    files = sorted((CONTENT / "brands").glob("*.yml"))
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))["name"] for path in files}


def sample() -> dict[str, str]:
    """Every file that the script writes, by path below `content/`."""
    talk = everything()
    live(talk)
    recorded, runs = record(talk.posts, names())
    files = responses(talk.posts)
    manifest = {
        "statement": STATEMENT,
        "key": plan.KEY,
        "runs": runs,
        "opened": {name: f"{at:%Y-%m-%dT%H:%M:%SZ}" for name, at in sorted(files.opened.items())},
    }
    out = {f"sample/{path}": words for path, words in recorded.items()}
    out["sample/manifest.yml"] = yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=120)
    out.update({f"responses/{path}": words for path, words in files.written.items()})
    out.update(deeds(files))
    return out


def write(content: Path) -> int:
    """Write the files below `content`, in the place of older ones; returns how many."""
    for folder in FOLDERS:
        shutil.rmtree(content / folder, ignore_errors=True)
    files = sample()
    for path, words in files.items():
        target = content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(words.encode())
    return len(files)


if __name__ == "__main__":
    sys.stdout.write(f"{write(CONTENT)} files written below {CONTENT.name}/\n")
