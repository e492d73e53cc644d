"""Settings of all tests."""

from hypothesis import settings

# A shared machine pauses where it likes, and the first example compiles kernels and builds tables: time is tested where it
# is the subject, with processor time.
settings.register_profile("leian", deadline=None)
settings.load_profile("leian")
