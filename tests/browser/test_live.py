"""Does a new case come to the screen by itself, without moving what somebody reads, and survive a broken line?"""

from __future__ import annotations

from typing import Any

import pytest
from canned_api import Canned

expect = pytest.importorskip("playwright.sync_api").expect
from visits import Visit  # noqa: E402 - needs playwright

pytestmark = pytest.mark.browser


def opened(visit: Visit) -> Any:
    page = visit.open()
    expect(page.locator("#live")).to_have_text("实时")
    return page


def first(page: Any) -> Any:
    return page.locator(".cases a").first


def scroll(page: Any, pixels: int) -> None:
    page.evaluate("pixels => { document.getElementById('cases').scrollTop = pixels }", pixels)


def test_a_new_case_appears_on_top_with_its_verdict(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    canned.push(121, title="云栖里小区的新件", verdict={"verdict": "REPEAT_PETITION"})
    expect(first(page)).to_have_attribute("data-case", "C-121")
    assert first(page).locator(".badge").inner_text() == "重复件"
    assert first(page).locator(".row-title").inner_text() == "云栖里小区的新件"
    canned.push(122, 123)
    expect(first(page)).to_have_attribute("data-case", "C-123")
    assert [each.get_attribute("data-case") for each in page.locator(".cases a").all()[:4]] == [
        "C-123",
        "C-122",
        "C-121",
        "C-120",
    ]
    assert page.locator("#list-state").inner_text() == "最新 53 件"
    page.get_by_role("button", name="加载更多").click()
    expect(page.locator(".cases a")).to_have_count(103)
    assert visit.complaints == []


def test_who_reads_further_down_is_told_and_not_moved(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    scroll(page, 400)
    canned.push(121, 122, 123)
    marker = page.get_by_role("button", name="3 件新件")
    expect(marker).to_be_visible()
    assert page.evaluate("document.getElementById('cases').scrollTop") == 400
    assert first(page).get_attribute("data-case") == "C-120"
    marker.click()
    expect(first(page)).to_have_attribute("data-case", "C-123")
    assert page.evaluate("document.getElementById('cases').scrollTop") == 0
    expect(page.locator("#arrivals")).to_be_hidden()
    scroll(page, 400)
    canned.push(124)
    expect(page.get_by_role("button", name="1 件新件")).to_be_visible()
    scroll(page, 0)  # scrolling there is as good as the button
    expect(first(page)).to_have_attribute("data-case", "C-124")
    expect(page.locator("#arrivals")).to_be_hidden()


def test_the_open_case_stays_open_and_keys_go_on_from_it(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    page.keyboard.press("j")
    expect(page.locator(".cases a[aria-current]")).to_have_attribute("data-case", "C-120")
    canned.push(121)
    expect(first(page)).to_have_attribute("data-case", "C-121")
    assert page.locator(".cases a[aria-current]").get_attribute("data-case") == "C-120"
    page.keyboard.press("k")
    expect(page.locator(".cases a[aria-current]")).to_have_attribute("data-case", "C-121")


def test_after_a_broken_line_it_goes_on_where_it_stopped(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    canned.push(121)
    expect(first(page)).to_have_attribute("data-case", "C-121")
    canned.hang_up()
    expect(page.locator("#live")).to_have_text("正在重连…")
    canned.newest = 123  # registered while nobody listened
    expect(page.locator("#live")).to_have_text("实时")
    expect(first(page)).to_have_attribute("data-case", "C-123")
    canned.push(122, 123, 124)  # told twice, shown once
    expect(first(page)).to_have_attribute("data-case", "C-124")
    assert page.locator('.cases a[data-case="C-122"]').count() == 1
    assert canned.opened == ["", "121"]


def test_a_service_that_is_not_ready_is_asked_again(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    canned.failing.add("/v1/stream")
    canned.hang_up()
    expect(page.locator("#live")).to_have_text("连接中断，稍后重试")
    canned.newest = 121
    canned.failing.clear()
    expect(page.locator("#live")).to_have_text("实时")
    expect(first(page)).to_have_attribute("data-case", "C-121")
    assert canned.opened == ["", "120"]


def test_what_expired_meanwhile_is_read_from_the_list(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    canned.newest = 125
    canned._tell(b"id: 125\nevent: resync\ndata: {}\n\n")
    expect(first(page)).to_have_attribute("data-case", "C-125")
    canned.newest = 300
    canned._tell(b"id: 300\nevent: resync\ndata: {}\n\n")
    expect(first(page)).to_have_attribute("data-case", "C-300")
    expect(page.locator(".cases a")).to_have_count(50)  # more than a page was missing: read anew


def test_filters_hold_for_what_comes(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    page.get_by_label("承办单位").fill("第2局")
    expect(page.locator("#list-state")).to_contain_text("符合")
    canned.push(121, handling_unit="第1局")
    canned.push(122, handling_unit="第2局")
    expect(first(page)).to_have_attribute("data-case", "C-122")
    assert page.locator('[data-case="C-121"]').count() == 0
    page.get_by_label("全文检索").fill("电梯")
    expect(page.locator(".row-snippet mark")).to_have_count(1)
    canned.push(123, handling_unit="第2局")
    page.get_by_label("承办单位").fill("")
    page.get_by_label("全文检索").fill("")
    expect(first(page)).to_have_attribute("data-case", "C-123")


def nth_stream(page: Any, canned: Canned, number: int) -> Any:
    """What the `number`th stream was asked with; waits until it is open."""
    for _ in range(100):
        if len(canned.opened) >= number:
            return [body for _method, path, body in canned.asked if path == "/v1/stream"][number - 1]
        page.wait_for_timeout(100)
    raise AssertionError(canned.opened)


def test_a_units_queue_hears_of_its_own_cases_alone(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    page.get_by_label("承办单位").fill("第2局")
    stream = nth_stream(page, canned, 2)
    assert stream == {"unit": "第2局", "last_event_id": "120"}  # it goes on where the other one stopped
    page.get_by_label("承办单位").fill("第2")  # half a name: looked for here, so all cases have to come
    assert nth_stream(page, canned, 3) == {"last_event_id": "120"}
    canned.push(121, handling_unit="第2局")
    expect(first(page)).to_have_attribute("data-case", "C-121")
    assert visit.complaints == []


def test_a_list_that_only_grows_is_cut_and_can_be_read_on(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    canned.push(*range(121, 521))
    expect(first(page)).to_have_attribute("data-case", "C-520")
    assert page.locator(".cases a").count() <= 400
    last = int(str(page.locator(".cases a").last.get_attribute("data-case")).removeprefix("C-"))
    page.get_by_role("button", name="加载更多").click()
    expect(page.locator(f'.cases a[data-case="C-{last - 50}"]')).to_be_visible()
    assert page.locator(f'.cases a[data-case="C-{last - 1}"]').count() == 1


def test_nothing_that_is_pushed_runs(visit: Visit, canned: Canned) -> None:
    page = opened(visit)
    payload = "<img src=x onerror=\"window.fired='push'\">"
    canned.push(121, title=payload, handling_unit=payload, status=payload, verdict={"verdict": payload})
    expect(first(page)).to_have_attribute("data-case", "C-121")
    assert first(page).locator(".row-title").inner_text() == payload
    assert page.evaluate("window.fired") is None
    assert page.locator("#cases img").count() == 0
    assert visit.complaints == []
