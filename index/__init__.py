"""Finds and keeps: the store (the only truth), the postings derived from it, the search index.

Start reading at `index.library`.
"""
