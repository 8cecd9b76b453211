"""What a citizen sees on a kiosk whose printer fails: the rows of the operator's guide, played on a running centre.

python -m tools.gallery_faults docs/gallery/faults
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

from chaos.lobby_faults import ROWS, play

COLOURS = 96


def main(target: Path) -> int:
    """Play the list, photograph the screens, print what held; 1 when something did not."""
    with tempfile.TemporaryDirectory() as folder:
        rows = play(list(ROWS), Path(folder), pictures=target)
    for each in rows:
        print(each, flush=True)
    for path in target.glob("*.png"):
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(COLOURS)
        small.save(path, optimize=True)
    return 0 if all(each.good for each in rows) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
