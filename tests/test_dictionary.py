"""The delivered word table is what the command makes of the installed jieba."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.dictionary import read_jieba, table_of
from engine.normalise import code_units
from service.model_choice import delivered_words


@pytest.mark.slow
def test_the_delivered_table_is_made_of_jiebas_dictionary():
    made, delivered = read_jieba(), delivered_words()
    for name in ("codes", "children", "grades", "frequencies", "emissions"):
        assert np.array_equal(getattr(made, name), getattr(delivered, name)), name
    assert (made.roots, made.total) == (delivered.roots, delivered.total)


def test_a_small_dictionary_cuts_by_its_frequencies():
    model = {state: {"路": -1.0, "灯": -1.0} for state in "BMES"}
    table = table_of({"路灯": 50, "灯坏": 1, "坏了": 60, "路": 9, "灯": 9, "T恤": 3}, model)
    found = table.long_words(code_units("路灯坏了"))
    assert found is not None
    assert found[0].tolist() == [0, 2]
    assert found[1].tolist() == [2, 2]
