#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Waits until the shell has put this process in front, as a shell does before the program runs.
func waitForForeground() {
  while tcgetpgrp(0) != getpgrp() { usleep(1000) }
}

/// Starts the probe as a shell would, in front, in a process group of its own, and minds its job control.
///
/// When the probe stops it says so and waits for a line, then puts the probe in front again.
func runAsShell() -> Int32 {
  signal(SIGTTOU, SIG_IGN)
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
  posix_spawnattr_setpgroup(&attributes, 0)
  var defaults = sigset_t()
  sigemptyset(&defaults)
  sigaddset(&defaults, SIGTTOU)
  posix_spawnattr_setsigdefault(&attributes, &defaults)
  var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("probe"), strdup("--in-shell"), nil]
  var child: pid_t = 0
  guard posix_spawn(&child, "/proc/self/exe", nil, &attributes, &arguments, environ) == 0 else { return 127 }
  tcsetpgrp(0, child)
  while true {
    var status: Int32 = 0
    guard waitpid(child, &status, WUNTRACED) == child else { return 127 }
    if status & 0xFF != 0x7F {
      tcsetpgrp(0, getpgrp())
      return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
    tcsetpgrp(0, getpgrp())
    print("[stopped]")
    fflush(nil)
    _ = readLine()
    tcsetpgrp(0, child)
    kill(-child, SIGCONT)
  }
}
