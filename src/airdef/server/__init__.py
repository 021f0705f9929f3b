"""The web service: a thin face of the public Python interface, and the page it serves."""
