"""What the agent does with files and children: writes files, forks, runs a command or reads files in the child. Refuses
to follow a link, and to let a child return into the agent. Standard library only."""

import contextlib
import ctypes
import errno
import os
import resource
import signal
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from sandbox.payload.wire import plain_path, record, records

FOLDER = "/app"
PR_SET_DUMPABLE = 4
LIBC = ctypes.CDLL(None)
CHANGED = (errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
"""How opening fails what may not be read, or was another thing a moment ago."""


def fork(work: Callable[[], None], stdin: int, stdout: int, stderr: int, *, most: int = 0) -> int:
    """A child in a session of its own. With `most`, it is not trusted: first to be killed when memory runs out, last to
    get the processor, and never with more than so many processes, so that there is room left for ours."""
    pid = os.fork()
    if pid:
        return pid
    status = 70
    try:
        signal.set_wakeup_fd(-1)
        for which in (signal.SIGCHLD, signal.SIGPIPE):
            signal.signal(which, signal.SIG_DFL)
        os.setsid()
        fds = [os.dup(fd) for fd in (stdin, stdout, stderr)]
        for target, fd in enumerate(fds):
            os.dup2(fd, target)
        os.closerange(3, 65536)
        if most:
            restrict(most)
        os.chdir(FOLDER)
        work()
        status = 0
    except BaseException as error:  # whatever it is, the child must not return into the agent's loop
        os.write(2, f"{getattr(error, 'strerror', None) or error}\n".encode())
    os._exit(status)


def restrict(most: int) -> None:
    os.nice(19)
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))  # counted by user, and this user is in no other sandbox
    LIBC.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # what can't be dumped may not change its own score
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def execute(argv: Sequence[str], env: Mapping[str, str]) -> None:
    try:
        os.execvpe(argv[0], list(argv), env)  # noqa: S606
    except OSError as error:
        os.write(2, f"{argv[0]}: {error.strerror}\n".encode())
        os._exit(127)


def write_files(data: bytes, *, replace: bool, read_only: bool) -> None:
    """Records become files below FOLDER, each whole or not at all, and never through a link."""
    top = os.open(FOLDER, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if replace and (names := os.listdir(top)):
            remove([f"{FOLDER}/{name}" for name in names])
        for path, content in records(data):
            *folders, name = path.split("/")
            with inside(top, folders) as folder:
                write(name, content, folder, 0o444 if read_only else 0o644)
    finally:
        os.close(top)


def remove(paths: Sequence[str]) -> None:
    """However deep they are."""
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in range(3)]
    pid = os.posix_spawn("/bin/rm", ["rm", "-rf", "--", *paths], {}, file_actions=quiet)
    os.waitpid(pid, 0)


@contextlib.contextmanager
def inside(top: int, folders: Sequence[str]) -> Iterator[int]:
    """A folder below `top`, made where it is missing."""
    fd = os.dup(top)
    try:
        for name in folders:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, dir_fd=fd)
            above, fd = fd, os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
            os.close(above)
        yield fd
    finally:
        os.close(fd)


def write(name: str, content: bytes, folder: int, mode: int) -> None:
    part = f".{name}.part"
    try:
        create(part, content, folder, mode)
    except OSError:  # there may be room for it, but not beside what it replaces
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)
        create(part, content, folder, mode)
    os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)


def create(name: str, content: bytes, folder: int, mode: int) -> None:
    """A new file, whatever had its name."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)
    try:
        with open(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode, dir_fd=folder), "wb") as file:
            file.write(content)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=folder)
        raise


def read_files(folder: str, most: int) -> None:
    """Regular files below a folder become records on standard output."""
    out = sys.stdout.buffer
    left = most
    for path, fd in walk(folder):
        with open(fd, "rb") as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise OSError(27, f"there is more than {most >> 20} MB")
        out.write(record(path, content))
    out.flush()


def walk(folder: str) -> Iterator[tuple[str, int]]:
    fd = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
    for part in folder.split("/"):
        try:
            fd = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
        except OSError:
            return
    yield from below(fd, "")


def below(folder: int, prefix: str) -> Iterator[tuple[str, int]]:
    """Never through a link, never into what is no regular file (opening a pipe would wait for ever)."""
    for name in sorted(os.listdir(folder)):
        path = prefix + name
        if not plain_path(path):
            continue
        try:
            mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                fd = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
                yield from below(fd, f"{path}/")
                os.close(fd)
            elif stat.S_ISREG(mode):
                yield path, os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        except OSError as error:
            if error.errno not in CHANGED:
                raise


def usage() -> dict[str, float]:
    """What this sandbox has used, by its control groups of either version: bytes, seconds, and processes now."""
    memory, peak = first("memory.current", "memory/memory.usage_in_bytes"), first("memory.peak")
    idle = listed("inactive_file", "memory.stat") + listed("total_inactive_file", "memory/memory.stat")
    return {
        "memory": max(0, memory - idle),
        "memory_peak": peak or first("memory/memory.max_usage_in_bytes"),
        "cpu": listed("usage_usec", "cpu.stat") / 1e6 + first("cpuacct/cpuacct.usage") / 1e9,
        "held_back": listed("throttled_usec", "cpu.stat") / 1e6 + listed("throttled_time", "cpu/cpu.stat") / 1e9,
        "processes": first("pids.current", "pids/pids.current"),
        "memory_kills": memory_kills(),
    }


def first(*names: str) -> int:
    """The number in the first of these files that is there, or 0."""
    for name in names:
        with contextlib.suppress(OSError, ValueError), open(f"/sys/fs/cgroup/{name}") as file:
            return int(file.read())
    return 0


def listed(key: str, name: str) -> int:
    """What a file of keys and numbers says, or 0."""
    with contextlib.suppress(OSError, ValueError), open(f"/sys/fs/cgroup/{name}") as file:
        for line in file:
            if line.startswith(f"{key} "):
                return int(line.split()[1])
    return 0


def memory_kills() -> int:
    """How many processes in this sandbox were ended for want of memory."""
    return listed("oom_kill", "memory.events") or listed("oom_kill", "memory/memory.oom_control")
