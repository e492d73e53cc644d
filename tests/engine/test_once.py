"""What is worked out once is kept in the object that was asked, and nowhere else."""

from __future__ import annotations

from engine.once import once


class Counting:
    def __init__(self) -> None:
        self.asked = 0

    @once
    def answer(self) -> int:
        """What is asked for."""
        self.asked += 1
        return 41 + self.asked


def test_an_object_works_it_out_once():
    one, other = Counting(), Counting()
    assert (one.answer, one.answer, one.asked) == (42, 42, 1)
    assert other.asked == 0
    assert one.__dict__ == {"asked": 1, "answer": 42}


def test_the_class_knows_what_it_is():
    assert isinstance(Counting.answer, once)
    assert Counting.answer.__doc__ == "What is asked for."
