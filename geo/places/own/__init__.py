"""Boundaries of one's own: a file that somebody brings becomes the units that a map shades.

``unpack`` is the door (bytes, of which nothing is believed), ``formats`` turns what passed it into shapes and columns,
``datum`` brings these to WGS84, ``codes`` says which unit each shape is, ``soundness`` measures them, and
``boundaries`` puts this together.
"""
