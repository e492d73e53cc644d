"""Was something of another case left in a draft: its place, its firm, its number, its petitioner?

A name counts as foreign when neither the petition nor its matter has it and a precedent has: nobody could have copied it
from elsewhere, and a road that only the office knows is no fault. A salutation is compared with the petition's own
persons. What is compared is names as written; nothing is said about those who bear them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.case import Case, Person
from engine.normalise import canonical
from engine.reply_text import Passage, passage
from engine.review_finding import Finding, Kind, Other, Part, Severity
from engine.slot_alias import same_name
from engine.slots import Slot, find_slots

_PLACES = frozenset(
    ("community", "village", "road", "school", "company", "branch", "junction", "plate", "contract", "waybill")
)
_UTILITY = re.compile(
    r"(?:水务|自来水|供水|排水|污水|供电|电力|电网|燃气|天然气|供热|热力|公交|客运|巴士|地铁|通信|电信|移动|联通|铁塔|银行|支行|(?:人民|中心|中医|妇幼|精神|第[一二三四五六七八九十]|县|区|市|省)[^,]{0,4}医院|卫生院|派出所|(?:服务|检测|监测|疾控|控制|维修|客服|救援|调度|指挥|事务|管理)中心|检测|鉴定|设计院|环卫|城投|建投|城建|交投)"
)
"""Bodies that a reply names because they do the work, whatever the petition names."""
SALUTATION = 14
"""Characters at the head of a draft that a salutation takes."""
LEAST_NAME = 3
"""Characters of a name that is looked for in other texts."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """A precedent's texts, read once."""

    case: Case
    passages: tuple[Passage, ...]


def read_precedent(case: Case) -> Precedent:
    """Title, text and reply of a precedent."""
    reply = case.official_reply.text if case.official_reply else ""
    parts = ((Part.TITLE, case.title), (Part.TEXT, case.text), (Part.REPLY, reply))
    return Precedent(case, tuple(passage(text, case.case_id, part) for part, text in parts if text))


def own_words(cases: Iterable[Case]) -> str:
    """Everything that a petition and its matter say of themselves, canonical."""
    said: list[str] = []
    for case in cases:
        said += [case.title, case.text, case.address, case.locality, case.target_party, case.accused, case.accused_unit]
        said += [case.handling_unit, case.org_id, *case.category]
        said += [word for person in persons_of(case) for word in (person.name, person.address)]
        if case.official_reply:
            said += [case.official_reply.text, case.official_reply.unit]
    return canonical("\n".join(filter(None, said))).text


def persons_of(case: Case) -> list[Person]:
    """Petitioner, co-petitioners and the represented person, as far as they are given."""
    return [each for each in (case.petitioner, *case.co_petitioners, case.represented) if each is not None]


def foreign_names(draft: Passage, known: str, precedents: Sequence[Precedent]) -> Iterator[Finding]:
    """Places, bodies and numbers of the draft that only a precedent has, each once."""
    ours = find_slots(known)
    told: set[str] = set()
    for slot in find_slots(draft.text):
        if slot.kind not in _PLACES or slot.text in told or _is_known(slot, known, ours) or _in_title(draft.text, slot):
            continue
        other = _where(slot, known, precedents)
        if other is None:
            continue
        told.add(slot.text)
        utility = slot.kind in {"company", "branch"} and _UTILITY.search(slot.text) and not _restates(draft, slot)
        yield _foreign(draft, slot.span, other, Severity.INFO if utility else Severity.WARN)
    for slot in _restated(draft, known, ours):
        if slot.text not in told:
            told.add(slot.text)
            yield _unfamiliar(draft, slot)
    for start, end in _named_things(draft.text):
        name = draft.text[start:end]
        if any(name in each or each in name for each in told):
            continue
        found = _copied(name, known, precedents)
        if found is not None:
            told.add(found.text)
            yield _foreign(draft, (end - len(found.text), end), found, Severity.WARN)
    if not told:
        yield from list(_told_again(draft, known)) or _exchanged(draft, known)


_SITE = re.compile(r"(?P<stem>[一-鿿]{2})(?P<kind>公园|广场|水库|花园|家园|新村|大道|小学|幼儿园|(?:路|街|巷)(?=\d{1,4}号))")
_NO_SITE = re.compile(
    r"[这那该本各全我您他们老旧新在到从与和及的了是有一二三两几某每个段条道马公铁高省国县乡市区镇村内外上下前后]"
    r"|修|建|占|行|通|沿|农|城|综合|批发|生鲜|大型|中心|文化|人民|湿地|儿童|主题|口袋|休闲|民办|公办"
)


def _sites(text: str) -> dict[str, dict[str, tuple[int, int]]]:
    """Named sites by their kind: of 公园 {清湖公园: where it stands first}."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for hit in _SITE.finditer(text):
        if not _NO_SITE.search(hit["stem"]):
            found.setdefault(hit["kind"], {}).setdefault(hit.group(), hit.span())
    return found


_TOLD_AGAIN = re.compile(r"(?:反映|投诉|咨询|举报)的?(?P<stem>[一-鿿]{2})(?P<kind>路|街|巷|村|社区|小区|苑|园)")
_NAMED = re.compile(r"(?P<stem>[一-鿿]{2})(?P<kind>路|街|巷|村|社区|小区|苑|园)")


_NO_NAME = re.compile(
    r"[这那该本各全我您他们在到从与和及的了是有某每个条段]|修|占|行|沿|门前|门口|附近|旁边|楼下|对面|整[条个]|小区|城乡|乡镇|农村|马"
)


def _told_again(draft: Passage, known: str) -> Iterator[Finding]:
    """The site that the draft says the petition is about, where the petition has only others of its kind."""
    hit = _TOLD_AGAIN.search(draft.text[:OPENING])
    if hit is None or _NO_NAME.search(hit["stem"]) or hit["stem"] in known:
        return
    others = [
        each.group() for each in _NAMED.finditer(known) if each["kind"] == hit["kind"] and not _NO_NAME.search(each["stem"])
    ]
    if others and not any(each in draft.text for each in others):
        span = hit.span("stem")[0], hit.end()
        said = draft.quote(*span)
        message = f"来件所说的是“{others[0]}”，本稿写为“{said}”，请核对是否误留了另案的名称。"
        yield Finding(Kind.FOREIGN_NAME, Severity.WARN, message, draft.span(*span), said)


def _exchanged(draft: Passage, known: str) -> Iterator[Finding]:
    """The one site of its kind in the draft, where the petition has one of that kind by another name, which the draft never has."""
    own = _sites(known)
    for kind, named in _sites(draft.text).items():
        others = own.get(kind, {})
        if len(named) != 1 or len(others) != 1:
            continue
        (name, span), (other, _) = next(iter(named.items())), next(iter(others.items()))
        if name not in known and name[:2] not in known and other not in draft.text and other[:2] not in draft.text:
            said = draft.quote(*span)
            message = f"来件所说的是“{other}”，本稿只提到“{said}”，请核对是否误留了另案的名称。"
            yield Finding(Kind.FOREIGN_NAME, Severity.WARN, message, draft.span(*span), said)


_RESTATES = re.compile(r"(?:反映|投诉|咨询|来信所述|提出|举报)的?[^,。;]{0,12}$|(?:关于|针对)[^,。;]{0,12}$")
_RESTATED_KINDS = frozenset(("community", "village", "school", "road"))
OPENING = 120
"""Characters at the head of a draft that tell again what the petition is about."""


def _restated(draft: Passage, known: str, ours: Sequence[Slot]) -> Iterator[Slot]:
    """Names where the draft says what the petition is about, of a kind that the petition names otherwise."""
    own = {slot.kind for slot in ours}
    for slot in find_slots(draft.text[:OPENING]):
        if slot.kind not in _RESTATED_KINDS & own or _is_known(slot, known, ours):
            continue
        if _restates(draft, slot):
            yield slot


def _restates(draft: Passage, slot: Slot) -> bool:
    """Whether the draft names it as what the petition is about."""
    return slot.span[0] < OPENING and _RESTATES.search(draft.text, 0, slot.span[0]) is not None


def _unfamiliar(draft: Passage, slot: Slot) -> Finding:
    said = draft.quote(*slot.span)
    message = f"“{said}”在来件和同一事项中都没有出现，请核对是否误留了另案的名称。"
    return Finding(Kind.FOREIGN_NAME, Severity.WARN, message, draft.span(*slot.span), said)


def _foreign(draft: Passage, span: tuple[int, int], other: Other, severity: Severity) -> Finding:
    said = draft.quote(*span)
    message = f"“{said}”在来件和同一事项中都没有出现，只见于另案（{other.case_id}），请核对是否误留。"
    return Finding(Kind.FOREIGN_NAME, severity, message, draft.span(*span), said, other)


_THING = re.compile(
    r"水库|公园|广场|码头|渡口|市场|商场|超市|大厦|花园|家园|幼儿园|小学|中学|酒店|宾馆|饭店|餐厅|工地|项目|工程|车站|桥|站|店|府|苑|湾|庭|郡|城|里|寺|墓园|公墓|陵园|山庄|养老院|煤矿|矿山|采石场|养殖场|加工厂|河|湖|渠|塘|沟|泵站|电站|收费站|服务区|医院|寨|屯|庄|坪|岭|坳|圩|垸|墩|滩|岛|胡同|大道|中心|公司|中介|企业|集团|合作社|村|镇|路|街|巷"
)
_GENERIC_STEM = re.compile(
    r"人民|中心|农贸|综合|社区|服务|工作|政务|公交|地铁|施工|建设|改造|维修|整治|本|该|各|相关|有关|这|那|其|全|在|到|和|与|于|我|您|个|的|了|市|县|区|乡|镇|村|街道|车|派出|监测|加油|充电|补习|民生|重点|工业|商业|房地产|老旧|小区|城乡|道路|管网|供水|排水|绿化"
)


def _named_things(text: str) -> Iterator[tuple[int, int]]:
    """Where a thing with a name of two to four characters stands, by its last word: 石坝|水库."""
    for hit in _THING.finditer(text):
        start = hit.start()
        while start > 0 and hit.start() - start < 4 and "一" <= text[start - 1] <= "鿿":
            start -= 1
        if hit.start() - start >= 2:
            yield start, hit.end()


def _copied(name: str, known: str, precedents: Sequence[Precedent]) -> Other | None:
    """The longest end of `name` that a precedent has and the petition has not, if it is a name and no common noun."""
    suffix = _THING.search(name, 2)
    while suffix is not None and suffix.end() < len(name):
        suffix = _THING.search(name, suffix.start() + 1)
    if suffix is None:
        return None
    for start in range(suffix.start() - 1):
        stem, whole = name[start : suffix.start()], name[start:]
        if _GENERIC_STEM.search(stem) or whole in known or stem in known:
            continue
        for precedent in precedents:
            for text in precedent.passages:
                at = text.text.find(whole)
                if at >= 0:
                    return text.other(at, at + len(whole))
    return None


def _is_known(slot: Slot, known: str, ours: Sequence[Slot]) -> bool:
    if slot.text in known or slot.value in known:
        return True
    if any(
        slot.text[cut:] in known and _is_name(slot.text[cut:], slot.kind) for cut in range(1, min(3, len(slot.text)))
    ):
        return True  # noise at the left of a name
    return any(same_name(slot.value, each.value) for each in ours if each.kind in _PLACES)


def _in_title(text: str, slot: Slot) -> bool:
    """Whether the name is part of the title of a rule."""
    before = text[max(0, slot.span[0] - 40) : slot.span[0]]
    return before.rfind("《") > before.rfind("》")


def _where(slot: Slot, known: str, precedents: Sequence[Precedent]) -> Other | None:
    """Where a precedent has the name; noise at its left is tolerated as long as what is left is a name."""
    for cut in range(min(3, len(slot.text) - LEAST_NAME) + 1):
        name = slot.text[cut:]
        if len(name) < LEAST_NAME or name in known or (cut and not _is_name(name, slot.kind)):
            continue
        for precedent in precedents:
            for text in precedent.passages:
                at = text.text.find(name)
                if at >= 0:
                    return text.other(at, at + len(name))
    return None


def _is_name(text: str, kind: str) -> bool:
    return any(each.kind == kind and each.span == (0, len(text)) for each in find_slots(text))


_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚"
    "胥檀郁羿蔺亢暨琴漆钮养赏逯慕翁粟幸荀那费盛车谷端古宓苍言邝祁仉缑麻屠冼隋钭笪佴蹇"
    "岑班阚景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝匡官封谈容樱"
)
_TITLES = "先生|女士|小姐|同志|同学|家长|老师|阿姨|大爷|大妈|大叔|师傅|老人|奶奶|爷爷|总|工"
_SALUTATION = re.compile(
    rf"^\W{{0,6}}(?:尊敬的|亲爱的)?(?:网友|市民|来信人|信访人|来访人|群众|村民|业主|居民)?[\s:,“\"]{{0,4}}(?P<name>[{_SURNAMES}][一-鿿*某]{{0,3}}?|(?!各位|这位|那位|该位)[一-鿿]{{1,3}}?(?=先生|女士|小姐|同志))(?:(?P<title>{_TITLES})(?:等人|等同志|及家人|主任|网友)?|(?=[\s”\"]{{0,3}}(?:网友|等人)?[\s:,!。]{{0,4}}(?:您们?好|你们?好))|(?=\s?[:,]))"
)
_PERSONAL = re.compile(
    rf"[{_SURNAMES}][一-鿿*某x]{{0,3}}(?:{_TITLES})?$|^[{_SURNAMES}]|^[一-鿿]{{1,2}}某"
    r"|[a-z]|·|^[一-鿿](?:先生|女士|小姐)$"
)
"""Looks like a person's name and not like what somebody calls himself (十六楼孕妇)."""
_OFFICE = re.compile(r"(?:主任|书记|医生|队长|组长|站长|校长|代表|委员|会长|经理)$")
_NOBODY = re.compile(r"朋友|司机|乡亲|村民|居民|业主|家长|读者|旅客|乘客|同学|老师|师傅|经理|领导|各位|热心")
_NICKNAME = re.compile(r"^\W{0,6}(?:尊敬的)?(?:网友|市民)?\s{0,3}[“\"](?P<name>[^”\"]{2,24})[”\"]")
_IN_TEXT = re.compile(rf"(?P<name>[{_SURNAMES}](?:[一-鿿]{{1,2}}|某{{1,2}})?)(?P<title>先生|女士|小姐|同志)")
_FEMALE, _MALE = frozenset(("女士", "小姐", "阿姨", "大妈", "奶奶")), frozenset(("先生", "大爷", "大叔", "爷爷"))


def salutation(draft: Passage, case: Case, precedents: Sequence[Precedent]) -> Iterator[Finding]:
    """A salutation that names somebody else than the petition's persons."""
    nickname = _NICKNAME.search(draft.text)
    if nickname:
        yield from _nickname(draft, nickname, case, precedents)
        return
    yield from _spoken_to(draft, case)
    hit = _SALUTATION.search(draft.text)
    if hit is None or (not hit["title"] and len(hit["name"]) < 2) or _NOBODY.search(hit["name"]):
        return
    names = _own_names(case)
    if any(set(hit["name"] + (hit["title"] or "")) <= set(each) for each in names):
        return  # 常慧居士 and 居士常慧
    name = _OFFICE.sub("", hit["name"]) or hit["name"]
    start, end = hit.start("name"), hit.end("title") if hit["title"] else hit.end("name")
    said = draft.quote(start, end)
    if names:
        if any(_may_be(name, hit["title"] or "", each) for each in names) or name in canonical(case.text[-200:]).text:
            return
        message = f"称呼“{said}”与本件信访人的姓名不符，请核对。"
        yield Finding(
            Kind.SALUTATION, Severity.ERROR, message, draft.span(start, end), said, _in_precedents(name, precedents)
        )
        return
    other = _in_precedents(name, precedents)
    if other is not None and name not in own_words([case]):
        message = f"本件没有留姓名，称呼“{said}”与另案（{other.case_id}）相同，请核对是否误留。"
        yield Finding(Kind.SALUTATION, Severity.ERROR, message, draft.span(start, end), said, other)


def _own_names(case: Case) -> list[str]:
    """The names of the petition's persons that are names."""
    names = [canonical(person.name).text for person in persons_of(case) if person.name and not person.anonymous]
    names = [_AS_WHOM.sub("", name) for name in names]
    return [name for name in names if _PERSONAL.search(name) and not re.search(r"匿名|不详|未知|网友|市民|群众", name)]


_AS_WHOM = re.compile(r"^(?:网友|市民|群众|业主|居民|村民|家长|信访人|来访人|来电人)\s+(?=.)")
"""What an office writes before a name."""
_SPOKEN_TO = re.compile(
    rf"(?:联系|致电|回访|电话(?:告知|答复|回复|联系))(?:了|到)?(?:市民|来电人|诉求人|信访人|反映人|投诉人|当事人|您)?(?P<name>[{_SURNAMES}][一-鿿]{{0,2}}?)(?P<title>先生|女士|小姐)"
)


def _spoken_to(draft: Passage, case: Case) -> Iterator[Finding]:
    """Whom the office says to have called about this case, where it is none of its persons."""
    hit, names = _SPOKEN_TO.search(draft.text), _own_names(case)
    if hit is None or not names or any(_may_be(hit["name"], hit["title"], each) for each in names):
        return
    said = draft.quote(hit.start("name"), hit.end("title"))
    if said not in own_words([case]):
        message = f"本稿写明联系的“{said}”与本件信访人的姓名不符，请核对。"
        span = draft.span(hit.start("name"), hit.end("title"))
        yield Finding(Kind.SALUTATION, Severity.ERROR, message, span, said)


def _may_be(name: str, title: str, own: str) -> bool:
    """Whether `name` may stand for the person `own`: the same surname, and no other given name or title."""
    own_titles = {each for each in _FEMALE | _MALE if each in own}
    if title and own_titles and (own_titles <= _FEMALE) != (title in _FEMALE) and title in _FEMALE | _MALE:
        return False
    masked = any(char in "*某x" for char in name + own)
    if len(name) >= 2 and not masked and not own_titles and len(own) >= 2:
        tokens = [each for each in re.split(r"[\s·:,()]+", own) if each]
        bare = [re.sub(rf"(?:{_TITLES})$", "", each) for each in tokens]
        return any(
            name in each or (each and each in name) or (len(each) <= 1 and each == name[0]) for each in bare
        ) or (name[0] in own and any(len(each) <= 2 and "老" in each for each in bare))
    return name[0] in own


def _nickname(draft: Passage, hit: re.Match[str], case: Case, precedents: Sequence[Precedent]) -> Iterator[Finding]:
    """An account's name that belongs to a precedent; boards write their accounts in too many ways to compare them."""
    name = hit["name"]
    own = {each.account for each in persons_of(case) if each.account}
    if any(name in (canonical(each.account).text, canonical(each.name).text) for each in persons_of(case)):
        return
    others = [each for each in precedents if own.isdisjoint(person.account for person in persons_of(each.case))]
    other = _in_precedents(name, others, whole=True)
    if other is not None:
        said = draft.quote(*hit.span("name"))
        message = f"称呼“{said}”与另案（{other.case_id}）的网友相同，请核对是否误留。"
        yield Finding(Kind.SALUTATION, Severity.ERROR, message, draft.span(*hit.span("name")), said, other)


def _in_precedents(name: str, precedents: Sequence[Precedent], *, whole: bool = False) -> Other | None:
    """Where a precedent's reply greets `name`; `whole` where nothing of a longer account's name counts."""
    for precedent in precedents:
        for text in precedent.passages:
            if text.part is not Part.REPLY:
                continue
            opening = text.text[:40]
            at = opening.find(name)
            if at >= 0 and not (whole and opening[at + len(name) : at + len(name) + 1].isalnum()):
                return text.other(at, at + len(name))
    return None


def foreign_persons(draft: Passage, known: str, precedents: Sequence[Precedent]) -> Iterator[Finding]:
    """Persons in the running text whom only a precedent names."""
    opening = draft.sentences[0][0] + SALUTATION if draft.sentences else 0
    told: set[str] = set()
    for hit in _IN_TEXT.finditer(draft.text):
        whole = hit.group()
        if hit.start() < opening or whole in told or hit["name"] in known or whole in known:
            continue
        other = _person_in(whole, hit["name"], precedents)
        if other is not None:
            told.add(whole)
            said = draft.quote(*hit.span())
            message = f"“{said}”在来件和同一事项中都没有出现，只见于另案（{other.case_id}），请核对是否误留。"
            yield Finding(Kind.FOREIGN_NAME, Severity.ERROR, message, draft.span(*hit.span()), said, other)


def _person_in(whole: str, name: str, precedents: Sequence[Precedent]) -> Other | None:
    for precedent in precedents:
        for text in precedent.passages:
            for wanted in (whole, name) if len(name) >= 2 else (whole,):
                at = text.text.find(wanted)
                if at >= 0:
                    return text.other(at, at + len(wanted))
    return None
