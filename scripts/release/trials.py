"""What scripts/release-check does: each artefact, how it is tried here, and the table of that."""

import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

from facts import ROOT, TARGETS, TARGET_DIR, VERSION, archive, is_windows, npm_file, npm_name, program, sha256, stem, vsix, write_archive
import trying
from trying import Failed, run


class Skipped(Exception):
    """An artefact can't be tried here."""


class Table:
    """The rows, printed as they come."""

    def __init__(self):
        self.failed = False
        print("| artefact | size | tried how | seconds |\n|---|---|---|---|", flush=True)

    def row(self, artefact, how, trial, *files):
        """Runs a trial. Its row says what came of it, and how large the files are together."""
        start = time.monotonic()
        try:
            trial()
        except Skipped as reason:
            how = f"not tried here: {reason}"
        except (Failed, OSError, ValueError, subprocess.SubprocessError) as error:
            self.failed = True
            how = f"**failed**: {str(error).splitlines()[0]}"
            print(f"{artefact}: {error}", file=sys.stderr)
        size = sum(file.stat().st_size for file in files if file.exists())
        shown = f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB" if size else ""
        print(f"| {artefact} | {shown} | {how} | {time.monotonic() - start:.0f} |", flush=True)


def this_target():
    """The row of the targets for this system and processor."""
    os_ = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}[platform.system()]
    cpu = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
    [here] = [about for about in TARGETS if (about["os"], about["cpu"]) == (os_, cpu)]
    return here


def needs(*programs):
    for name in programs:
        if not shutil.which(name):
            raise Skipped(f"there is no `{name}`")


def needs_root():
    if not hasattr(os, "chroot") or os.geteuid() != 0:
        raise Skipped("changing the root takes root")


# What lies in OUT.

def try_archive(out, target, folder):
    shutil.unpack_archive(out / archive(target), folder)
    unpacked = folder / stem(target)
    os.chmod(unpacked / program(target), 0o755)
    trying.program([unpacked / program(target)])
    pages = {page.name for page in (unpacked / "man").iterdir()}
    if "schemabook.1" not in pages or "schemabook-check.1" not in pages:
        raise Failed(f"man pages are missing: {pages}")
    if shutil.which("bash"):
        script = f". {unpacked / 'completions/schemabook.bash'}; complete -p schemabook"
        run(["bash", "--norc", "-c", script], folder)


def try_wheel(out, folder):
    run([sys.executable, "-m", "venv", folder / "python"], folder)
    programs = folder / "python" / ("Scripts" if os.name == "nt" else "bin")
    run([programs / "python", "-m", "pip", "install", "--quiet", "--no-index", "--find-links", out, "schemabook"], folder)
    trying.program([programs / "schemabook"])


def try_sbom(out, target):
    sbom = json.loads((out / f"{stem(target)}.cdx.json").read_text())
    named = {(component["name"], component["version"]) for component in sbom["components"]}
    told = subprocess.run(
        ["cargo", "tree", "--locked", "--target", target, "--edges", "normal", "--prefix", "none", "--format", "{p}"],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )
    used = {tuple(line.split()[:2]) for line in told.stdout.splitlines()}
    missing = {name for name, version in used if (name, version.lstrip("v")) not in named and name != "schemabook"}
    if missing:
        raise Failed(f"it lacks {', '.join(sorted(missing))}")


def try_npm(out, about, folder):
    needs("npm", "node")
    packages = [out / npm_file("schemabook"), out / npm_file(npm_name(about))]
    run([shutil.which("npm"), "install", "--offline", "--no-audit", "--no-fund", *packages], folder)
    command = folder / "node_modules/.bin" / ("schemabook.cmd" if os.name == "nt" else "schemabook")
    trying.program([command], environment={"PATH": os.environ["PATH"]})


def try_vsix(file, folder):
    needs("node")
    with zipfile.ZipFile(file) as package:
        package.extractall(folder)
    extension = folder / "extension"
    about = json.loads((extension / "package.json").read_text())
    if about["version"] != VERSION:
        raise Failed(f"it has version {about['version']}")
    run(["node", "--check", extension / about["main"]], folder)


def try_deb(out, folder):
    needs("dpkg")
    needs_root()
    [package] = out.glob("*.deb")
    (folder / "var/lib/dpkg").mkdir(parents=True)
    (folder / "var/lib/dpkg/status").touch()
    run(["dpkg", f"--root={folder}", "--force-script-chrootless", "--install", package], folder)
    trying.program(["/usr/bin/schemabook"], root=folder)
    for path in ("usr/share/man/man1/schemabook-check.1.gz", "usr/share/bash-completion/completions/schemabook"):
        if not (folder / path).exists():
            raise Failed(f"it has no {path}")


def try_image(out, folder):
    needs_root()
    blob = lambda about: out / "image/blobs" / about["digest"].replace(":", "/")
    index = json.loads((out / "image/index.json").read_text())["manifests"]
    # A list of images lies within the list of what the layout holds.
    while "index" in index[0]["mediaType"]:
        index = json.loads(blob(index[0]).read_text())["manifests"]
    cpu = {"x64": "amd64", "arm64": "arm64"}[this_target()["cpu"]]
    [image] = [image for image in index if image["platform"]["architecture"] == cpu]
    manifest = json.loads(blob(image).read_text())
    config = json.loads(blob(manifest["config"]).read_text())["config"]
    for layer in manifest["layers"]:
        with tarfile.open(blob(layer)) as packed:
            packed.extractall(folder, filter="tar")
    if config["WorkingDir"] != "/project" or not (folder / "project").is_dir():
        raise Failed(f"it works in {config['WorkingDir']}")
    [path] = [entry.partition("=")[2] for entry in config["Env"] if entry.startswith("PATH=")]
    trying.program(config["Entrypoint"], root=folder, environment={"PATH": path})


def try_manifest(out, file):
    """Whether each archive that a manifest names lies here, and the sum beside it is its own."""
    text = file.read_text()
    pairs = re.findall(r'/([^/\s"]+\.(?:tar\.gz|zip))\W+(?:sha256|hash|InstallerSha256)\W+([0-9a-fA-F]{64})', text)
    if not pairs or "{{" in text:
        raise Failed("it names no archive with its sum")
    for name, told in pairs:
        if sha256(out / name) != told.lower():
            raise Failed(f"{name} has another sum")


def try_formula(out, file, folder):
    try_manifest(out, file)
    needs("ruby")
    target = this_target()["target"]
    shutil.unpack_archive(out / archive(target), folder)
    # Homebrew cannot be had everywhere; what it does with a formula of this kind is little.
    run(["ruby", ROOT / "scripts/release/brew.rb", file, folder / stem(target)], folder)


def try_sums(out):
    for line in (out / "SHA256SUMS").read_text().splitlines():
        told, name = line.split("  ")
        if sha256(out / name) != told:
            raise Failed(f"{name} has another sum")


def try_binstall(out):
    """Whether `cargo binstall` would find the archives, and the program in them, by what Cargo.toml says."""
    from facts import PACKAGE
    about = PACKAGE["metadata"]["binstall"]
    for row in TARGETS:
        target = row["target"]
        words = {"repo": "R", "name": "schemabook", "version": VERSION, "target": target, "bin": "schemabook",
                 "binary-ext": ".exe" if is_windows(target) else ""}
        format_ = about.get("overrides", {}).get(target, {}).get("pkg-fmt", about["pkg-fmt"])
        words["archive-suffix"] = {"tgz": ".tar.gz", "zip": ".zip"}[format_]
        filled = lambda text: re.sub(r"\{ ([a-z-]+) \}", lambda found: words[found[1]], text)
        file = out / filled(about["pkg-url"]).rpartition("/")[2]
        names = zipfile.ZipFile(file).namelist() if format_ == "zip" else tarfile.open(file).getnames()
        if filled(about["bin-dir"]) not in names:
            raise Failed(f"{file.name} has no {filled(about['bin-dir'])}")


def try_artefacts(table, out):
    here = this_target()
    target = here["target"]
    with_folder = lambda trial, *arguments: lambda: in_folder(trial, *arguments)

    def present(trial, *files):
        def checked():
            for file in files:
                if not file.exists():
                    raise Skipped("it is not there")
            trial()
        return checked

    wheels = sorted(out.glob("*.whl"))
    own_wheel = [wheel for wheel in wheels if wheel_is_for(wheel, here)]
    table.row(f"archive, {target}", "unpacked and run; completions read by bash", with_folder(try_archive, out, target), out / archive(target))
    table.row("wheel (PyPI)", "pip install into a new environment", with_folder(try_wheel, out), *own_wheel)
    table.row("list of dependencies (SBOM)", "has each crate of `cargo tree`", lambda: try_sbom(out, target), out / f"{stem(target)}.cdx.json")
    both = [out / npm_file("schemabook"), out / npm_file(npm_name(here))]
    table.row("npm, both packages", "npm install into a new folder", present(with_folder(try_npm, out, here), *both), *both)
    extension = out / vsix()
    table.row("extension for VS Code", "unpacked, its program read by Node.js", present(with_folder(try_vsix, extension), extension), extension)
    if here["os"] == "linux":
        debs = sorted(out.glob("*.deb"))
        table.row("Debian package", "dpkg --install into a root of its own, run there (chroot)", with_folder(try_deb, out), *debs)
        image = out / "image"
        files = [file for file in image.rglob("*") if file.is_file()]
        table.row("container image (OCI layout)", "unpacked and run as its configuration says (chroot)",
                  present(with_folder(try_image, out), image), *files)
    formula, scoop, installer = (
        out / "manifests" / name
        for name in ("homebrew/schemabook.rb", "scoop/schemabook.json", "winget/schemabook.schemabook.installer.yaml")
    )
    table.row("Homebrew formula", "sums compared; installed and tested by a stand-in for Homebrew",
              present(with_folder(try_formula, out, formula), formula), formula)
    table.row("Scoop manifest", "read as JSON, sums compared",
              present(lambda: (json.loads(scoop.read_text()), try_manifest(out, scoop)), scoop), scoop)
    table.row("winget manifests", "sums compared", present(lambda: try_manifest(out, installer), installer), *sorted(out.glob("manifests/winget/*")))
    sums = out / "SHA256SUMS"
    table.row("cargo binstall", "its addresses name the archives and the programs in them", present(lambda: try_binstall(out), sums))
    table.row("checksums", "compared", present(lambda: try_sums(out), sums), sums)


def wheel_is_for(wheel, about):
    cpu = {"x64": ("x86_64", "amd64"), "arm64": ("aarch64", "arm64")}[about["cpu"]]
    os_ = {"linux": "linux", "darwin": "macosx", "win32": "win_"}[about["os"]]
    return os_ in wheel.name and any(name in wheel.name for name in cpu)


def in_folder(trial, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        trial(*arguments, pathlib.Path(folder))


def main(arguments):
    table = Table()
    if arguments:
        try_artefacts(table, pathlib.Path(arguments[0]).resolve())
    else:
        import sources
        out = sources.build(table)
        try_artefacts(table, out)
        sources.try_sources(table)
    return 1 if table.failed else 0
