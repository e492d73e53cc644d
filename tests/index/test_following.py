"""index.following: what the log tells is in the postings afterwards, whichever way it came, and a stop on the way loses nothing."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index import following
from index.library import Library
from index.postings import Postings
from index.postings_disk import Disk
from tests.index.test_unjudged import filed, lamps, open_library

OTHER = "松涧桥头的窨井盖丢了三天，夜里有人骑车摔伤，请尽快补上。"


@pytest.fixture(params=[5, 1_000_000], ids=["much", "singly"])
def much(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(following, "MUCH", request.param)
    return int(request.param)


@pytest.fixture
def pulled(tmp_path: Path) -> Path:
    """A directory whose power failed: the postings hold the first ten cases, the store twenty-nine and some changes."""
    folder = tmp_path / "data"
    with closing(open_library(folder)) as library:
        for first, last in ((0, 10), (10, 30)):
            with library.unjudged() as shelf:
                shelf.put([filed(case) for case in lamps(range(first, last))]).result()
            if last == 10:
                shutil.copytree(folder / "postings", tmp_path / "postings")
        for seq, text in ((3, OTHER), (24, OTHER)):
            with library.store.read() as reader:
                case = reader.get_many([seq])[seq].case
            library.update(seq, replace(case, text=text))
        for seq in (5, 24, 27):
            library.store.erase(seq)
        library.store.write(lambda transaction: transaction.set_matter([1, 2], "m-1"))
    shutil.rmtree(folder / "postings")
    (tmp_path / "postings").rename(folder / "postings")
    return folder


def found(library: Library) -> list[list[int]]:
    asked = [*lamps(range(0, 30, 3)), replace(lamps(range(1))[0], text=OTHER)]
    return [library._postings.candidates((each := filed(case)).values, each.values * 0 + 1.0, limit=9)[0].tolist() for case in asked]


@pytest.mark.usefixtures("much")
def test_the_postings_hold_what_the_store_holds(pulled: Path) -> None:
    with closing(open_library(pulled)) as library:
        assert library.repaired == []
        assert library.verify() == []
        assert library.stats()["cases"] == 27
        assert 3 in found(library)[-1]
        with library.store.read() as reader:
            assert library.stats()["applied"] == reader.last_change()
    with closing(open_library(pulled)) as again:
        assert again.verify() == []


def test_both_ways_find_the_same(pulled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(pulled, tmp_path / "other", ignore=shutil.ignore_patterns("lock"))
    answers = []
    for folder, limit in ((pulled, 5), (tmp_path / "other", 1_000_000)):
        monkeypatch.setattr(following, "MUCH", limit)
        with closing(open_library(folder)) as library:
            answers.append(found(library))
    assert answers[0] == answers[1]
    assert all(answers[0])


@pytest.mark.usefixtures("much")
@pytest.mark.parametrize("name", ["remove", "write_segment", "commit", "flush"])
def test_a_stop_on_the_way_loses_nothing(pulled: Path, name: str) -> None:
    """The power fails again before the first removal, a segment, the manifest that names it, or the last change is noted."""
    with pytest.MonkeyPatch.context() as patch:

        def stop(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(Postings if name in ("remove", "flush") else Disk, name, stop)
        with pytest.raises(KeyboardInterrupt):
            open_library(pulled).close()
    with closing(open_library(pulled)) as library:
        assert library.verify() == []
        assert library.stats()["cases"] == 27
