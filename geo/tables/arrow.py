"""What Arrow holds, as Python has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def python_values(array: pa.Array) -> list[Any]:
    """Return an array as Python values; texts kept as a dictionary are put in one go, not looked up one by one."""
    import pyarrow as pa

    whole = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    values: list[Any] = whole.to_pylist()
    return values
