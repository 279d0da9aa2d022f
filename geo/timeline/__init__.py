"""TABLE -> MAP: a placed table as counts, colours, and the elements of a Folium page."""
