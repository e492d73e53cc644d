"""What figures does a reply give: how much, by when, by whom?

Each is read from one clause, with what stands beside it to say what it is of. Amounts are numbers in any writing (十二万八千元,
12.8万元, 百分之四十五), dates are read with what happens on them, duties with the work that is to be done. Which of two is
right is not said here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from engine.numerals import read_amount
from engine.reply_text import Clause, Passage


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; two quantities are comparable when `measure` and what they count are the same.

    `passing` is True for what was met with on one day's visit: another visit meets with something else. `role` is the part
    that it plays (赔偿, 罚款 …), "" where no word says.
    """

    value: Decimal
    measure: str
    label: str
    noun: str
    start: int
    end: int
    clause: Clause
    passing: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A time within which an office does something. `working` is True for working days, which are no others."""

    days: Decimal
    working: bool
    start: int
    end: int
    clause: Clause


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


_NUMBER = re.compile(
    r"第(?P<rank>\d{1,6}|[一二三四五六七八九十百]{1,6})(?:[位名]|$)"
    r"|(?:轮候|排队|排位|选房|摇号|候补)(?:顺?序)?号?[为是:第]{0,2}(?P<turn>\d{1,6})[号位]"
    r"|百分之(?P<percent>\d[\d.]{0,5}|[一二三四五六七八九十百点零]{1,6})"
    r"|(?<!元)(?P<mao>[\d一二两三四五六七八九])[毛角](?P<fen>[一二三四五六七八九])?(?:钱)?"
    r"|(?P<per>每[^\d,。]{1,6}?)?(?P<about>约|近)?(?<![第\d])(?P<n>\d[\d,]*(?:\.\d+)?(?:万\d[千百]?(?=元))?"
    r"|[一二两三四五六七八九十百千万亿零〇壹贰叁肆伍陆柒捌玖拾佰仟]{2,14}|一(?=元|个月|年[之以]?内)"
    r"|[两二三四五六七八九十](?=[万千百]?元|个月|个工作日|天|小时|倍|成|年|处|户|名|人|亩|间|台|层|米|公里|吨|斤|分))"
    r"(?P<scale>[万亿千百]?)"
    r"(?P<u>元|平方公里|平方米|立方米|平米|亩|公顷|公里|千米|厘米|毫米|米|户|人次|人|套|栋|幢|座|个工作日|个月|个|辆|盏|块|台|处|家|吨|千克|公斤|毫克|克|%"
    r"|瓦|伏|册|瓶|袋|组|口|眼|卷|层|分贝|分钟|小时|倍|成|棵|株|根|条|间|名|位|次|岁|分(?![钟局贝别布类之批户公钱队期成析管支为流级辖])|千瓦时|度|头|只|件|起|宗|份|张|床|艘|趟|天|日(?=[之以]?内)|(?<!\d\d\d\d)年(?!\d|[底初内度级]))"
    r"(?P<slash>/[^\d,。;]{1,4})?"
)
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "": 1}
_SAME_MEASURE = {"平米": "平方米", "千米": "公里", "千克": "公斤", "名": "人", "位": "人", "幢": "栋", "株": "棵", "度": "千瓦时"}
_PER = re.compile(r"每(平方米|立方米|平米|千瓦时|小时|学期|学年|公里|[人户年月天日次亩台度吨套车棵间件位岁周班米头只株家斤])")
_PER_LAST = re.compile(r"(?:每(?:平方米|立方米|平米|千瓦时|小时|学期|学年|公里|[^\d,。]))+$")
_MEASURED = re.compile(
    r"劝离|抓捕|捕[捉获]|收容|查获|检查|清运|清理|出动|投放|走访|巡查|监测|检测|测得|测温|测量|暂扣|查扣|查处|当日|现场|收到|接到|受理|日期|约谈|召开|清除了|已整改|报警|接待|截至|目前已"
)
_GENERIC_NOUN = re.compile(r"(?:共计|合计|总计|大约|约|为|共|计|达到?|是|有|仅|按|人民币|了|给|其|金额|收取|执行)+$")
LABEL = 22
"""Characters before a number that may say what it counts."""


def quantities(text: Passage) -> list[Quantity]:
    """Numbers with a unit: amounts, sizes, counts, places in a queue. Times within which something is done are `terms`."""
    found = []
    for clause in text.clauses:
        for hit in _NUMBER.finditer(clause.text):
            value = _value(hit)
            if value is None or (hit["u"] and _IN_TIME.match(clause.text, hit.end("u")) and _LASTS.match(hit["u"])):
                continue
            if _LIMIT.match(clause.text, hit.end()):
                continue
            if hit["u"] == "分" and clause.text[: hit.start()].endswith(("时", "点")):
                continue
            if _EXCESS.search(clause.text, max(0, hit.start() - 8), hit.start()):
                continue
            passing = hit["u"] not in ("元", None) and _MEASURED.search(clause.text) is not None
            number = next(hit.start(name) for name in ("n", "rank", "turn", "percent", "mao") if hit[name])
            before = clause.text[max(0, number - LABEL) : number]
            noun = _GENERIC_NOUN.sub("", _PER_LAST.sub("", _GENERIC_NOUN.sub("", before)))[-4:]
            label = before + clause.text[hit.end() : hit.end() + 6]
            role = _role(clause.text, number, hit.end()) if _MONEY.search(hit.group()[-2:]) else ""
            start, end = clause.start + hit.start(), clause.start + hit.end()
            found.append(Quantity(value, _measure(hit), label, noun, start, end, clause, passing, role))
    return found


_EXCESS = re.compile(r"(?:超[过出标]|高[出于]|低[于过])[^,]{0,6}$")
"""What makes a number a difference: 超过限值6分贝."""
_LIMIT = re.compile(r"(?:的)?范围|[之以](?:[内外上下])|(?:及|或)以")
"""What makes a number a limit: 200米范围内, 3年以上."""
_MONEY = re.compile("[元角毛]")
_LASTS = re.compile("天|日|小时|分钟|个月|个工作日|年")
_IN_TIME = re.compile(r"[之以]?内|办结|完成|制证")


def _value(hit: re.Match[str]) -> Decimal | None:
    if hit["mao"]:
        tenths, hundredths = read_amount(hit["mao"]), read_amount(hit["fen"] or "") or Decimal(0)
        return None if tenths is None else tenths / 10 + hundredths / 100
    value = read_amount((hit["n"] or hit["rank"] or hit["turn"] or hit["percent"]).replace(",", "").replace("点", "."))
    if value is not None and _is_area(hit):
        return value / 10
    return None if value is None else value * _SCALES[hit["scale"] or ""]


_LAND = re.compile(r"[田地亩林塘园][^,\d]{0,3}$")


def _is_area(hit: re.Match[str]) -> bool:
    """Whether 分 is a tenth of a 亩: 水田4分, 三分地."""
    before, after = hit.string[: hit.start()], hit.string[hit.end() : hit.end() + 1]
    return hit["u"] == "分" and (_LAND.search(before) is not None or after in ("田", "地"))


def _measure(hit: re.Match[str]) -> str:
    if hit["rank"] or hit["turn"]:
        return "第位"
    if _is_area(hit):
        return "亩"
    if hit["mao"]:
        return "".join("每" + _SAME_MEASURE.get(each, each) for each in _PER.findall(hit.string[: hit.start()][-6:])) + "元"
    return "%" if hit["percent"] else _per(hit) + _SAME_MEASURE.get(hit["u"], hit["u"])


_ROLES = re.compile(
    r"(?P<欠款>欠付|拖欠|货款|欠(?=[^尚]))|(?P<已付>已(?:付|支付|发|退|缴|拨)|扣除|扣减|其中|预付|首付)|(?P<余款>差额|余款|尚欠)|(?P<罚款>罚|没收)|(?P<投资>投资|造价|预算|筹(?:措|集)|概算)"
    r"|(?P<赔偿>赔|理赔|定损|补偿|损失)|(?P<退还>退|返还)|(?P<工资>工资|欠薪|薪|劳务费)|(?P<救助>救助|慰问)|(?P<补贴>补贴|补助|津贴|资助|奖励|应补|补(?!办|充|缴))"
    r"|(?P<收费>收(?!入)|收费|费用|价|缴|交(?!通))|(?P<支付>支付|发放|首期|拨付|应发)|(?P<收入>收入|低保)|(?P<报销>报销|应报|可报|报(?=\d))"
)


_CAP = re.compile(r"上限|最高|封顶|不超过|至多|限值|限额")
CAP = 10
"""Characters before a sum in which a word says that it is the most there is."""


def _role(text: str, start: int, end: int) -> str:
    """The part of a sum: the nearest word before it that names one, else the nearest after it."""
    if _CAP.search(text, max(0, start - CAP), start):
        return "上限"
    before = list(_ROLES.finditer(text, max(0, start - LABEL), start))
    hit = before[-1] if before else _ROLES.search(text, end, end + 14)
    role = (hit.lastgroup or "") if hit else ""
    return "" if role in ("已付", "余款") and not before else role


def _per(hit: re.Match[str]) -> str:
    """For what each: 每人每月, whatever else stands between ("每台补贴")."""
    found = _PER.findall((hit["per"] or hit["slash"] or "").replace("/", "每").replace("每个", "每").replace("每次", ""))
    return "".join("每" + _SAME_MEASURE.get(each, each) for each in found)


_DATE = re.compile(
    r"(?:(?P<y>20\d{2}|今|明|本)年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]|(?P<part>底|初|末|中旬|上旬|下旬|份)?)(?P<by>之?前|以前|底前|之?后|以后)?"
    r"|(?P<bare>(?<![\d今明本全每半周])年(?:底|末|内)(?=前|之前|[^,]{0,6}(?:前|完|兑|付|建|开|通|修|到位|解决)))"
    r"|(?P<y2>20\d{2}|今|明|本)年(?P<half>底|上半年|下半年|年底|[一二三四]季度|第[一二三四]季度)(?P<by2>之?前|以前)?"
)
_EVENTS = {
    "完工":
        r"完工|竣工|建成|完成(?:施工|建设|改造|工程)|施工完毕|完成|完毕|贯通|建好|修好|投产|返工|返修|重铺",
    "开工":
        r"开工|动工|启动|进场|施工(?!单位|方|队|企业|完)",
    "支付":
        r"支付|发放|代发|垫付|打入|拨付|到账|付清|结清|兑付|退还|退回|打卡|打款|转账|到户|汇入|兑现|赔付|补足|补发|退到|退给|付给",
    "整改":
        r"整改",
    "维修":
        r"修复|维修|修好|更换",
    "拆除":
        r"拆除|拆违",
    "安装":
        r"安装|加装|装设|增设",
    "启用":
        r"投运|通车|开业|开园|开通|投入使用|启用|恢复|开放|通水|通电|通气|供水|供暖",
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
        r"截止|为止|期至|执行至|到期|期满|届满|报名|申报|申请",
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


_COMING = frozenset("完工 开工 支付 整改 维修 拆除 安装 启用 交付 办证 搬迁".split())
_PASSED = re.compile(r"已|曾|了|经|自|系|起|取得|签|批准|发布|通过|未|至今|以来|届满|到期")


_SINCE_WHEN = re.compile(r"[^,]{2,14}起[^,]{0,14}(?:未|停|欠|拖)")
"""Since when something is wrong, which is no plan."""


def dates(text: Passage) -> list[Dated]:
    """Dates that a reply binds to an event. Visits, calls and letters have their own day each time and are left out."""
    found = []
    for clause in text.clauses:
        for hit in _DATE.finditer(clause.text):
            if "." in clause.text[max(0, hit.start() - 1) : hit.start()]:
                continue
            if _SINCE_WHEN.match(clause.text, hit.start()):
                continue
            event = _event_near(clause.text, hit.start(), hit.end())
            is_plan = bool(hit["by"] or hit["by2"] or _PLANNED.search(clause.text))
            is_plan = is_plan or (event in _COMING and not _PASSED.search(clause.text) and not _VISIT.search(clause.text))
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
    if hit["bare"]:
        return "*-内" if hit["bare"].endswith("内") else "*-底"
    year = hit["y"] or hit["y2"] or "*"
    if hit["half"]:
        return f"{year}-{hit['half'].removeprefix('年').removeprefix('第')}"
    day = f"-{int(hit['d']):02}" if hit["d"] else (hit["part"] or "").replace("末", "底").replace("份", "")
    if not day and hit["by"] == "底前":
        day = "底"
    return f"{year}-{int(hit['m']):02}{day}"


_TERM = re.compile(
    r"(?P<n>\d{1,4}|[一二两三四五六七八九十]{1,4}|半)(?P<u>个?工作日|个?自然日|天|日|个?月|周|个星期|小时|年)(?:(?P<within>[之以]?内|办结|制证|归档|审批完|批完)|(?<=工作日)|(?<=自然日))"
)
_TERM_DAYS = {"周": 7, "星期": 7, "月": 30, "年": 365}
_AT_ONCE = re.compile(r"(?:当场|即时|即刻|现场)(?:即可)?(?:办结|办理|出证|领取|受理|可取|复印)|立等可取")
_REMEDY = re.compile(r"复[查核议检验]|起诉|诉讼|异议|申诉|不服|上诉|仲裁|公告期|公示|质保|保修|以来|过去|近|连续|申请(?!材料)")
"""What the petitioner has time for, and times that are no promise."""


def terms(text: Passage) -> list[Term]:
    """Times within which the office does something: 15个工作日内."""
    found = []
    for clause in text.clauses:
        at_once = _AT_ONCE.search(clause.text)
        if at_once:
            found.append(Term(Decimal(0), False, clause.start + at_once.start(), clause.start + at_once.end(), clause))
        hit = None if _REMEDY.search(clause.text) else _TERM.search(clause.text)
        if hit is None or clause.text[: hit.start()].endswith(("月", "年")):
            continue
        value = Decimal("0.5") if hit["n"] == "半" else read_amount(hit["n"])
        if value is not None:
            unit, start = hit["u"].removeprefix("个"), clause.start
            days = value / 24 if unit == "小时" else value * _TERM_DAYS.get(unit, 1)
            found.append(Term(days, unit == "工作日", start + hit.start(), start + hit.end(), clause))
    return found


_UNIT_END = (
    "局|委|委员会|办|办公室|处|中心|公司|街道|街道办事处|镇|(?<!城)乡|村委会|居委会|"
    "社区|物业|支队|大队|中队|派出所|所|院|集团|业委会|政府|开发商|指挥部|项目部|合作社|合作联社|部门|科|站|园区管委会|管委会|学校|医院|分局|单位|企业|厂家|机构|协会|专班|执法队|管护队|养护队|环卫队|段"
)
_UNIT_NAME = rf"[^,。;:、()“”的]{{1,24}}?(?:{_UNIT_END})"
_DUTIES = (
    re.compile(
        rf"由(?!于|此|来)(?P<u>[^,。;:、()“”]{{0,24}}?(?:{_UNIT_END}))(?:具体|统一|全面|牵头)?(?P<act>负责|牵头|承担|组织实施|实施|管理|办理|管护|维护|督促|验收|处理|处置|建设(?!局|委|单位)|承建)(?P<o>[^,。;]{{0,14}})"
    ),
    re.compile(
        rf"(?P<act>[一-鿿]{{2}}(?:单位|部门|主体))(?:为|是|系|:|(?=[^,。;:为是系]{{2,16}}公司))(?P<u>[^,。;:、()“”]{{1,24}}?(?:{_UNIT_END}))(?P<o>)"
    ),
    re.compile(
        rf"(?:归|属于?|隶属于?|移交(?:给|至)?|委托)(?P<u>{_UNIT_NAME})(?P<act>管理|管辖|管养|负责|所有|职责|监管|维护|养护)(?P<o>[^,。;]{{0,14}})"
    ),
    re.compile(
        rf"(?P<u>{_UNIT_NAME})(?:是|为|系)[^,。;]{{0,10}}(?P<act>责任单位|责任主体|牵头单位|主管部门|产权单位|管理单位|建设单位|养护单位|监管部门)(?P<o>)"
    ),
)
_ACTOR = re.compile(
    rf"(?:[砍采施排污建造经][伐矿工污设营造]|责任|当事|实施|违法)(?:者|方|人|单位|主体)(?:为|系|是)(?P<u>{_UNIT_NAME})(?![一-鿿])"
    rf"|(?:系|是)(?P<u2>{_UNIT_NAME})(?:组织|自行|擅自|违规|实施|所为)"
)
_WHOSE = re.compile(rf"由(?!于|此|来)(?P<u>{_UNIT_NAME})(?P<o>[^,。;:、]{{2,20}})")
_NO_BODY = re.compile(r"补贴|资金|共同|出资|费用")
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
        actor = _ACTOR.search(clause.text)
        if actor:
            name = "u" if actor["u"] else "u2"
            start, end = clause.start + actor.start(name), clause.start + actor.end(name)
            found.append(Duty(actor[name], "所为", "", start, end, clause))
        if not any(each.clause is clause for each in found):
            whose = _WHOSE.search(clause.text)
            if whose and not _NO_BODY.search(whose["u"]):
                start, end = clause.start + whose.start("u"), clause.start + whose.end("u")
                found.append(Duty(whose["u"], ANY_ACT, clause.text[: whose.start()] + whose["o"], start, end, clause))
    return found
