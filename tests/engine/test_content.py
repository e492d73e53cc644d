"""One kernel makes of title, text, formulas and slots what slicing and joining strings makes of them."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.boilerplate import MIN_LETTERS_LEFT, boilerplate_spans
from engine.content import content, content_spans
from engine.normalise import bare, canonical, code_units

PIECES = st.lists(st.sampled_from(["尊敬的领导您好！", "请尽快处理。", "石榴巷8号楼", "电梯停了", "，", "。", "\n", " ", "é", "請盡快處理，謝謝！", "网友您好，您的留言收悉。", "特此回复。", "a", "9", "_"]), max_size=14).map("".join)  # fmt: skip
Spans = list[tuple[int, int]]


def slow_spans(folded: str) -> Spans:
    kept, at = [], 0
    for start, end in [*boilerplate_spans(folded), (len(folded), len(folded))]:
        if start > at:
            kept.append((at, start))
        at = end
    letters = sum(len(bare(folded[start:end])) for start, end in kept)
    return kept if letters >= MIN_LETTERS_LEFT else [(0, len(folded))]


def slow_mask(spans: Spans, size: int) -> str:
    return "".join("1" if any(start <= at < end for start, end in spans) else "0" for at in range(size))


def inside(text: str, ends: list[int]) -> Spans:
    """Some spans of the text, from any numbers."""
    edges = sorted({end % (len(text) + 1) for end in ends})
    return list(zip(edges[::2], edges[1::2], strict=False))


@given(PIECES | st.text(max_size=20), PIECES | st.text(max_size=60), st.lists(st.integers(0, 200), max_size=8))
@settings(max_examples=300, deadline=None)
@example("", "", [])
@example(" ", "您好。", [1, 2])
@example("路灯", "请尽快处理。", [])
def test_what_is_kept_is_what_slices_keep(title: str, text: str, ends: list[int]):
    title, text = canonical(title).text, canonical(text).text
    slots, title_slots = inside(text, ends), inside(title, ends)
    found = content(title, text, code_units(f"{title}\n{text}"), title_slots, slots)
    kept = slow_spans(text)
    core = "\n".join(text[start:end] for start, end in kept)
    mask = "0".join(slow_mask(slots, len(text))[start:end] for start, end in kept)
    joined, marks = (f"{title}\n{core}", f"{slow_mask(title_slots, len(title))}0{mask}") if title.strip() else (core, mask)
    assert found.codes.tobytes().decode("utf-16-le") == joined
    assert "".join(map(str, found.slotted.tolist())) == marks
    assert found.spelt.tobytes().decode() == bare(text)
    assert (found.letters, found.all_letters, found.title_letters) == (len(bare(core)), len(bare(text)), len(bare(title)))
    assert [span for span in content_spans(text) if text] == [span for span in kept if text]
