"""What a citizen sees on a kiosk whose printer fails: the rows of the operator's guide, played on a running centre.

python -m tools.gallery_faults docs/gallery/faults
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from chaos.lobby_faults import ROWS, play
from chaos.row import Row

COLOURS = 96
GUIDE = Path(__file__).parent.parent / "docs" / "operators-guide.md"
_HEAD = """# Khi máy in hỏng, công dân thấy gì · What citizens see when a printer fails

Made by `make faults`: each row of [the operator's guide](../../operators-guide.md) is played on a running centre, with
an officer who serves, citizens who take numbers and an emulated printer that fails; the screens are the kiosk's own. At
the end the papers that came out and what citizens were told are held against the journal: no number may be lost, none
printed twice without its mark, nobody told what is not so. Each row ends with the next citizen, who gets a slip.

*Mỗi dòng của sổ tay vận hành được diễn trên một trung tâm đang chạy; màn hình là của chính ki-ốt.*
"""


#: What the cells of the guide's table are.
_SAID = ("thấy gì · seen", "máy tự làm · by itself", "người làm · people")


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
    (target / "README.md").write_text(page(rows, [path.stem for path in target.glob("*.png")]), "utf-8")
    return 0 if all(each.good for each in rows) else 1


def page(rows: Iterable[Row], pictures: Iterable[str]) -> str:
    """Row by row: what the guide says is seen and done, how the play went, and the screens."""
    guide = {
        code: cells.split(" | ")
        for code, cells in re.findall(r"^\| `(\w+)` \| (.*) \|$", GUIDE.read_text("utf-8"), re.M)
    }
    lines, taken = [_HEAD], set(pictures)
    for row in rows:
        seen = zip(_SAID, guide.get(row.what, ()), strict=False)
        lines += [f"## {row.what}", "", "| | |", "|---|---|"]
        lines += [f"| {what} | {said} |" for what, said in seen]
        lines += [f"| đã diễn · played | {row.count}: {row.held} |", ""]
        lines += [f"![{name}]({name}.png)" for name in (f"{row.what}-before", row.what) if name in taken]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
