"""Makes docs/gallery anew: runs every `tools/gallery_*.py` into a folder of its own, arranges some of the pictures into
the one of the README, and lists them all on a page.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from PIL import Image

TOOLS = Path(__file__).parent
GALLERY = TOOLS.parent / "docs" / "gallery"

#: The picture of the README: a photograph, its left upper corner and its height, in thousandths of the width.
OVERVIEW = (
    ("kiosk/kiosk-home-vi-portrait.png", (30, 30), 452),
    ("board/board-calls.png", (312, 30), 265),
    ("slips/vi-80.png", (812, 30), 310),
    ("web/console-called-vi.png", (312, 318), 164),
    ("web/ticket-called.png", (628, 318), 164),
)
WIDTH, HEIGHT = 1600, 820
GROUND = "#e9ecef"


def main(wanted: list[str]) -> int:
    """Take all the pictures, or those of the named makers."""
    makers = sorted(TOOLS.glob("gallery_*.py"))
    for maker in makers:
        name = maker.stem.removeprefix("gallery_")
        if wanted and name not in wanted:
            continue
        folder = GALLERY / name
        for old in folder.glob("*.png"):
            old.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        print(f"{name} …", flush=True)
        run = subprocess.run([sys.executable, "-m", f"tools.{maker.stem}", str(folder)], cwd=TOOLS.parent, check=False)
        if run.returncode:
            return run.returncode
    overview(GALLERY / "overview.png")
    (GALLERY / "README.md").write_text(page(makers), "utf-8")
    return 0


def overview(target: Path) -> None:
    """Lay the photographs out on one picture."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    for name, (left, top), height in OVERVIEW:
        photograph = Image.open(GALLERY / name).convert("RGB")
        high = height * WIDTH // 1000
        photograph = photograph.resize((photograph.width * high // photograph.height, high), Image.Resampling.LANCZOS)
        picture.paste(photograph, (left * WIDTH // 1000, top * WIDTH // 1000))
    picture.save(target, optimize=True)


def page(makers: list[Path]) -> str:
    """The list of all pictures, a heading for each maker."""
    lines = [
        "# Gallery · Hình ảnh",
        "",
        "Photographed from the running program by `make gallery`; nothing is drawn or edited by hand.",
        "",
        "Chụp từ chương trình đang chạy bằng `make gallery`; không hình nào được vẽ hay sửa bằng tay.",
    ]
    for maker in makers:
        name = maker.stem.removeprefix("gallery_")
        head = ast.get_docstring(ast.parse(maker.read_text("utf-8"))) or name
        lines += [
            "",
            f"## {name.replace('_', ' ').capitalize()}",
            "",
            head.split(":")[0].split("\n")[0].rstrip(".") + ".",
        ]
        for picture in sorted((GALLERY / name).glob("*.png")):
            lines += ["", f"**{picture.stem}**", "", f"![{picture.stem}]({name}/{picture.name})"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
