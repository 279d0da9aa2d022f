"""Coverage-guided fuzzing of the doors: ``make fuzz``, or ``python -m fuzz table --seconds 600``."""
