"""What does a reply assert: yes or no?

Each claim is read from one clause. A decision is a verb of the office's trade (恢复, 退还, 拆除 …) that is promised or
refused; a state is a phrase that has an opposite (属实 and 不属实). What the reply only repeats of the petition ("您要求退还
…") is no claim unless the clause itself decides. Reading claims says nothing about which of two is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.reply_text import Clause, Passage


@dataclass(frozen=True, slots=True)
class Claim:
    """`topic` is what is said yes (+1) or no (-1) to; `word` its name for the reader. Span in the canonical text.

    `is_state` is True for facts, which may change with time, False for decisions. `done` is True for "已…".
    """

    topic: str
    word: str
    polarity: int
    start: int
    end: int
    clause: Clause
    done: bool = False


_STATES: tuple[tuple[str, str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (topic, word, re.compile(yes), re.compile(no))
    for topic, word, yes, no in (
        ("fact",
        "是否属实",
        r"(?<!部分)(?<!不)(?<!非)(?<!若)(?<!如)属实|确实存在|确有其事|反映的?(?:情况|问题)(?:均)?(?:真实|存在)",
         r"(?:并)?不属实|与(?:实际|事实)(?:情况)?不(?:相)?符|并不存在|(?:反映|所述)[^,]{0,8}不存在|不存在(?:您|所|上述|该)[^,]{0,12}|并非事实|查无实据"),
        ("licence",
        "手续是否齐全",
        r"手续(?:均)?(?:齐全|完备|完善)|证照齐全|已(?:依法)?(?:取得|办理|办妥)[^,]{0,16}(?:许可|证|批复|备案|审批|登记)|合法合规|(?:具备|具有|持有|领有|办有|(?<!没)有)[^,]{0,10}(?:资质|许可证|执照)",
         r"没有(?:营业|经营)?执照|(?:未|没有)(?:依法)?(?:取得|办理|办妥)[^,]{0,16}(?:许可|证|批复|备案|审批|手续|登记)|手续不(?:全|齐|完)|无证(?:经营|施工|排污)?|无照经营|不具备[^,]{0,8}资质"),
        ("lawful",
        "是否违法违规",
        r"(?<!不)(?<!未)(?:符合|没有违反|未违反|不违反)[^,]{0,16}规定|合法合规|不属于违[法章规建]|不构成违[法约]|未发现违[法规]",
         r"(?<!未)(?<!不)(?<!没有)违反(?:了)?[^,]{0,24}规定|(?<!不)(?<!不构成)(?<!不属于)(?<!未发现)属于?违[法章规建]|存在违[法规]|系违[法章规]"),
        ("standard",
        "是否达标",
        r"(?<!不)(?<!未)达标|未超标|(?<!不)合格|(?<!不)符合[^,]{0,16}(?:标准|限值)|(?:低于|未超过)[^,]{0,24}限值",
         r"(?<!未)(?<!不)超标|不合格|不达标|未达标|不符合[^,]{0,16}(?:标准|限值)|(?<!未)超过[^,]{0,24}限值"),
        ("eligible", "是否符合条件", r"(?<!不)(?<!未)(?:符合|满足|具备)[^,]{0,16}(?:条件|资格|范围|政策)|(?<!不)可以享受",
         r"不(?:符合|满足|具备)[^,]{0,16}(?:条件|资格|范围|政策)|不属于[^,]{0,16}(?:范围|对象)|不能享受|不享受"),
        ("valid", "是否有效",
        r"在有效期内|(?:仍|继续|依法|合法|现行)[^,]{0,2}有效|(?<!未)(?<!不)(?:已)?生效",
         r"(?:已|均已|现已)(?:经)?(?:失效|过期|到期|作废|废止|注销)|超过有效期|无效"),
        ("allowed", "是否允许",
        r"(?<!不)(?<!未)(?:允许|准许)",
         r"不(?:允许|准许)|禁止|严禁"),
        ("liable", "是否有责任",
        r"(?<!不)(?<!无需)(?<!未)(?:承担|负有?)[^,]{0,12}责任|存在(?:过错|过失)|(?:负|承担)(?:全部|主要)",
         r"(?:不|无需|无须|没有)(?:承担|负有?)?[^,]{0,12}责任|(?:不存在|没有|无)(?:过错|过失)"),
        ("related", "是否有关",
        r"(?:与|和|跟)[^,]{2,20}?(?<!没)有(?:直接|必然)?(?:的)?(?:因果)?关(?!部门|单位|人员|规定|方面)(?:系|联)?",
         r"(?:与|和|跟)[^,]{2,20}?无关|(?:没有|无|不存在)(?:直接|必然)?(?:的)?(?:因果)?关[系联]"),
        ("free", "是否免费", r"(?<!不)免费(?!的)|免票|免收|无需(?:缴费|付费|缴纳|交费)|不收取?(?:任何)?费用|不收费",
         r"(?<!无)(?<!不)(?:须|需|应)要?当?(?:缴纳|交纳|支付|收取)|(?:须|需|应|由)[^,]{0,8}(?:自费|付费|缴费|自理|自行承担|自付)|不(?:再)?免费|自费|半价|(?:打|享受)[^,]{0,3}折|全价"),
        ("covered", "是否属于范围", r"(?<!不)属于[^,]{0,16}(?:范围|情形|对象|职责|区域)|(?<!不)在[^,]{1,14}范围(?:之)?内",
         r"不属于[^,]{0,16}(?:范围|情形|对象|职责|区域)|不在[^,]{1,14}范围(?:之)?内"),
        ("charge", "是否应当收取", r"收费(?:标准)?(?:合理|有据)|收费有依据|应当缴纳|(?<!不)(?<!未)(?:需要|应)缴纳",
         r"收费(?:标准)?(?:不合理|无依据|没有依据)|乱收费|违规收费|(?:不得|无需|不应|不需要)(?:再)?(?:收取|缴纳)"),
    )
)  # fmt: skip

_VERB_WORDS = """
恢复 退还 退款 返还 赔偿 补偿 支付 发放 补发 减免 拆除 取缔 查处 处罚 立案 受理 安装 加装 增设
设置 新建 修建 修复 维修 更换 改造 整改 清理 清除 清退 搬迁 关停 停产 停工 批准 办理 登记 报销
认定 延长 调整 降低 取消 撤销 公开 公示 列入 纳入 开通 延伸 安置 录取 转学 入学 迁入 落户 补贴
救助 采纳 解除 更正 追缴 移交 接管 通过 建设 实施 延期 续签 保留 开放 补缴 豁免 迁移 迁建 缩短
免除 拨付
""".split()
_SAME_VERB = {
    "退款": "退还", "返还": "退还", "退回": "退还", "赔付": "赔偿", "加装": "安装", "增设": "设置", "新建": "建设", "修建": "建设",
    "修复": "维修", "清除": "清理", "查处": "处罚", "公示": "公开", "纳入": "列入", "发放": "支付", "拨付": "支付", "免除": "减免",
}  # fmt: skip
_VERBS = re.compile(
    "(?:"
    + "|".join(sorted([*_VERB_WORDS, "退回", "赔付"], key=len, reverse=True))
    + ")(?!资金|基金|费|方案|人员|单位|公司|部门|站|所|证|款|中心|条件|标准)"
)
_REFUSES = (
    r"不予(?:以)?|无法|不能|暂不|不同意|不再|不宜|不支持|不给予|"
    r"不应|不得|不可以|不可|不会|不作|不具备|无需|拒绝|暂停|没有义务|不需"
)
_NOT_YET = r"尚未|还未|仍未|还没|未能|没有|未(?!来|成年)"
_REFUSED_BEFORE = re.compile(rf"(?:{_REFUSES})[^,]{{0,10}}$")
_NOT_YET_BEFORE = re.compile(rf"(?:{_NOT_YET})[^,]{{0,4}}$")
_REFUSED_AFTER = re.compile(
    r"^[^,]{0,16}?(?:的)?(?:诉求|请求|要求|申请|建议|事项|主张)?[^,]{0,6}(?:不予|无法|不能|暂不|不)(?:予)?(?:支持|受理|采纳|满足|同意|通过|批准|认可)"
)
_GRANTED = re.compile(
    r"(?:同意|责令|应当?|应予|予以|给予|将|已|可以?|自|于|现|正在|依法|按|决定|已经|支持|安排|督促|要求(?:其|物业|该|企业|开发商|施工单位|公司))[^,]{0,18}$"
)
_REPEATED = re.compile(
    r"(?:您|你|来信|来电|信访人|网友|市民)[^,]{0,8}(?:反映|要求|请求|诉求|提出|咨询|建议|申请|希望|询问)|^(?:关于|针对|就)|(?:诉求|请求)$"
)
_MOOT = re.compile(
    r"如果?|若|一旦|待(?!遇|业)|可(?:向|到|持|携|凭|通过|拨打|自行|依法)|建议|是否|能否|应当?由|逾期|除外|的话|方可|才能"
)
_DONE = re.compile(r"(?:已|已经|现已|均已|全部)[^,]{0,14}$")


def claims(text: Passage) -> list[Claim]:
    """All states and decisions of a reply, in order."""
    found: list[Claim] = []
    for clause in text.clauses:
        found += _states(clause)
        found += _decisions(clause)
    return found


def _states(clause: Clause) -> Iterator[Claim]:
    for topic, word, yes, no in _STATES:
        for polarity, pattern in ((-1, no), (1, yes)):
            hit = pattern.search(clause.text)
            if hit and not _MOOT.search(clause.text, 0, hit.start()):
                yield Claim(topic, word, polarity, clause.start + hit.start(), clause.start + hit.end(), clause)
                break  # "不属实" holds "属实", "不违反规定" looks like both


def _decisions(clause: Clause) -> Iterator[Claim]:
    for hit in _VERBS.finditer(clause.text):
        before, after = clause.text[: hit.start()], clause.text[hit.end() :]
        if before.rfind("《") > before.rfind("》"):
            continue  # of a rule's title
        topic = _SAME_VERB.get(hit.group(), hit.group())
        start, end = clause.start + hit.start(), clause.start + hit.end()
        refused, refused_after = _REFUSED_BEFORE.search(before), _REFUSED_AFTER.match(after)
        if refused:
            yield Claim(topic, hit.group(), -1, clause.start + refused.start(), end, clause)
        elif refused_after:
            yield Claim(topic, hit.group(), -1, start, end + refused_after.end(), clause)
        elif _NOT_YET_BEFORE.search(before) or _MOOT.search(before):
            continue
        elif _GRANTED.search(before) and not _REPEATED.search(before):
            done = bool(_DONE.search(before))
            yield Claim(topic, hit.group(), 1, start, end, clause, done)
