"""Many articles at once: read in parallel, and remembered, so that a second run goes on where one stopped."""
