"""Where airdef keeps what it worked out, so that it need not be worked out again: folders of this user alone.

The folder is `AIRDEF_CACHE_DIR`, or the user's cache folder. Where that cannot be written (no home, a read-only one,
another user's) a folder of this user among the temporary files serves instead, with one warning; where there is none
of these, nothing is kept. What cannot be kept is never a reason for a run to fail.

Compiled code is believed only with a checksum that the key of this user gives (`secret`). The key lies apart from the
cache, in the user's state folder, so that whoever can write a shared cache still cannot plant code in it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

from airdef.characters import visible
from airdef.writing import NO_LINKS

if TYPE_CHECKING:
    from collections.abc import Callable

PRIVATE: Final = 0o700
KERNELS, GEOMETRY = "kernels", "opportunities"
FIX: Final = "usual fix: name a folder that you can write in AIRDEF_CACHE_DIR"

_TEMPORARY: Final = ("/tmp", "/var/tmp", "/usr/tmp")

KEY: Final = "key"
KEY_BYTES: Final = 32
_LOG: Final = logging.getLogger("airdef")


@lru_cache
def warn(message: str) -> None:
    """Say something once in a process, on stderr unless logging is set up; workers leave it to those they work for.

    Parameters
    ----------
    message
        What is said.
    """
    if multiprocessing.parent_process() is None:
        _LOG.warning("airdef: %s", visible(message, lines=False))


@dataclass(frozen=True)
class Places:
    """Folders to look in, in this order, and the one to write to (None: nothing is kept)."""

    read: tuple[Path, ...]
    write: Path | None


def places() -> Places:
    """Return where things are kept. Looks at the environment each time, and at the disk once for each folder.

    Returns
    -------
    Places
        Where things are kept.
    """
    return _examined(_chosen(), _temporary())


def _chosen() -> Path | None:
    """Return the folder asked for, or the user's; None where there is no home to have one in."""
    given = os.environ.get("AIRDEF_CACHE_DIR")
    if given:
        return Path(given).absolute()
    return of_user(platformdirs.user_cache_dir)


def of_user(folder: Callable[[str], str], name: str = "airdef") -> Path | None:
    """Return a folder of platformdirs for a program; None where there is no home to have it in.

    Parameters
    ----------
    folder
        A function of platformdirs.
    name
        Name of the program.

    Returns
    -------
    Path | None
        A folder of platformdirs for a program.
    """
    try:
        found = Path(folder(name))
    except RuntimeError:
        return None
    return found if found.is_absolute() else None  # older versions name a folder "~" where the command was called


def _temporary() -> Path | None:
    """Return this user's folder among the temporary files; None where the system has no place for those."""
    try:
        found = Path(tempfile.gettempdir())
        if str(found) not in _TEMPORARY and found == Path.cwd() and found != Path(os.environ.get("TMPDIR", "")):
            return None  # Python's last resort, in which nobody looks for temporary files
    except OSError:
        return None
    return found / (f"airdef-{os.geteuid()}" if hasattr(os, "geteuid") else "airdef")


@lru_cache
def _examined(chosen: Path | None, temporary: Path | None) -> Places:
    read: tuple[Path, ...] = ()
    why = "no home folder, so no folder to keep compiled code and geometry in"
    if chosen is not None:
        why = f"{chosen}: cannot be written, so no compiled code and geometry can be kept there"
        try:
            chosen.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        except OSError as error:
            why = f"{chosen}: {error.strerror}; no compiled code and geometry can be kept there"
        if os.access(chosen, os.R_OK | os.X_OK) and os.path.isdir(chosen):
            foreign = [name for name in (KERNELS, GEOMETRY) if not _is_own(chosen / name, missing=True)]
            if foreign:
                why = f"{chosen / foreign[0]}: belongs to another user, or is a link; it is not used"
            else:
                read = (chosen,)
                if os.access(chosen, os.W_OK):
                    return Places(read, chosen)
    if temporary is not None and own_folder(temporary):
        warn(f"{why}; they are kept in {temporary} instead; {FIX}")
        return Places((*read, temporary), temporary)
    warn(f"{why}, nor among the temporary files: code is compiled at every start; {FIX}")
    return Places(read, None)


def _is_own(folder: Path, missing: bool = False) -> bool:
    """Tell whether a path is a folder of this user's and no link; `missing` is the answer where there is nothing."""
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return missing
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and is_own(status)


def is_own(status: os.stat_result) -> bool:
    """Tell whether a file belongs to this user (true where the system has no such notion).

    Parameters
    ----------
    status
        What the system says of the file.

    Returns
    -------
    bool
        Whether a file belongs to this user (true where the system has no such notion).
    """
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def own_folder(folder: Path) -> bool:
    """Make a folder that only this user can enter, and tell whether it is one: his, no link, closed to others.

    Those above it are made as the system makes them. One that is open to others is closed.

    Parameters
    ----------
    folder
        The folder.

    Returns
    -------
    bool
        Whether it is such a folder: the user's own, no link, closed to others.
    """
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if not _is_own(folder):
            return False
        with suppress(OSError):  # some file systems know no modes
            if stat.S_IMODE(folder.lstat().st_mode) & 0o077:
                folder.chmod(PRIVATE)
    except OSError:
        return False
    return True


def own_folders(root: Path, *names: str) -> bool:
    """Do as `own_folder` with folders within each other, from `root` / the first name on.

    Parameters
    ----------
    root
        The folder that is above.
    *names
        Names of the folders, from the top.

    Returns
    -------
    bool
        Whether all of them are such folders.
    """
    for name in names:
        root = root / name
        if not own_folder(root):
            return False
    return True


def secret() -> bytes | None:
    """Return the key of this user, made when first asked for; None where nothing can be kept.

    It lies in the user's state folder; where that cannot be written, in the folder of compiled code itself, which then
    is protected by its owner and its mode alone.

    Returns
    -------
    bytes | None
        The key of this user, made when first asked for.
    """
    state = of_user(platformdirs.user_state_dir)
    files = [state / KEY] if state is not None else []
    return _secret((*files, *(folder / KERNELS / KEY for folder in places().read)))


@lru_cache
def _secret(files: tuple[Path, ...]) -> bytes | None:
    for file in files:
        key = _key(file)
        if key is None and own_folder(file.parent):
            with suppress(OSError):
                _make_key(file)
            key = _key(file)
        if key is not None:
            return key
    return None


def _key(file: Path) -> bytes | None:
    """Return the key in a file; None if there is none, or another user could have read or written it."""
    try:
        handle = os.open(file, os.O_RDONLY | NO_LINKS)
        with open(handle, "rb") as opened:
            status = os.fstat(handle)
            closed = os.name != "posix" or not stat.S_IMODE(status.st_mode) & 0o077
            content = opened.read(KEY_BYTES + 1) if stat.S_ISREG(status.st_mode) and is_own(status) and closed else b""
    except OSError:
        return None
    return content if len(content) == KEY_BYTES else None


def _make_key(file: Path) -> None:
    """Write a new key, unless another process was first; in the place of one that is of no use. Raises OSError."""
    draft = file.with_name(f"{KEY}-{secrets.token_hex(8)}.tmp")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINKS, 0o600)
    try:
        with open(handle, "wb") as opened:
            opened.write(secrets.token_bytes(KEY_BYTES))
            opened.flush()
            os.fsync(handle)
        if os.path.lexists(file) and _key(file) is None:
            os.replace(draft, file)
            return
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        with suppress(OSError):
            draft.unlink()


def place_for_matplotlib() -> None:
    """Have Matplotlib keep its list of fonts among what is kept here, where it finds no home for it and would complain.

    To be called before it is imported; what `MPLCONFIGDIR` says stands.
    """
    write = places().write
    if "MPLCONFIGDIR" in os.environ or write is None:
        return
    for folder in (platformdirs.user_config_dir, platformdirs.user_cache_dir):
        own = of_user(folder, "matplotlib")
        with suppress(OSError):
            if own is not None:
                own.mkdir(parents=True, exist_ok=True)
        if own is None or not os.access(own, os.W_OK):
            os.environ["MPLCONFIGDIR"] = str(write / "matplotlib")
