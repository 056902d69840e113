"""The one open house of this server process, for its pages and routes.

Routes and Streamlit pages run in threads of the same process and share one database engine and one set of
keys. Nothing here would be missed by a second process: all that matters is in the database.
"""

from __future__ import annotations

import threading

from survey.house import House, open_house

_lock = threading.Lock()
_open: House | None = None


def house() -> House:
    """The house, opened on first use from the environment's settings."""
    global _open
    with _lock:
        if _open is None:
            _open = open_house()
        return _open
