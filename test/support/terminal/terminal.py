"""Runs a command on a terminal of its own. What arrives on standard input is typed there, and what the terminal shows
goes to standard output. It ends as the command did; where a signal ended the command, standard error says which."""

import os
import pty
import select
import signal
import sys

# Python's own handler would swallow a ^C that comes before the command is there.
signal.signal(signal.SIGINT, signal.SIG_DFL)
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])

sys.stderr.write(f"pid {pid}\n")
sys.stderr.flush()
sources = [terminal, 0]
while terminal in sources:
    for ready in select.select(sources, [], [])[0]:
        try:
            data = os.read(ready, 65536)
        except OSError:  # Linux's way to say that nobody holds the other end any more
            data = b""
        if not data:
            sources.remove(ready)
        elif ready == terminal:
            os.write(1, data)
        else:
            os.write(terminal, data)

status = os.waitpid(pid, 0)[1]
if os.WIFSIGNALED(status):
    sys.stderr.write(f"signal {os.WTERMSIG(status)}\n")
    sys.exit(128 + os.WTERMSIG(status))
sys.exit(os.WEXITSTATUS(status))
