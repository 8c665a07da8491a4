#define _GNU_SOURCE 1

// Everything that runs in a signal handler is in this file. A handler may only call functions that POSIX lists as
// async-signal-safe (POSIX.1-2017, section 2.4.3), and may only touch lock-free atomics, `volatile sig_atomic_t`, and
// memory that was written before the flag that leads to it was set.

#include "cncurses.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// --- Signals that become events ---

static int signal_pipe[2] = { -1, -1 };
static const int caught[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT };
enum { caught_count = sizeof caught / sizeof *caught };
static struct sigaction before_caught[caught_count];

// Safe: write(2) is on the list, errno is kept for the code that was interrupted, and the pipe is made before the
// handler is installed and never closed. The pipe does not block: when it is full, the reader has enough to wake up for.
static void tell(int number) {
    int kept = errno;
    unsigned char octet = (unsigned char)number;
    if (number == SIGWINCH) octet = 'W';
    if (number == SIGTSTP) octet = 'Z';
    if (number == SIGCONT) octet = 'C';
    ssize_t ignored = write(signal_pipe[1], &octet, 1);
    (void)ignored;
    errno = kept;
}

int nc_catch_signals(void) {
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = tell;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < caught_count; i++) sigaction(caught[i], &action, &before_caught[i]);
    return signal_pipe[0];
}

void nc_release_signals(void) {
    if (signal_pipe[0] < 0) return;
    for (int i = 0; i < caught_count; i++) sigaction(caught[i], &before_caught[i], NULL);
}

// --- A crash ---

static const int crashes[] = { SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE };
enum { crash_count = sizeof crashes / sizeof *crashes };
static struct sigaction before_crash[crash_count];
static char restore_octets[1024];
static size_t restore_length;
static struct termios restore_modes;
/// Set last and cleared first. The exchange in the handler lets one thread only restore, when several crash.
static atomic_int is_armed;

// Safe: write(2), tcsetattr(3), sigaction(2) and raise(3) are on the list; an atomic_int is lock-free on every machine
// Swift runs on; the octets, the modes and the actions were all written before is_armed was set to 1 and are not
// changed while it is. Whoever else handles the signal (the system, or the runtime's backtrace) gets it next: the
// signal is blocked while this runs, so it is delivered at the return, with the registers of the crash.
static void restore_and_die(int number) {
    if (atomic_exchange(&is_armed, 0) == 1) {
        size_t done = 0;
        while (done < restore_length) {
            ssize_t written = write(STDOUT_FILENO, restore_octets + done, restore_length - done);
            if (written <= 0) break;
            done += (size_t)written;
        }
        tcsetattr(STDIN_FILENO, TCSANOW, &restore_modes);
    }
    for (int i = 0; i < crash_count; i++) {
        if (crashes[i] == number) sigaction(number, &before_crash[i], NULL);
    }
    raise(number);
}

int nc_save_modes(void) {
    return atomic_load(&is_armed) == 0 && tcgetattr(STDIN_FILENO, &restore_modes) == 0;
}

void nc_arm_restore(const char *octets, size_t length) {
    if (atomic_load(&is_armed) == 1 || length > sizeof restore_octets) return;
    memcpy(restore_octets, octets, length);
    restore_length = length;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = restore_and_die;
    // On the other stack where the thread has one: the crash may be that there is no stack left.
    action.sa_flags = SA_ONSTACK;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < crash_count; i++) sigaction(crashes[i], NULL, &before_crash[i]);
    // The Swift runtime's own handler works for seconds and then asks questions on the terminal. Whoever wants its
    // report says so by the variable that configures it; everybody else gets his shell back.
    if (getenv("SWIFT_BACKTRACE") == NULL) {
        for (int i = 0; i < crash_count; i++) {
            memset(&before_crash[i], 0, sizeof before_crash[i]);
            before_crash[i].sa_handler = SIG_DFL;
        }
    }
    atomic_store(&is_armed, 1);
    for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, NULL);
}

void nc_disarm_restore(void) {
    if (atomic_exchange(&is_armed, 0) != 1) return;
    for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &before_crash[i], NULL);
}

// --- Ctrl-Z ---

void nc_stop_here(void) {
    struct sigaction stop, before;
    memset(&stop, 0, sizeof stop);
    stop.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &stop, &before);
    // The whole group, as the terminal does it: a script that started the program must stop with it.
    kill(0, SIGTSTP);
    // The signal may stop another thread first and this one a moment later. Time spent stopped counts, so this ends
    // at once when the process goes on; where nobody could make it go on, the kernel does not stop it at all.
    poll(NULL, 0, 50);
    sigaction(SIGTSTP, &before, NULL);
}
