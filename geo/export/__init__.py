"""MAP -> FILES: what can be saved of a map."""
