"""Which system calls a sandbox may make: an allow-list. Refuses all else, also what the engine's own default lets by.

Kept out on purpose: io_uring, ptrace and its kin, pidfd_getfd, keyctl, bpf, perf, userfaultfd, mounts, namespaces,
handles, kernel modules, System V and POSIX message queues, every socket family but UNIX, INET, INET6 and NETLINK.
"""

import hashlib
import json
import os
from typing import Any

from platformdirs import user_cache_path

EPERM, ENOSYS = 1, 38
NAMESPACES = 0x7E020000
"""CLONE_NEW* together."""
FAMILIES = {"UNIX": 1, "INET": 2, "INET6": 10, "NETLINK": 16}
PERSONALITIES = (0, 8, 0x20000, 0x20008, 0xFFFFFFFF)

CALLS = {
    "files": """
        access chdir chmod chown chown32 close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2
        fadvise64 fadvise64_64 fallocate fchdir fchmod fchmodat fchmodat2 fchown fchown32 fchownat fcntl fcntl64
        fdatasync fgetxattr flistxattr flock fremovexattr fsetxattr fstat fstat64 fstatat64 fstatfs fstatfs64 fsync
        ftruncate ftruncate64 futimesat getcwd getdents getdents64 getxattr inotify_add_watch inotify_init
        inotify_init1 inotify_rm_watch ioctl lchown lchown32 lgetxattr link linkat listxattr llistxattr _llseek
        lremovexattr lseek lsetxattr lstat lstat64 mkdir mkdirat mknod mknodat newfstatat open openat openat2
        pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv removexattr rename
        renameat renameat2 rmdir sendfile sendfile64 setxattr splice stat stat64 statfs statfs64 statx symlink
        symlinkat sync sync_file_range syncfs tee truncate truncate64 umask unlink unlinkat utime utimensat
        utimensat_time64 utimes write writev""",
    "memory": """
        brk get_mempolicy madvise membarrier memfd_create mincore mlock mlock2 mlockall mmap mmap2 mprotect mremap
        mseal msync munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect remap_file_pages""",
    "processes": """
        arch_prctl capget capset execve execveat exit exit_group fork get_robust_list get_thread_area getegid
        getegid32 geteuid geteuid32 getgid getgid32 getgroups getgroups32 getpgid getpgrp getpid getppid getpriority
        getresgid getresgid32 getresuid getresuid32 getrlimit getrusage getsid gettid getuid getuid32 ioprio_get
        ioprio_set kill pidfd_open pidfd_send_signal prctl prlimit64 rseq rt_sigaction rt_sigpending rt_sigprocmask
        rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64 rt_tgsigqueueinfo
        sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam
        sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam sched_setscheduler
        sched_yield seccomp set_robust_list set_thread_area set_tid_address setfsgid setfsuid setgid setgid32
        setgroups setitimer setpgid setpriority setregid setresgid setresuid setreuid setrlimit setsid setuid
        sigaltstack sigprocmask sigreturn tgkill tkill ugetrlimit vfork wait4 waitid waitpid landlock_add_rule
        landlock_create_ruleset landlock_restrict_self""",
    "time": """
        alarm clock_getres clock_getres_time64 clock_gettime clock_gettime64 clock_nanosleep clock_nanosleep_time64
        getitimer gettimeofday nanosleep time timer_create timer_delete timer_getoverrun timer_gettime
        timer_gettime64 timer_settime timer_settime64 timerfd_create timerfd_gettime timerfd_gettime64
        timerfd_settime timerfd_settime64 times""",
    "waiting": """
        epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old
        eventfd eventfd2 futex futex_requeue futex_time64 futex_wait futex_waitv futex_wake pause pipe pipe2 poll
        ppoll ppoll_time64 pselect6 pselect6_time64 restart_syscall select signalfd signalfd4""",
    "sockets": """
        accept accept4 bind connect getpeername getsockname getsockopt listen recv recvfrom recvmmsg recvmmsg_time64
        recvmsg send sendmmsg sendmsg sendto setsockopt shutdown""",
    "system": "getcpu getrandom sysinfo uname cacheflush breakpoint set_tls sync_file_range2",
}


def place(podman: bool) -> str:
    """The profile as an engine takes it: in itself, or for Podman as a file, on the machine where that runs."""
    if not podman:
        return profile()
    text = profile()
    path = (
        user_cache_path("mayfly", ensure_exists=True) / f"seccomp-{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"
    )
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text)
        part.replace(path)
    return str(path)


def profile() -> str:
    """The profile as JSON, as the engine takes it."""
    rules: list[dict[str, Any]] = [allow(*" ".join(CALLS.values()).split())]
    rules += [allow("socket", args=[equals(0, family)]) for family in FAMILIES.values()]
    rules += [allow("socketpair", args=[equals(0, FAMILIES["UNIX"])])]
    rules += [allow("personality", args=[equals(0, value)]) for value in PERSONALITIES]
    rules += [allow("clone", args=[masked(0, NAMESPACES)])]
    # The flags of clone3 are behind a pointer that no filter can follow; told it isn't there, libraries take clone.
    rules += [{"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": ENOSYS}]
    return json.dumps(
        {
            "defaultAction": "SCMP_ACT_ERRNO",
            "defaultErrnoRet": EPERM,
            "archMap": [
                {"architecture": f"SCMP_ARCH_{name}", "subArchitectures": []} for name in ("X86_64", "AARCH64")
            ],
            "syscalls": rules,
        }
    )


def allow(*names: str, args: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"names": list(names), "action": "SCMP_ACT_ALLOW", "args": args or []}


def equals(index: int, value: int) -> dict[str, Any]:
    return {"index": index, "value": value, "op": "SCMP_CMP_EQ"}


def masked(index: int, mask: int) -> dict[str, Any]:
    """The argument has none of the bits of `mask`."""
    return {"index": index, "value": mask, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}
