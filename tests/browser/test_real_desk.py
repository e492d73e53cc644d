"""Does a handler get through the day with a real service behind the page: pushed cases, decisions by key, lists, tables, paper?"""

from __future__ import annotations

import csv
import io
import re
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from served import Served, hazards

expect = pytest.importorskip("playwright.sync_api").expect
from visits import Visit  # noqa: E402 - needs playwright

pytestmark = pytest.mark.browser

FENCE_MS = 3_000
"""For a first page that takes 0.2 s on a quiet machine: only what is ten times as slow is a fault of ours."""
MOST_BYTES = 100_000
NUMBERS = count(1)


def pair(served: Served) -> tuple[str, str]:
    """Two new cases, the second with the first as a candidate that somebody has to decide about."""
    number = next(NUMBERS)
    street = f"望舒路{number}{number}7号"
    one, other = f"P{number}-1", f"P{number}-2"
    served.register({"case_id": one, "text": f"{street}楼下的烧烤店半夜油烟很大，居民睡不好。", "handling_unit": "临溪区城管局"})
    verdict = served.register({"case_id": other, "text": f"反映{street}烧烤店油烟扰民，夜里吵到两点，请处理。", "handling_unit": "临溪区城管局"})
    assert [each["case_id"] for each in verdict["matches"]][:1] == [one]
    return one, other


def at_case(visit: Visit, case_id: str) -> Any:
    page = visit.open(f"#/case/{quote(case_id, safe='')}")
    expect(page.locator(".pane .text").first).to_be_visible()
    return page


def test_a_registered_case_is_on_the_screen_by_itself(desk_visit: Visit, served: Served) -> None:
    page = desk_visit.open()
    expect(page.locator("#live")).to_have_text("实时")
    served.register({"case_id": "L1", "title": "新来的一件", "text": "观澜路路灯整排不亮，晚上摔伤过人。", "handling_unit": "市城管局"})
    expect(page.locator(".cases a").first).to_have_attribute("data-case", "L1")
    page.get_by_label("承办单位").fill("临溪区水利局")
    expect(page.locator("#list-state")).to_contain_text("没有")
    served.register({"case_id": "L2", "text": "青石桥下河水发黑。", "handling_unit": "临溪区水利局"})
    served.register({"case_id": "L3", "text": "观澜路井盖松动，车过就响。", "handling_unit": "市城管局"})
    expect(page.locator(".cases a")).to_have_count(1)
    expect(page.locator(".cases a").first).to_have_attribute("data-case", "L2")
    assert desk_visit.complaints == []


def test_a_handlers_own_queue_is_there_again(desk_visit: Visit, served: Served) -> None:
    page = desk_visit.open()
    page.get_by_label("承办单位").fill("澜川水务集团")
    expect(page.locator("#list-state")).to_contain_text("符合")
    shown = page.locator(".cases a").count()
    page.reload()
    expect(page.get_by_label("承办单位")).to_have_value("澜川水务集团")
    expect(page.locator("#list-state")).to_have_text(f"最新 {shown} 件符合")
    assert set(page.locator(".cases .row-unit").all_inner_texts()) == {"澜川水务集团"}
    page.get_by_label("承办单位").fill("")
    expect(page.locator("#list-state")).to_have_text("最新 50 件")
    page.reload()
    expect(page.get_by_label("承办单位")).to_have_value("")


def test_confirm_reject_split_and_undo_by_keyboard_alone(desk_visit: Visit, served: Served) -> None:
    one, other = pair(served)
    before = served.read(other)["matter_id"]
    page = at_case(desk_visit, other)
    page.keyboard.press("y")
    page.keyboard.type("工号17")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    expect(page.locator(".tab[aria-selected=true]")).to_have_attribute("data-decided", "confirm")
    assert served.read(one)["matter_id"] == served.read(other)["matter_id"] is not None
    expect(page.get_by_role("link", name="打开事项")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator(".tab[aria-selected=true]")).to_have_attribute("data-decided", "split")
    assert served.read(other)["matter_id"] is None
    expect(page.get_by_role("link", name="打开事项")).to_have_count(0)
    page.keyboard.press("u")  # the confirmation stands again
    expect(page.locator(".tab[aria-selected=true]")).to_have_attribute("data-decided", "confirm")
    assert served.read(other)["matter_id"] is not None
    expect(page.get_by_role("link", name="打开事项")).to_be_visible()  # the matter is read before it is dissolved again
    page.keyboard.press("u")
    expect(page.locator(".tab[aria-selected=true]")).to_have_attribute("data-decided", "")
    assert served.read(other)["matter_id"] == before
    page.keyboard.press("n")
    expect(page.locator(".tab[aria-selected=true]")).to_have_attribute("data-decided", "reject")
    page.reload()  # what was decided is still known
    expect(page.locator(".tab[aria-selected=true]")).to_have_attribute("data-decided", "reject")
    kept = served.call("GET", f"/v1/cases/{other}/decisions")["decisions"]
    assert [(each["decision"], each["by"]) for each in kept] == [(what, "工号17") for what in "confirm split undo undo reject".split()]
    assert desk_visit.complaints == []


def test_every_view_opens_by_a_key_and_focus_goes_along(desk_visit: Visit) -> None:
    page = desk_visit.open()
    for key, title in (("m", "事项"), ("h", "每月热点"), ("a", "苗头信号")):
        page.keyboard.press(key)
        expect(page.locator("#detail h2").first).to_have_text(title)
        expect(page.locator("#detail")).to_be_focused()
        assert page.title() == f"{title} · 类案"
        assert page.locator(".views a[aria-current]").count() == 1
        page.keyboard.press("Tab")  # reading on begins in the view, not at the top of the page
        assert page.evaluate("document.activeElement.closest('#detail') !== null")
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    keys = page.locator("#help kbd").all_inner_texts()
    assert set("jk[]ynsup/tmhar") <= set(keys)
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    assert desk_visit.complaints == []


def test_focus_is_never_lost(desk_visit: Visit, desk_phone: Visit) -> None:
    page = at_case(desk_visit, "LC2026-0300")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到案件内容")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_be_focused()
    expect(page.locator("#case-title")).to_be_visible()  # the case is still open
    page = desk_phone.open()
    row = page.locator('[data-case="LC2026-0316"]')
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#case-title")).to_be_visible()
    expect(page.locator("#detail")).to_be_focused()  # the list is gone from the screen
    page.keyboard.press("Escape")
    expect(row).to_be_focused()  # back where the handler was


def test_matters_page_filter_and_open(desk_visit: Visit, served: Served) -> None:
    page = desk_visit.open("#/matters")
    rows = page.locator(".table tbody tr")
    expect(rows).to_have_count(20)
    page.get_by_role("button", name="加载更多").last.click()
    expect(page.locator(".table tbody tr").nth(20)).to_be_visible()
    unit = page.locator(".bar").get_by_label("承办单位")
    unit.fill("澜川水务集团")
    unit.press("Enter")
    unit.blur()
    expect(rows.first).to_contain_text("澜川水务集团")
    assert rows.count() < 20
    assert "unit=" in str(page.locator(".bar [data-export]").get_attribute("href"))
    unit.fill("没有这个单位")
    unit.blur()
    expect(page.locator(".empty")).to_have_text("没有符合的事项。")
    unit.fill("")
    unit.blur()
    page.locator(".table .case-link").first.click()
    expect(page.locator(".timeline li").first).to_be_visible()
    assert page.locator(".timeline li").count() >= page.locator(".table tbody tr").count() >= 2
    assert desk_visit.complaints == []


def test_a_case_is_split_off_in_the_matter_and_taken_back(desk_visit: Visit, served: Served) -> None:
    one, other = pair(served)
    served.call("POST", "/v1/decisions", {"case_id": other, "other_case_id": one, "decision": "confirm", "by": "甲"})
    matter = served.read(other)["matter_id"]
    size = served.call("GET", f"/v1/matters/{matter}")["size"]
    page = desk_visit.open(f"#/matter/{matter}")
    page.get_by_label("经办人").fill("乙")
    page.get_by_role("button", name=f"拆出 {other}").click()
    expect(page.locator(".toast")).to_contain_text(f"已拆出：{other}")
    assert served.read(other)["matter_id"] is None
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("button", name=f"拆出 {other}")).to_be_visible()
    assert served.call("GET", f"/v1/matters/{matter}")["size"] == size


def test_hotspots_and_alerts(desk_visit: Visit, served: Served) -> None:
    page = desk_visit.open("#/hotspots")
    page.get_by_label("月份").fill("2026-10")
    expect(page.locator(".table tbody tr").first).to_contain_text("噪声扰民")
    page.get_by_role("button", name="上一月").click()
    expect(page.get_by_label("月份")).to_have_value("2026-09")
    expect(page.locator("#detail .quiet").nth(1)).to_contain_text("2026-09 共")
    page.get_by_label("月份").fill("1999-01")
    expect(page.locator(".empty")).to_have_text("1999-01 没有来件。")
    page = desk_visit.open("#/alerts")
    page.get_by_label("最近").select_option("92")
    page.get_by_label("截至").fill("2025-08-01")
    expect(page.locator(".alerts li").first).to_contain_text("五人以上")
    page.locator(".alerts").get_by_role("link", name="打开事项").first.click()
    expect(page.locator(".timeline")).to_be_visible()
    assert desk_visit.complaints == []


def test_lists_filter_search_and_leave_as_tables(desk_visit: Visit, served: Served) -> None:
    page = desk_visit.open()
    page.get_by_text("更多筛选").click()
    page.locator("#status").select_option("OPEN")
    page.locator("#locality").fill("澜川市云台县")
    page.locator("#since").fill("2026-01-01")
    page.locator("#since").blur()
    expect(page.locator("#list-state")).to_contain_text("符合")
    with page.expect_download() as coming:
        page.locator("#export").click()
    assert re.fullmatch(r"leian-cases-\d{4}-\d\d-\d\d\.csv", coming.value.suggested_filename)
    raw = Path(coming.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))[1:]
    shown = [each.get_attribute("data-case") for each in page.locator(".cases a").all()]
    assert [row[0] for row in rows] == shown != []
    assert all(row[4].startswith("澜川市云台县") for row in rows)
    for name in ("locality", "since"):
        page.locator(f"#{name}").fill("")
    page.locator("#status").select_option("")
    page.keyboard.press("Escape")
    page.get_by_label("全文检索").fill("“地下车库” 漏水")
    expect(page.locator(".cases mark").first).to_be_visible()
    with page.expect_download() as coming:
        page.locator("#export").click()
    found = list(csv.reader(io.StringIO(Path(coming.value.path()).read_text(encoding="utf-8-sig"), newline="")))
    assert found[1][0] == page.locator(".cases a").first.get_attribute("data-case")
    assert "<mark>" not in str(found)
    assert desk_visit.complaints == []


def test_the_report_to_file_prints_the_case_and_replies_in_full(desk_visit: Visit, served: Served, tmp_path: Path) -> None:
    page = at_case(desk_visit, "LC2026-0318")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="类案研判报告")).to_be_visible()
    expect(page.locator(".filed li .reply").first).to_be_visible()
    text = page.locator(".report").inner_text()
    assert served.read("LC2026-0318")["text"] in text
    found = served.call("POST", "/v1/precedents", {"case_id": "LC2026-0318", "limit": 20})
    near = [each for each in found["precedents"] if each["grade"] >= 1][:10]
    assert near
    for each in near:
        assert each["case_id"] in text
        assert each["official_reply"]["text"].split("\n")[0] in text
    assert "经办人" in text
    page.evaluate("() => { window.print = () => { window.printed = (window.printed ?? 0) + 1 } }")
    page.keyboard.press("p")
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    for hidden in (".top", ".side", ".report .tools"):
        assert page.locator(hidden).first.is_hidden(), hidden
    assert not page.evaluate("getComputedStyle(document.querySelector('.detail')).overflowY === 'auto'")  # a page, not a window
    paper = page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert len(paper) > 10_000
    page.emulate_media(media="screen")
    page.keyboard.press("b")
    expect(page.locator(".pane .text").first).to_be_visible()


def test_decision_support_says_how_far_precedents_agree(desk_visit: Visit, served: Served) -> None:
    support = served.call("POST", "/v1/precedents", {"case_id": "LC2026-0300", "limit": 20})["support"]
    assert support["of"] >= 2
    page = at_case(desk_visit, "LC2026-0300")
    part = page.locator(".part", has=page.get_by_role("heading", name="类案与答复"))
    expect(part.get_by_role("heading", name=f"类案支持（{support['of']} 件）")).to_be_visible()
    said = part.locator(".summed").inner_text()
    standing = {"agreed": "件中", "split": "不一致：", "few": "件数太少："}[support["unit"]["standing"]]
    assert f"承办单位\n{standing}" in said or standing == "件中"
    for counted in support["unit"]["counted"][:3]:
        assert f"{counted['value']}（{counted['count']}）" in said
    assert desk_visit.complaints == []


def test_nothing_in_any_field_runs_in_any_view(desk_visit: Visit, served: Served) -> None:
    first, second, third = (each["case_id"] for each in hazards())
    served.call("POST", "/v1/decisions", {"case_id": third, "other_case_id": first, "decision": "confirm", "by": "<img src=x onerror=window.fired=1>"})
    matter = served.read(third)["matter_id"]
    views = [
        "", f"#/case/{quote(third, safe='')}", f"#/case/{quote(second, safe='')}", f"#/report/{quote(third, safe='')}", f"#/matter/{quote(matter)}",
        "#/matters", "#/alerts", "#/hotspots", "#/trial", f"#/case/{quote('<img src=x onerror=window.fired=2>')}", f"#/matter/{quote('<b>no')}",
    ]  # fmt: skip
    seen = ""
    for view in views:
        page = desk_visit.open(view)
        if view.endswith("hotspots"):
            page.get_by_label("月份").fill("2025-11")
            expect(page.locator(".table")).to_contain_text("window.fired='unit'")
        for summary in page.locator("#detail summary").all():
            summary.click()
        seen += page.locator("body").inner_text()
        assert page.locator("#detail img, #detail script, #detail svg, #detail a[href^='javascript'], .cases img").count() == 0, view
        assert page.evaluate("window.fired") is None, view
    for field in (
        "title text1 text3 person_name co represented accused accused_unit address locality target category unit reply outcome"
    ).split():
        assert f"window.fired='{field}'" in seen, field
    assert "person_id_no" not in seen  # an identity number is never on the screen
    page = desk_visit.open()
    page.get_by_label("全文检索").fill("湖滨苑 onerror")
    expect(page.locator(".row-snippet mark").first).to_be_visible()
    assert page.locator(".cases img, .cases script").count() == 0
    assert page.evaluate("window.fired") is None
    assert desk_visit.strangers == []
    assert [each for each in desk_visit.complaints if "404" not in each] == []


def test_errors_are_said_and_can_be_tried_again(desk_visit: Visit) -> None:
    page = desk_visit.open()
    for view, call in (("#/matters", "matters"), ("#/hotspots", "hotspots"), ("#/alerts", "alerts")):
        page.route(f"**/v1/{call}*", lambda route: route.abort())
        page.evaluate("view => { location.hash = view }", view)
        alarm = page.locator("#detail").get_by_role("alert")
        expect(alarm).to_contain_text("连不上服务")
        page.unroute(f"**/v1/{call}*")
        alarm.get_by_role("button", name="重试").click()
        expect(page.locator("#detail").get_by_role("alert")).to_have_count(0)
        expect(page.locator("#detail :is(.table, .empty)").first).to_be_visible()
    desk_visit.open("#/matter/m-none")
    expect(page.locator("#detail").get_by_role("alert")).to_contain_text("没有这个事项")


ROWS = """
new MutationObserver((_, seen) => {
  if (!document.querySelector(".cases a[data-case]")) return;
  seen.disconnect();
  requestAnimationFrame(() => { const after = new MessageChannel(); after.port1.onmessage = () => { window.shownAt = performance.now(); }; after.port2.postMessage(0); });
}).observe(document, { childList: true, subtree: true });
"""
"""Notes when the first frame with cases has been drawn, in milliseconds since the navigation began."""


def test_the_first_page_is_light_and_quick(browser: Any, served: Served, record_property: Any) -> None:
    """The list with its cases: at most 100 kB over the wire; 300 ms is what we want, FENCE_MS what no busy machine excuses.

    A new context has neither a cache nor a renderer of the address. The process of the renderer comes up within the time; `again` is
    without that, another address of the service having been open. What no machine can hide is the number of rounds: everything that
    the first cases need is asked for by the page itself, the list among it.
    """
    times: dict[str, list[float]] = {"new": [], "again": []}
    sizes = []
    for kind in ("new", "again") * 3:
        context = browser.new_context(viewport={"width": 1280, "height": 900})  # nothing is in its cache
        context.add_init_script(ROWS)
        page = context.new_page()
        if kind == "again":
            page.goto(served.address + "/healthz")
        heard: list[str] = []
        answers: list[Any] = []
        page.on("console", lambda message, heard=heard: heard.append((message.text, message.location.get("url", ""))))
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        page.goto(served.address)
        page.wait_for_selector(".cases a[data-case]")
        while not (shown := page.evaluate("window.shownAt")):
            pass
        times[kind].append(shown)
        asked = page.evaluate("performance.getEntriesByType('resource').map(e => [e.name, e.startTime, e.responseEnd])")
        arrived = min(end for name, _, end in asked if name.endswith("/main.js"))
        (first, until), *others = sorted((start, end) for name, start, end in asked if "/v1/cases?" in name)
        assert first < arrived, "the list waited for the script"
        assert all(start >= until for start, _ in others), "what was on its way was asked for once more"
        needed = [start for name, start, _ in asked if "/assets/" in name and not name.endswith("icon.svg")]
        assert max(needed) < arrived, "a script was found only in another script"
        sent = [answer.request.sizes() for answer in answers if "/v1/stream" not in answer.url]
        sizes.append(sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sent))
        assert [text for text, url in heard if not url.endswith("/favicon.ico")] == []  # /healthz is no page and has no icon
        context.close()
    record_property("first_page_ms", min(times["new"]))
    record_property("first_page_bytes", max(sizes))
    told = ", ".join(f"{kind} {min(each):.0f} ms" for kind, each in times.items())
    print(f"first page: {told}, {max(sizes):,} bytes")  # noqa: T201 - shown with -s
    assert 20_000 < max(sizes) <= MOST_BYTES
    assert min(times["new"]) <= FENCE_MS
