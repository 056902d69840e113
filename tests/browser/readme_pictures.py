"""Make the README's pictures out of those the browser tests took.

    python -m pytest tests/browser/test_phone_application.py tests/browser/test_team_looks.py
    python -m tests.browser.readme_pictures

The tests save every screen into `pictures/` (not committed); this keeps three of them, small, in `readme/`.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
SHOWN = {
    "phone": "phone-question",
    "leader": "team-session_leader-now-wide",
    "wave": "team-analyst-wave-wide",
}
TALLEST = 560  # pixels
COLOURS = 48


def main() -> None:
    (HERE / "readme").mkdir(exist_ok=True)
    for name, source in SHOWN.items():
        picture = Image.open(HERE / "pictures" / f"{source}.png").convert("RGB")
        picture = picture.crop((0, 0, picture.width, min(picture.height, picture.width * 3)))
        picture.thumbnail((10_000, TALLEST), Image.Resampling.LANCZOS)
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(
            HERE / "readme" / f"{name}.png", optimize=True
        )


if __name__ == "__main__":
    main()
