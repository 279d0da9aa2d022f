"""What is where: the gazetteer, the named regions, the boundaries, and the way from a point to a unit."""
