"""The team's pages: what each role sees after signing in, at `/team`.

Every page is thin: it asks a service (`survey.sessions`, `survey.screening.queue`, `survey.themes`, ...)
and draws what comes back. Services check who may do what; a page that forgets to hide a button gives
nothing away. `app.py` is the script Streamlit runs; `sign_in.py` holds the light pages before it.
"""
