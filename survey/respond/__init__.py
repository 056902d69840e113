"""The young person's page: what they see, and the one thing they send.

Read `routes.py` first: it is the whole walk, address by address. `page.py` decides what a page says,
`messages.py` holds every message, `limits.py` what is refused before it is read, `assets.py` what travels.
Nothing here knows SQL, screening or the team's pages; answers go to `survey.responses` and nowhere else.
"""
