"""Property tests have no time limit: a slow machine is no error."""

from hypothesis import settings

settings.register_profile("fangfanpin", deadline=None)
settings.load_profile("fangfanpin")
