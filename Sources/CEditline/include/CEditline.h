/*
 * CEditline: what Swift cannot say to libedit, the terminal and the kernel by itself.
 *
 * Why a shim at all? Three reasons, one for each part below.
 *  1. el_set() and el_get() take a variable number of arguments, which Swift cannot pass. Every setting the line
 *     editor uses has a plain function here. None of them decides anything: behaviour lives in Swift.
 *  2. A signal handler may only touch lock-free atomics and a short list of system calls. Handlers are therefore
 *     written in C: they set a flag, wake the reader through a pipe, and know how to leave in a hurry.
 *  3. The settings of the terminal must come back on every way out, also on those that run no Swift code.
 *
 * There is one terminal and one set of signal handlers in a process, so parts 2 and 3 keep global state; part 1 has none.
 */
#ifndef CEDITLINE_H
#define CEDITLINE_H

#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

/* 1. libedit */

typedef char *(*ce_prompt_fn)(EditLine *);
typedef unsigned char (*ce_key_fn)(EditLine *, int);
typedef int (*ce_getc_fn)(EditLine *, wchar_t *);

/* An editor on standard input and output, or NULL. */
EditLine *ce_start(const char *program);
/* "emacs" or "vi": some systems build libedit with vi as its default. */
int ce_set_editor(EditLine *, const char *name);
int ce_is_vi(EditLine *);
/* 0 when the user's .editrc says `edit off`, or the terminal cannot be edited on. */
int ce_is_editing(EditLine *);
/* Stretches between two `escape` characters are sent as they are and count no columns. */
int ce_set_prompt(EditLine *, ce_prompt_fn, char escape);
int ce_set_clientdata(EditLine *, void *);
void *ce_clientdata(EditLine *);
int ce_set_getc(EditLine *, ce_getc_fn);
int ce_addfn(EditLine *, const char *name, const char *help, ce_key_fn);
/* `alternate` binds in vi's command mode. */
int ce_bind(EditLine *, int alternate, const char *keys, const char *command);
int ce_settc(EditLine *, const char *capability, const char *value);
/* Changes the terminal settings used while editing, for example "-isig". */
int ce_setty_edit(EditLine *, const char *mode);
int ce_raw(EditLine *, int on);
/* Draws prompt and line where the cursor is, which must be in column 0. */
int ce_refresh(EditLine *);
void ce_move_cursor(EditLine *, int delta);
int ce_wcwidth(wchar_t);
void ce_flush_stdio(void);

/* 2. Signals */

enum { CE_INT = 1, CE_WINCH = 2, CE_CONT = 4, CE_TERM = 8, CE_HUP = 16 };

enum { CE_INTERRUPT_ONLY = 0, CE_EVERYTHING = 1, CE_ENDING = 2 };

/* Installs the handlers once: only that of Ctrl-C, all of them, or those of the signals that ask the program to end.
   Returns a file descriptor that is readable after a signal, or -1. */
int ce_signals_install(int which);
/* Returns those of `mask` that have arrived and forgets them. */
int ce_signals_take(int mask);
/* The same without forgetting. A single relaxed load: cheap enough for inner loops. */
int ce_signals_peek(void);
/* How many times Ctrl-C was a signal so far. */
int ce_interrupt_count(void);
/* Tells the handlers that the program is (1) or is no longer (0) waiting for keys. While it waits, signals are only
   noted. While it computes, a second Ctrl-C within a second, SIGTERM and SIGHUP end the process at once. */
void ce_set_reading(int reading);

/* 3. The terminal's settings */

/* Remembers the settings that the shell has left, to be put back by ce_tty_restore(), and at exit. */
void ce_tty_adopt(void);
/* No echo and no line limit for what is typed while the program computes; Ctrl-C still is a signal. */
void ce_tty_quiet(void);
void ce_tty_restore(void);
/* Goes to the terminal's other screen, or back; so does ce_tty_restore(), when the process stops or ends. */
void ce_tty_stage(int on);
/* Asks the terminal to bracket pasted text, or not to. */
void ce_tty_bracket_pastes(int on);
/* Whether the last output ended its line; -1 only asks. */
int ce_at_line_start(int set);

#endif
