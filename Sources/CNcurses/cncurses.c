#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1

#include "cncurses.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <ncurses.h>
#include <term.h>
// term.h makes macros of these plain words.
#undef lines
#undef columns

static SCREEN *screen;
/// Keys are read through a pad: wgetch on a window would first draw it, and drawing is ours.
static WINDOW *keys;

void nc_use_utf8_locale(void) {
    setlocale(LC_ALL, "");
    wchar_t wide;
    const char last[] = "\xF4\x8F\xBF\xBF";
    if (mbtowc(&wide, last, 4) != 4) {
        // Glibc since 2.35 has C.UTF-8 built in, so this can't fail for want of files.
        setlocale(LC_CTYPE, "C.UTF-8");
    }
    mbtowc(NULL, NULL, 0);
}

int nc_start(const char *terminal) {
    screen = newterm(terminal, stdout, stdin);
    if (screen == NULL) return 0;
    if (nc_string("cup") == NULL || nc_string("clear") == NULL) {
        endwin();
        nc_end();
        return -1;
    }
    set_escdelay(25);
    raw();
    noecho();
    nonl();
    keys = newpad(1, 1);
    if (keys != NULL) {
        keypad(keys, TRUE);
        wtimeout(keys, 0);
    }
    mouseinterval(0);
    def_prog_mode();
    // The first update switches to the second screen where there is one, and clears it.
    doupdate();
    fflush(stdout);
    return 1;
}

void nc_leave(void) {
    if (screen == NULL) return;
    endwin();
    fflush(stdout);
}

void nc_resume(void) {
    if (screen == NULL) return;
    reset_prog_mode();
    doupdate();
    if (keys != NULL) keypad(keys, TRUE);
    fflush(stdout);
}

void nc_end(void) {
    if (keys != NULL) delwin(keys);
    keys = NULL;
    if (screen != NULL) delscreen(screen);
    screen = NULL;
}

void nc_resize(int rows, int columns) {
    if (screen != NULL && rows > 0 && columns > 0) resizeterm(rows, columns);
}

int nc_window_size(int *rows, int *columns) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        *rows = size.ws_row;
        *columns = size.ws_col;
        return 1;
    }
    *rows = screen == NULL ? -1 : tigetnum("lines");
    *columns = screen == NULL ? -1 : tigetnum("cols");
    return *rows > 0 && *columns > 0;
}

int nc_describe(const char *terminal) {
    int outcome = 0;
    return setupterm(terminal, STDOUT_FILENO, &outcome) == OK && outcome == 1;
}

const char *nc_string(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}

int nc_flag(const char *name) {
    return tigetflag(name) > 0;
}

int nc_number(const char *name) {
    return tigetnum(name);
}

const char *nc_format(const char *name, int first, int second) {
    const char *capability = nc_string(name);
    return capability == NULL ? NULL : tiparm(capability, first, second);
}

int nc_read_key(uint32_t *value) {
    wint_t key = 0;
    if (keys == NULL) return 0;
    switch (wget_wch(keys, &key)) {
    case OK: *value = key; return 1;
    case KEY_CODE_YES: *value = key; return 2;
    default: return 0;
    }
}

void nc_define_key(const char *sequence, int code) {
    define_key(sequence, code);
}

void nc_mouse_on(void) {
    mousemask(ALL_MOUSE_EVENTS | REPORT_MOUSE_POSITION, NULL);
    fflush(stdout);
}

void nc_mouse_off(void) {
    mousemask(0, NULL);
    fflush(stdout);
}

int nc_next_mouse(struct nc_mouse *event) {
    static const mmask_t pressed[] = { BUTTON1_PRESSED, BUTTON2_PRESSED, BUTTON3_PRESSED, BUTTON4_PRESSED, BUTTON5_PRESSED };
    static const mmask_t released[] = { BUTTON1_RELEASED, BUTTON2_RELEASED, BUTTON3_RELEASED, BUTTON4_RELEASED, BUTTON5_RELEASED };
    static const mmask_t clicked[] = {
        BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED | BUTTON1_TRIPLE_CLICKED,
        BUTTON2_CLICKED | BUTTON2_DOUBLE_CLICKED | BUTTON2_TRIPLE_CLICKED,
        BUTTON3_CLICKED | BUTTON3_DOUBLE_CLICKED | BUTTON3_TRIPLE_CLICKED,
        BUTTON4_CLICKED | BUTTON4_DOUBLE_CLICKED | BUTTON4_TRIPLE_CLICKED,
        BUTTON5_CLICKED | BUTTON5_DOUBLE_CLICKED | BUTTON5_TRIPLE_CLICKED,
    };
    MEVENT mouse;
    if (getmouse(&mouse) != OK) return 0;
    event->column = mouse.x;
    event->row = mouse.y;
    event->shift = (mouse.bstate & BUTTON_SHIFT) != 0;
    event->control = (mouse.bstate & BUTTON_CTRL) != 0;
    event->alt = (mouse.bstate & BUTTON_ALT) != 0;
    event->button = 0;
    event->action = 2;
    for (int i = 0; i < 5; i++) {
        if (mouse.bstate & (pressed[i] | released[i])) {
            event->button = i + 1;
            event->action = (mouse.bstate & pressed[i]) != 0;
        } else if (mouse.bstate & clicked[i]) {
            // Press and release that came in one piece are joined, whatever mouseinterval says.
            event->button = i + 1;
            event->action = 3;
        }
    }
    return 1;
}

int nc_key_mouse(void) { return KEY_MOUSE; }
int nc_key_resize(void) { return KEY_RESIZE; }

int nc_function_key(uint32_t code) {
    return code > KEY_F(0) && code <= KEY_F(63) ? (int)(code - KEY_F(0)) : 0;
}

int nc_named_key(uint32_t code) {
    switch (code) {
    case KEY_UP: return 'u';
    case KEY_DOWN: return 'd';
    case KEY_LEFT: return 'l';
    case KEY_RIGHT: return 'r';
    case KEY_HOME: return 'h';
    case KEY_END: return 'e';
    case KEY_PPAGE: return 'p';
    case KEY_NPAGE: return 'n';
    case KEY_BACKSPACE: return 'b';
    case KEY_DC: return 'D';
    case KEY_IC: return 'I';
    case KEY_ENTER: return 'E';
    case KEY_BTAB: return 'T';
    default: return 0;
    }
}
