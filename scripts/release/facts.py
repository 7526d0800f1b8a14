"""What the parts of a release share: its version, its targets, the names of its files, archives that are the same each time."""

import gzip
import hashlib
import io
import json
import os
import pathlib
import subprocess
import tarfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TARGETS = json.loads((ROOT / "scripts/release/targets.json").read_text())

_told = subprocess.run(
    ["cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"],
    cwd=ROOT, check=True, stdout=subprocess.PIPE,
)
_metadata = json.loads(_told.stdout)
PACKAGE = _metadata["packages"][0]
VERSION = PACKAGE["version"]
TARGET_DIR = pathlib.Path(_metadata["target_directory"])
# The tag of a release, and the name of its folder of files on GitHub.
TAG = f"v{VERSION}"


def _repository():
    if PACKAGE["repository"]:
        return PACKAGE["repository"]
    if "GITHUB_REPOSITORY" in os.environ:
        return f"{os.environ['GITHUB_SERVER_URL']}/{os.environ['GITHUB_REPOSITORY']}"
    # As long as it is tried on a desk alone.
    return "https://github.com/OWNER/schemabook"


REPOSITORY = _repository()


def is_windows(target):
    return "-windows-" in target


def program(target):
    """The name of the program's file."""
    return "schemabook.exe" if is_windows(target) else "schemabook"


def stem(target):
    """The archive's name without its ending, which is the folder in it as well."""
    return f"schemabook-{TAG}-{target}"


def archive(target):
    """The archive's name."""
    return stem(target) + (".zip" if is_windows(target) else ".tar.gz")


def npm_name(about):
    """The npm package that holds the program for a row of the targets."""
    return f"@schemabook/cli-{about['os']}-{about['cpu']}"


def npm_file(name):
    """The file of an npm package, named as `npm pack` names it."""
    return f"{name.lstrip('@').replace('/', '-')}-{VERSION}.tgz"


def vsix():
    """The file of the extension for VS Code."""
    return f"schemabook-{VERSION}.vsix"


def npm_package(out, about, files):
    """Writes an npm package: what package.json says beside what all of them say, and a map of files."""
    common = {
        "version": VERSION,
        "description": PACKAGE["description"],
        "license": PACKAGE["license"],
        "keywords": PACKAGE["keywords"],
        "repository": {"type": "git", "url": f"git+{REPOSITORY}.git"},
    }
    files = {**files, "package.json": (json.dumps({**about, **common}, indent=2).encode() + b"\n", False), **licences()}
    write_archive(out / npm_file(about["name"]), {f"package/{name}": file for name, file in files.items()})


def licences():
    return {name: ((ROOT / name).read_bytes(), False) for name in ("LICENSE-MIT", "LICENSE-APACHE")}


def write_archive(path, files):
    """Writes a map from name to (bytes, whether they are a program) as .zip, or else .tar.gz: sorted, without dates and owners."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as out:
            for name, (data, _) in sorted(files.items()):
                out.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed, \
            tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as out:
        for name, (data, executable) in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o755 if executable else 0o644
            out.addfile(entry, io.BytesIO(data))


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
