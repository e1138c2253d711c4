/*
 * Records what a process does to the files of one folder, in the order in which it does it, so that the disk
 * can be built as a power cut at any moment would have left it. Loaded with LD_PRELOAD:
 *
 *   RECORD_FOLDER  the folder that is watched, without a slash at its end
 *   RECORD_LOG     the log, outside that folder; other processes may append records of their own
 *   RECORD_FAIL    inode:n, to let the n-th flush of that file fail, as a broken disk would: the kernel forgets
 *                  what was to be written, says so once, and shows it to readers all the same
 *
 * A record is 40 bytes and what follows them: magic, kind, flags, inode, offset, the two lengths, then a name
 * and data. Each is appended by one writev, so records of several processes stay whole and in one order. One lock
 * is held over a call and its record: the log's order is the order of the calls. A call is recorded after it has
 * returned and before its caller goes on, so whatever the caller does next, an answer over a socket among it,
 * stands behind it in the log.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE = 2, TRUNCATE = 3, SYNC = 4, UNLINK = 5, RENAME = 6, UNKNOWN = 7, LOST = 9 };
enum { CREATED = 1, EMPTIED = 2, FOLDER = 4 };
enum { FILES = 65536 };

struct header {
  uint32_t magic, kind, flags, name_length;
  uint64_t inode, offset, data_length;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int log_file = -1;
/* Inodes of the descriptors that belong to the folder; 0 for every other. */
static uint64_t watched[FILES];

static unsigned long long failing_inode;
static long flushes_to_failure;

static void *real(const char *name) {
  return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void begin(void) {
  folder = getenv("RECORD_FOLDER");
  const char *log = getenv("RECORD_LOG");
  if (folder == NULL || log == NULL) return;
  folder_length = strlen(folder);
  log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log_file < 0) abort();
  const char *fail = getenv("RECORD_FAIL");
  if (fail != NULL && sscanf(fail, "%llu:%ld", &failing_inode, &flushes_to_failure) != 2) abort();
}

/* The part behind the folder; NULL for a path elsewhere. The folder itself is "". */
static const char *inside(const char *path) {
  if (log_file < 0 || path == NULL || strncmp(path, folder, folder_length) != 0) return NULL;
  if (path[folder_length] == 0) return path + folder_length;
  return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static uint64_t inode_of(int fd) {
  return log_file < 0 || fd < 0 || fd >= FILES ? 0 : watched[fd];
}

static void record(struct header head, const char *name, const void *data) {
  head.magic = 0x43455231;
  head.name_length = strlen(name);
  struct iovec parts[3] = {
      {&head, sizeof head}, {(void *)name, head.name_length}, {(void *)data, head.data_length}};
  ssize_t whole = sizeof head + head.name_length + head.data_length;
  /* A log with a hole proves nothing. */
  if (syscall(SYS_writev, log_file, parts, 3) != whole) abort();
}

/* What this recorder does not understand is recorded as such, and the replayer refuses it. */
static void unknown(int fd, const char *call) {
  if (inode_of(fd) != 0) record((struct header){.kind = UNKNOWN, .inode = inode_of(fd)}, call, "");
}

static int opened(const char *path, int flags, mode_t mode) {
  const char *name = inside(path);
  struct stat is;
  if (name == NULL) return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  pthread_mutex_lock(&lock);
  int existed = stat(path, &is) == 0;
  int fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  int failure = errno;
  if (fd >= 0 && fd < FILES && fstat(fd, &is) == 0) {
    watched[fd] = is.st_ino;
    int how = (existed ? 0 : CREATED) | (flags & O_TRUNC ? EMPTIED : 0) | (S_ISDIR(is.st_mode) ? FOLDER : 0);
    record((struct header){.kind = OPEN, .flags = how, .inode = is.st_ino}, name, "");
    if (flags & O_APPEND) unknown(fd, "O_APPEND");
  }
  pthread_mutex_unlock(&lock);
  errno = failure;
  return fd;
}

#define MODE(flags, mode)                                   \
  mode_t mode = 0;                                          \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                    \
    va_list rest;                                           \
    va_start(rest, flags);                                  \
    mode = va_arg(rest, mode_t);                            \
    va_end(rest);                                           \
  }

int open(const char *path, int flags, ...) {
  MODE(flags, mode)
  return opened(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE(flags, mode)
  return opened(path, flags | O_LARGEFILE, mode);
}
int creat(const char *path, mode_t mode) {
  return opened(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int openat(int at, const char *path, int flags, ...) {
  MODE(flags, mode)
  if (at == AT_FDCWD || path[0] == '/') return opened(path, flags, mode);
  return syscall(SYS_openat, at, path, flags, mode);
}
int openat64(int at, const char *path, int flags, ...) {
  MODE(flags, mode)
  if (at == AT_FDCWD || path[0] == '/') return opened(path, flags | O_LARGEFILE, mode);
  return syscall(SYS_openat, at, path, flags | O_LARGEFILE, mode);
}

int close(int fd) {
  if (fd >= 0 && fd < FILES) watched[fd] = 0;
  return syscall(SYS_close, fd);
}

/* Runs the call; where the descriptor is watched, under the lock and with its record. */
#define RECORDED(fd, result, call, data, ...)               \
  if (inode_of(fd) == 0) return call;                       \
  pthread_mutex_lock(&lock);                                \
  result = call;                                            \
  int failure = errno;                                      \
  if (result >= 0)                                          \
    record((struct header){.inode = inode_of(fd), __VA_ARGS__}, "", data); \
  pthread_mutex_unlock(&lock);                              \
  errno = failure;                                          \
  return result;

static ssize_t written_at(int fd, const void *data, size_t length, off_t at) {
  ssize_t done;
  RECORDED(fd, done, syscall(SYS_pwrite64, fd, data, length, at), data,
           .kind = WRITE, .offset = at, .data_length = done)
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
  return written_at(fd, data, length, at);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) {
  return written_at(fd, data, length, at);
}
ssize_t write(int fd, const void *data, size_t length) {
  ssize_t done;
  off_t at = inode_of(fd) == 0 ? 0 : lseek(fd, 0, SEEK_CUR);
  RECORDED(fd, done, syscall(SYS_write, fd, data, length), data,
           .kind = WRITE, .offset = at, .data_length = done)
}

static int cut_to(int fd, off_t length) {
  int result;
  RECORDED(fd, result, syscall(SYS_ftruncate, fd, length), "", .kind = TRUNCATE, .offset = length)
}
int ftruncate(int fd, off_t length) {
  return cut_to(fd, length);
}
int ftruncate64(int fd, off64_t length) {
  return cut_to(fd, length);
}

static int flushed(int fd, long call) {
  int result;
  if (inode_of(fd) != 0 && inode_of(fd) == failing_inode && --flushes_to_failure == 0) {
    pthread_mutex_lock(&lock);
    record((struct header){.kind = LOST, .inode = inode_of(fd)}, "", "");
    pthread_mutex_unlock(&lock);
    errno = EIO;
    return -1;
  }
  RECORDED(fd, result, syscall(call, fd), "", .kind = SYNC)
}
int fsync(int fd) {
  return flushed(fd, SYS_fsync);
}
int fdatasync(int fd) {
  return flushed(fd, SYS_fdatasync);
}

static int removed(const char *path) {
  const char *name = inside(path);
  if (name == NULL) return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  int failure = errno;
  if (result == 0) record((struct header){.kind = UNLINK}, name, "");
  pthread_mutex_unlock(&lock);
  errno = failure;
  return result;
}
int unlink(const char *path) {
  return removed(path);
}
int unlinkat(int at, const char *path, int flags) {
  if (flags == 0 && (at == AT_FDCWD || path[0] == '/')) return removed(path);
  return syscall(SYS_unlinkat, at, path, flags);
}

/* The new name travels as data. */
int rename(const char *from, const char *to) {
  const char *old_name = inside(from), *new_name = inside(to);
  if (old_name == NULL && new_name == NULL) return syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
  int failure = errno;
  if (result == 0)
    record((struct header){.kind = old_name && new_name ? RENAME : UNKNOWN,
                           .data_length = new_name ? strlen(new_name) : 0},
           old_name ? old_name : "rename from elsewhere", new_name ? new_name : "");
  pthread_mutex_unlock(&lock);
  errno = failure;
  return result;
}

/* Ways to change a file that the model does not know. */
#define REFUSED(name, fd, arguments, values)                \
  ssize_t name arguments {                                  \
    pthread_mutex_lock(&lock);                              \
    unknown(fd, #name);                                     \
    pthread_mutex_unlock(&lock);                            \
    return ((ssize_t(*) arguments)real(#name))values;       \
  }
REFUSED(writev, fd, (int fd, const struct iovec *parts, int count), (fd, parts, count))
REFUSED(pwritev, fd, (int fd, const struct iovec *parts, int count, off_t at), (fd, parts, count, at))
REFUSED(pwritev64, fd, (int fd, const struct iovec *parts, int count, off64_t at), (fd, parts, count, at))

int posix_fallocate(int fd, off_t at, off_t length) {
  unknown(fd, "posix_fallocate");
  return ((int (*)(int, off_t, off_t))real("posix_fallocate"))(fd, at, length);
}
int fallocate(int fd, int mode, off_t at, off_t length) {
  unknown(fd, "fallocate");
  return syscall(SYS_fallocate, fd, mode, at, length);
}
