"""The web service: a thin face of airdef's Python interface, and the page that simulates what the engine recorded.

`app.create_app(settings)` makes the application, `running.serve` runs it. Nothing is imported here: every worker
process passes by.
"""
