/*
 * Records what a process does to the files below one folder, so that it can be told later what a
 * loss of power would have left there. Preloaded (LD_PRELOAD) into the engine by the crash test;
 * Linux with glibc. See org.farsight.crash.power.Recording for the format and docs/crash.md.
 *
 * FARSIGHT_RECORD_ROOT   the folder; absolute, without a slash at its end
 * FARSIGHT_RECORD_SKIP   a folder below it that is left out
 * FARSIGHT_RECORD_FILE   is appended to
 *
 * Each change and its record are made under one lock, so that records stand in the order of the
 * changes. A sync has two records, one before it begins and one after it has returned: it makes
 * durable what was written before the first, and may be relied on after the second.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FDS 65536

enum kind {
  CREATED = 1, /* text: path; node: of the new file */
  FOLDER = 2,  /* text: path; node */
  WROTE = 3,   /* node; at: offset; bytes */
  CUT = 4,     /* node; at: new length */
  RENAMED = 5, /* text: old path, zero byte, new path */
  REMOVED = 6, /* text: path */
  SYNC_BEGUN = 7, /* node; at: number of the sync */
  SYNC_ENDED = 8, /* node; at: number of the sync */
  UNKNOWN = 9  /* text: a function that this does not record */
};

/* Little-endian, 32 bytes, then its bytes. */
struct head {
  uint32_t magic;
  uint32_t kind;
  uint64_t node;
  uint64_t at;
  uint64_t length;
};

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static char skip[PATH_MAX];
static int journal = -1;
static uint64_t syncs;
static unsigned char watched[MOST_FDS];

static void fail(const char *what) {
  fprintf(stderr, "recorder: %s: %s\n", what, strerror(errno));
  _exit(99); /* a recording with a gap proves nothing */
}

__attribute__((constructor)) static void begin(void) {
  const char *r = getenv("FARSIGHT_RECORD_ROOT");
  const char *s = getenv("FARSIGHT_RECORD_SKIP");
  const char *f = getenv("FARSIGHT_RECORD_FILE");
  if (r == NULL || f == NULL || strlen(r) >= PATH_MAX || (s != NULL && strlen(s) >= PATH_MAX)) {
    return;
  }
  strcpy(root, r);
  strcpy(skip, s == NULL ? "" : s);
  int fd = (int) syscall(SYS_openat, AT_FDCWD, f, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) {
    fail(f);
  }
  /* far from the numbers that the process uses */
  journal = fcntl(fd, F_DUPFD_CLOEXEC, 900);
  syscall(SYS_close, fd);
  if (journal < 0) {
    fail("dup");
  }
}

static int below(const char *path, const char *folder) {
  size_t n = strlen(folder);
  return n > 0 && strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == 0);
}

/* The absolute path without links, dots and double slashes; 0 where it is not to be recorded. */
static int ours(int dir, const char *path, char *full) {
  char raw[PATH_MAX];
  if (journal < 0 || path == NULL || strlen(path) >= PATH_MAX) {
    return 0;
  }
  if (path[0] == '/') {
    strcpy(raw, path);
  } else {
    char link[64];
    snprintf(link, sizeof link, dir == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", dir);
    ssize_t n = readlink(link, raw, sizeof raw - 1);
    if (n < 0 || (size_t) n + 1 + strlen(path) >= sizeof raw) {
      return 0;
    }
    raw[n] = '/';
    strcpy(raw + n + 1, path);
  }
  char *to = full;
  for (const char *at = raw; *at != 0;) {
    while (*at == '/') {
      at++;
    }
    size_t n = strcspn(at, "/");
    if (n == 0 || (n == 1 && at[0] == '.')) {
      /* nothing */
    } else if (n == 2 && at[0] == '.' && at[1] == '.') {
      while (to > full && *--to != '/') {
      }
    } else {
      *to++ = '/';
      memcpy(to, at, n);
      to += n;
    }
    at += n;
  }
  *to = 0;
  return below(full, root) && !below(full, skip);
}

/* Under the lock. */
static void record(enum kind kind, uint64_t node, uint64_t at, const void *bytes, size_t length) {
  struct head head = {0x52435031, kind, node, at, length};
  struct iovec parts[2] = {{&head, sizeof head}, {(void *) bytes, length}};
  size_t left = sizeof head + length;
  int first = 0;
  while (left > 0) {
    ssize_t n = syscall(SYS_writev, journal, parts + first, 2 - first);
    if (n < 0) {
      if (errno == EINTR) {
        continue;
      }
      fail("the recording cannot be written");
    }
    left -= (size_t) n;
    while (first < 2 && (size_t) n >= parts[first].iov_len) {
      n -= (ssize_t) parts[first].iov_len;
      first++;
    }
    if (first < 2) {
      parts[first].iov_base = (char *) parts[first].iov_base + n;
      parts[first].iov_len -= (size_t) n;
    }
  }
}

static void text(enum kind kind, uint64_t node, const char *path) {
  record(kind, node, 0, path, strlen(path));
}

static uint64_t node(int fd) {
  struct stat about;
  if (fstat(fd, &about) != 0) {
    fail("fstat");
  }
  return about.st_ino;
}

static int is_watched(int fd) {
  return journal >= 0 && fd >= 0 && fd < MOST_FDS && watched[fd];
}

static void unknown(const char *function) {
  pthread_mutex_lock(&one);
  text(UNKNOWN, 0, function);
  pthread_mutex_unlock(&one);
}

/* ---- open and close ---- */

static int opened(int dir, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  if (!ours(dir, path, full)) {
    int fd = (int) syscall(SYS_openat, dir, path, flags, mode);
    if (fd >= 0 && fd < MOST_FDS) {
      watched[fd] = 0;
    }
    return fd;
  }
  pthread_mutex_lock(&one);
  struct stat about;
  int there = fstatat(dir, path, &about, 0) == 0;
  int fd = (int) syscall(SYS_openat, dir, path, flags, mode);
  int error = errno;
  if (fd >= MOST_FDS) {
    fail("too many open files");
  }
  if (fd >= 0) {
    watched[fd] = 1;
    if (!there) {
      text(CREATED, node(fd), full);
    } else if ((flags & O_TRUNC) && about.st_size > 0) {
      record(CUT, node(fd), 0, NULL, 0);
    }
  }
  pthread_mutex_unlock(&one);
  errno = error;
  return fd;
}

#define MODE(flags)                                   \
  mode_t mode = 0;                                    \
  if ((flags) & (O_CREAT | __O_TMPFILE)) {            \
    va_list further;                                  \
    va_start(further, flags);                         \
    mode = va_arg(further, mode_t);                   \
    va_end(further);                                  \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  return opened(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(flags)
  return opened(AT_FDCWD, path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...) {
  MODE(flags)
  return opened(dir, path, flags, mode);
}

int openat64(int dir, const char *path, int flags, ...) {
  MODE(flags)
  return opened(dir, path, flags, mode);
}

int creat(const char *path, mode_t mode) {
  return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) {
  return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int close(int fd) {
  if (fd == journal && journal >= 0) {
    errno = EBADF; /* whoever closes all it does not know */
    return -1;
  }
  if (fd >= 0 && fd < MOST_FDS) {
    watched[fd] = 0;
  }
  return (int) syscall(SYS_close, fd);
}

/* ---- bytes ---- */

static ssize_t wrote(int fd, const void *bytes, size_t length, off_t at, int positioned) {
  pthread_mutex_lock(&one);
  if (!positioned) {
    int flags = fcntl(fd, F_GETFL);
    at = lseek(fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
  }
  ssize_t n = positioned ? syscall(SYS_pwrite64, fd, bytes, length, at)
                         : syscall(SYS_write, fd, bytes, length);
  int error = errno;
  if (n > 0) {
    record(WROTE, node(fd), (uint64_t) at, bytes, (size_t) n);
  }
  pthread_mutex_unlock(&one);
  errno = error;
  return n;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  return is_watched(fd) ? wrote(fd, bytes, length, 0, 0) : syscall(SYS_write, fd, bytes, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  return is_watched(fd) ? wrote(fd, bytes, length, at, 1)
                        : syscall(SYS_pwrite64, fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
  return pwrite(fd, bytes, length, at);
}

/* One part: whoever writes several goes on where a short write has ended. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (!is_watched(fd)) {
    return syscall(SYS_writev, fd, parts, count);
  }
  for (int i = 0; i < count; i++) {
    if (parts[i].iov_len > 0) {
      return wrote(fd, parts[i].iov_base, parts[i].iov_len, 0, 0);
    }
  }
  return 0;
}

static int truncated(int fd, off_t length) {
  if (!is_watched(fd)) {
    return (int) syscall(SYS_ftruncate, fd, length);
  }
  pthread_mutex_lock(&one);
  int result = (int) syscall(SYS_ftruncate, fd, length);
  int error = errno;
  if (result == 0) {
    record(CUT, node(fd), (uint64_t) length, NULL, 0);
  }
  pthread_mutex_unlock(&one);
  errno = error;
  return result;
}

int ftruncate(int fd, off_t length) { return truncated(fd, length); }

int ftruncate64(int fd, off_t length) { return truncated(fd, length); }

/* ---- syncs ---- */

static int synced(int fd, long call) {
  if (!is_watched(fd)) {
    return (int) syscall(call, fd);
  }
  pthread_mutex_lock(&one);
  uint64_t file = node(fd);
  uint64_t number = ++syncs;
  record(SYNC_BEGUN, file, number, NULL, 0);
  pthread_mutex_unlock(&one);
  int result = (int) syscall(call, fd);
  int error = errno;
  if (result == 0) {
    pthread_mutex_lock(&one);
    record(SYNC_ENDED, file, number, NULL, 0);
    pthread_mutex_unlock(&one);
  }
  errno = error;
  return result;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }

int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

/* ---- names ---- */

static int renamed(int from, const char *old, int to, const char *new, unsigned flags) {
  char before[PATH_MAX];
  char after[2 * PATH_MAX];
  int source = ours(from, old, before);
  int target = ours(to, new, after);
  if (!source && !target) {
    return (int) syscall(SYS_renameat2, from, old, to, new, flags);
  }
  if (!source || !target || flags != 0) {
    unknown("a rename over the border, or with flags");
  }
  pthread_mutex_lock(&one);
  int result = (int) syscall(SYS_renameat2, from, old, to, new, flags);
  int error = errno;
  if (result == 0) {
    char both[2 * PATH_MAX];
    size_t n = strlen(before) + 1;
    memcpy(both, before, n);
    strcpy(both + n, after);
    record(RENAMED, 0, 0, both, n + strlen(after));
  }
  pthread_mutex_unlock(&one);
  errno = error;
  return result;
}

int rename(const char *old, const char *new) {
  return renamed(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int renameat(int from, const char *old, int to, const char *new) {
  return renamed(from, old, to, new, 0);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
  return renamed(from, old, to, new, flags);
}

static int removed(int dir, const char *path, int flags) {
  char full[PATH_MAX];
  if (!ours(dir, path, full)) {
    return (int) syscall(SYS_unlinkat, dir, path, flags);
  }
  pthread_mutex_lock(&one);
  int result = (int) syscall(SYS_unlinkat, dir, path, flags);
  int error = errno;
  if (result == 0) {
    text(REMOVED, 0, full);
  }
  pthread_mutex_unlock(&one);
  errno = error;
  return result;
}

int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }

int unlinkat(int dir, const char *path, int flags) { return removed(dir, path, flags); }

int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

int remove(const char *path) {
  int result = removed(AT_FDCWD, path, 0);
  return result != 0 && errno == EISDIR ? removed(AT_FDCWD, path, AT_REMOVEDIR) : result;
}

static int made(int dir, const char *path, mode_t mode) {
  char full[PATH_MAX];
  if (!ours(dir, path, full)) {
    return (int) syscall(SYS_mkdirat, dir, path, mode);
  }
  pthread_mutex_lock(&one);
  int result = (int) syscall(SYS_mkdirat, dir, path, mode);
  int error = errno;
  if (result == 0) {
    struct stat about;
    if (fstatat(dir, path, &about, 0) != 0) {
      fail("fstatat");
    }
    text(FOLDER, about.st_ino, full);
  }
  pthread_mutex_unlock(&one);
  errno = error;
  return result;
}

int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }

int mkdirat(int dir, const char *path, mode_t mode) { return made(dir, path, mode); }

/* ---- what a program falls back from, or what this must not miss ---- */

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
  if (is_watched(out)) {
    errno = ENOSYS;
    return -1;
  }
  return syscall(SYS_copy_file_range, in, from, out, to, length, flags);
}

ssize_t sendfile(int out, int in, off_t *from, size_t length) {
  if (is_watched(out)) {
    errno = EINVAL;
    return -1;
  }
  return syscall(SYS_sendfile, out, in, from, length);
}

ssize_t sendfile64(int out, int in, off64_t *from, size_t length) {
  return sendfile(out, in, from, length);
}

int fallocate(int fd, int mode, off_t at, off_t length) {
  if (is_watched(fd)) {
    unknown("fallocate");
  }
  return (int) syscall(SYS_fallocate, fd, mode, at, length);
}

int fallocate64(int fd, int mode, off64_t at, off64_t length) {
  return fallocate(fd, mode, at, length);
}

int posix_fallocate(int fd, off_t at, off_t length) {
  return fallocate(fd, 0, at, length) == 0 ? 0 : errno;
}

int posix_fallocate64(int fd, off64_t at, off64_t length) {
  return posix_fallocate(fd, at, length);
}

static int linked(int from, const char *old, int to, const char *new, int flags) {
  char full[PATH_MAX];
  if (ours(to, new, full)) {
    unknown("link");
  }
  return (int) syscall(SYS_linkat, from, old, to, new, flags);
}

int link(const char *old, const char *new) { return linked(AT_FDCWD, old, AT_FDCWD, new, 0); }

int linkat(int from, const char *old, int to, const char *new, int flags) {
  return linked(from, old, to, new, flags);
}

int truncate(const char *path, off_t length) {
  char full[PATH_MAX];
  if (ours(AT_FDCWD, path, full)) {
    unknown("truncate");
  }
  return (int) syscall(SYS_truncate, path, length);
}

int truncate64(const char *path, off64_t length) { return truncate(path, length); }

/* A written mapping goes past all of the above; a database's index of its log needs no durability. */
static void mapped(int prot, int flags, int fd) {
  if ((flags & MAP_SHARED) && (prot & PROT_WRITE) && is_watched(fd)) {
    char link[64];
    char path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 4 || strncmp(path + n - 4, "-shm", 4) != 0) {
      unknown("mmap");
    }
  }
}

void *mmap(void *address, size_t length, int prot, int flags, int fd, off_t at) {
  mapped(prot, flags, fd);
  return (void *) syscall(SYS_mmap, address, length, prot, flags, fd, at);
}

void *mmap64(void *address, size_t length, int prot, int flags, int fd, off64_t at) {
  return mmap(address, length, prot, flags, fd, at);
}
