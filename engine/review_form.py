"""Does a draft reply lack what its own words call for: a legal basis, a date, an answer, the last blanks filled in?

A refusal stands on a rule (《信访工作条例》§32: 不予支持 with the reasons), a promise of something that can be finished has a
date, and a reply says something about the case. General undertakings (加强巡查, 持续关注) are no promises; a figure, a
name, a visit, a rule or a decision is something said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from engine.advice import legal_bases
from engine.reply_claims import claims
from engine.reply_figures import ANY_EVENT, dates
from engine.reply_text import Clause, Passage, pairs
from engine.review_finding import Finding, Kind, Severity

_REFUSAL = re.compile(
    r"不予(?:支持|受理|采纳|退还|恢复|批准|办理|通过|认定|补偿|赔偿|发放|报销|立案|处罚|同意|减免|安置|登记|补贴|支付|考虑|许可)"
    r"|(?:无法|不能|暂不|难以|不再|不宜|不可)(?!再次|及时|立即)(?:(?!核|查|联系|确[定认]|判断|取得)[^,。;]){0,10}?(?:支持|满足您|办理|受理|采纳|同意|批准|退还|退回|退费|退款|报销|落户|享受|认定|补偿|赔偿|补发|发放|提取|减免|登记|入学|录取|调回|纳入|转入|迁入|安置|恢复|续签|撤销|延期|补办|结算|继续领取)(?!工作|人员)"
    r"|(?:没有|未)(?:能)?(?:获得?|得到)(?:支持|通过|批准|同意)|(?:一律|概|一经[^,。]{2,6})不(?:退|予|补|换)[^,。]{0,2}|不同意(?:您|你|该|批|其申请|办)|不批准|不予准|未予(?:通过|批准|受理)|不符合(?:[^,。]{0,16})(?:条件|政策|规定|要求|标准)|(?:暂|尚)?不具备[^,。]{0,10}条件|不属于[^,。]{0,14}(?:补偿|补贴|保障|救助|赔偿|报销|征收|保修)[^,。]{0,4}范围|(?:维持|仍按)[^,。\d]{0,8}(?:不变|不予调整|原(?:方案|决定|标准|结论|意见))"
)
_NAMED_BASIS = re.compile(
    r"《[^》]{3,}》|〔20\d\d〕|\[20\d\d\]|第[一二三四五六七八九十百\d]+条|gb\s?/?t?\s?\d{3,}|\d+号(?:文件|文|令|公告)"
)
_OTHER_BASIS = re.compile(
    r"(?:根据|依据|按照|依照|参照|按(?!原)|经|因(?!此))[^,。]{0,24}(?:合同|协议|约定|规划|标准|章程|图纸|批复|判决|裁定|裁决|鉴定|纪要|公告|通告|方案|办法|条例|细则|清单|目录|文件精神|通知)"
    r"|(?:根据|依据|按照|依照)(?!国家|现行|相关|有关|上级|当时|我[市县区省]|省市?相关)[^,。]{4,24}政策"
    r"|(?:合同|协议)约定|(?:已|被)?纳入规划|法院|仲裁"
)
_VAGUE = re.compile(
    r"(?:根据|依据|按照|依照|按)(?:国家|现行|相关|有关|上级|当时|有效的|我[市县区]|省市?)*(?:的)?(?:相关|有关)?(?:政策|规定|文件|法律|法规|要求|精神|法律法规)|明文规定"
)


def no_basis(draft: Passage, wanted: Sequence[str] = ()) -> Iterator[Finding]:
    """A refusal in a draft that names no rule; the first decision is shown, or the first ground where none decides.

    `wanted` are the petition's demands: what they ask for and the draft denies is a refusal, whatever its verb.
    """
    said = [hit for hit in _REFUSAL.finditer(draft.text) if not _asked(draft.text, hit.start())]
    said += [hit for hit in _DENIES.finditer(draft.text) if _wanted(hit, wanted) and not _asked(draft.text, hit.start())]
    plain = (hit for hit in _PLAIN_NO.finditer(draft.text) if _of_demand(draft, hit, wanted))
    said += [hit for hit in plain if not _asked(draft.text, hit.start())]
    found = next((hit for hit in said if _DECIDED.match(hit.group())), said[0] if said else None)
    if found and not _DECIDED.match(found.group()) and _ENFORCED.search(draft.text):
        return  # the ground on which others are dealt with
    if found and _OTHERS_MONEY.search(draft.text, max(0, found.start() - 10), found.start()):
        return
    if found is None or legal_bases(draft.text) or _NAMED_BASIS.search(draft.text) or _OTHER_BASIS.search(draft.text):
        return
    words = draft.quote(*found.span())
    if _unable(draft, found):
        message = f"“{words}”只写了原因，没有写明依据，如有规定可一并写明。"
        yield Finding(Kind.NO_BASIS, Severity.INFO, message, draft.span(*found.span()), words)
        return
    if _VAGUE.search(draft.text):
        message = f"“{words}”的依据只写了“相关规定”，宜写明名称和条款。"
        yield Finding(Kind.NO_BASIS, Severity.INFO, message, draft.span(*found.span()), words)
        return
    message = f"“{words}”没有写明依据，请补充所依据的法律、法规或政策条款。"
    yield Finding(Kind.NO_BASIS, Severity.WARN, message, draft.span(*found.span()), words)


_ENFORCED = re.compile(r"责令|注销|取缔|查处|处罚|罚款|拆除|吊销|移送")
_OTHERS_MONEY = re.compile(r"保证金|质保金|工程款")
_PLAIN_NO = re.compile(
    r"(?:(?:暂时)?(?:没有办法|没办法|没法|无法|不能|不可以|碍难|难以|(?<![的来成])不便(?!敬|深|之|[,。;]))|不(?:再|用|予|给|会|承担|负担|同意|支持|享受)|做不到|办不了)(?P<rest>[^,。;]{0,14})"
)
"""A refusal in everyday words, if it is of what was asked for: 多交的部分不用退."""
_NO_REFUSAL = re.compile(
    r"随意|侵权|联系|核实|确认|确定|判断|取得|提供|排除|忽视|再次|影响|满意|出现|发生|及时|接受|理解|一致|认定系|查明|查实|不能[^,]{0,6}(?:不|没)|谅解|歉意|避免|防止|确保|保证|导致|致使|造成|说明|证明|正常|使用|自行|擅自|参加|到场|按时"
)
_GIVES = re.compile(
    r"^[^,]{0,6}(?:给予|核发|办理|批|同意|满足|支持|受理|兑现|退|赔|补|发放|恢复|更正|改动|删除|消除|减|免|提取|报销|承担|采纳|答应)"
)


def _of_demand(draft: Passage, hit: re.Match[str], wanted: Sequence[str]) -> bool:
    """Whether what is refused is a request, what an office gives, or in two characters what a demand asks for."""
    if _NO_REFUSAL.search(hit["rest"]):
        return False
    start = next(start for start, end in draft.sentences if start <= hit.start() < end)
    before = draft.text[max(start, hit.start() - 24) : hit.start()]
    verb = "" if hit.group().startswith(("不会", "不能有")) else hit["rest"][:6]
    if _REQUESTED.search(before) or _GIVES.match(hit["rest"]) or hit.group().endswith(("承担", "负担")):
        return True
    return any(pairs(verb) & pairs(each) for each in wanted)


_REQUESTED = re.compile(r"(?:诉求|请求|要求|申请|您提出的)(?!书|表|材料|人|提供|[^,]{0,4}到位)")


_DENIES = re.compile(r"(?:不予|不便|不宜|不再|暂不|不作)(?P<rest>[^,。;]{2,12})")


def _wanted(hit: re.Match[str], wanted: Sequence[str]) -> bool:
    """Whether what is denied begins as a demand has it: 不便调高 where 调高 was asked for."""
    return any(hit["rest"][i : i + 2] in each for each in wanted for i in range(2))


_CANNOT = ("不具备", "暂不具备", "尚不具备", "无法", "不能", "暂不能", "难以", "没法", "没有办法", "做不到")


def _unable(draft: Passage, refusal: re.Match[str]) -> bool:
    """Whether the refusal is an inability of which its sentence tells the cause."""
    said = refusal.group()
    if not said.startswith(_CANNOT) or said.endswith(_REQUEST):
        return False
    if _REQUESTED.search(draft.text, max(0, refusal.start() - 8), refusal.end()):
        return False
    return any(_CAUSE.search(draft.text, start, end) for start, end in draft.sentences if start <= refusal.start() < end)


_REQUEST = ("支持", "受理", "采纳", "同意", "批准", "满足您")
"""What is done to a request, and no inability, whatever its verb."""
_CAUSE = re.compile(r"由于|因(?!此)|故|所以|导致|鉴于")
_DECIDED = re.compile(
    r"碍难|没法|没有办法|没办法|不用|不(?:承担|负担|同意|支持|享受)|做不到|办不了"
    r"|不予|无法|不能|暂不|难以|不再|不宜|不便|不同意|不批准"
)
"""The refusal itself, which is shown rather than its ground (不符合…条件)."""
_ASKED = re.compile(
    r"(?:您|你|来信|来电)[^,。]{0,10}(?:反映|提出|询问|咨询)[^,。]{0,20}$|为什么[^,。]{0,10}$|为何[^,。]{0,10}$|如果?[^,。]{0,12}$|对不?符合[^,。]{0,3}$|对$|凡$|则[^,。]{0,4}$|并非$"
)


def _asked(text: str, start: int) -> bool:
    """Whether the refusal only repeats what the petitioner wrote, or is a rule's condition."""
    return _ASKED.search(text, max(0, start - 36), start) is not None


_PROMISE = re.compile(
    r"(?:(?<!须)(?<!应)(?<!需)将(?:于|会|尽快|及时|立即|按|对|在|安排|组织)?|(?:我们|我|下一步|后续|接下来|随后|[我本][一-鿿]{1,3}?)会(?!议|同|商)|(?:并|也|届时)会(?=在|将|对|为|给|把)|下一步|后续|接下来|拟|(?<!招生)计划(?!生育)|打算|尽快|尽早|争取|力争|准备|近[期日]|第一时间|另行(?!通知|公告|主张|起诉|协商)|会尽快|^\s*会(?=把|将|给|为)|(?P<order>责令|督促|要求|协调)[^,。]{1,16})[^,。;]{0,22}?"
    r"(?P<act>(?<!已)(?<!未)(?<!批前)(?<!批后)(?:修复|维修|修缮|更换|安装|加装|增设|加设|开设|拆除|完工|竣工|开工|动工|施工(?!方|单位|队|企业|现场|许可)|铺设|退还|退款|发放|支付|打到|打入|转到|补发|拨付|开通|出台(?!时)|清运|清淤|疏通|补种|建成|建设(?!成|单位|方|项目|局|进|用|部|规|工程规|位置|地点|内容|规模|标准|情况|要求)|修建|新建|改造|"
    r"搬迁|整改到位|完成整改|整改|恢复(?:供|运|原|通|正|使|开|发)|另行安排|赔付|赔偿|办结|核发|交付|启用|公示|公布|清理|清除|划线|施划|移栽|检修|移走|运走|搬走|搬离|撤走|清走|撤除|粉刷|加固|修剪|封闭|配备|配置|购置|设立|增派|聘请|书面(?:回复|告知|答复)|划定|补建|重建|翻修|平整|回填|硬化|补偿|兑付|迁移|迁建|迁至|移至|改线|撤销|关闭|扩建|拓宽|加宽|新增|延长|调整为|改为|接入|通水|通电|通气|供水|供气|供暖|发证|办证|录入|补录|补缴|补办|补寄|邮寄|寄送|重新(?:核定|测量|评估|安排|铺|做)|送达|派送|补送|消杀|清洗|清掏|处理完毕|解决到位)(?![牌栏期中的]))"
)
_COUNT = r"(?:\d+|[一二三四五六七八九十两半]+)"
_DATED = re.compile(
    r"\d{1,2}月\d|\d{1,2}月(?:底|末|初|份?(?:之?前|以前|起|后|完成|到位)|[上中下]旬)|(?:[于在到至]|预计|计划|力争|确保|拟)[^,。]{0,8}\d{1,2}月"
    r"|元月|[上中下]旬"
    rf"|(?<![每天]){_COUNT}个?(?:工作|自然)?(?:日|天|周|星期|月|小时|年|季度|学期)(?=[之以]?[内后前]|左右|完成|办结|到账|到位|完工|交付)"
    rf"|{_COUNT}个?工作日|(?:工期|需要?|约|大约|预计|力争|再过)[^,。]{{0,4}}{_COUNT}个?(?:日|天|周|星期|月|小时|年)"
    r"|(?:本|下|当|这|次)个?(?:周|月|日|年|季度|学期|学年)|今[年日晚天]|明[年天日]"
    r"|20\d\d年(?=[^,。]{0,14}(?:将|投用|投入|完成|完工|建成|实施|启动|交付))"
    r"|年[底内初末]|月[底内初末]|季度|上半年|下半年|春节|国庆|元旦|节前|节后|暑假|寒假|开学|汛期|汛前|入冬|供暖季|即日起"
)
"""By when. How long a thing lasts (20年使用权) or for which months it is paid (3月至9月津贴) says nothing of it."""
_PERIOD = re.compile(
    r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?(?:至|到|-|—|~|、)(?:20\d\d年|今年|当年)?\d{1,2}月(?:\d{1,2}日|底|份)?(?=(?:的|共计|合计|应发|期间|停发|欠发)?"
    r"[^,。]{0,6}(?:津贴|补贴|补助|工资|薪|费|金|款|租|待遇|差额|元))"
)
_WHEN = re.compile(
    _DATED.pattern
    + r"|当场|立即|立刻|现场|马上|已(?:于|经(?:完成|修|更换|安装|拆|整改|退|支付|清)|完成|修|更换|安装|拆除|整改|退|支付|清)|同步"
)
_OWN_PROMISE = re.compile(
    r"(?:^\s*(?:中心|街道|镇里|乡里|社区|学校|医院|公司|集团|村里|物业)|(?:我|本)(?:局|办|委|镇|乡|县|区|市|街道|中心|大队|支队|公司|集团|处|所|站|馆|院|校|社区|队|单位))(?:将(?!您|该|其|此|上述|涉)|会(?!同|议|商))(?P<act>[^,。]{4,})"
)
_NO_TASK = re.compile(
    r"反馈|反映|提供|上?报|研究|联合|登记|考虑|组织|开展|会同|结合|根据|按照|依法|依规|尽力|努力|积极|认真|密切|及时|视|查处|严[查肃厉]|关注|做好|配合|推[进动]|落实|引导|加快|依|尽最大|随时|告知|回复|答复|联系|通知|处理|"
    r"处置|核实|核查|调查|监督|不|把|对|向您|为您|优化|完善|改进|提[高升]|保持|适时|安排|全力|重视|采纳|吸[取收]|统筹|协助|指导|要求|公开|公布|参考|定期|每|成为|达到|有|是|回访|走访|通过|行动|会商|坚持|确保"
)


_CONDITION = re.compile(
    r"待[^,。]{2,24}(?:后|时)|(?:经|视)[^,。]{2,20}(?:同意|通过|情况)|如(?:您|果|需|有)|若|逾期|否则|一旦|应当|可以?向|由[^,。]{1,14}(?:协商|决定)|研究|论证|评估|考虑|纳入|列入|建议|积极争取|争取[^,。]{0,16}(?:支持|资金|立项|项目|指标)|条件成熟"
)
_OTHERS = re.compile(r"督促|协调[^,]{0,10}(?:公司|单位|部门|[局委办镇]|企业|物业|开发商|方)|要求")
_PLEDGED = re.compile(
    r"(?P<pledge>(?<!口头)承诺|答应|表示(?:将|会|愿)|保证)(?!的|书|期|按[期时])[^,。;“”]{0,22}?(?P<act>修复|维修|修缮|整改|更换|换|安装|加装|装上|装|拆除|拆|清理|清运|退|赔|补|发放|支付|恢复|改造|施工|启动|搬|迁|疏通|处理到位|解决|修|建)"
)
"""What others have promised and the draft passes on; an order to others may have its date elsewhere."""
_OVER = re.compile(
    r"^\s*(?:\d[、.])?(?:关于|根据|按照|请)|希望|《|基础上$|[下时后]$|不会|不再|导致|造成|担心|影响|已(?:由|通过|将|责令|督促|要求|向)?|了$|予以了|承诺的|按期|按时|逐步|及时清[除运理]"
)
"""What is over, or what others promised."""
_WEAK = re.compile(r"加强|进一步|持续|继续|不断|加大|长效|常态|督导|跟进|严格|规范|经常|引导|教育|宣传|保障")
_PAST = re.compile(r"(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:起|以来|至今)[^,。]{0,2}(?:停|未|拖|欠)")
"""Since when something is wrong is no date of a promise."""
_WINDOW = 2
"""Clauses after a promise in which its date may stand."""


def no_deadline(draft: Passage) -> Iterator[Finding]:
    """Promises of something that can be finished, without a date in their sentence; the first one is shown."""
    promising = -1
    for number, clause in enumerate(draft.clauses):
        hit = _PROMISE.search(clause.text) or _PLEDGED.search(clause.text) or _own_task(clause) or _treated(clause)
        if hit is None and promising == clause.sentence:
            hit = _GOES_ON.search(clause.text)
        if _INTENDS.search(clause.text):
            promising = clause.sentence
        if hit is None or _OVER.search(clause.text) or _WEAK.search(clause.text) or _has_date(draft, number, clause):
            continue
        if _CONDITION.search(draft.sentence(clause.sentence)):
            continue
        start, end = clause.start + hit.start(), clause.start + hit.end()
        said = draft.quote(clause.start, clause.end)
        severity = (
            Severity.INFO
            if ("order" in hit.re.groupindex and hit["order"]) or _OTHERS.search(clause.text)
            else Severity.WARN
        )  # an order to others may have its date elsewhere
        message = f"“{said.strip()}”没有写明完成的时间，请补充期限或阶段安排。"
        yield Finding(Kind.NO_DEADLINE, severity, message, draft.span(start, end), draft.quote(start, end))
        return


_INTENDS = re.compile(r"(?:我|本)[一-鿿]{1,4}?(?:将|会|拟|计划)|下一步|接下来|后续")
_GOES_ON = re.compile(
    r"^\s*(?:我[一-鿿]{1,3}|并|同时|再|还)?(?:对|把|为|给|在|向|将)[^,。;]{2,20}?(?:予以|进行|给予)?(?P<act>修复|维修|更换|安装|加装|拆除|清理|清除|清运|清淤|疏通|改造|硬化|补种|退还|补偿|赔偿|加固|搬迁|迁移|增设|补发|粉刷|封闭|回填|重建|翻修|修剪|补栽|移除)[一-鿿]{0,4}$"
    r"|^\s*(?:并|同时|再|还)(?:组织|安排|新增|增设|加装|安装|更换|修复|新建|补种|补发)(?P<what>[^,。;]{2,16})$"
)
"""What a sentence that has begun with an intention goes on to promise."""


def _own_task(clause: Clause) -> re.Match[str] | None:
    """What the unit itself will do, in a verb that no list has, unless it is one of those that are never finished."""
    hit = _OWN_PROMISE.search(clause.text)
    return None if hit is None or _NO_TASK.search(hit["act"]) else hit


_TREATS = re.compile(r"(?:(?<!须)(?<!应)(?<!需)将|拟|(?<!招生)计划(?!生育))对[^,。]{2,16}(?:进行|予以|实施)(?P<act>[^,。]{2,8})")


def _treated(clause: Clause) -> re.Match[str] | None:
    """What is to be done to a thing (拟对疫木进行采伐), in a verb that no list has."""
    hit = _TREATS.search(clause.text)
    return None if hit is None or _NO_TASK.search(hit["act"]) else hit


def _has_date(draft: Passage, number: int, clause: Clause) -> bool:
    said = _PERIOD.sub("", _PAST.sub("", draft.sentence(clause.sentence)))
    if _WHEN.search(said) or "正在" in clause.text:
        return True
    following = draft.clauses[number + 1 : number + 1 + _WINDOW]
    return any(_DATED.search(each.text) for each in following)


def passed_deadline(draft: Passage, at: datetime) -> Iterator[Finding]:
    """A promised date, written with its year, that lies before `at`, the day of the reply."""
    today = f"{at.year}-{at.month:02}-{at.day:02}"
    for each in dates(draft):
        if each.event == ANY_EVENT and not _FUTURE.search(draft.text[each.clause.start : each.start]):
            continue  # a day that a rule names: born before, registered before
        year, _, rest = each.value.partition("-")
        last = f"{year}-{rest[:2]}-31" if len(rest) < 5 or not rest[3:].isdecimal() else each.value
        promised = _BY.search(draft.text[each.start : each.end]) or _FUTURE.search(
            draft.text[each.clause.start : each.start]
        )
        if year.isdecimal() and rest[:2].isdecimal() and last < today and promised and "已" not in each.clause.text:
            said = draft.quote(each.start, each.end)
            message = f"承诺的期限“{said}”在答复之前已经过去，请核对。"
            yield Finding(Kind.DEADLINE, Severity.WARN, message, draft.span(each.start, each.end), said)


_FUTURE = re.compile(r"(?:将于|拟于|拟在|预计|力争|确保|计划于?|计划在|承诺)[^,。]{0,8}$")
_BY = re.compile(r"[前底]$")

_PLACEHOLDER = re.compile(
    r"(?<![a-z\d])x{2,}(?=[一-鿿])[一-鿿]{1,2}|(?<![a-z\d])x{1,3}(?:个|月|日|元|年|名|户|次|天|平方米|立方米|号楼)|20\d\d年\s+月|(?<![\d一二三四五六七八九十半今明去])\s+年\s+月|(?<!\d)年\s+月\s+日|\{+[^{}]{1,12}\}+|\[(?:此处|请|待)?[^\]]{0,8}(?:填写|姓名|日期|单位|地址|内容|金额|名称|时间|待补|待定|插入)\]|\([^()]{0,5}(?:地点|时间|日期|金额|姓名|单位名称|名称|数量|事由|具体内容)\)|待(?:补充|填写|核定后填)(?=[,。;)]|$)|(?<![a-z])(?:x{2,}|某某|○{2,}|〇{2,})(?:先生|女士|同志|小区|公司|单位|路|街道|街|局|村|镇|社区|舞厅|商场|超市|酒店|饭店|学校|医院|年|月|日|号|元|物业|中心|区|县|市|事项|问题|项目)"
    r"|【(?:此处|请|待|这里|注)[^】]{1,20}】|20x{2}年|(?<![a-z\d])x{2,}(?=男子|女子|医生|老师|主任|护士|律师|法官|民警|师傅|书记|[镇乡局处院所科]长|科室|部门|机构)|_{3,}|【(?:此处)?[^】]{0,8}(?:填写|姓名|日期|单位|地址|内容|金额|名称|时间|电话|数量|原因|待补|待定|插入)[^】]{0,6}】|【[^】]{1,7}(?:号|名|数|日|期|址|额|费|间|点|因)】|\((?:此处)?(?:请)?(?:填写|插入|待补充|待核实)[^)]{0,12}\)|x月x日"
)


def placeholders(draft: Passage, petition: str) -> Iterator[Finding]:
    """Blanks of a template that nobody filled in. What the petition writes in the same way is a name nobody knows."""
    for hit in _PLACEHOLDER.finditer(draft.text):
        if hit.group() in petition:
            continue
        said = draft.quote(*hit.span())
        yield Finding(
            Kind.PLACEHOLDER,
            Severity.ERROR,
            f"“{said}”像是模板中没有填写的空格，请补全。",
            draft.span(*hit.span()),
            said,
        )


_SET_WORDS = """
尊敬的 网友 市民 来信人 群众 朋友 您好 你好 您 你 反映的 反映 提出的 所 问题 情况 来信 来电 留言
投诉 建议 诉求 帖文 信件 事项 已 收悉 收到 已阅 知悉 获悉 现将 现就 有关 相关 回复如下 答复如下
回复 答复 如下 高度重视 非常重视 十分重视 重视 第一时间 立即 立刻 马上 及时 迅速 安排 组织 指派 责成
要求 人员 工作人员 专人 部门 单位 科室 职能部门 承办单位 我们 我局 我办 我委 我镇 我县 我市 我区
我街道 我中心 我司 我院 我支队 我大队 本局 进行 了 对 了解 调查 核实 调查核实 调查核处 核查 查处
研究 处理 办理 处置 转交 转办 交办 转 交 交由 转至 批转 督促 督办 落实 跟进 跟踪 关注 感谢 谢谢
衷心 再次 支持 理解 关心 监督 信任 配合 厚爱 工作 的 和 与 及 我 我们的 将 下一步 今后 接下来
进一步 继续 不断 切实 认真 积极 努力 加强 加大 提高 提升 改进 完善 优化 管理 监管 力度 服务 水平
质量 能力 效率 为 广大 人民群众 维护 保障 切身 利益 合法 权益 营造 良好 环境 美好 生活 请 耐心
等待 敬请 谅解 祝您 祝 愉快 健康 工作顺利 特此 如有 疑问 欢迎 咨询 随时 联系 反馈 有 结果 后 尽快
给您 向您 一个 满意 党委 政府 党组 领导 十分 非常 市委 市政府 督查室 依法 依规 按照 规定 政策 严格
关切 务必 群众的事 办好 办实 进入 流程 本着 认真负责 态度 科室 秩序
登记 编号 职责 分工 正在 后续 适时
保持 电话 畅通 牵挂 专班 全力以赴 推动 化解 意愿 放心 结合 稳妥 推进 收集 汇总
给予 予以 会 同时 再 次 以及 并 在 此 于 中 由 等 通过 平台 高效 妥善 解决 根据 实际 深入 开展
把 做好 尽 最大 一如既往 意见 宝贵 虚心 接受 采取 有效 措施 举措 全力
""".split()
_SET_PHRASES = re.compile("|".join(sorted(_SET_WORDS, key=len, reverse=True)))
_SAID = re.compile(
    r"\d{1,2}月\d{1,2}日[^。]{0,24}(?:到|赴|前往|对|检查|查看|联系)|\d(?:\.\d+)?(?:元|万元|平方米|米|%|户|个|台|处)|《[^》]{3,}》|经[^,。]{0,14}(?:查|核|了解)[^,。]*,|属实|不存在|违[法反]|由于|因为|因|已(?:于[^,。]{1,12}|经)?(?:完成|修|更换|清|拆|整改|安装|退|支付|关|恢复|调整|列入|纳入|批|立案|下达|约谈|处罚|取缔)"
    r"|责令|不予|无法|不能|不属于|属于|可以|可(?:到|向|凭|持)|需要?(?:携带|提供|到|向|凭)|地址|电话[:为]|拨打|计划|预计|拟|位于|前往|办结|规划|标准|条件|材料|负责|产权"
)
_UNDERTAKING = re.compile(
    r"(?:进一步|继续|不断|切实|持续|也)?加[强大](?:了)?[^,。]{0,30}(?:管理|监管|力度|巡查|检查|执法|宣传|引导|教育|工作)"
    r"|(?:努力|全力)?(?:为|给)[^,。]{0,12}(?:营造|创造|提供|打造)[^,。]{0,20}|(?:切实|依法)?(?:维护|保障)[^,。]{0,12}(?:权益|利益|安全)|祝[^,。]{0,16}"
)
"""General undertakings: true of every case, and so said of none."""
LEAST_OWN = 8
"""Chinese characters outside set phrases and the petition's own words from which a sentence says something."""
_HAN = re.compile(r"[^一-鿿]+")


_MOVE = re.compile(
    r"(?:转|交|让|请|派|安排|责成|通知|联系|报)[^,。]{0,16}(?:处理|办理|做好工作|了解|解决|研究|核实|核查|调查|跟进|答复|核处|去办)"
)
_FRAME = re.compile(
    r"(?:感谢|谢谢|祝|您好|你好|敬请|请您?(?:保持|耐心))[^,。!;]*|[^,。]{0,10}(?:会|将)(?:及时|尽快|第一时间)?(?:联系|反馈|回复|告知)[^,。]*"
)
SHORT = 60
"""Chinese characters up to which a draft that hands the case on and states nothing is taken for handing on alone."""


_RULES = re.compile(r"\d[个年月日天]|不(?:退|予|收)|凭[^,。]{2,12}(?:办理|领取)")
"""A term, a refusal or a way to go, in few words."""


def _moved_on(draft: Passage) -> bool:
    """A short draft that hands the case on, whatever its words, and states no fact, number, rule or way to go."""
    said = _FRAME.sub("", draft.text)
    return _MOVE.search(said) is not None and len(_HAN.sub("", said)) <= SHORT and not (_SAID.search(said) or _RULES.search(said))


_CONCERN = re.compile(r"感谢|谢谢|理解|重视|关心|关注|祝|放心|耐心|努力|今后|反馈|汇报|跟踪|跟进|过问|研究|记录")
LITTLE = 120
"""Chinese characters up to which a draft without a single fact, number, rule, cause, result or way to go says nothing."""
_FOUND = re.compile(
    r"\d|《|属实|不存在|未发现|违[法反规]|由于|因(?!此)|所致|系[^,。]{2,12}|不(?:予|同意|批准|属于|符合|得|收)|无法|不能|无需|需要?(?:您|提|携|到|向|凭)|应当?|可(?:以|到|向|凭|持|通过|在)"
    r"|属于|位于|规划|标准|条件|材料|规定(?![的办])|政策(?:是|为)|已(?!经?(?:进入|记录|收|知|获|阅|久|及时|第一时间|转|交|责|安排|关注|通知|报|将|派|登记|受理|反馈|联系|督促|要求))|完成|恢复|修复|改为|调整|取消|增加|停止|同意|采纳|正在|目前|携带|窗口|申请|小程序|享受|证明|上门|由[^,。]{2,16}负责"
)


_WISHED = re.compile(
    r"[^,。;]{0,10}(?:积极|努力|不断|进一步|持续|大力|全力|尽力|尽最大|争取|切实|适时|逐步)[^,。;\d]{0,8}"
    r"(?:反映|争取|改善|改进|推[进动]|协调|落实|完善|提[高升]|优化|解决|做好|加[强大]|跟进|关注)[^,。;\d]*"
)
"""What an office means to strive for, without a figure or a date."""
_VAGUELY = re.compile(
    r"(?:因|由于|鉴于)?[^,。;\d]{0,10}(?:久远|较久|复杂|特殊|众多|较多|困难|重大|敏感)(?=[,。;])|需(?:要)?(?:进一步|继续|再|多方|上级|与)[^,。;\d]*"
    r"|[^,。;\d]{0,8}(?:加快|抓紧|尽快|认真|依法依规|妥善)(?:办理|处理|研究|核实|推进|协调|落实|解决|答复)[^,。;\d]*"
)
"""Causes that fit any case, and steps that say no more than that it is in hand."""


def _states_nothing(draft: Passage) -> bool:
    """A short draft of courtesy, attention and handing on in words that no list has."""
    said = _VAGUELY.sub("", _WISHED.sub("", _FRAME.sub("", draft.text)))
    if len(_HAN.sub("", said)) > LITTLE or _FOUND.search(said):
        return False
    return _CONCERN.search(draft.text) is not None


_MOVES = frozenset(("办理", "登记", "受理", "实施", "通过", "移交", "调整", "提高"))
"""Decisions that a case is only moved on with."""


def says_nothing(draft: Passage, petition: str) -> bool:
    """Whether every sentence of the draft is set phrases and repetition of the petition."""
    if _moved_on(draft):
        return True
    if dates(draft) or any(each.topic not in _MOVES for each in claims(draft)) or _PROMISE.search(draft.text):
        return False
    if _states_nothing(draft):
        return True
    words = [each for each in re.split(r"\W+", petition) if 2 <= len(each) <= 40]
    for start, end in draft.sentences:
        sentence = draft.text[start:end]
        if _SAID.search(re.sub(r"20\d\d年\d+月\d+日|《[^》]*》的?(?:帖文|留言|问题)|问政[^,。]{2,8}", "", sentence)):
            return False
        sentence = _UNDERTAKING.sub("", sentence)
        own = re.sub(r"“[^”]*”|《[^》]*》|关于[^,。]{2,40}(?:问题|情况|来信|建议)", "", sentence)
        for each in words:
            own = own.replace(each, "")
        if len(_HAN.sub("", _SET_PHRASES.sub("", _HAN.sub("", own)))) >= LEAST_OWN:
            return False
    return True


def empty(draft: Passage, petition: str) -> Iterator[Finding]:
    """A draft that answers nothing: only thanks, attention and handing on."""
    if not says_nothing(draft, petition):
        return
    said = draft.source.strip()
    start = draft.source.find(said)
    message = "本稿只有套话或转办说明，没有写明调查的事实、处理的结果或办理的途径。"
    yield Finding(Kind.EMPTY, Severity.WARN, message, (start, start + len(said)), said[:80])
