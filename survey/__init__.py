"""Collecting: from the question to a stored, screened answer. `survey/README.md` maps the rooms."""
