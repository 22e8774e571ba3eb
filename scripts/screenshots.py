"""Take the pictures of the README from brief/pakistan-russia.html in a real Chromium: at 1280 and 390 pixels wide.

make brief && .venv/bin/python scripts/screenshots.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
SIZES = {1280: 1700, 390: 1500}


def main() -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=QUIET)
        for width, height in SIZES.items():
            page = opened.new_page(viewport={"width": width, "height": height})
            page.goto((ROOT / "brief/pakistan-russia.html").as_uri())
            page.screenshot(path=ROOT / f"docs/images/brief-{width}.png")
        opened.close()


if __name__ == "__main__":
    main()
