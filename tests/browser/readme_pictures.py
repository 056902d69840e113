"""Make the README's pictures of a whole example: a question on a phone, the leader's screen, the analyst's wave.

    python -m survey demo --whole --json > example.json
    python -m tests.browser.readme_pictures example.json

Starts the application on that example, opens each page as the person whose page it is, waits until it is drawn,
and keeps the three pictures, small, in `readme/`. Desks are 1280 wide, the phone 360 by 640.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from survey.settings import CHECKOUT
from tests.browser.phone import PHONE_SCREEN, Phone
from tests.browser.servers import CHROMIUM_ARGUMENTS, streamlit
from tests.browser.team import Desk

KEPT = Path(__file__).parent / "readme"
DESK_SCREEN = {"width": 1280, "height": 800}
WITH_ITS_CHART = {"width": 1280, "height": 1000}
DESKS = (
    ("leader", "session_leader", DESK_SCREEN, "svg:visible, img:visible"),
    ("wave", "analyst", WITH_ITS_CHART, ".vega-embed canvas:visible, .vega-embed svg:visible"),
)
TALLEST = 560  # pixels
COLOURS = 200


def main() -> None:
    made = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    environment = os.environ | {"SURVEY_DATA_DIR": made["data_dir"], "DATABASE_URL": ""}
    with (
        streamlit(CHECKOUT / "survey_app.py", environment, answers_at="/s/") as address,
        sync_playwright() as started,
    ):
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=CHROMIUM_ARGUMENTS
        )
        keep("phone", of_a_question(browser, address, made["join_code"]))
        for name, role, screen, drawn in DESKS:
            keep(name, of_the_first_page(browser, address, made, role, screen, drawn))
        browser.close()


def of_a_question(browser: Browser, address: str, join_code: str) -> bytes:
    phone = Phone.on(browser, address, viewport=PHONE_SCREEN)
    phone.open(join_code).start().choose("16 or 17").go_to("safe_dark")
    taken = phone.page.screenshot()
    phone.put_away()
    return taken


def of_the_first_page(
    browser: Browser, address: str, made: dict[str, Any], role: str, screen: dict[str, int], drawn: str
) -> bytes:
    """What somebody sees first. `drawn`: what has to be there before the picture is taken."""
    sign_in = next(one for one in made["sign_ins"] if one["role"] == role)
    desk = Desk.on(browser, address, viewport=screen).sign_in(sign_in["username"], sign_in["password"])
    desk.page.locator(drawn).first.wait_for()
    desk.settle()
    taken = desk.page.screenshot()
    desk.put_away()
    return taken


def keep(name: str, taken: bytes) -> None:
    KEPT.mkdir(exist_ok=True)
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture.thumbnail((10_000, TALLEST), Image.Resampling.LANCZOS)
    picture.quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE).save(KEPT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
