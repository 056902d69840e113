"""Understanding and telling: from cleared answers to a release. `analysis/README.md` maps the rooms."""
