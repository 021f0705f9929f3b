"""`serve`: the page and the service behind it."""

from __future__ import annotations

import webbrowser
from functools import partial
from pathlib import Path

from airdef.characters import visible
from airdef.cli.ending import now
from airdef.server.running import address, bound, checked, serve
from airdef.server.settings import Limits, Settings


def default_workspace() -> Path:
    """Return where scenarios and runs are kept unless told otherwise: the user's data folder.

    Returns
    -------
    Path
        Where scenarios and runs are kept unless told otherwise: the user's data folder.

    Raises
    ------
    ValueError
        If it is refused; the message says where and why.
    """
    from platformdirs import user_data_dir

    from airdef.places import of_user

    found = of_user(partial(user_data_dir, appauthor=False))
    if found is None:
        raise ValueError("--workspace: no home folder to keep scenarios and runs in; usual fix: --workspace DIR")
    return found


def run(host: str, port: int, workspace: Path | None, token: str | None, browser: bool, prune: bool) -> None:
    """Serve until Ctrl-C. Prints the address first, and opens it in a browser if that is wanted.

    Parameters
    ----------
    host
        Address that is listened on.
    port
        Port that is listened on.
    workspace
        Folder of scenarios and runs.
    token
        What requests must carry; None for nothing.
    browser
        Whether the page is opened.
    prune
        Age from which ended jobs are removed.
    """
    where = (workspace or default_workspace()).absolute()
    settings = checked(Settings(workspace=where, host=host, token=token or None, limits=Limits(prune=prune)))
    now().leave_signals()  # the service ends by itself when it is asked to
    with bound(host, port) as listening:
        place = address(settings, listening.getsockname()[1])

        def ready() -> None:
            print(visible(f"airdef: {place}\nworkspace: {where} (Ctrl-C ends)"), flush=True)
            if browser:
                webbrowser.open(place)

        try:
            serve(settings, listening, ready)
        except KeyboardInterrupt:
            now().quit()  # all is closed; threads that still work something out for nobody are not waited for
