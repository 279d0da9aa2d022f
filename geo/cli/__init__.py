"""The commands, by what they work on; `geo.__main__` puts them together."""
