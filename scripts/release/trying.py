"""The one way to try a program: what somebody does with it in the first minute, in an empty folder."""

import os
import re
import signal
import subprocess
import tempfile
import urllib.request

from facts import VERSION

# So that no artefact is helped by what else is on this machine.
ENVIRONMENT = {name: os.environ[name] for name in ("HOME", "TEMP", "TMP", "SYSTEMROOT") if name in os.environ}


class Failed(Exception):
    """An artefact does not do what it should."""


def run(command, cwd, **options):
    """Runs a command to its end and returns what it printed; that it fails is `Failed`."""
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **options)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout[-2000:]}")
    return done.stdout


def program(command, root=None, environment=None):
    """Tries a program that is called by `command`; with `root` in that folder as the root of all (chroot)."""
    environment = {**ENVIRONMENT, **(environment or {})}
    with tempfile.TemporaryDirectory(dir=root) as folder:
        inside = folder if root is None else "/" + os.path.basename(folder)

        def enter():
            os.chroot(root)
            os.chdir(inside)

        options = {"env": environment, "preexec_fn": enter if root else None}
        version = run([*command, "--version"], folder, **options).strip()
        if version != f"schemabook {VERSION}":
            raise Failed(f"--version says `{version}`")
        run([*command, "init"], folder, **options)
        run([*command, "check", "--strict"], folder, **options)
        run([*command, "build"], folder, **options)
        with open(os.path.join(folder, "public/index.html"), "rb") as file:
            home = file.read()
        served(command, folder, home, options)


def served(command, folder, home, options):
    """Whether `serve` answers with the page that `build` wrote, and ends when it is told to."""
    serve = subprocess.Popen([*command, "serve", "--port", "0"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    watchdog = signal_after(60, serve)
    try:
        said = ""
        for line in serve.stdout:
            said += line
            address = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if address:
                break
        else:
            raise Failed(f"serve names no address:\n{said}")
        with urllib.request.urlopen(address[0], timeout=20) as answer:
            title = re.search(rb"<title>.*?</title>", answer.read())
        if not title or title[0] not in home:
            raise Failed("serve answers with another page than build wrote")
    finally:
        serve.terminate()
        code = serve.wait(20)
        watchdog.cancel()
        serve.stdout.close()
    if os.name == "posix" and code not in (143, -signal.SIGTERM):
        raise Failed(f"serve ends with exit {code} when it is terminated")


def signal_after(seconds, process):
    import threading
    watchdog = threading.Timer(seconds, process.kill)
    watchdog.start()
    return watchdog
