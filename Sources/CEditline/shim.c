#define _GNU_SOURCE
#include "CEditline.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* 1. libedit */

EditLine *ce_start(const char *program) { return el_init(program, stdin, stdout, stderr); }

int ce_set_editor(EditLine *el, const char *name) { return el_set(el, EL_EDITOR, name); }

int ce_is_vi(EditLine *el)
{
	const char *name = NULL;
	return el_get(el, EL_EDITOR, &name) == 0 && name != NULL && strcmp(name, "vi") == 0;
}

int ce_is_editing(EditLine *el)
{
	int mode = 1;
	el_get(el, EL_EDITMODE, &mode);
	return mode != 0;
}

int ce_set_prompt(EditLine *el, ce_prompt_fn prompt, char escape)
{
	return el_set(el, EL_PROMPT_ESC, prompt, (int)escape);
}

int ce_set_clientdata(EditLine *el, void *data) { return el_set(el, EL_CLIENTDATA, data); }

void *ce_clientdata(EditLine *el)
{
	void *data = NULL;
	el_get(el, EL_CLIENTDATA, &data);
	return data;
}

/* The wide form: Apple's older libedit hands a reader that was set with the narrow one a char pointer. */
int ce_set_getc(EditLine *el, ce_getc_fn reader) { return el_wset(el, EL_GETCFN, reader); }

int ce_addfn(EditLine *el, const char *name, const char *help, ce_key_fn function)
{
	return el_set(el, EL_ADDFN, name, help, function);
}

int ce_bind(EditLine *el, int alternate, const char *keys, const char *command)
{
	return alternate ? el_set(el, EL_BIND, "-a", keys, command, NULL) : el_set(el, EL_BIND, keys, command, NULL);
}

int ce_settc(EditLine *el, const char *capability, const char *value)
{
	return el_set(el, EL_SETTC, capability, value, NULL);
}

int ce_setty_edit(EditLine *el, const char *mode) { return el_set(el, EL_SETTY, "-d", mode, NULL); }

int ce_raw(EditLine *el, int on) { return el_set(el, EL_PREP_TERM, on); }

int ce_refresh(EditLine *el) { return el_set(el, EL_REFRESH); }

void ce_move_cursor(EditLine *el, int delta)
{
#ifdef __APPLE__ /* its libedit has no el_cursor() */
	LineInfoW *line = (LineInfoW *)el_wline(el);
	const wchar_t *cursor = line->cursor + delta;
	line->cursor = cursor < line->buffer ? line->buffer : cursor > line->lastchar ? line->lastchar : cursor;
#else
	el_cursor(el, delta);
#endif
}

int ce_wcwidth(wchar_t character) { return wcwidth(character); }

void ce_flush_stdio(void) { fflush(stdout); }

/* 3. The terminal's settings (before the signals, whose handlers use them) */

static struct termios shell_settings;
static atomic_int adopted, quiet, bracketing, staged;
static atomic_int line_start = 1;

/* A background process that changes the terminal would be stopped, and would spoil it for the one in front. */
static int is_foreground(void) { return tcgetpgrp(STDIN_FILENO) == getpgrp(); }

static void send(const char *text)
{
	if (write(STDOUT_FILENO, text, strlen(text)) < 0) { /* the terminal is gone: nothing to tell it */ }
}

void ce_tty_adopt(void)
{
	if (atomic_load(&adopted)) return;
	if (tcgetattr(STDIN_FILENO, &shell_settings) != 0) return;
	atomic_store(&adopted, 1);
	atexit(ce_tty_restore);
}

static void apply_quiet(void)
{
	struct termios settings = shell_settings;
	settings.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
	settings.c_lflag |= ISIG;
	settings.c_iflag &= ~(tcflag_t)IXON;
	settings.c_cc[VMIN] = 1;
	settings.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &settings);
}

void ce_tty_quiet(void)
{
	if (!atomic_load(&adopted) || !is_foreground()) return;
	atomic_store(&quiet, 1);
	apply_quiet();
}

void ce_tty_restore(void)
{
	if (!atomic_load(&adopted) || !is_foreground()) return;
	if (atomic_exchange(&bracketing, 0)) send("\033[?2004l");
	ce_tty_stage(0);
	tcsetattr(STDIN_FILENO, TCSANOW, &shell_settings);
}

void ce_tty_bracket_pastes(int on)
{
	atomic_store(&bracketing, on);
	send(on ? "\033[?2004h" : "\033[?2004l");
}

void ce_tty_stage(int on)
{
	if (atomic_exchange(&staged, on) != on) send(on ? "\033[?1049h\033[2J" : "\033[?1049l");
}

int ce_at_line_start(int set)
{
	if (set >= 0) atomic_store(&line_start, set);
	return atomic_load(&line_start);
}

/* 2. Signals */

static atomic_int pending, reading, interrupts;
static atomic_llong last_interrupt;
static int wake_pipe[2] = { -1, -1 };

static long long milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void leave(int status)
{
	ce_tty_restore();
	_exit(status);
}

static void note(int flag)
{
	atomic_fetch_or(&pending, flag);
	if (write(wake_pipe[1], "", 1) < 0) { /* the pipe is full: the reader is awake already */ }
}

/* Lets the signal do what it does to a program that has no handler, with the terminal as the shell knows it. */
static void take_default(int signal_number)
{
	struct sigaction ours, standard;
	sigset_t one, before;
	memset(&standard, 0, sizeof standard);
	standard.sa_handler = SIG_DFL;
	sigemptyset(&standard.sa_mask);
	ce_tty_restore();
	sigaction(signal_number, &standard, &ours);
	sigemptyset(&one);
	sigaddset(&one, signal_number);
	raise(signal_number);
	pthread_sigmask(SIG_UNBLOCK, &one, &before);  /* here the process stops, or ends */
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	sigaction(signal_number, &ours, NULL);
}

static atomic_int tidies;  /* the program has something to put away before it ends, and looks for signals */

static void on_signal(int signal_number)
{
	int error = errno;
	int waiting = atomic_load(&reading) || atomic_load(&tidies);
	switch (signal_number) {
	case SIGINT:
		if (!waiting) {
			long long now = milliseconds(), before = atomic_exchange(&last_interrupt, now);
			if (before != 0 && now - before <= 1000) leave(130);
		}
		atomic_fetch_add(&interrupts, 1);
		note(CE_INT);
		break;
	case SIGTERM:
	case SIGHUP:
		if (!waiting) leave(128 + signal_number);
		note(signal_number == SIGTERM ? CE_TERM : CE_HUP);
		break;
	case SIGCONT:
		if (!waiting && atomic_load(&quiet) && is_foreground()) apply_quiet();
		note(CE_CONT);
		break;
	case SIGWINCH:
		note(CE_WINCH);
		break;
	default: /* SIGTSTP, SIGQUIT */
		take_default(signal_number);
		/* Where no shell could continue it the process was not stopped, and nothing else puts the terminal back. */
		note(CE_CONT);
		break;
	}
	errno = error;
}

/* A crash: put the terminal in order, then let whoever handled the signal before (a backtrace printer) see it happen. */
static struct sigaction crash_before[NSIG];

static void on_crash(int signal_number, siginfo_t *info, void *context)
{
	(void)context;
	ce_tty_restore();
	sigaction(signal_number, &crash_before[signal_number], NULL);
	/* An instruction that cannot be executed fails again on return; a signal that was sent has to be sent again. */
	if (info->si_code <= 0) raise(signal_number);
}

static void handle(int signal_number)
{
	struct sigaction before, action;
	if (sigaction(signal_number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;  /* nohup, or `&` */
	memset(&action, 0, sizeof action);
	action.sa_handler = on_signal;
	action.sa_flags = SA_RESTART;
	sigemptyset(&action.sa_mask);
	sigaction(signal_number, &action, NULL);
}

int ce_signals_install(int which)
{
	static const int others[] = { SIGWINCH, SIGCONT, SIGTERM, SIGHUP, SIGTSTP, SIGQUIT };
	static const int crashes[] = { SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT };
	static int installed;
	if (wake_pipe[0] < 0) {
		if (pipe(wake_pipe) != 0) return -1;
		for (int end = 0; end < 2; end++) {
			fcntl(wake_pipe[end], F_SETFD, FD_CLOEXEC);
			fcntl(wake_pipe[end], F_SETFL, O_NONBLOCK);
		}
		handle(SIGINT);
		signal(SIGXFSZ, SIG_IGN);  /* a file above its limit is an error of the write, as on a full disk */
	}
	if (which == CE_ENDING) {
		atomic_store(&tidies, 1);
		handle(SIGTERM);
		handle(SIGHUP);
	}
	if (which == CE_EVERYTHING && !installed) {
		installed = 1;
		for (size_t i = 0; i < sizeof others / sizeof *others; i++) handle(others[i]);
		for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
			struct sigaction action;
			memset(&action, 0, sizeof action);
			action.sa_sigaction = on_crash;
			action.sa_flags = SA_ONSTACK | SA_SIGINFO;
			sigemptyset(&action.sa_mask);
			sigaction(crashes[i], &action, &crash_before[crashes[i]]);
		}
	}
	return wake_pipe[0];
}

int ce_signals_take(int mask)
{
	char bytes[64];
	while (read(wake_pipe[0], bytes, sizeof bytes) > 0) {}
	return atomic_fetch_and(&pending, ~mask) & mask;
}

int ce_signals_peek(void) { return atomic_load_explicit(&pending, memory_order_relaxed); }

int ce_interrupt_count(void) { return atomic_load(&interrupts); }

void ce_set_reading(int value)
{
	atomic_store(&last_interrupt, 0);
	atomic_store(&reading, value);
}
