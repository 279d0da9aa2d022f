"""What all tests share: no property is timed, since a loaded machine would fail it and a quick one prove nothing."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
