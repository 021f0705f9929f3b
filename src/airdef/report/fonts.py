"""Where Matplotlib keeps its list of fonts: settled before anything of it is imported."""

from airdef.places import place_for_matplotlib

place_for_matplotlib()
