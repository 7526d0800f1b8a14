"""What scripts/release-check builds, and how it tries what compiles on the user's side: the crate, the hooks of pre-commit, the workflow that
`init` writes, the action."""

import json
import os
import pathlib
import re
import shutil
import subprocess

from facts import ROOT, TAG, TARGET_DIR, TARGETS, VERSION, archive, program, stem, write_archive
import trying
from trials import in_folder, this_target
from trying import Failed, run

OUT = TARGET_DIR / "release-check"
TOOLS = ROOT / "target/release-tools/python/bin"
# Whether it works is asked, not how fast: nothing is optimised.
QUICKLY = {
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "0",
    "CARGO_PROFILE_RELEASE_LTO": "off",
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
    "CARGO_TARGET_DIR": str(TARGET_DIR / "release-check-sources"),
}


def build(table):
    """Builds what a release has for this machine's Linux, with stand-ins for the archives of other systems; returns the folder."""
    target = this_target()["target"]
    shutil.rmtree(OUT, ignore_errors=True)
    tools = subprocess.run([ROOT / "scripts/release/tools", target], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    subprocess.run([TOOLS / "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
                    "--requirement", ROOT / "scripts/release/requirements-check.txt"], check=True)
    os.environ["PATH"] = os.pathsep.join([*tools, os.environ["PATH"]])
    subprocess.run(["cargo", "fetch", "--quiet", "--locked", "--manifest-path", ROOT / "Cargo.toml"], check=True)
    os.environ["CARGO_NET_OFFLINE"] = "true"
    here = ROOT / "scripts/release"
    table.row(f"(all for {target})", "built with --locked, without the network", lambda: run([here / "target", target, OUT], ROOT))
    if this_target()["os"] == "linux":
        for package in ("buildah", "ruby"):
            subprocess.run([ROOT / "scripts/packages", package, package])
        if shutil.which("buildah"):
            table.row("(container image)", "built from the Dockerfile without an engine", lambda: run([here / "image", OUT], ROOT))
    for about in TARGETS:
        other = about["target"]
        if not (OUT / archive(other)).exists():
            write_archive(OUT / archive(other), {f"{stem(other)}/{program(other)}": (b"", True)})
    table.row("(manifests, checksums)", "filled, with stand-ins for the archives of other systems", lambda: run([here / "rest", OUT], ROOT))
    return OUT


def repository(folder):
    """The sources as they lie here, committed to a repository of their own, as users have them."""
    copy = folder / "schemabook"
    copy.mkdir()
    names = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT).split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    commit(copy)
    return copy


def commit(folder):
    run(["git", "init", "--quiet"], folder)
    run(["git", "add", "--all", "--force"], folder)
    run(["git", "-c", "user.name=release-check", "-c", "user.email=release-check@localhost", "-c", "commit.gpgsign=false",
         "commit", "--quiet", "--message", "as it is"], folder)


def contracts(folder):
    """A project as `init` writes it, in a repository."""
    project = folder / "contracts"
    run([program_of_out(), "init", project], folder)
    commit(project)
    return project


def program_of_out():
    return TARGET_DIR / this_target()["target"] / "release/schemabook"


def with_fault(project):
    """Makes one example of the project wrong."""
    example = project / "examples/order_placed/two-items.json"
    example.write_text(re.sub(r'("total": )[0-9.]+', r"\1-1", example.read_text(), count=1))


def with_change(project):
    """Demands one more member of the events of the project."""
    file = project / "schemas/order_placed.json"
    schema = json.loads(file.read_text())
    schema["required"].append("note")
    file.write_text(json.dumps(schema))


def fails(command, cwd, saying, **options):
    """That a command ends with exit 1 and says something."""
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 1 or saying not in done.stdout:
        raise Failed(f"a wrong example is exit {done.returncode}, and not told:\n{done.stdout[-2000:]}")


def try_crate(copy, folder):
    run(["cargo", "package", "--quiet", "--locked", "--no-verify"], copy, env={**os.environ, **QUICKLY})
    shutil.unpack_archive(crate(), folder, "gztar")
    command = ["cargo", "install", "--quiet", "--locked", "--path", folder / f"schemabook-{VERSION}", "--root", folder]
    run(command, folder, env={**os.environ, **QUICKLY})
    trying.program([folder / "bin/schemabook"])


def crate():
    return pathlib.Path(QUICKLY["CARGO_TARGET_DIR"]) / f"package/schemabook-{VERSION}.crate"


def try_hook(hook, copy, folder):
    project = contracts(folder)
    environment = {**os.environ, **QUICKLY, "PRE_COMMIT_HOME": str(folder / "cache")}
    command = [TOOLS / "pre-commit", "try-repo", copy, hook, "--all-files"]
    run(command, project, env=environment)
    with_fault(project)
    fails(command, project, "error[invalid-example]", env=environment)


def steps(file):
    return json.loads(run([TOOLS / "python", ROOT / "scripts/release/steps.py", file], ROOT))


def perform(script, project, environment, values):
    """A step's script, with its expressions evaluated by a table."""
    told = {name: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], value) for name, value in script.get("env", {}).items()}
    return ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script["run"]], {"cwd": project, "env": {**environment, **told}}


def try_workflow(copy, folder):
    project = contracts(folder)
    install, check = steps(project / ".github/workflows/contracts.yml")
    environment = runner(folder)
    # Offline, cargo would not even look into a repository of this machine.
    del environment["CARGO_NET_OFFLINE"]
    command, options = perform(install, project, environment, {"vars.SCHEMABOOK": copy.as_uri()})
    run(command, **options)
    try_check(check, project, environment, {})


def try_check(check, project, environment, values):
    command, options = perform(check, project, environment, values)
    run(command, **options)
    with_fault(project)
    fails(command, saying="::error ", **options)


def runner(folder):
    """An environment like a runner's, with a folder for what is installed."""
    (folder / "temp").mkdir()
    (folder / "path").touch()
    return {
        **os.environ, **QUICKLY,
        "CARGO_INSTALL_ROOT": str(folder / "cargo"),
        "PATH": f"{folder / 'cargo/bin'}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(folder / "temp"),
        "GITHUB_PATH": str(folder / "path"),
        "RUNNER_OS": "Linux",
        "RUNNER_ARCH": this_target()["cpu"].upper(),
    }


def try_action(copy, ref, folder):
    project = contracts(folder)
    install, check, compare = steps(copy / "action.yml")
    environment = {**runner(folder), "GITHUB_ACTION_PATH": str(copy)}
    # Of GitHub's program the action asks for three things.
    gh = folder / "gh"
    gh.write_text('#!/bin/sh\nwhile [ $# -gt 1 ]; do case $1 in --pattern) pattern=$2 ;; --dir) cp "$OUT"/$pattern "$2" ;; --body-file) cat "$2" ;; esac; shift; done\n')
    gh.chmod(0o755)
    environment.update({"OUT": str(OUT), "PATH": f"{folder}{os.pathsep}{environment['PATH']}"})
    values = {
        "github.action_ref": ref, "github.action_repository": "OWNER/schemabook", "github.token": "",
        "inputs.dir": ".", "inputs.strict": "true", "inputs.new-from": "", "inputs.sarif": "true",
        "github.event.pull_request.base.sha": "HEAD", "github.event.pull_request.number": "1",
    }
    command, options = perform(install, project, environment, values)
    run(command, **options)
    added = (folder / "path").read_text().split()
    environment["PATH"] = os.pathsep.join([*added, environment["PATH"]])
    if ref == TAG and not added:
        raise Failed("the program of the release is not on the path")
    try_check(check, project, environment, values)
    sarif = json.loads((folder / "temp/schemabook.sarif").read_text())
    if not sarif["runs"][0]["results"]:
        raise Failed("the report for code scanning is empty")
    command, options = perform(compare, project, environment, values)
    with_change(project)
    if "required now" not in run(command, **options):
        raise Failed("the comment does not say what changed")


def try_sources(table):
    """Tries what compiles on the user's side."""
    def all_of_them(folder):
        copy = repository(folder)
        inside = lambda trial, *arguments: lambda: in_folder(trial, *arguments)
        table.row("crate", "packaged, cargo install --locked out of the package (not optimised)", inside(try_crate, copy), crate())
        table.row("pre-commit hook, rust", "pre-commit try-repo; a wrong example fails", inside(try_hook, "schemabook", copy))
        table.row("pre-commit hook, python", "the same; pip builds it with maturin", inside(try_hook, "schemabook-python", copy))
        table.row("workflow of `init`", "its steps are run; a wrong example fails", inside(try_workflow, copy))
        table.row("action.yml, of a branch", "its scripts are run; a wrong example fails", inside(try_action, copy, "main"))
        table.row("action.yml, of a release", "the same, with a stand-in for `gh`", inside(try_action, copy, TAG))
    in_folder(all_of_them)
