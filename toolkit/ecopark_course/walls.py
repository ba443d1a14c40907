"""Walls of the Linux kernel around a process: its own view of files, no network, limits.

Each function does one thing and says whether the system allowed it. Nothing here is needed on other
systems: there, ``available()`` is false and the caller says what is missing.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = [
    "Refusal",
    "adopt_orphans",
    "available",
    "die_with_parent",
    "drop_rights",
    "fresh_proc",
    "fresh_tmp",
    "limit",
    "private_mounts",
    "unshare",
    "view",
]

USER, PROCESSES, FILES, NETWORK = 0x10000000, 0x20000000, 0x00020000, 0x40000000
TALK, NAME = 0x08000000, 0x04000000  # memory shared between processes; the name of the machine
_BIND, _REC, _PRIVATE, _REMOUNT, _READ_ONLY = 4096, 16384, 1 << 18, 32, 1
_NO_SUID, _NO_DEV = 2, 4
_DETACH = 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41}
_NO_NEW_RIGHTS, _DROP_BOUND, _DIE_WITH_PARENT, _SUBREAPER = 38, 24, 1, 36
_CAPS_VERSION, _LAST_CAP = 0x20080522, 63
_DEVICES = ("null", "zero", "full", "random", "urandom")


class Refusal(OSError):
    """The system does not allow a wall."""


def available() -> bool:
    """Return whether this is a system whose walls are known here."""
    return sys.platform == "linux" and os.uname().machine in _PIVOT_ROOT


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _done(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise Refusal(number, f"{what}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    """Leave what is shared with other processes; as an ordinary user, in a user namespace of one's own.

    Raises
    ------
    Refusal
        If the system does not allow it.
    """
    user, group = os.getuid(), os.getgid()
    _done(_libc().unshare(flags), "unshare")
    if flags & USER:
        with contextlib.suppress(OSError):
            Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")


def _mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    texts = [t.encode() if t is not None else None for t in (source, target, kind)]
    _done(_libc().mount(*texts, ctypes.c_ulong(flags), data.encode()), f"mount {target}")


def private_mounts() -> None:
    """Keep every later mount from being seen outside."""
    _mount("none", "/", None, _REC | _PRIVATE)


def fresh_tmp(target: str, size: int, shown: Sequence[str] = ()) -> None:
    """Put an empty folder in memory over a folder; it takes ``size`` bytes at most.

    What lies in the folder and is among ``shown`` stays there, for reading: a course can be kept
    in a temporary folder.
    """
    kept = {path: os.open(path, os.O_PATH) for path in shown if path.startswith(f"{target}/")}
    _mount("tmpfs", target, "tmpfs", _NO_SUID | _NO_DEV, f"size={size},mode=1777,nr_inodes=10000")
    for path, number in kept.items():
        _bind(f"/proc/self/fd/{number}", Path(path))
        os.close(number)


def fresh_proc() -> None:
    """Show only the processes of the own namespace in ``/proc``."""
    _mount("proc", "/proc", "proc", _NO_SUID | _NO_DEV)


def view(root: str, shown: Sequence[str], hidden: Sequence[str]) -> None:
    """Replace the tree of files by one that holds only ``shown``, for reading, without ``hidden``.

    Parameters
    ----------
    root : str
        An empty folder; the new tree is put there first.
    shown, hidden : sequence of str
        Absolute paths to show, and paths inside them to leave out.
    """
    private_mounts()
    _mount("tmpfs", root, "tmpfs", _NO_SUID | _NO_DEV, "size=1m,mode=755")
    for name in ("proc", "tmp", "dev", "old"):
        Path(root, name).mkdir()
    fresh_tmp(f"{root}/tmp", 2**24)  # noqa: S108 (an empty folder in memory, of this process alone)
    for path in shown:
        _show(root, path)
    for path in hidden:
        if Path(root + path).is_dir():
            _mount("tmpfs", root + path, "tmpfs", _READ_ONLY, "size=4k,mode=755")
    _mount("proc", f"{root}/proc", "proc", _NO_SUID | _NO_DEV)
    for name in _DEVICES:
        Path(root, "dev", name).touch()
        _mount(f"/dev/{name}", f"{root}/dev/{name}", None, _BIND)
    _turn(root)


def _show(root: str, path: str) -> None:
    """Bind one path into a new tree, for reading; a link stays a link."""
    source, target = Path(path), Path(root + path)
    if not source.is_symlink():
        _bind(path, target)
    elif not target.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(source.readlink())


def _bind(path: str, target: Path) -> None:
    """Show a folder or file at another place, for reading."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.mkdir() if Path(path).is_dir() else target.touch()
    _mount(path, str(target), None, _BIND | _REC)
    # What the system locked for its own mounts must stay set: the same bits are valid here.
    kept = os.statvfs(path).f_flag & (_NO_SUID | _NO_DEV | 8 | 1024 | 2048 | 4096)
    atime = {1024: 1 << 10, 2048: 1 << 11, 4096: 1 << 21}
    flags = kept & 15 | sum(bit for flag, bit in atime.items() if kept & flag)
    _mount("none", str(target), None, _BIND | _REMOUNT | _READ_ONLY | flags)


def _turn(root: str) -> None:
    """Make the new tree the root and let go of the old one."""
    number = _PIVOT_ROOT[os.uname().machine]
    os.chdir(root)
    _done(_libc().syscall(ctypes.c_long(number), b".", b"old"), "pivot_root")
    os.chdir("/")
    _done(_libc().umount2(b"/old", _DETACH), "umount")
    Path("/old").rmdir()
    _mount("none", "/", None, _BIND | _REMOUNT | _READ_ONLY | _NO_SUID | _NO_DEV)


def drop_rights(user: int | None) -> None:
    """Give up every right of an administrator for good; become another user where one is given."""
    libc = _libc()
    for right in range(_LAST_CAP + 1):
        libc.prctl(_DROP_BOUND, ctypes.c_ulong(right), 0, 0, 0)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header = (ctypes.c_uint32 * 2)(_CAPS_VERSION, 0)
    _done(libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    _done(libc.prctl(_NO_NEW_RIGHTS, ctypes.c_ulong(1), 0, 0, 0), "no new rights")


def die_with_parent(parent: int) -> None:
    """End this process when the one that started it ends."""
    import signal

    _libc().prctl(_DIE_WITH_PARENT, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def limit(memory: int, processes: int | None, file_size: int, seconds: int) -> None:
    """Set the limits of the system: bytes of memory beyond the present, processes, file size, seconds."""
    import resource

    limits = {
        resource.RLIMIT_FSIZE: file_size,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_MEMLOCK: 2**16,
    }
    if sys.platform == "linux":  # elsewhere the limit is not kept, and the present size is not told
        present = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        limits[resource.RLIMIT_AS] = present + 2 * memory  # addresses: more than what is really used
    if processes is not None:
        limits[resource.RLIMIT_NPROC] = processes
    for what, most in limits.items():
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def adopt_orphans() -> None:
    """Become the parent of every process below this one whose own parent ends."""
    _libc().prctl(_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)
