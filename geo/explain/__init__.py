"""A reading made visible: the text with every mention, date, event and directive marked, and the reason for each."""
