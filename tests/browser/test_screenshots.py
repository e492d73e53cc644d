"""Pictures of each view for the documentation, made from the demo archive alone: LEIAN_SCREENSHOTS=1 writes docs/screenshots/."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import Any

import pytest
from served import ROOT, Served, load

expect = pytest.importorskip("playwright.sync_api").expect
from visits import NARROW, Visit  # noqa: E402 - needs playwright

FOLDER = ROOT / "docs" / "screenshots"
MOST_BYTES = 150_000
COLOURS = 128  # a page of text has few; with them the pictures are a third as large
SIZE = {"width": 1280, "height": 860}
VIEWS = {
    "queue": "", "case": "#/case/LC2026-0312", "comparison": "#/case/LC2025-0108", "report": "#/report/LC2026-0300", "trial": "#/trial",
    "matters": "#/matters", "matter": "#/matter/m-a003842f137b", "hotspots": "#/hotspots", "alerts": "#/alerts", "frame": "embed/case/LC2025-0108",
}  # fmt: skip
asked = pytest.mark.skipif(not os.environ.get("LEIAN_SCREENSHOTS"), reason="LEIAN_SCREENSHOTS is not set")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service that has the demo archive and nothing else."""
    data = tmp_path_factory.mktemp("demo") / "data"
    load(data)
    running = Served(data)
    yield running
    running.stop()


@asked
@pytest.mark.browser
@pytest.mark.parametrize("name", VIEWS)
def test_a_picture_of_each_view(browser: Any, demo: Served, name: str) -> None:
    visit = Visit(browser, demo, SIZE)
    page = visit.open(VIEWS[name])
    prepare(page, name)
    expect(page.locator(".loading")).to_have_count(0)
    save(page, name)
    visit.context.close()


@asked
@pytest.mark.browser
@pytest.mark.parametrize("name", ["queue", "comparison", "matters"])
def test_a_picture_on_a_telephone(browser: Any, demo: Served, name: str) -> None:
    visit = Visit(browser, demo, NARROW)
    page = visit.open(VIEWS[name])
    prepare(page, name)
    save(page, f"{name}-390")
    visit.context.close()


def prepare(page: Any, name: str) -> None:
    if name == "hotspots":
        page.get_by_label("月份").fill("2026-09")
        expect(page.locator(".table")).to_be_visible()
    if name == "alerts":
        page.get_by_label("最近").select_option("92")
        page.get_by_label("截至").fill("2025-08-01")
        expect(page.locator(".alerts li").first).to_be_visible()
    if name == "trial":
        page.get_by_label("诉求内容").fill("桐花里小区地下车库又漏水了，顶板滴得到处都是，车上全是水泥水。")
        page.get_by_role("button", name="研判").click()
        expect(page.locator(".trial-answer .verdict")).to_be_visible()
    if name == "comparison" and page.viewport_size["width"] > 700:
        page.get_by_label("经办人").fill("工号17")
        page.locator(".panes").scroll_into_view_if_needed()


def save(page: Any, name: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    page.wait_for_timeout(300)
    taken = page.screenshot(animations="disabled")
    image = pytest.importorskip("PIL.Image")
    picture = image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=image.Dither.NONE)
    picture.save(FOLDER / f"{name}.png", optimize=True)
    size = (FOLDER / f"{name}.png").stat().st_size
    assert size <= MOST_BYTES, f"{name}: {size:,} bytes"


def test_the_pictures_are_small_enough_to_be_kept() -> None:
    found = sorted(FOLDER.glob("*.png"))
    assert {f"{name}.png" for name in VIEWS} <= {each.name for each in found}
    assert [each.name for each in found if each.stat().st_size > MOST_BYTES] == []
