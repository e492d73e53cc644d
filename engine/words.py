"""Which words stand in a text, and where?

Chinese has no spaces, so a segmenter cuts it. `rjieba` (jieba-rs, 6 M characters/s) is the default; `jieba` is the
alternative an operator can choose, with a dictionary of local names for either. Whatever the segmenter, runs of ASCII
letters and digits are split off before it sees the text: the two cut them differently (`24小时`, `4s店`), and a plate
or a line number must be one word. Not for: n-grams that have to survive typing errors (`engine.keys`), or finding
places (`engine.slots`).
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import rjieba
from numpy.typing import NDArray

MAX_RUN = 256
"""Characters handed to the segmenter at once. jieba's word graph is quadratic in a run without punctuation:
"中" × 100 000 takes it 40 s whole and 1 s in runs of 256. Real clauses are under 100 characters."""
LONG_WORD = 4
"""Characters from which `topic_words` also gives the words inside a word (社会保障局: 社会, 保障). From 3 on,
nearly everything is counted twice: that cost precedents 0.04 nDCG@10."""

_ASCII_RUN = re.compile(r"[0-9A-Za-z]+(?:[.][0-9]+)?")
_RUN = re.compile(r"[^\W\x00-\x7f_]+")
_JOINED = re.compile(r"[!-~]")
"""What is never handed to a segmenter: some join these characters with the Chinese ones beside them."""
_PUNCTUATION = re.compile(r"[\n。,!?;:、 ]")


class Segmenter(Protocol):
    """Cuts a run of Chinese. The words of `cut` joined again are the text: nothing is dropped, added or folded."""

    def cut(self, text: str) -> list[str]:
        """The words of `text` in order."""
        ...

    def cut_fine(self, text: str) -> list[str]:
        """The same words, and after or before each long one the shorter words inside it (社会保障局: 社会, 保障)."""
        ...


@dataclass(frozen=True, slots=True)
class DictionaryWord:
    """One line of a jieba dictionary: `word [frequency] [tag]`; without a frequency the segmenter finds one."""

    word: str
    frequency: int | None = None
    tag: str = ""


class DictionaryError(ValueError):
    """A dictionary line that is not `word [frequency] [tag]`; the message names the line's number."""


def dictionary_words(lines: Iterable[str]) -> list[DictionaryWord]:
    """Parse a user dictionary in jieba's format; empty lines and lines starting with # are skipped.

    Raises DictionaryError for a frequency that is not a whole number ≥ 0.
    """
    parsed: list[DictionaryWord] = []
    for number, line in enumerate(lines, 1):
        parts = line.lstrip("\ufeff").split()
        if not parts or parts[0].startswith("#"):
            continue
        frequency, rest = None, parts[1:]
        if rest and re.fullmatch(r"\d+", rest[0], re.ASCII):
            frequency, rest = int(rest[0]), rest[1:]
        if len(rest) > 1 or (rest and re.match(r"[-+\d]", rest[0])):
            raise DictionaryError(f"line {number}: {line.strip()[:60]!r} is not: word [frequency] [tag]")
        parsed.append(DictionaryWord(parts[0], frequency, rest[0] if rest else ""))
    return parsed


class RjiebaSegmenter:
    """jieba-rs with its hidden Markov model on, so that unknown names are joined."""

    def __init__(self, dictionary: Iterable[DictionaryWord] = ()) -> None:
        self._jieba = rjieba.Jieba()
        for entry in dictionary:
            self._jieba.add_word(entry.word, entry.frequency, entry.tag or None)

    def cut(self, text: str) -> list[str]:
        found: list[str] = self._jieba.cut(text, True)
        return found

    def cut_fine(self, text: str) -> list[str]:
        found: list[str] = self._jieba.cut_for_search(text, True)
        return found


class JiebaSegmenter:
    """The original jieba: 16 times slower, about 1 s to load.

    `cache_directory` must belong to this process's user: jieba's own cache lies under one name in /tmp, where a second
    operating-system user can neither read nor replace it.
    """

    def __init__(self, cache_directory: Path, dictionary: Iterable[DictionaryWord] = ()) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # jieba 0.42 has invalid escapes and asks for pkg_resources
            import jieba  # 1 s and 100 MB: only where the operator chose it
        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.tmp_dir = str(cache_directory)
        for entry in dictionary:
            self._tokenizer.add_word(entry.word, entry.frequency, entry.tag or None)

    def cut(self, text: str) -> list[str]:
        found: list[str] = self._tokenizer.lcut(text)
        return found

    def cut_fine(self, text: str) -> list[str]:
        found: list[str] = self._tokenizer.lcut_for_search(text)
        return found


@lru_cache(maxsize=1)
def default_segmenter() -> Segmenter:
    """rjieba with its own dictionary, loaded once (0.1 s)."""
    return RjiebaSegmenter()


def words(text: str, segmenter: Segmenter | None = None) -> list[tuple[str, int]]:
    """The words of `text` with the code point at which each begins; punctuation and spaces are left out.

    Total (no text makes it raise) and linear in the length: a run without punctuation is cut every MAX_RUN characters.

    >>> words("龙门路4s店不退订金3.5万")
    [('龙门路', 0), ('4s', 3), ('店', 5), ('不', 6), ('退订', 7), ('金', 9), ('3.5', 10), ('万', 13)]
    """
    found = [(run.group(), run.start()) for run in _ASCII_RUN.finditer(text)]
    at = 0
    for word in _cut(text, segmenter or default_segmenter()):
        if _RUN.match(word):
            found.append((word, at))
        at += len(word)
    found.sort(key=_place)
    return found


def long_words(text: str, segmenter: Segmenter | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and sizes of the words of two characters or more: `words`, for those who need no strings."""
    pieces = _cut(text, segmenter or default_segmenter())
    widths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    are_long = widths > 1
    starts, sizes = (np.cumsum(widths) - widths)[are_long], widths[are_long]
    if runs := [m.span() for m in _ASCII_RUN.finditer(text) if m.end() - m.start() > 1]:
        begins, ends = np.array(runs, dtype=np.int64).T
        starts, sizes = np.concatenate([starts, begins]), np.concatenate([sizes, ends - begins])
        order = np.lexsort((sizes, starts))
        return starts[order], sizes[order]
    return starts, sizes


def _cut(text: str, segmenter: Segmenter) -> list[str]:
    """`text` in pieces that joined again have its length: words of Chinese characters, and one by one what is none.

    One call for the whole text, for a call costs as much as fifty characters. Letters and digits go in as line breaks, which no
    segmenter joins with anything. Only a text with a run longer than MAX_RUN is cut run by run.
    """
    chinese = _JOINED.sub("\n", text)
    if len(text) <= MAX_RUN or max(map(len, _PUNCTUATION.split(chinese))) <= MAX_RUN:
        return segmenter.cut(chinese)
    pieces: list[str] = []
    at = 0
    for run in _RUN.finditer(chinese):
        pieces += chinese[at : run.start()]
        at = run.end()
        for start in range(run.start(), at, MAX_RUN):
            pieces += segmenter.cut(chinese[start : min(at, start + MAX_RUN)])
    pieces += chinese[at:]
    return pieces


def _place(word: tuple[str, int]) -> int:
    return word[1]


def topic_words(text: str, segmenter: Segmenter | None = None) -> list[str]:
    """What may say of which kind a matter is: words of two characters and more, long ones with the words inside them.

    Left out: stop words, and whatever has a digit (house numbers, plates, dates name one thing, never a kind).

    >>> topic_words("人力资源局3号窗口不受理失业金")
    ['人力', '资源', '人力资源', '窗口', '受理', '失业']
    """
    segmenter = segmenter or default_segmenter()
    found: list[str] = []
    for word, _ in words(text, segmenter):
        if len(word) == 1 or (word.isascii() and not word.isalpha()):
            continue
        if len(word) >= LONG_WORD and not word.isascii():
            found += segmenter.cut_fine(word)
        else:
            found.append(word)
    return [word for word in found if len(word) > 1 and word not in STOP_WORDS]


_FUNCTION_WORDS = """
我们 你们 您们 他们 她们 它们 咱们 本人 自己 大家 别人 人家 这个 那个 这些 那些 这里 那里 这样 那样 这么
那么 这种 那种 这是 那是 什么 怎么 怎样 怎么样 如何 为何 为什么 是否 哪里 哪个 哪些 多少 几个 一个 一些
一下 一直 一样 一种 一定 一点 一次 一起 没有 不是 不能 不会 不要 不知 不知道 不可 不可以 可以 可能 可是
但是 而且 并且 或者 以及 因为 所以 由于 因此 如果 虽然 即使 尽管 只有 只要 只是 还是 还有 就是 都是 也是
于是 然后 后来 现在 目前 已经 曾经 正在 将要 以后 以前 之后 之前 之间 当时 此时 今天 昨天 明天 今年 去年
同时 时候 的话 非常 十分 特别 很多 许多 有些 有的 有人 有关 关于 对于 根据 按照 通过 经过 为了 除了 其中
其他 其它 等等 以上 以下 上述 如下 例如 比如 甚至 至今 其实 确实 真的 到底 究竟 难道 几乎 完全 全部 所有
每个 每天 任何 各种 各位 某些 必须 应该 应当 需要 能够 能否 可否
"""
_PETITION_WORDS = """
领导 尊敬 您好 你好 谢谢 感谢 请问 请求 希望 恳请 反映 反应 投诉 举报 咨询 求助 建议 要求 诉求 情况 问题
事情 事项 解决 处理 重视 关注 回复 答复 收悉 留言 来信 网友 网民 市民 群众 老百姓 百姓 相关 有关部门
相关部门 部门 政府 单位 工作 进行 予以 给予 尽快 及时 关心 支持 理解 祝您 生活愉快 此致 敬礼 平台 热线
工单 来电 来电人
"""
STOP_WORDS = frozenset((_FUNCTION_WORDS + _PETITION_WORDS).split())
"""Pronouns, particles and adverbs, and what every petition and reply says. Short: rarity does the rest."""
