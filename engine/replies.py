"""Do the official replies to one matter contradict each other (答复不一致)?

First depth: a reply leans towards the petitioner or against, by its own words; two replies to one matter that lean in
opposite directions are shown side by side. Nothing is said about which of them is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.case import Reply
from engine.normalise import canonical

_FOR = re.compile(
    r"无依据|没有依据|缺乏依据|不合理|不合规|违规|违法|责令|立即整改|限期整改|已整改|应当?(?:予以)?(?:退还|恢复|赔偿|支付|补发)|予以(?:恢复|支持|退还|查处|处罚|拆除|取缔)|情况属实|诉求(?:合理|成立)"
)
_AGAINST = re.compile(
    r"属?合理(?:管理|行为|收费|范围)?|符合(?:规定|标准|要求|政策|规划)|合法合规|不予(?:支持|恢复|受理|采纳|退还)|不属实|不存在|无法(?:支持|满足|恢复|退还)|建议(?:您)?(?:与|通过)[^。]{0,12}(?:协商|诉讼|法律)|不符合(?:条件|规定|政策)|依法合规|并无不当"
)


def leaning(text: str) -> int:
    """1: for the petitioner, -1: against, 0: neither or both."""
    folded = canonical(text).text
    # "不合理" holds "合理": what speaks for is taken out before what speaks against is looked for.
    return int(_FOR.search(folded) is not None) - int(_AGAINST.search(_FOR.sub("。", folded)) is not None)


def inconsistent(replies: Sequence[Reply]) -> bool:
    """Whether at least two of the replies lean in opposite directions."""
    texts = {reply.text for reply in replies if reply.text}
    return len(texts) > 1 and {1, -1} <= set(map(leaning, texts))
