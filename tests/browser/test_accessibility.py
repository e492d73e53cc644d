"""Can everybody use every view: axe with nothing serious, both widths, both schemes, no sideways scrolling?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from served import Served, hazards

expect = pytest.importorskip("playwright.sync_api").expect
axe_core = pytest.importorskip("axe_playwright_python.base")
from visits import NARROW, WIDE, Visit  # noqa: E402 - needs playwright

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
HOSTILE = quote(hazards()[2]["case_id"], safe="")


def ready(selector: str) -> Callable[[Any], None]:
    return lambda page: expect(page.locator(selector).first).to_be_visible()


def october(page: Any) -> None:
    page.get_by_label("月份").fill("2026-10")
    expect(page.locator("#detail .table")).to_be_visible()


def alerts(page: Any) -> None:
    page.get_by_label("最近").select_option("92")
    page.get_by_label("截至").fill("2025-08-01")
    expect(page.locator(".alerts li").first).to_be_visible()


def tried(page: Any) -> None:
    page.get_by_label("诉求内容").fill("观澜广场工地夜里通宵施工，吵得睡不着。")
    page.get_by_role("button", name="研判").click()
    expect(page.locator(".trial-answer .verdict")).to_be_visible()
    expect(page.locator(".loading")).to_have_count(0)


def help_(page: Any) -> None:
    page.evaluate("() => document.getElementById('open-help').click()")
    expect(page.locator("#help")).to_be_visible()


def searched(page: Any) -> None:
    page.locator(".further summary").click()
    page.get_by_label("全文检索").fill("漏水")
    expect(page.locator(".cases mark").first).to_be_visible()


def nothing_found(page: Any) -> None:
    page.get_by_label("全文检索").fill("鲸落星尘")
    expect(page.locator("#list-state")).to_contain_text("没有找到")


def decided(page: Any) -> None:
    page.get_by_label("经办人").fill("甲")
    page.get_by_role("button", name="是同一事项").click()
    expect(page.locator(".toast").first).to_be_visible()
    expect(page.locator("[data-undo]")).to_be_visible()


VIEWS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "list": ("", ready(".cases a[data-case]")),
    "search": ("", searched),
    "nothing found": ("", nothing_found),
    "help": ("", help_),
    "case": ("#/case/LC2026-0300", ready(".precedents li")),
    "decided": ("#/case/LC2026-0318", decided),
    "hostile case": (f"#/case/{HOSTILE}", ready(".panes")),
    "report": ("#/report/LC2026-0300", ready(".filed li")),
    "trial": ("#/trial", ready(".trial")),
    "tried": ("#/trial", tried),
    "matters": ("#/matters", ready("#detail .table")),
    "matter": ("#/matter/m-a003842f137b", ready(".timeline li")),
    "hotspots": ("#/hotspots", october),
    "alerts": ("#/alerts", alerts),
    "error": ("#/case/none", ready("#detail [role=alert]")),
    "frame": ("embed/case/LC2026-0300", ready(".precedents li")),
}


def grave(page: Any) -> list[str]:
    """What axe finds serious or critical in what the page shows now; the page keeps axe until it is loaded anew."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe_core.AXE_SCRIPT)
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)["violations"]
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found if each["impact"] in GRAVE]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_axe_finds_nothing_serious_on_any_view(browser: Any, served: Served, width: str) -> None:
    made = Visit(browser, served, WIDE if width == "wide" else NARROW)
    page = made.open()
    page.emulate_media(color_scheme="dark" if width == "narrow" else "light", reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    for name, (address, prepare) in VIEWS.items():
        if address.startswith("embed"):
            made.open(address)
        else:
            page.evaluate("hash => { location.hash = hash }", address or "#/")
        prepare(page)
        expect(page.locator(".loading")).to_have_count(0)
        if problems := grave(page):
            found[name] = problems
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.setdefault(name, []).append("wider than the screen")
        if name == "help":
            page.keyboard.press("Escape")
    made.context.close()
    assert found == {}, json.dumps(found, ensure_ascii=False, indent=1)


def test_axe_is_awake(desk_visit: Visit) -> None:
    """What axe must find, it finds: otherwise the test above says nothing."""
    page = desk_visit.open()
    page.evaluate("() => document.querySelector('#verdict').closest('label').replaceWith(document.querySelector('#verdict'))")
    assert any(each.startswith("select-name") for each in grave(page))
