/*
 * A disk that fails, for one process: loaded with LD_PRELOAD it stands between SQLite and the kernel and looks at every
 * write, sync and truncation of files below DISK_FOLDER. The operation with the number DISK_AT (from 1) meets its fault:
 *
 *   count   no fault; the number of operations is written to DISK_REPORT at the end
 *   exit    the process ends before it
 *   torn    half of what is written reaches the file, then the process ends
 *   eio     it fails once with EIO
 *   full    it and the DISK_FOR next writes fail with ENOSPC, the first after a half
 *   power   the power is cut: of what was not synced, what DISK_SEED says is lost, in any order and by sectors
 *
 * Synced means fsync or fdatasync of the same file. Names of files are kept as they are.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { sector = 512 };

/* What was done to a file since its last sync, the newest first. */
struct change {
  struct change *older;
  dev_t device;
  ino_t inode;
  int copy; /* a descriptor of its own: the process may have closed the other one */
  off_t offset;
  size_t old_length, new_length; /* bytes in old and in fresh */
  off_t old_size;
  int is_truncation;
  char *old, *fresh;
};

static struct change *changes;
static long count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value == NULL ? "" : value;
}

static int is_mode(const char *mode) { return strcmp(setting("DISK_FAULT"), mode) == 0; }

__attribute__((constructor)) static void find_real(void) {
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwritev = dlsym(RTLD_NEXT, "pwritev64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
}

__attribute__((destructor)) static void report(void) {
  const char *path = setting("DISK_REPORT");
  FILE *file = *path == 0 ? NULL : fopen(path, "w");
  if (file == NULL) return;
  fprintf(file, "%ld\n", count);
  fclose(file);
}

static int is_watched(int file) {
  char link[64], path[4096];
  const char *folder = setting("DISK_FOLDER");
  ssize_t length;
  if (*folder == 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  /* The index of the write-ahead log is memory, made anew after every crash. */
  return strncmp(path, folder, strlen(folder)) == 0 && strstr(path, "-shm") == NULL;
}

/* Notes what is about to be changed; offset and length of a write, or the new size of a truncation. */
static void remember(int file, const void *data, size_t length, off_t offset, int is_truncation) {
  struct change *change;
  struct stat state;
  char path[64];
  off_t end;
  if (!is_mode("power") || fstat(file, &state) != 0) return;
  change = calloc(1, sizeof *change);
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  change->device = state.st_dev;
  change->inode = state.st_ino;
  change->copy = open(path, O_RDWR | O_CLOEXEC);
  change->offset = offset;
  change->old_size = state.st_size;
  change->is_truncation = is_truncation;
  end = is_truncation || offset + (off_t)length > state.st_size ? state.st_size : offset + (off_t)length;
  if (end > offset) {
    change->old_length = (size_t)(end - offset);
    change->old = malloc(change->old_length);
    if (pread(file, change->old, change->old_length, offset) != (ssize_t)change->old_length) abort();
  }
  change->new_length = length;
  if (length > 0) {
    change->fresh = malloc(length);
    memcpy(change->fresh, data, length);
  }
  change->older = changes;
  changes = change;
}

/* What is synced cannot be lost any more. */
static void forget(int file) {
  struct change **place = &changes;
  struct stat state;
  if (fstat(file, &state) != 0) return;
  while (*place != NULL) {
    struct change *change = *place;
    if (change->device != state.st_dev || change->inode != state.st_ino) {
      place = &change->older;
      continue;
    }
    *place = change->older;
    close(change->copy);
    free(change->old);
    free(change->fresh);
    free(change);
  }
}

static unsigned long seed;

static int chance(void) {
  seed = seed * 6364136223846793005UL + 1442695040888963407UL;
  return (int)((seed >> 33) & 1);
}

static void do_again(const struct change *change) {
  size_t at;
  if (change->is_truncation) {
    if (chance()) real_ftruncate(change->copy, change->offset);
    return;
  }
  for (at = 0; at < change->new_length; at += sector) {
    size_t length = change->new_length - at < sector ? change->new_length - at : sector;
    if (chance()) real_pwrite(change->copy, change->fresh + at, length, change->offset + (off_t)at);
  }
}

/* All back to the last sync of each file; then some of what came after it, as a disk's cache writes it. */
static void cut_power(void) {
  struct change *change, *older, *oldest_first = NULL;
  for (change = changes; change != NULL; change = older) {
    older = change->older;
    if (change->old_length > 0) real_pwrite(change->copy, change->old, change->old_length, change->offset);
    real_ftruncate(change->copy, change->old_size);
    change->older = oldest_first;
    oldest_first = change;
  }
  seed = strtoul(setting("DISK_SEED"), NULL, 10) + 1;
  /* Every other cut loses all that was not synced. */
  if (chance())
    for (change = oldest_first; change != NULL; change = change->older) do_again(change);
  _exit(9);
}

/* Gives 1 when the operation must fail, with errno set; `half` says how much of a write goes through before. */
static int meets_fault(int is_write, size_t length, size_t *half) {
  long at = atol(setting("DISK_AT"));
  count++;
  *half = 0;
  if (is_mode("full") && is_write && count >= at && count <= at + atol(setting("DISK_FOR"))) {
    if (count == at) *half = length / 2;
    errno = ENOSPC;
    return 1;
  }
  if (count != at) return 0;
  if (is_mode("exit")) _exit(9);
  if (is_mode("power")) cut_power();
  if (is_mode("torn")) {
    if (!is_write) _exit(9);
    *half = length / 2;
    return 1;
  }
  if (is_mode("eio")) {
    errno = EIO;
    return 1;
  }
  return 0;
}

static ssize_t write_at(int file, const void *data, size_t length, off_t offset) {
  size_t half;
  ssize_t done;
  pthread_mutex_lock(&lock);
  if (meets_fault(1, length, &half)) {
    int why = errno;
    if (half > 0) real_pwrite(file, data, half, offset);
    if (is_mode("torn")) _exit(9);
    pthread_mutex_unlock(&lock);
    errno = why;
    return -1;
  }
  remember(file, data, length, offset, 0);
  done = real_pwrite(file, data, length, offset);
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite64(int file, const void *data, size_t length, off_t offset) {
  return is_watched(file) ? write_at(file, data, length, offset) : real_pwrite(file, data, length, offset);
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset) {
  return pwrite64(file, data, length, offset);
}

ssize_t write(int file, const void *data, size_t length) {
  off_t offset;
  ssize_t done;
  if (!is_watched(file)) return real_write(file, data, length);
  offset = lseek(file, 0, fcntl(file, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
  done = write_at(file, data, length, offset);
  if (done > 0) lseek(file, offset + done, SEEK_SET);
  return done;
}

ssize_t pwritev64(int file, const struct iovec *parts, int number, off_t offset) {
  ssize_t total = 0;
  int part;
  if (!is_watched(file)) return real_pwritev(file, parts, number, offset);
  for (part = 0; part < number; part++) {
    ssize_t done = write_at(file, parts[part].iov_base, parts[part].iov_len, offset + total);
    if (done < 0) return total > 0 ? total : -1;
    total += done;
    if ((size_t)done < parts[part].iov_len) break;
  }
  return total;
}

ssize_t pwritev(int file, const struct iovec *parts, int number, off_t offset) {
  return pwritev64(file, parts, number, offset);
}

ssize_t writev(int file, const struct iovec *parts, int number) {
  ssize_t total = 0;
  int part;
  if (!is_watched(file)) return real_writev(file, parts, number);
  for (part = 0; part < number; part++) {
    ssize_t done = write(file, parts[part].iov_base, parts[part].iov_len);
    if (done < 0) return total > 0 ? total : -1;
    total += done;
    if ((size_t)done < parts[part].iov_len) break;
  }
  return total;
}

static int synced(int file, int (*sync)(int)) {
  size_t half;
  int failed;
  if (!is_watched(file)) return sync(file);
  pthread_mutex_lock(&lock);
  failed = meets_fault(0, 0, &half);
  if (!failed) forget(file);
  pthread_mutex_unlock(&lock);
  /* The kernel has the bytes, which is all that a process which ends can lose. */
  return failed ? -1 : 0;
}

int fsync(int file) { return synced(file, real_fsync); }
int fdatasync(int file) { return synced(file, real_fdatasync); }

int ftruncate64(int file, off_t size) {
  size_t half;
  int failed;
  if (!is_watched(file)) return real_ftruncate(file, size);
  pthread_mutex_lock(&lock);
  failed = meets_fault(0, 0, &half);
  if (!failed) remember(file, NULL, 0, size, 1);
  pthread_mutex_unlock(&lock);
  return failed ? -1 : real_ftruncate(file, size);
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }
