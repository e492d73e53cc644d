"""What does a clause of a reply judge, and which way?

The predicates of official replies are few however many words say them: something is true, lawful, licensed, up to standard,
owed, granted, in a list, somebody's fault, free, done. A `Judgement` is one such predicate read in one clause, its polarity
counted from the negations before it and the refusals after it: "没有经过定价程序", "未经业主大会表决" and "不在名单之内" need no
line of their own. What is repeated from the petition, asked, or said of a case that may arise judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.reply_text import Clause, Passage

MOST_JUDGEMENTS = 80
"""Of one reply. A page of decisions is compared by its head."""
LONGEST = 60
"""Characters of a clause that judges; longer ones list."""
REACH = 14
"""Characters before a predicate in which its negation stands: 未能按规定的程序办理."""


@dataclass(frozen=True, slots=True)
class Concept:
    """`yes` and `no` are its predicates without a negation.

    `alone`: likeness of the two clauses that is enough where each reply judges it one way only. `decided`: True for what an
    office decides (it may refuse after the verb: "换车的请求予以拒绝"), False for facts. `favours`: +1 where yes is what
    petitioners hope to hear, -1 where no is, 0 where it depends.
    """

    name: str
    yes: re.Pattern[str]
    no: re.Pattern[str]
    alone: float
    decided: bool = False
    favours: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """`polarity` is +1 or -1; [start, end) of the canonical text is the clause, [at, to) the predicate."""

    concept: Concept
    polarity: int
    at: int
    to: int
    clause: Clause
    negated: bool

    @property
    def start(self) -> int:
        return self.clause.start

    @property
    def end(self) -> int:
        return self.clause.end


_NOTHING = r"(?!)"


def _concept(
    name: str, yes: str, no: str = "", alone: float = 0.0, *, decided: bool = False, favours: int = 0
) -> Concept:
    return Concept(name, re.compile(yes), re.compile(no or _NOTHING), alone, decided, favours)


_PAPER = r"(?:许可|执照|营业证|证照|证书|登记|备案|批复|批准|审批|核准|同意|表决|公示|听证|招标|定价|鉴定|程序|手续|授权|委托书)"
CONCEPTS = (
    _concept(
        "情况是否属实",
        r"(?<!部分)(?:属实|真实|查实|证实|坐实|确有|确实(?:有|存在)|确系)|(?:与|同)(?:事实|实际)(?:情况)?相?(?:符|一致)",
        r"失实|有出入|捏造|子虚乌有|查无实据|查否",
        favours=1,
    ),
    _concept(
        "是否发现问题",
        r"(?:查到|发现|查获|查出|检出|查见|看到|出现|存在|(?<=[未没])(?:有)?见(?:到)?|有(?=[^,]{1,16}(?:行为|现象|问题|情形|情况|违规|记录|船|车|人员|设备|设施)))",
        "",
        0.2,
        favours=1,
    ),
    _concept(
        "是否有差错",
        r"漏(?=[登发报算计交]|了)|(?:漏|少|错|多|重复)(?:登|算|发|报|付|给|收|扣|计|记)(?!入)|有误|错误|差错|偏差|不一致|不符",
        r"无误|准确|正确|一致|吻合|相符",
        0.1,
        favours=1,
    ),
    _concept(
        "是否合法合规",
        r"合法|(?:收费|价格|标准|定价|收取|处置|处理)[^,]{0,4}(?:合理|有据|恰当|适当)|并无不[当妥]|合规|守法|依法依规|(?<!如)(?:符合|属于?)[^,]{0,16}(?:法规|法律|规定|规程|规范)(?:范围|要求)?|手续(?:均|都|已)?(?:齐全|齐备|完备|完善|俱全|完整)|(?:证照|证件)(?:均|都)?(?:齐全|齐备|俱全)",
        r"(?:属于?|系|构成|存在|为|是|有|认定|定性)[^,]{0,14}(?:违[法章规建约]|私设|侵占|乱收|冒领)|(?<!不)(?<!未)违反|违法(?:建设|建筑|经营)|(?:无证|无照|擅自|私自|违规|越界|重复|超范围|超标准)[^,]{0,10}(?:经营|建设|搭建|占用|施工|办学|销售|收费|收取|冒领|生产)|(?:没有|无|缺乏|缺少)[^,]{0,6}依据|多[收扣计算](?!入)|重复(?:收|扣|计)|手续不[全齐]",
        0.08,
        favours=-1,
    ),
    _concept(
        "是否经过许可或程序",
        rf"(?:取得|办理|办妥|办结|办有|持有|领有|具有|具备|拥有|获得?|有)(?![^,]{{0,6}}[将把])[^,]{{0,14}}{_PAPER}|(?<=[未已经法])(?:登记|备案|注册|公示|招标|报批)|(?:经|经过|通过)(?!核[查实]|调[查阅取]|现场|查[看验询])[^,]{{0,14}}{_PAPER}|{_PAPER}[^,]{{0,6}}(?:有效|齐全)",
        rf"无证|无照|(?:缺|欠)[^,]{{0,4}}{_PAPER}",
        0.12,
    ),
    _concept(
        "是否达到标准",
        r"达标|合格|(?<!误差)(?:在|处于|属于?)[^,]{0,12}(?:限值|标准|允许|正常|合理)(?:的)?(?:范围)?(?:之?[内下]|以[内下])?|(?:符合|满足|达到)[^,]{0,18}(?:标准|限值|间距|距离|指标|要求|规范)|(?:低于|小于|未超过?)[^,]{0,16}(?:限值|上限)|运转正常|运行正常|完好|计量准确|准确无误|没有问题",
        r"超标|超差|超限|(?:超出|超过|高于|大于)[^,]{0,16}(?:范围|规定|标准|限值|限量|允许)|劣质|伪劣|假冒|缺陷|质量问题|故障|失灵|损坏|破损|停运|(?:低于|不足|少于)[^,]{0,12}(?:标准|标注|规定|要求)|不够",
        0.0,
        favours=-1,
    ),
    _concept(
        "是否符合条件",
        r"(?:符合|满足|达到|具备|够得?上?|合乎|达)[^,]{0,20}(?:条件|资格|政策|标准|要求|范围|规定|情形|门槛|年限|线)|(?<!不再)享受",
        r"(?:超过|高于|超出)[^,]{0,14}(?:标准|建档线|保障线|低保线|门槛|年龄|条件)|(?:缺|欠|差)[^,]{0,8}条件|条件[^,]{0,4}(?:不|未)",
        favours=1,
    ),
    _concept(
        "是否属于范围",
        r"(?:属于?|列入|纳入|列为|划入|划归|划为|入选|进入)[^,]{0,22}(?:范围|对象|区域?|地段|片区|名单|计划|项目|盘子|档案|职责|情形|目录|名录|之列|年度|改造|整治|建设|保障)|(?:在|位于|处于)[^,]{0,18}(?:范围|区|地段|片|名单|计划|目录|职责|线)(?:之?内|里|之列|以内|范围)?",
        r"(?:名单|计划|盘子|项目|目录|台账|册)(?:里|中|内|上)?[^,]{0,8}(?:没有|无|不含|不包括|未列)|(?:在|位于)[^,]{0,14}(?:范围|线|区|地段)(?:之|以)?外|被?排除在",
        0.08,
        favours=1,
    ),
    _concept(
        "是否同意",
        r"同意|准予|批准|允许|准许|可以|能够?(?=[^,]{0,10}(?:办|领|享|申|报|放|入|迁|提取|报销|退|住))|予以|给予|兑现|采纳|受理|放行|(?:重新)?(?:列入|纳入|录取|补发|发放|恢复|兑付|减免|优惠|延期|更正|补登|加开|保留|复核|归还|返还)",
        r"驳回|拒绝|拒不|谢绝|停发|停止发放|取消|暂缓|终止|终结|维持|禁止|做不到|办不了|了结",
        0.2,
        decided=True,
        favours=1,
    ),
    _concept(
        "是否退还",
        r"退还|退款|退回|返还|退费|退钱|(?<![衰清减后辞勇])退(?=[^,休役伍]{0,8}(?:元|差|给|到|至|多|费|款|押金|租金)|$)|归还",
        r"",
        0.0,
        decided=True,
        favours=1,
    ),
    _concept(
        "是否赔偿",
        r"赔偿|赔付|理赔|认赔|补偿|赔(?=[^,]{0,6}(?:元|款|钱|给|您|你))|(?:承担|负担)[^,]{0,14}(?:损失|赔偿|医药费|责任)",
        r"(?:自行|自己|本人|自身|患者|用户|业主|住户)(?:承担|负担|负责)",
        0.0,
        decided=True,
        favours=1,
    ),
    _concept(
        "由谁承担费用",
        r"免费|免收|免缴|不(?:用)?(?:收|出|交|缴|花)[^,]{0,4}(?:钱|费|元)|财政(?:承担|负担|出资|拨)|(?:无需|无须|不必|不用|不需)[^,]{0,6}(?:缴|交|付|承担|出|费)|费用由[^,]{0,12}(?:公司|集团|我[局所院司]|单位|财政|政府|供货商|厂家|开发商)[^,]{0,10}(?:承担|负担|支付)",
        r"自费|自理|自付|自筹|自行(?:承担|负担|解决|出资)|(?:需|须|要|应)(?!求)[^,]{0,8}(?:缴|交|付|出资|收取)|每户[^,]{0,4}(?:交|缴|出)|费用由[^,]{0,10}(?:住户|用户|业主|患者|贵单位|申请人|您|个人)",
        0.12,
        favours=1,
    ),
    _concept(
        "个人是否出钱",
        r"(?:每户|各户|住户|用户|业主|居民|村民|患者|个人|家庭|贵单位|贵公司|您)(?:家|方)?[^,]{0,8}?(?<![不无])(?:交(?!通|房|付)|缴|出(?=钱|资|费)|承担|负担|自筹|自付|自理|掏)",
        r"(?:每户|各户|住户|用户|业主|居民|村民|患者|个人|家庭|贵单位|贵公司|您)[^,]{0,6}(?:不|无需|无须|免)(?:用|必|需)?(?:再)?[^,]{0,3}(?:交(?!通|房|付)|缴|出(?=钱|资|费)|承担|负担|掏|花)",
        0.0,
        favours=-1,
    ),
    _concept(
        "责任和原因",
        r"(?:与|和|跟|同)[^,]{2,24}(?:有关|相关|有[^,]{0,6}关系|存在[^,]{0,6}关系)|存在[^,]{0,6}因果关系|负有?[^,]{0,8}责|有(?:过错|责任|过失)|(?:过错|责任)(?:在|属)(?:我|本|公司|施工|物业|医院)",
        r"无关|(?:责任|过错)(?:在|属)(?:您|你|用户|患者|业主|对方)|免责",
        0.0,
    ),
    _concept(
        "责任在谁",
        r"(?:由|属于?|归)(?:我|本)(?:局|所|院|司|公司|集团|校|馆|中心|方|单位)|(?:由|系)[^,]{0,12}(?:施工|供货商|厂家|经销商|物业|开发|建设|施工单位|医院|学校|平台|公司)[^,]{0,8}(?:承担|负责|赔|所致|造成|挖断|引起)|致歉|道歉|停职|停岗|待岗|处分|责令|立案|处罚|罚款",
        r"(?:用户|业主|患者|住户|家属|您|你|本人|自身|当事人|家长)[^,]{0,6}(?:私自|擅自|自行|自身|操作不当|使用不当|原因|责任|过错|未按|未尽)|使用不当|操作不当|过早|自然(?:老化|灾害|因素)|不可抗力|强降雨|地势|正常(?:现象|损耗|情况|反应|波动)|常见(?:情况|现象)|属[^,]{0,4}(?:自愿|自选)",
        0.05,
        favours=1,
    ),
    _concept(
        "是否关停或拆除",
        r"拆除|取缔|关停|关闭|停产|停业|停止(?:使用|活动|经营|营业|作业|招生)|查封|清退|搬迁|搬离|迁出|腾退|恢复原状|移除|砍伐|填埋|迁建",
        r"(?:继续|照常|正常|可以?)(?:养殖|经营|使用|营业|生产|招生|办学|活动)|(?:整体|原址|就地|予以)?保留|原址保护|不予?处理",
        0.1,
        decided=True,
    ),
    _concept(
        "是否安装到位",
        r"安装|加装|装设|配备|配置|配套|设置|设有|装有|建有|建成",
        r"拆掉|缺失|空缺|缺装",
        0.25,
    ),
    _concept(
        "是否有效",
        r"(?:继续|仍|依法|合法|现行|属|为|均|依然)(?:然|旧)?有效|有效(?:凭证|证件|期内|合同|票|$)|(?<!不)生效|在有效期",
        r"失效|作废|注销|过期|无效|届满|废止|吊销",
        0.15,
    ),
)  # fmt: skip

NEGATOR = re.compile(
    r"不(?!变|动产|锈|仅|断|久|同(?!意)|少|满意|明|论|管|得不|可抗|良|便|日|超过?(?![^,]*规定)|低于|高于|大于|小于|足)|未(?!成年|来|婚)|没有|没(?!收|有)"
    r"|(?<![有])无(?!障碍|人机|线|论|偿|害|证|照|法律)|(?<![除是])非(?!机动|法|常|遗|公|洲|税)|难以|碍难|拒绝|拒不|缺乏|缺少|谈不上|杜绝|防止|避免|免于|停止|停发|暂缓|超出(?=质疑)"
)
_TURN = re.compile(r"但|而是|却|,|并(?![未非不无])")
_REFUSED_AFTER = re.compile(
    r"^[^,]{0,12}(?:的)?(?:诉求|请求|要求|申请|建议|主张|问题|事项|意见)?[^,]{0,10}(?:不予|无法|不能|难以|碍难|暂不|不再|不|没有依据|缺乏|缺少|拒绝|驳回|做不到|办不到|不成立|停止|到期)"
)
_SUPPOSED = re.compile(
    r"如果?(?!实)|若|一旦|逾期|否则|倘|是否|能否|可否|有没有|方可|才能|才可|原则上|的话|[?]|(?<!没)凡|应当(?=[^,]{0,8}(?:提供|携带|符合|具备|取得))|须(?:提供|携带|持|满|符合)"
    r"|(?:可|可以|建议|请)(?:您|你)?(?:先|自行|依法|及时|也)?(?:向|到|凭|通过|拨打|申请|持|携|与|和|选择|另|走|找|补|提|按照?|根据)|不是(?:任何|所有|每)|届时|待[^,]{2,16}(?:后|时)"
)
_REPEATED = re.compile(
    r"(?:您|你|来信|来电|信访人|网友|市民|投诉人|群众|您们)[^,]{0,6}(?:反映|要求|请求|诉求|提出|咨询|建议|申请(?!表|材料)|希望|询问|来信|所述)|^\s*(?:关于|针对|对于|就|有关)|(?:一事|问题)$|所提[^,]{0,6}$|(?:您|你|对方|家属|当事人)(?:们)?[^,]{0,3}(?:不|未|没有?|拒绝?)(?:同意|接受|认可|配合|愿)"
)
_CITED = re.compile(r"《[^》]*》|“[^”]{0,24}”")


def judgements(text: Passage) -> list[Judgement]:
    """Everything that a reply judges, in order."""
    found: list[Judgement] = []
    for clause in text.clauses:
        if len(found) >= MOST_JUDGEMENTS:
            break
        if len(clause.text) <= LONGEST and stating(clause):
            found += _in_clause(clause)
    return found[:MOST_JUDGEMENTS]


def stating(clause: Clause) -> bool:
    """Whether a clause states something: it is no question, condition or plan, and not what the petitioner said."""
    return not _SUPPOSED.search(clause.text) and not _REPEATED.search(clause.text)


def _in_clause(clause: Clause) -> Iterator[Judgement]:
    said = _CITED.sub(lambda hit: "·" * len(hit.group()), clause.text)
    for concept in CONCEPTS:
        for sign, pattern in ((-1, concept.no), (1, concept.yes)):
            hit = pattern.search(said)
            if hit is None:
                continue
            flipped = negated(said, hit.start(), hit.end())
            refused = concept.decided and sign > 0 and not flipped and _REFUSED_AFTER.match(said[hit.end() :]) is not None
            polarity = -sign if flipped or refused else sign
            yield Judgement(
                concept, polarity, clause.start + hit.start(), clause.start + hit.end(), clause, flipped or refused
            )
            break


def negated(text: str, at: int, to: int) -> bool:
    """Whether an odd number of negations stands before, or inside, the predicate [at, to) of a clause."""
    before = text[max(0, at - REACH) : at]
    turned = [hit.end() for hit in _TURN.finditer(before)]
    count = len(NEGATOR.findall(before[turned[-1] if turned else 0 :] + "。"))
    return (count + bool(_FALLS_SHORT.search(text, at, min(to, at + 4)))) % 2 == 1


_FALLS_SHORT = re.compile(r"(?<=[达够得办做满查看找])不(?:[到了上成着够起])")
"""A negation inside the verb: 达不到."""
