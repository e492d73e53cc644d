"""What does a reply assert: yes or no, how much, by when, by whom?

Each claim is read from one clause. A decision is a verb of the office's trade (恢复, 退还, 拆除 …) that is promised or
refused; a state is a phrase that has an opposite (属实 and 不属实). What the reply only repeats of the petition ("您要求退还
…") is no claim unless the clause itself decides. Reading claims says nothing about which of two is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.numerals import read_amount
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


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; two quantities are comparable when `measure` and what they count are the same.

    `passing` is True for what was met with on one day's visit: another visit meets with something else.
    """

    value: Decimal
    measure: str
    label: str
    noun: str
    start: int
    end: int
    clause: Clause
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at which something is to be done, or was done for good. `value` is "2026-10-20", "2026-10底" or "*-10-20"."""

    value: str
    event: str
    is_plan: bool
    start: int
    end: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is said to be responsible for what."""

    unit: str
    act: str
    rest: str
    start: int
    end: int
    clause: Clause


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


_NUMBER = re.compile(
    r"(?P<per>每[^\d,。]{1,6}?)?(?P<about>约|近)?"
    r"(?<![第\d])(?P<n>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]{2,8}|[两二三四五六七八九十](?=[万千百]?元|个月|个工作日|天|小时|倍|成))"
    r"(?P<scale>[万亿千百]?)"
    r"(?P<u>元|平方公里|平方米|立方米|平米|亩|公顷|公里|千米|厘米|毫米|米|户|人次|人|套|栋|幢|座|个工作日|个月|个|辆|盏|块|台|处|家|吨|千克|公斤|毫克|克|%"
    r"|分贝|分钟|小时|倍|成|棵|株|根|条|间|名|位|次|岁|千瓦时|度|头|只|件|起|宗|份|张|床|艘|趟|天|日(?=[之以]?内)|(?<!\d\d\d\d)年(?!\d|[底初内度级]))"
    r"(?P<slash>/[^\d,。;]{1,4})?"
)
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "": 1}
_SAME_MEASURE = {"平米": "平方米", "千米": "公里", "千克": "公斤", "名": "人", "位": "人", "幢": "栋", "株": "棵", "度": "千瓦时"}
_PER = re.compile(r"每(平方米|立方米|平米|千瓦时|.)")
_PER_LAST = re.compile(r"(?:每[^\d,。]{1,3})+$")
_MEASURED = re.compile(
    r"劝离|检查|清运|清理|出动|投放|走访|巡查|监测|检测|测得|测温|测量|暂扣|查扣|查处|当日|现场|收到|接到|受理|日期|约谈|召开|清除了|已整改|报警|接待|截至|目前已"
)
_GENERIC_NOUN = re.compile(r"(?:共计|合计|总计|大约|约|为|共|计|达到?|是|有|仅|按|人民币|了|给|其|金额|收取|执行)+$")
LABEL = 22
"""Characters before a number that may say what it counts."""


def quantities(text: Passage) -> list[Quantity]:
    """Numbers with a unit: amounts, sizes, counts."""
    found = []
    for clause in text.clauses:
        for hit in _NUMBER.finditer(clause.text):
            value = read_amount(hit["n"].replace(",", ""))
            if value is None:
                continue
            passing = hit["u"] != "元" and _MEASURED.search(clause.text) is not None
            before = clause.text[max(0, hit.start("n") - LABEL) : hit.start("n")]
            noun = _GENERIC_NOUN.sub("", _PER_LAST.sub("", _GENERIC_NOUN.sub("", before)))[-4:]
            measure = _per(hit) + _SAME_MEASURE.get(hit["u"], hit["u"])
            label = before + clause.text[hit.end() : hit.end() + 6]
            start, end = clause.start + hit.start(), clause.start + hit.end()
            found.append(Quantity(value * _SCALES[hit["scale"]], measure, label, noun, start, end, clause, passing))
    return found


def _per(hit: re.Match[str]) -> str:
    """For what each: 每人每月, whatever else stands between ("每台补贴")."""
    found = _PER.findall((hit["per"] or hit["slash"] or "").replace("/", "每").replace("每个", "每"))
    return "".join("每" + _SAME_MEASURE.get(each, each) for each in found)


_DATE = re.compile(
    r"(?:(?P<y>20\d{2}|今|明|本)年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]|(?P<part>底|初|末|中旬|上旬|下旬|份)?)(?P<by>之?前|以前|底前|之?后|以后)?"
    r"|(?P<y2>20\d{2}|今|明|本)年(?P<half>底|上半年|下半年|年底|[一二三四]季度|第[一二三四]季度)(?P<by2>之?前|以前)?"
)
_EVENTS = {
    "完工":
        r"完工|竣工|建成|完成(?:施工|建设|改造|工程)|施工完毕|完成",
    "开工":
        r"开工|动工|启动|进场",
    "支付":
        r"支付|发放|打入|拨付|到账|付清|结清|兑付|退还|退回",
    "整改":
        r"整改",
    "维修":
        r"修复|维修|修好|更换",
    "拆除":
        r"拆除|拆违",
    "安装":
        r"安装|加装|装设|增设",
    "启用":
        r"投运|通车|开通|投入使用|启用|恢复|开放|通水|通电|通气|供水|供暖",
    "取得":
        r"取得|核发|批准|批复|印发",
    "签订":
        r"签订|签署",
    "交付":
        r"交付|交房|移交",
    "办证":
        r"办证|办理(?:分户|首次)?登记|发证",
    "搬迁":
        r"搬迁|搬离|腾退",
    "执行":
        r"起(?:执行|施行|实施)|施行",
    "截止":
        r"截止|为止|报名|申报|申请",
    "领取":
        r"领取|领证|取件",
    "开班":
        r"开班|开学|开课|举行|举办|开考|开市",
}  # fmt: skip
_EVENT = tuple((name, re.compile(pattern)) for name, pattern in _EVENTS.items())
ANY_EVENT = "安排"
"""Stands for what is planned where no verb of the list says what; compared only where the clauses are alike."""
ONCE = frozenset("取得 签订 交付 完工 开工 执行 截止 领取 开班".split())
"""Events that a matter has once; others count as one only where each reply has a single one."""
_PLANNED = re.compile(
    r"将|拟|请于|请在|可于|可在|定于|定在|届时|截止|预计|计划|力争|确保|责令|要求|限(?:期|其|于)|承诺|有望|务必|起"
)
_VISIT = re.compile(
    r"现场|检查|走访|联系|电话|回访|接到|收到|收悉|调查|约谈|会议|来信|来电|反映|留言|答复|受理|核实|勘查|勘察|检测|监测|上午|下午"
)


def dates(text: Passage) -> list[Dated]:
    """Dates that a reply binds to an event. Visits, calls and letters have their own day each time and are left out."""
    found = []
    for clause in text.clauses:
        for hit in _DATE.finditer(clause.text):
            if "." in clause.text[max(0, hit.start() - 1) : hit.start()]:
                continue
            event = _event_near(clause.text, hit.start(), hit.end())
            is_plan = bool(hit["by"] or hit["by2"] or _PLANNED.search(clause.text))
            if not event and is_plan and not _VISIT.search(clause.text):
                event = ANY_EVENT
            if not event or (not is_plan and _VISIT.search(clause.text)):
                continue
            start, end = clause.start + hit.start(), clause.start + hit.end()
            found.append(Dated(_date_value(hit), event, is_plan, start, end, clause))
    return found


def _event_near(text: str, start: int, end: int) -> str:
    """What happens at the date: the first event named after it, else the last one before it."""
    after = [(hit.start(), name) for name, pattern in _EVENT if (hit := pattern.search(text, end))]
    if after:
        return min(after)[1]
    before = [(hit.start(), name) for name, pattern in _EVENT for hit in pattern.finditer(text, 0, start)]
    return max(before)[1] if before else ""


def _date_value(hit: re.Match[str]) -> str:
    year = hit["y"] or hit["y2"] or "*"
    if hit["half"]:
        return f"{year}-{hit['half'].removeprefix('年').removeprefix('第')}"
    day = f"-{int(hit['d']):02}" if hit["d"] else (hit["part"] or "").replace("末", "底").replace("份", "")
    if not day and hit["by"] == "底前":
        day = "底"
    return f"{year}-{int(hit['m']):02}{day}"


_UNIT_END = (
    "局|委|委员会|办|办公室|处|中心|公司|街道|街道办事处|镇|(?<!城)乡|村委会|居委会|"
    "社区|物业|支队|大队|中队|派出所|所|院|集团|业委会|政府|开发商|部门|科|站|园区管委会|管委会|学校|医院|分局|单位|企业|厂家|机构|协会|专班|执法队|管护队|养护队|环卫队|段"
)
_UNIT_NAME = rf"[^,。;:、()“”的]{{1,24}}?(?:{_UNIT_END})"
_DUTIES = (
    re.compile(
        rf"由(?!于|此|来)(?P<u>[^,。;:、()“”]{{0,24}}?(?:{_UNIT_END}))(?:具体|统一|全面|牵头)?(?P<act>负责|牵头|承担|组织实施|实施|管理|办理|管护|维护|督促|验收|处理|处置|建设(?!局|委|单位)|承建)(?P<o>[^,。;]{{0,14}})"
    ),
    re.compile(
        rf"(?P<act>[一-鿿]{{2}}(?:单位|部门|主体))(?:为|是|系|:)(?P<u>[^,。;:、()“”]{{1,24}}?(?:{_UNIT_END}))(?P<o>)"
    ),
    re.compile(
        rf"(?:归|属于?|隶属于?|移交(?:给|至)?|委托)(?P<u>{_UNIT_NAME})(?P<act>管理|管辖|管养|负责|所有|职责|监管|维护|养护)(?P<o>[^,。;]{{0,14}})"
    ),
    re.compile(
        rf"(?P<u>{_UNIT_NAME})(?:是|为|系)[^,。;]{{0,10}}(?P<act>责任单位|责任主体|牵头单位|主管部门|产权单位|管理单位|建设单位|养护单位|监管部门)(?P<o>)"
    ),
)
_WHOSE = re.compile(rf"由(?!于|此|来)(?P<u>{_UNIT_NAME})(?P<o>[一-鿿]{{2,16}})")
ANY_ACT = "办"
"""What a body is to do where no verb of the list says what; compared only where the other words are alike."""  # fmt: skip


def duties(text: Passage) -> list[Duty]:
    """Who is named as responsible: "由…负责", "责任单位为…"."""
    found = []
    for clause in text.clauses:
        for pattern in _DUTIES:
            for hit in pattern.finditer(clause.text):
                rest = clause.text[: hit.start()] + hit["o"]
                start, end = clause.start + hit.start("u"), clause.start + hit.end("u")
                found.append(Duty(hit["u"], hit["act"], rest, start, end, clause))
        if not any(each.clause is clause for each in found):
            whose = _WHOSE.search(clause.text)
            if whose:
                start, end = clause.start + whose.start("u"), clause.start + whose.end("u")
                found.append(Duty(whose["u"], ANY_ACT, clause.text[: whose.start()] + whose["o"], start, end, clause))
    return found
