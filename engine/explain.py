"""What would a handler want to read about a pair: the evidence with its places, and one sentence?"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence, Set
from dataclasses import dataclass

from engine.prepared import Prepared
from engine.relate import Relation
from engine.slots import Slot, SlotVerdict
from engine.verdict import Code, Evidence, Flag, PersonRelation

KIND_NAMES = {
    "community": "小区", "phase": "分期", "village": "村（社区）", "group": "村组",
    "road": "道路", "section": "路段", "house_number": "门牌号", "junction": "路口",
    "building": "楼栋", "unit": "单元", "room": "房号", "floor": "楼层",
    "line": "线路", "direction": "方向", "stop": "站点", "exit": "出口",
    "company": "单位", "branch": "门店（分支）", "school": "学校", "plate": "车牌",
    "contract": "合同（协议）号", "waybill": "单号", "amount": "金额", "date": "日期",
    "deadline": "期限", "year": "年份", "season": "学期（季度）", "document": "文号",
    "number": "编号", "object": "对象",
}  # fmt: skip

LAW = {
    Code.REPEAT_PETITION: ("国办函〔2025〕66号：重复诉求事项原则上并单处理",),
    Code.SUBMIT_TWICE: ("国办函〔2025〕66号：重复诉求事项原则上并单处理",),
    Code.FOLLOW_UP_SUPPLEMENT: ("《北京市接诉即办工作条例》第十一条：有新情况、新理由的，转承办单位办理",),
    Code.FOLLOW_UP_URGE: ("《北京市接诉即办工作条例》第十一条：没有新情况、新理由的，告知办理进展",),
    Code.SAME_MATTER_OTHER_PERSON: ("国办函〔2025〕66号：避免同一诉求事项多头办理",),
    Code.PARTIAL_OVERLAP: ("国办函〔2025〕66号：重复诉求事项原则上并单处理",),
}
FLAG_LAW = {
    Flag.WITHIN_PERIOD: "《信访工作条例》第十九条：正在办理期限内的同一信访事项不再受理，告知原承办机关",
    Flag.TERMINATED: "《信访工作条例》第三十六条：经复核的信访事项，以同一事实和理由再次提出的不再受理",
    Flag.CONFIDENTIAL: "《信访工作条例》第三十条：不得将检举控告材料及有关情况透露给被检举控告的人员或者单位",
}

ADVICE = {
    Code.SUBMIT_TWICE: "疑似同一人重复提交同一内容，建议与原件合并处理，登记信息保留。",
    Code.REPEAT_PETITION: "同一信访人就同一事项再次反映，建议并入原件办理，并核对原件进展。",
    Code.FOLLOW_UP_URGE: "来电（信）人催办原件，建议向承办单位催办，并告知办理进展。",
    Code.FOLLOW_UP_SUPPLEMENT: "来电（信）人对原件补充了新情况，建议转原承办单位，请其核对新情况。",
    Code.RECURRENCE: "原件办结后问题再次发生，建议按新件登记并关联原件，提示承办单位复发。",
    Code.SAME_MATTER_OTHER_PERSON: "不同信访人反映同一事项，建议关联办理、分别告知；不得按重复件处理任何一件。",
    Code.PARTIAL_OVERLAP: "来信含多项诉求，其中部分已有原件，建议拆分：旧诉求关联原件，新诉求另行登记办理。",
    Code.SAME_PERSON_NEW_MATTER: "同一信访人反映新的事项，建议按初件登记；历史信访情况见关联记录。",
    Code.SIMILAR_CASE: "未发现同一事项，存在同类事项，可参考其办理情况；请注意对象不同，不能合并。",
    Code.NEW: "未发现相关在办或历史事项，建议按初件登记。",
    Code.NEEDS_REVIEW: "证据不足以判定，请人工核对所列候选件。",
    Code.WITHDRAWAL: "来电（信）人要求撤回原件，建议核实本人意愿后由承办单位处理。",
}


@dataclass(frozen=True, slots=True)
class Side:
    """What evidence asks of one case, looked up once for all its pairs.

    `first`: of each kind the first slot that is not the petitioner's own. `kinds`: every kind that the case names. `aside`:
    slots that stand in the title or a structured field and not in the text, so that their spans do not count in the text.
    `start`: where the compared part begins in the text as received. `text`: that text, in which mentions are looked up.
    """

    first: dict[str, Slot]
    kinds: Container[str]
    aside: Set[tuple[str, str, tuple[int, int]]]
    start: int = 0
    text: str = ""


def side_of(prepared: Prepared, text: str, start: int = 0) -> Side:
    """Of a whole case whose text was received as `text`, or of a part of its text that begins at `start`."""
    first: dict[str, Slot] = {}
    for kind, group in prepared.groups.items():
        for slot in group:
            if not slot.own:
                first[kind] = slot
                break
    headed = [place.slot for place in prepared.places if place.source != "text"]
    aside = {(slot.kind, slot.value, slot.span) for slot in headed}
    if headed:
        spans = {slot.span for slot in headed}
        told = (place.slot for place in prepared.places if place.source == "text" and place.slot.span in spans)
        aside.difference_update([(slot.kind, slot.value, slot.span) for slot in told])
    return Side(first, prepared.groups, aside, start, text)


def evidence(relation: Relation, new: Side) -> tuple[Evidence, ...]:
    """Agreements and conflicts of slots with their spans, then what only one side names, then the wording."""
    old = side_of(relation.known.prepared, relation.known.case.text)
    slots, vetoes = relation.comparison.slots, relation.vetoes
    vetoed = {(v.kind, v.new.value, v.old.value) for v in vetoes}
    found = [_slot_evidence(v, vetoed, new, old) for v in slots]
    if vetoes:
        found += [_slot_evidence(v, vetoed, new, old) for v in _unslotted(relation)]
    compared = {v.kind for v in slots}
    for kind, slot in new.first.items():
        if kind not in compared and kind not in old.kinds:
            found.append(Evidence(kind, "missing", slot.text, "", _span(slot, new), (), "R4"))
    for kind, slot in old.first.items():
        if kind not in compared and kind not in new.kinds:
            found.append(Evidence(kind, "missing", "", slot.text, (), _span(slot, old), "R4"))
    return (*found, wording(relation), person_evidence(relation))


def brief_evidence(relation: Relation) -> tuple[Evidence, ...]:
    """For an earlier case of the same person that is about something else: who, and how alike."""
    return wording(relation), person_evidence(relation)


def wording(relation: Relation) -> Evidence:
    most, least = relation.comparison["pairs_max"], relation.comparison["pairs_min"]
    return Evidence("wording", "agree" if most >= 0.3 else "missing", f"{most:.0%}", f"{least:.0%}", rule="R4")


def person_evidence(relation: Relation) -> Evidence:
    axis = relation.person
    return Evidence("person", _PERSON_VERDICT.get(axis.relation, "agree"), axis.basis, rule="R1")


_PERSON_VERDICT = {PersonRelation.DIFFERENT: "conflict", PersonRelation.UNKNOWN: "missing"}


def _unslotted(relation: Relation) -> list[SlotVerdict]:
    """Vetoes that no slot comparison brought up."""
    if not relation.vetoes:
        return []
    slots = relation.comparison.slots
    return [v for v in relation.vetoes if v not in slots]


def _slot_evidence(v: SlotVerdict, vetoed: set[tuple[str, str, str]], new: Side, old: Side) -> Evidence:
    one, other = v.new, v.old
    rule = "R2" if vetoed and (v.kind, one.value, other.value) in vetoed else "R4"
    return Evidence(v.kind, v.verdict, one.text, other.text, _span(one, new), _span(other, old), rule)


def _span(slot: Slot, side: Side) -> tuple[int, ...]:
    """The slot's place in the text as received; empty where it stands in the title or the address. What the text only mentions is
    looked up (`engine.sightings`)."""
    span = slot.span
    if not span[1]:
        at = side.text.find(slot.text, side.start)
        return () if at < 0 else (at, at + len(slot.text))
    if side.aside and (slot.kind, slot.value, span) in side.aside:
        return ()
    return (span[0] + side.start, span[1] + side.start) if side.start else span


ALIKE = 0.3
"""Share of the words outside all names from which two demands are called alike."""


def sentence(relation: Relation) -> str:
    """ "同一小区、同一道路、同一诉求；楼栋不同（12号楼≠21号楼）": what agrees, what conflicts, how alike the wording is, who."""
    c, slots = relation.comparison, relation.comparison.slots
    agree = [f"同一{name}" for name in _names([v.kind for v in slots if v.verdict == "agree"])]
    demand = _demand(relation)
    parts = ["、".join([*agree, demand])] if agree or relation.is_same else [demand]
    conflicts = [v for v in (*slots, *_unslotted(relation)) if v.verdict == "conflict"]
    parts += [f"{KIND_NAMES.get(v.kind, v.kind)}不同（{v.new.text}≠{v.old.text}）" for v in conflicts[:3]]
    share = max(c["pairs_max"], c["words_max"])
    parts.append("表述高度一致" if share >= 0.7 else "表述部分一致" if share >= ALIKE else "表述不同")
    person = relation.person.relation
    parts.append("同一信访人" if person.is_same else "不同信访人" if person is PersonRelation.DIFFERENT else "信访人无法比对")
    return "；".join(parts)


def _demand(relation: Relation) -> str:
    if relation.is_same:
        return "同一诉求"
    alike = max(relation.comparison["rest_pairs_max"], relation.comparison["rest_words_max"]) >= ALIKE
    return "诉求相近" if alike else "诉求不同"


def _names(kinds: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(KIND_NAMES.get(kind, kind) for kind in kinds))


def law(code: Code, flags: Sequence[Flag]) -> tuple[str, ...]:
    """The clauses that the verdict and its flags rest on."""
    return (*LAW.get(code, ()), *(FLAG_LAW[flag] for flag in flags if flag in FLAG_LAW))
