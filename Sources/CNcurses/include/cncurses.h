#ifndef CNCURSES_H
#define CNCURSES_H

// What Swift needs of ncurses: terminfo, terminal modes, and keys and mouse decoded. ncurses.h itself is not exposed:
// its globals and macros don't import, and its names are not ours to spread.
//
// All functions but the signal ones must be called from one thread at a time.

#include <stddef.h>
#include <stdint.h>

// --- Locale and screen ---

/// Takes the user's locale, or C.UTF-8 where that is not UTF-8: keys come as whole characters then.
void nc_use_utf8_locale(void);

/// Starts ncurses on standard input and output (newterm, not initscr: that one exits where it fails).
/// Returns 1, 0 where the terminal is not known, or -1 where it can't move its cursor.
int nc_start(const char *terminal);

/// Back to the terminal as it was (endwin). nc_resume takes it again.
void nc_leave(void);
void nc_resume(void);

/// Frees what nc_start made. nc_leave comes first.
void nc_end(void);

/// Tells ncurses the size of the terminal, so that mouse places are right.
void nc_resize(int rows, int columns);

/// Rows and columns as the kernel knows them, or as terminfo says. Returns 1 where known.
int nc_window_size(int *rows, int *columns);

// --- Terminfo ---

/// Reads what is known of a terminal, without one: for those who only want to know what would be written to it.
/// Returns 1 where it is known. Not beside a terminal that was started.
int nc_describe(const char *terminal);

/// A string capability by its terminfo name, NULL where the terminal has none.
const char *nc_string(const char *name);
int nc_flag(const char *name);
int nc_number(const char *name);
/// tparm with two numbers. The result is overwritten by the next call. NULL where the capability is missing.
const char *nc_format(const char *name, int first, int second);

// --- Keys and mouse ---

/// One wide character or key code that waits. Returns 0 nothing, 1 a character, 2 a key code.
int nc_read_key(uint32_t *value);

/// Names a sequence of octets as a key code of our own.
void nc_define_key(const char *sequence, int code);

void nc_mouse_on(void);
void nc_mouse_off(void);

struct nc_mouse {
    int32_t column;
    int32_t row;
    /// 1 left, 2 middle, 3 right, 4 wheel up, 5 wheel down, 0 none (a motion).
    int32_t button;
    /// 1 pressed, 0 released, 2 moved, 3 pressed and released.
    int32_t action;
    int32_t shift, control, alt;
};

/// The next mouse event of those behind a key code of nc_key_mouse. Returns 0 where there is none.
int nc_next_mouse(struct nc_mouse *event);

// Key codes, which ncurses has as macros.
int nc_key_mouse(void);
int nc_key_resize(void);
/// The number of a function key from its code, 0 for other keys.
int nc_function_key(uint32_t code);
/// One of: 'u'p 'd'own 'l'eft 'r'ight 'h'ome 'e'nd 'p'age up 'n'ext page, 'b'ackspace 'D'elete 'I'nsert 'E'nter
/// back 'T'ab, or 0.
int nc_named_key(uint32_t code);

// --- Signals ---

/// Writes one octet per signal to a pipe made here: 'W' SIGWINCH, 'Z' SIGTSTP, 'C' SIGCONT, and for SIGTERM, SIGHUP and
/// SIGINT the signal's number. Returns the descriptor to read from, or -1.
int nc_catch_signals(void);
void nc_release_signals(void);

/// Remembers the terminal's modes, before nc_start changes them. Returns 1 where that went well.
int nc_save_modes(void);

/// From now on until nc_disarm_restore, a crash first writes these octets to the terminal and gives it the modes that
/// nc_save_modes remembered; then it goes its way. At most 1024 octets.
void nc_arm_restore(const char *octets, size_t length);
void nc_disarm_restore(void);

/// Stops the process group as Ctrl-Z would, and returns when it goes on.
void nc_stop_here(void);

#endif
