"""What does a new installation have to show, before anybody has loaded an archive of their own?

`archive.jsonl`: fictional cases (the contract's Case, one a line, in order of arrival) of a city that does not exist,
澜川市 with 东渡区, 鹤鸣区 and 云台县. Persons, firms, schools, plates and numbers are invented; identity numbers carry a
right check digit and the area code 990101, which belongs to no place. Registered in order they reach all twelve verdicts.
Every closed case has the office's reply in the usual form: what was found, on which clause, with what outcome.

`expected.json`: case_id → the verdict that a careful reader gives when the case arrives after all lines above it. It lists
only the cases with one defensible reading. `status` and `official_reply` in the archive are those of today: a case that
was closed after a later one arrived was still open when that one came.

`check.json`: one more case, an old matter told in other words, for a first POST to /v1/check.

Not for: measuring quality. The texts were written to show the verdicts, so they say nothing about real streams.
"""
