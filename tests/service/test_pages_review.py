"""Has the page a word for every code of the reply review?"""

from __future__ import annotations

import re

import pytest

from engine.reply_support import Standing
from engine.review_finding import Part, Severity
from service.pages.router import assets


@pytest.mark.parametrize(
    ("table", "codes"),
    [("SEVERITIES", set(Severity)), ("PARTS", set(Part)), ("STANDINGS", set(Standing)), ("LEANINGS", {"FOR", "AGAINST"})],
)
def test_every_code_of_the_review_has_a_word(table: str, codes: set[str]) -> None:
    found = re.search(rf"export const {table} = \{{(.*?)\}};", assets()["words.js"].body.decode(), re.DOTALL)
    assert found is not None
    assert set(re.findall(r"(\w+): \"", found[1])) == {str(code) for code in codes}
