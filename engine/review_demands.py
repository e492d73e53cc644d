"""Which demands of a petition does a draft reply not answer?

A demand is a clause that asks (请求, 要求, 希望, 请问, 能否 …) with what it lists. It counts as answered when the draft has
one of the words that this demand has and the rest of the petition has not, or a word of the same meaning; what is known
from the whole petition (the estate's name) answers nothing. The test is kind on purpose: a reply that touches a demand
passes, however it decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.reply_text import Clause, Passage, alike, passage
from engine.review_answers import ACTS, ASKED_FOR, SYNONYMS
from engine.review_finding import Finding, Kind, Part, Severity
from engine.words import topic_words

MOST_DEMANDS = 12
"""Of one petition that are looked at."""
ENOUGH = 1 / 3
"""Share of a demand's pairs of characters in the draft that counts as an answer, whatever the segmenter makes of it."""
LEAST = 3
"""Characters of a demand: 请修桥."""
LONGEST = 60
"""Characters of a clause that can still be a demand; longer ones tell a story."""

_ASKS = re.compile(
    r"请求|(?<!按照你们)要求(?!我|其|他|你|您|的|我们|客户|业主|员工|学生|家长|居民|村民|顾客|消费者|交|缴)|恳请|恳求|诉求[:是为]|希望|请(?!问|假|客|示|教|帖|您谅|的|了|过)|盼望?|望(?=[^,。]{0,6}(?:部门|领导|政府|尽快|予以|给予))|(?<!的)(?<!点)(?<!条)(?<!\d)建议(?!书|若|有|$)|强烈|能不能|能否|可否|可不可以|索赔|求(?=查|退|赔|修|处理|还|换|重)|(?<![不没理思着梦料])想(?=学|找|申请|办|要个|入|请|让|换)|^.{3,9}吧$"
)
_STORY = re.compile(
    r"只能请|还要加|我于|被告知|通知我|要求我|理由是|致使|导致|曾|已经?|当时|后来|之前|不知(?!道)|不管|如果|总是|不敢|害怕|多次|回复说|答复说|他们说|告诉我|说是|提出(?:过|办理)|不予|至今|一直|\d{4}年|\d月\d|电话里|难道|凭什么|不知道|没有任何|就要|非要|采纳|何在|天理|什么意思|不是[^,]{2,20}吗|究竟|怎么能|怎能|谁来|恐怕|不会吧|谁会"
)
_INQUIRES = re.compile(r"问下|问一问|问问|请问|咨询|想问|想知道|想了解|想咨询|问一下|请教|请告知|请明示")
_QUESTION = re.compile(
    r"怎么(?:办理|算|收|交|领|申请|缴)|什么(?:时候|材料|手续|标准|条件)|何时|多少钱|找谁|哪个部门|如何(?:办理|申请|计算|缴|收费|领|认定)|多久|谁来?(?:出|管|负责|承担|付|赔)|几号|哪一?天|几(?:点|月)(?:钟|份|能|可|开|关|上|下)|能不能|能否|可否|可不可以|是否(?:可以|能|需要|应该|合理|属于)"
    r"|([该要给算收合应管改发退赔有修批换])不\1|该不该|要不要|有没有(?!人(?:管|理))|谁[^,]{0,6}(?:掏|赔|出|付|管|担责)|凭什么(?=收|扣|不给|不发|涨)|哪(?:个|年|天|里)[^,]{1,8}|补多少|发多少|赔多少|领多少"
)
SHORT_DEMAND = 10
"""Characters of a clause that only lists one more thing asked for in its sentence: 装个拦网."""
SHORT_SENTENCE = 40
"""… and of that sentence: longer ones go on to tell."""
_LISTS = re.compile(r"[装做放加修建派换清退赔补抓搬拆测设画种铺控罚处撤][^我他她它们谁了着过是有都很太吗呢不没]+$")
_ANYWHERE = re.compile(r"哪|谁|几|多少")


def _lists_one_more(petition: Passage, clause: Clause) -> bool:
    """Whether a clause of a few characters is one more thing asked for in a short sentence that asks for things."""
    whole = petition.sentence(clause.sentence)
    return len(clause.text) <= SHORT_DEMAND and len(whole) <= SHORT_SENTENCE and _LISTS.match(clause.text) is not None


_ASKED = re.compile(r"什么|为何|怎么|如何|多少|哪|谁|几|吗$|呢$|是否|能|可以|有没有|是不是|么$")
_BARE = re.compile(
    r"^\s*(?:也|还|再|快|赶紧|马上|全|把[^,]{1,8})?(?:退|赔|修|换|拆|装|查|罚|抓|设|停(?!了|车|电|水|课)|补(?!了)|恢复|取消|降|公开|公布|道歉|处罚|追究|疏通|清理|整顿|减免|归还|追回|重新|重做|延长|修剪|检测|鉴定|加固|拓宽|增[派设加]|限[制时]|规范|兑现|更正|办理|解除|安置|搬)[^,过了]{0,12}$"
)
"""A short clause that only says what is to be done, at the end of a petition: 退钱,处理司机。"""
BRIEF = 160
"""Characters of a petition that says what it wants in its last sentences; longer ones go on telling and exclaiming."""
LAST_SENTENCES = 3
"""Sentences at the end of a petition in which such a clause, or one with a question mark, is a demand."""
_LISTED = re.compile(r"^\s*(?:\(?[一二三四五六七八九1-9][、.)是])?\s*(?:并且?|同时|以及|再|还要?|另外?)?\s*")
_GOES_ON = re.compile(
    r"^\s*(?:并|同时|以及|再|还要?|也|(?:修|办|建)好前|公开|公布|公示|说明|告知|退|赔|补偿|发放|支付|查处|处罚|追究|道歉|提供|安装|增设|恢复|拆除|更换|取消|测|检测|查(?=[^一下处看找问询]{4})|归还|追回|追缴|停止|停工|暂停|终止)"
)
_ALSO = re.compile(r"^\s*(?:另外|还有|此外)(?!我|他|请)[^,]{4,}")
"""One more grievance after what was asked for: 另外食堂晚自习后不开窗口."""
_OUGHT = re.compile(r"[^,]{2,10}(?:要|应该?|得)(?:赔|退|补|罚|处罚|道歉|公开|修|换|拆|清|搬|查|停)[^,]{0,4}$")
_FOLLOWS = re.compile(
    r"^\s*(?:也|并|再|还|另外|同时)?(?!免得|免除了|加上|加之|放着)(?:请|[给让把查叫派帮封罚抓管停关修换退赔拆清装建补追撤发还减免调改加扩画移搬放])(?![^,]*(?:了|过|着|吗|呢|说|以为|觉得))[^,]{2,16}$"
)
"""One more thing asked for in a sentence that asks: 给我办证,也查查隔壁的证."""
_ITEM = re.compile(r"^\s*(?:\(?[一二三四五六七八九1-9][、.)])")
_NOT_A_DEMAND = re.compile(
    r"(?:处理|解决|回复|答复|回应)$|答复|查证|核实|查明(?!原因)|尽快(?:处理|解决|回复|答复)|(?:给|给予)(?:我们?|我|个|一个|予)*(?:说法|答复|回复|解决|交代|处理)|重视|关注|关怀|理解|谢谢|感谢|为民|主持公道|^请?(?:尽快|赶紧|马上)?(?:落实|追回|协调)$|核实处理|依法处理|请领导|领导(?:重视|关心)|百忙|打扰|解决(?:此|这|该)?(?:个)?(?:问题|事)|帮(?:忙|助)(?:解决|处理)|相关部门(?:处理|解决|介入)|调查(?:处理|核实)$|请(?:相关|有关|政府)?部门?(?:处理|核实|解决)$|给予明确|实地(?:查看|调查|考察)|查一?查(?:吧|一下|看)?$|^[^,]{0,1}管一?管|准信|回音|说法|出面|介入|严查|彻查|严惩|严厉"
)
_VERBAL = re.compile(
    r"公开|公布|公示|说明|解释|告知|提供|退|赔|补|发放|支付|追|修|换|装|拆|清|设|建|改|延长|增加|增设|降低|提高|恢复|取消|撤销|取缔|查处|处罚|查清|查|检测|测|鉴定|丈量|更正|复检|兑|通知|安排|派|批准|办理?|给|开通|加|减|护送|值守|限制|停止|搬|迁|移|监管|整治|治理|管|禁止|落实|认定|复核|核实|登记|出具|道歉|处分|问责|严处|开除|停职|吊销|罚|种|铺|签|介绍|推荐|追|写|送|接|派|挖|挪|划|让|调|排|疏通|硬化|照明"
)
_PLAIN_ACT = re.compile(r"公开|公布|公示|赔(?!礼)|补偿|退还|退款|退费|道歉|追究|问责|护送|什么时候|何时|多久")
"""Acts that only the act itself answers: who names the thing has not yet given it back."""
_REFUSES_ALL = re.compile(r"(?:上述|以上|全部|各项|所有|相关|您的|你的|该)(?:信访)?(?:诉求|请求|要求|事项)")
_NUMBERED = re.compile(
    r"(?:^|[。;:\n])\s*(?:[一二三四五六七八九]、|\d[.、)](?!\d)|\([一二三四五六七八九\d]\)|[一二三四五六七八九]是|第[一二三四五六七八九],)"
)


@dataclass(frozen=True, slots=True)
class Demand:
    """[start, end) of the canonical petition; `added` where it is put beside another one ("并检查…", "还要…")."""

    start: int
    end: int
    text: str
    added: bool


def find_demands(petition: Passage) -> list[Demand]:
    """The demands and questions of a petition in order, without wishes for attention and speed, and without its story."""
    found: list[Demand] = []
    asking = inquiring = short = False
    brief = len(petition.text) <= BRIEF
    last = -1
    for clause in petition.clauses:
        if clause.sentence != last:
            asking, inquiring, last = asking and _ITEM.match(clause.text) is not None, False, clause.sentence
        asked = _ASKS.search(clause.text) is not None
        near_end = brief and clause.sentence >= len(petition.sentences) - LAST_SENTENCES
        inquiring = inquiring or _INQUIRES.search(petition.sentence(clause.sentence)) is not None
        marked = petition.text[clause.end : clause.end + 1] == "?" and _ASKED.search(clause.text) is not None
        question = _QUESTION.search(clause.text) is not None or (marked and (inquiring or near_end))
        also = asking and _ALSO.match(clause.text) is not None
        short = asking and _lists_one_more(petition, clause)
        together = _TOGETHER.match(petition.text, clause.end) is not None
        follows = asking and brief and _FOLLOWS.match(clause.text) is not None
        wanted = (
            asked
            or follows
            or question
            or together
            or short
            or also
            or (near_end and _BARE.match(clause.text) is not None)
            or (asking and bool(_OUGHT.match(clause.text) or _GOES_ON.match(clause.text) or _ITEM.match(clause.text)))
        )
        asking = asking or asked
        if not wanted or len(clause.text) > LONGEST or (_STORY.search(clause.text) and not also) or _EITHER.match(clause.text):
            continue
        listed = _LISTED.match(clause.text)
        start = clause.start + (listed.end() if listed else 0)
        if question and len(clause.text) <= SHORT_QUESTION:
            start = _with_topic(petition, clause, start)
        for piece_start, piece_end in _pieces(petition.text, start, clause.end):
            piece = petition.text[piece_start:piece_end]
            if _counts(piece, question or short or also or follows) or together:
                added = together or short or also or _ADDED.match(clause.text) is not None
                found.append(Demand(piece_start, piece_end, piece, added))
    return found[:MOST_DEMANDS]


SHORT_QUESTION = 6
"""Characters of a question whose thing stands in the clause before it: 听说有创业补贴,怎么领."""


_BRINGS_UP = re.compile(r"\s*(?:听说|另外|还有|此外|至于|关于|以及)")


def _with_topic(petition: Passage, clause: Clause, start: int) -> int:
    """Where the clause before a short question begins, if it is of the same sentence and short itself."""
    at = petition.clauses.index(clause)
    before = petition.clauses[at - 1] if at else None
    if before is None or before.sentence != clause.sentence or len(before.text) > 2 * SHORT_QUESTION:
        return start
    return before.start if _BRINGS_UP.match(before.text) else start


def asked_for(petition: Passage) -> list[str]:
    """The title and the clauses of a petition that ask for something, whatever it is."""
    asked = [each.text for each in find_demands(petition)]
    asked += [each.text for each in petition.clauses if _ASKS.search(each.text) or each.sentence == 0][:MOST_DEMANDS]
    return asked


_EITHER = re.compile(r"^\s*(?:或者?|要么|要不)|(?:请|按照?|根据)[^,]{2,20}(?:文件|规定|政策)(?:的)?要求$")


_TOGETHER = re.compile(r",\s*(?:请|也请|望|希望)?(?:也)?一[并起同](?:给)?(?:解决|处理|修|整改|落实|考虑)")
_ADDED = re.compile(r"^\s*(?:并(?!非|不|未)|同时|另外?|还要?(?!我|给|居民|百姓|群众)|以及|此外|再|顺便|也)")
_COURTESY = re.compile(r"(?:感谢|谢谢|祝)[^。!]{0,60}[。!]?")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A clause, or its halves where 并 joins two verbs."""
    joint = re.search(r"(?:并且?|以及|同时)(?=[一-鿿]{4})", text[start:end])
    if joint and joint.start() >= 4:
        yield start, start + joint.start()
        yield start + joint.end(), end
    else:
        yield start, end


def _counts(piece: str, question: bool) -> bool:
    if _NOT_A_DEMAND.search(piece) and not (question and _QUESTION.search(piece)):
        return False
    return len(piece) >= LEAST and (question or bool(_VERBAL.search(piece)) or bool(_WISH.search(piece)))


_WISH = re.compile(r"想(?:学|找|申请|办|入|让|换)|管一?管吧?$|[一-鿿]{3}吧$")


def unanswered(draft: Passage, source: str, case_id: str) -> Iterator[Finding]:
    """Demands of the petition `source` that the draft does not touch, as long as it answers at least one other."""
    petition = passage(source, case_id, Part.TEXT)
    demands = find_demands(petition)
    if _REFUSES_ALL.search(draft.text) or len(_NUMBERED.findall(draft.text)) >= len(demands):
        return
    said = _COURTESY.sub("", draft.text)
    denied = _DENIED.search(said) is not None
    brief = len(petition.text) <= BRIEF
    answered = [_touches(said, each, petition.text) for each in demands]
    if not any(answered):  # a draft may answer in other words what was asked first; what was added has its own
        answered = [
            not each.added and not _plainly_open(said, each) and (i == 0 or _covers(said, each, FAR))
            for i, each in enumerate(demands)
        ]
    for demand, done in zip(demands, answered, strict=True):
        if done or (denied and _PUNISHES.search(demand.text)):
            continue
        said = petition.quote(demand.start, demand.end)
        message = f"来件提出“{said.strip()}”，本稿没有回应。"
        far = brief and not demand.text.startswith("建议") and _is_sure(draft.text, demand)
        plain = far or demand.added or _PLAIN_ACT.search(demand.text) or any(act.search(demand.text) for act, _ in ACTS)
        yield Finding(
            Kind.DEMAND,
            Severity.WARN if plain else Severity.INFO,
            message,
            None,
            "",
            petition.other(demand.start, demand.end),
        )


_WHEN = re.compile(r"什么时候|何时|多久|几月|哪天|啥时候")
_TIME = re.compile(
    r"月|20\d\d年\d|[上下本]周|周[一二三四五六日]|日内|天内|\d天|个?工作日|年[底内]|月[底内]|季度|已(?:于|经|完成|到)|即日|当[天日场]|目前|正在|尚|现"
)
_APOLOGY = re.compile(r"道歉|致歉|赔礼")


def _plainly_open(draft: str, demand: Demand) -> bool:
    """Whether a draft that has no time leaves "when" open, or one without regret an apology: no other words would answer."""
    if _WHEN.search(demand.text):
        return _TIME.search(draft) is None and _BORNE.search(draft) is None
    return _APOLOGY.search(demand.text) is not None and not re.search(r"歉|赔礼", draft)


_PUNISHES = re.compile(r"处理[^,]{1,6}$|处罚|处分|查封|吊销|追究|追责|道歉|名誉|换班主任|开除|辞退")
_DENIED = re.compile(
    r"不予认定|不属实|不存在|未发现|未见|相符|无误|与[^,]{2,12}一致|并无不[当妥]|不构成|符合[^,]{0,10}(?:规范|规定|标准|要求)|情节清楚|维持"
)
"""Who finds nothing wrong has answered whoever wants somebody punished."""


def _touches(draft: str, demand: Demand, petition: str) -> bool:
    """Whether the draft has a word of this demand's own act or thing, or half of its characters."""
    words = [each for each in dict.fromkeys(topic_words(demand.text)) if each not in _ASKING and not _ANYWHERE.search(each)]
    acts = [(act, answer) for act, answer in (*ACTS, *ASKED_FOR) if act.search(demand.text)]
    rest = petition[: demand.start] + "。" + petition[demand.end :]
    own = [each for each in words if len(each) >= 2 and each not in rest and not any(a.search(each) for a, _ in acts)]
    if acts:
        if all(answer.search(draft) for _, answer in acts):
            things = [each for each in own if not _LIGHT.search(each)]
            if not _TYPED.search(demand.text) or not things:
                return True
            return _names(draft, [*things, *words]) or _covers(draft, demand, QUARTER)
        if _PLAIN_ACT.search(demand.text):
            denied = any(re.search(rf"(?:不存在|没有|未|无)[^,。]{{0,12}}{re.escape(each)}", draft) for each in own)
            borne = _BORNE.search(draft) is not None and not _WHEN.search(demand.text)
            return denied or (borne and _covers(draft, demand, QUARTER))
        things = [each for each in words if not any(act.search(each) for act, _ in acts) and each not in rest]
        known = [each for each in words if any(each in group for group in SYNONYMS) and each not in rest]
        return any(each in draft for each in things) or (bool(known) and _names(draft, known))
    if alike(demand.text, draft) >= ENOUGH or _covers(draft, demand, HALF):
        return True
    long = [each for each in words if len(each) >= 2]  # 查 stands in every reply
    verbs = [each for each in demand.text[:1] if any(each in group for group in SYNONYMS)]
    return _names(draft, (demand.added and own and [*own, *verbs]) or [*long, *verbs] or words)


FAR = 0.2
"""Share of a demand's characters up to which a draft speaks of something else, whatever its words."""
QUARTER = 0.24
SURE = 0.25
"""… up to which an open demand is told as one, and not as a doubt."""
HALF = 0.5
"""Share of a demand's characters that the draft has somewhere, from which it speaks of it in other words."""
_EMPTY = frozenset(
    "请要求希望这赶紧快座条件能不可以的了在和与及把给我们你您吗呢"
    "吧么什时候多久何几是有没个就都也还再该会去来对于被让将并同到哪哪"
)


def _is_sure(draft: str, demand: Demand) -> bool:
    """Whether an open demand of a brief petition is told as one: it asks for something of a kind, or the draft is far from it."""
    return any(asked.search(demand.text) for asked, _ in ASKED_FOR) or _is_far(draft, demand)


def _is_far(draft: str, demand: Demand) -> bool:
    """Whether the demand says what it wants, and the draft has next to none of its characters and none of its words."""
    characters = {char for char in demand.text if "一" <= char <= "鿿"} - _EMPTY
    words = [each for each in topic_words(demand.text) if len(each) >= 2 and each not in _ASKING]
    if len(words) >= LEAST and not any(each in draft for each in words):
        return True
    return len(characters) >= LEAST and not _covers(draft, demand, SURE)


def _covers(draft: str, demand: Demand, share: float) -> bool:
    """Whether the draft has more than `share` of the characters of a demand that say what it is about."""
    characters = {char for char in demand.text if "一" <= char <= "鿿"} - _EMPTY
    said = sum(char in draft for char in characters)
    return bool(characters) and said > share * len(characters)


_BORNE = re.compile(r"不(?:存在|予|能|应|需|符合)|无[需须]|承担|负担|报销|支付|付清")
_LIGHT = re.compile(
    r"下来|办好|办完|拿到|轮到|到位|解决|出来|结果|修好|到账|住上|完成|彻底|一个月|多少|搞好|弄好|动工|能用|^能|^有|办$"
)
"""What comes at the time that is asked for, whatever the thing."""
_TYPED = re.compile(r"该不该|什么时候|何时|多久|几月|哪天|怎么|如何|谁|多少")
"""Asked of one thing and answered by a date, a way, a body, a figure: which any reply has, so the thing must be named."""


def _names(draft: str, words: Sequence[str]) -> bool:
    """Whether the draft has one of the words or another word for it; True where there are none."""
    wanted = {other for each in words for group in SYNONYMS if each in group for other in group} | set(words)
    return not wanted or any(each in draft for each in wanted)


_ASKING = frozenset(
    """
帮忙 请求 要求 希望 恳请 督促 尽快 能够 怎么 什么 需要 可以 时候 现在 有关 部门 物业 我们 政府
赶紧 马上 赶快 依法 进行 严格 强烈 是否 领导 给予 安排
""".split()
)
