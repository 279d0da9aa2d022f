"""RECORDS <-> TABLE: the contract of a table of facts, and the two steps that place each fact on the map."""
