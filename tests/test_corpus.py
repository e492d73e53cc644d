"""The generator of large corpora: same seed, same bytes, and a truth that holds for every derived case."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from benchmarks.corpus import MIX, TRUTH, generate, split_truth
from benchmarks.corpus_text import GrammarText, SourceText, parse_template, place_names, read_grammar
from engine.case import Channel, Status
from engine.sketch import bands, code_points, containment, is_empty, jaccard, shingle_hashes, signatures

BACKGROUND = Path(__file__).parents[2] / "shared" / "eval" / "background.jsonl"
FIRST_TEXTS = (
    "澄湾路38号的早餐店占道经营。摊子摆到盲道上，已经12天没人管了！请城管来看看。",
    "我们荷坪村的水渠堵了三年。2021年修过一次，花了4500元。现在又不通了？",
    "桂陌花园的路灯不亮。共有7盏，占全部的20%。",
)


@pytest.fixture(scope="module")
def cases() -> list[dict[str, Any]]:
    return list(generate(6000, seed=3))


@pytest.fixture(scope="module")
def pairs(cases: list[dict[str, Any]]) -> dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]:
    """(origin, derived) by kind."""
    by_id = {case["case_id"]: case for case in cases}
    found: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {kind: [] for kind in MIX if kind != "new"}
    for case in cases:
        if case["kind"] != "new":
            found[case["kind"]].append((by_id[case["of"]], case))
    return found


def sets_of(texts: list[str]) -> list[np.ndarray]:
    hashes, offsets = shingle_hashes(*code_points(texts))
    return [hashes[start:end] for start, end in pairwise(offsets)]


# ---- the same bytes ----


def test_same_seed_same_bytes_in_another_process(cases: list[dict[str, Any]]) -> None:
    here = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases[:800])
    root = Path(__file__).parents[1]
    for hash_seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-m", "benchmarks.corpus", "800", "--seed", "3"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        assert there.decode() == here


def test_a_longer_corpus_begins_with_the_shorter_one(cases: list[dict[str, Any]]) -> None:
    assert list(islice(generate(10**9, seed=3), 500)) == cases[:500]


def test_another_seed_is_another_corpus(cases: list[dict[str, Any]]) -> None:
    other = {case["text"] for case in generate(1000, seed=4)}
    assert not other & {case["text"] for case in cases}


# ---- the cases ----


def test_cases_are_in_the_form_of_the_contract(cases: list[dict[str, Any]]) -> None:
    sent, truth = split_truth(cases[0])
    assert set(truth) == set(TRUTH)
    assert not set(sent) & set(TRUTH)
    assert len({case["case_id"] for case in cases}) == len(cases)
    for case in cases:
        assert Channel(case["channel"])
        assert Status(case["status"]).is_open == ("closed_at" not in case)
        assert 10 < len(case["text"]) < 1500
        assert "%" not in case["text"]
        assert not set("[]{}|*") & set(case["text"] + case["title"])
        assert case["petitioner"] is None or len(case["petitioner"]["phone"]) == 11
    times = [case["received_at"] for case in cases]
    assert times == sorted(times)
    assert times[0] == "2024-01-01T00:00:00+08:00"
    assert times[5000] == "2024-01-03T03:23:20+08:00"
    assert all(case["closed_at"] > case["received_at"] for case in cases if "closed_at" in case)


def test_texts_have_about_250_characters(cases: list[dict[str, Any]]) -> None:
    lengths = [len(case["text"]) for case in cases if case["kind"] == "new"]
    assert 235 < np.mean(lengths) < 265
    assert np.percentile(lengths, 10) < 150
    assert np.percentile(lengths, 90) > 350


def test_new_cases_differ_from_each_other(cases: list[dict[str, Any]]) -> None:
    """All distinct, and hardly any two alike enough to be taken for a copy."""
    texts = [case["text"] for case in cases if case["kind"] == "new"]
    assert len(set(texts)) == len(texts)
    sets = sets_of(texts)
    alike = set()
    for band in bands(signatures(*code_points(texts))).T:
        order = np.argsort(band)
        for i, j in pairwise(order):
            if band[i] == band[j] and jaccard(sets[i], sets[j]) >= 0.4:
                alike.add((i, j))
    assert len(alike) <= len(texts) / 1000, [texts[i] for i in next(iter(alike))]


def test_the_vocabulary_has_few_common_and_many_rare_words(cases: list[dict[str, Any]]) -> None:
    spread = Counter(int(h) for grams in sets_of([case["text"] for case in cases]) for h in grams)
    counts = np.array(sorted(spread.values(), reverse=True))
    assert counts[0] > len(cases) / 10, "the commonest gram is in every tenth case"
    assert np.mean(counts <= 2) > 0.4, "and most grams are in one or two"


# ---- the truth ----


def test_every_derived_case_comes_from_an_earlier_new_one(cases: list[dict[str, Any]]) -> None:
    new: set[str] = set()
    for case in cases:
        if case["kind"] == "new":
            assert (case["of"], case["same"]) == ("", False)
            new.add(case["case_id"])
        else:
            assert case["of"] in new
            assert case["same"] == (case["kind"] != "other_place")


def test_kinds_come_in_their_shares(cases: list[dict[str, Any]]) -> None:
    counts = Counter(case["kind"] for case in cases)
    for kind, share in MIX.items():
        assert abs(counts[kind] - share * len(cases)) < 5 * (share * len(cases)) ** 0.5, kind


def test_a_copy_is_the_text_but_for_punctuation_and_spaces(pairs: dict[str, Any]) -> None:
    def bare(text: str) -> str:
        return "".join(c for c in text if c.isalnum())

    assert all(bare(old["text"]) == bare(new["text"]) for old, new in pairs["copy"])
    exact = np.mean([old["text"] == new["text"] for old, new in pairs["copy"]])
    assert 0.3 < exact < 0.7


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_edits_change_their_share_of_the_characters(pairs: dict[str, Any], share: float) -> None:
    changed = [
        Levenshtein.distance(old["text"], new["text"]) / len(old["text"])
        for old, new in pairs[f"edit{round(share * 100)}"]
    ]
    assert 0.75 * share < np.mean(changed) < 1.1 * share
    assert max(changed) < 1.5 * share


def test_an_extended_case_contains_the_old_one_and_an_excerpt_is_contained(pairs: dict[str, Any]) -> None:
    for old, new in pairs["extended"]:
        assert old["text"] in new["text"]
        assert len(new["text"]) > len(old["text"]) + 30
    for old, new in pairs["excerpt"]:
        assert new["text"] in old["text"]
        assert len(new["text"]) < len(old["text"])


def test_boilerplate_and_letters_keep_the_body(pairs: dict[str, Any]) -> None:
    for kind in ("boilerplate", "template"):
        for old, new in pairs[kind]:
            # The frame is at most some 60 characters: what is left of the old text is in the new one.
            old_set, new_set = sets_of([old["text"], new["text"]])
            assert containment(old_set, new_set) > 0.45, (old["text"], new["text"])


def test_template_letters_come_in_crowds_of_different_persons(pairs: dict[str, Any]) -> None:
    crowd = Counter(old["case_id"] for old, _ in pairs["template"])
    assert len(crowd) <= 16
    largest, size = crowd.most_common(1)[0]
    assert size > len(pairs["template"]) / 8
    letters = [new for old, new in pairs["template"] if old["case_id"] == largest]
    persons = {new["petitioner"]["phone"] for new in letters if new["petitioner"]}
    assert len(persons) > 0.8 * size
    assert len({new["text"] for new in letters}) > 0.9 * size


def test_another_place_is_the_old_text_about_somewhere_else(pairs: dict[str, Any]) -> None:
    for old, new in pairs["other_place"]:
        assert new["text"] != old["text"]
        matcher = Levenshtein.distance(old["text"], new["text"])
        assert matcher < 0.45 * len(old["text"])


def test_a_mix_of_ones_own() -> None:
    kinds = Counter(case["kind"] for case in generate(400, seed=1, mix={"new": 0.5, "copy": 0.5}))
    assert set(kinds) == {"new", "copy"}
    for wrong in ({"new": 0.5}, {"new": 0.5, "unheard": 0.5}):
        with pytest.raises(ValueError, match=r"mix must share out 1\.0"):
            generate(1, seed=1, mix=wrong)


# ---- the grammar ----


def test_the_grammar_is_rich_enough() -> None:
    text = GrammarText()
    assert len(text.problems) >= 40
    assert all(len(problem.facts) >= 3 and problem.asks for problem in text.problems)
    assert len({problem.title for problem in text.problems}) == len(text.problems)
    assert len(text.pools["detail"]) >= 25
    for kind in ("小区", "路", "镇", "村", "学校", "医院"):
        assert len(set(place_names(kind))) == len(place_names(kind)) >= 100


def test_templates_are_multiplied_out() -> None:
    assert set(parse_template("[甲|乙]路[灯|牌]坏，扣50%")) == {
        "甲路灯坏，扣50%%", "甲路牌坏，扣50%%", "乙路灯坏，扣50%%", "乙路牌坏，扣50%%",
    }  # fmt: skip
    assert parse_template("{小区}门口") == ("%(小区)s门口",)
    assert len(set(parse_template("等了{n*}天"))) == 8


@pytest.mark.parametrize("line", ["{楼盘}漏水", "[{楼盘}|车站]漏水"])
def test_an_unknown_slot_is_told(line: str) -> None:
    with pytest.raises(ValueError, match="no such slot as '楼盘'"):
        parse_template(line)


def test_a_line_that_belongs_nowhere_is_told() -> None:
    with pytest.raises(ValueError, match="not a line of the grammar: '路灯不亮'"):
        read_grammar(iter(["== 甲 | 乙 | 丙", "路灯不亮"]))


# ---- texts from a file ----


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    lines = [json.dumps({"case_id": str(n), "text": text, "title": text[:8]}) for n, text in enumerate(FIRST_TEXTS)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_sentences_of_a_file_are_mixed_and_their_places_and_numbers_swapped(source: Path) -> None:
    made = list(generate(300, 5, source))
    assert made == list(generate(300, 5, str(source)))
    everything = "".join(case["text"] for case in made)
    for kept in ("早餐店占道经营", "水渠堵了三年", "摊子摆到盲道上", "占全部的"):
        assert kept in everything
    for swapped in ("38号的早餐店", "花了4500元", "荷坪村的水渠堵", "桂陌花园的路灯不亮"):
        assert everything.count(swapped) < 10
    assert "%" in everything
    mixed = [case for case in made if "早餐店占道经营" in case["text"] and "现在又不通了" in case["text"]]
    assert mixed
    assert {case["kind"] for case in made} == set(MIX)


def test_a_file_without_sentences_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps({"text": "短"}), encoding="utf-8")
    with pytest.raises(ValueError, match="no case with two sentences"):
        SourceText(path)


@pytest.mark.shared
@pytest.mark.skipif(not BACKGROUND.exists(), reason="the evaluation data is not here")
def test_the_real_background_gives_a_corpus_of_the_same_size() -> None:
    made = list(generate(3000, 5, BACKGROUND))
    texts = [case["text"] for case in made if case["kind"] == "new"]
    assert len(set(texts)) == len(texts)
    assert 235 < np.mean([len(text) for text in texts]) < 300
    assert np.mean(is_empty(signatures(*code_points(texts)))) == 0
