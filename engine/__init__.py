"""Decides whether two cases are one matter. Pure: no I/O, no clock, no randomness without a seed.

Start reading at `engine.case` (what comes in), `engine.judge` (what is decided) and `engine.verdict` (what comes out).
"""
