//! Opening, locking and moving, as each system promises it. What no file system here can hold is not tried: a link on a system that
//! lets nobody make one, a pipe on Windows.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::name::{names, windows_can_name};
use super::*;

/// A folder that goes when the test ends: `real/order.json`, `real/deep/order.json`.
struct Room(PathBuf);

impl Room {
    fn new() -> Room {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("schemabook-system-{}-{number}", std::process::id()));
        fs::create_dir_all(path.join("real/deep")).unwrap();
        let room = Room(canonicalize(&path).unwrap());
        fs::write(room.0.join("real/order.json"), "order").unwrap();
        fs::write(room.0.join("real/deep/order.json"), "deep").unwrap();
        room
    }

    fn dir(&self) -> Dir {
        Dir::open(&self.0).unwrap()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(mut file: fs::File) -> String {
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    text
}

fn cause<T>(done: std::io::Result<T>) -> Option<Cause> {
    done.err().map(|error| Cause::of(&error))
}

#[test]
fn files_and_folders_are_opened_below_a_folder_and_nowhere_else() {
    let room = Room::new();
    let dir = room.dir();
    assert_eq!(text(dir.file("real/deep/order.json".as_ref()).unwrap()), "deep");
    let deep = dir.folder("real/deep".as_ref()).unwrap();
    assert_eq!(text(deep.file("order.json".as_ref()).unwrap()), "deep");
    assert_eq!(text(deep.folder("".as_ref()).unwrap().file("order.json".as_ref()).unwrap()), "deep");
    assert_eq!(cause(deep.file("../order.json".as_ref())), Some(Cause::Elsewhere));
    assert_eq!(cause(deep.folder("..".as_ref())), Some(Cause::Elsewhere));
    assert_eq!(cause(deep.file(&room.0.join("real/order.json"))), Some(Cause::Elsewhere));
    assert_eq!(cause(dir.file("real/other.json".as_ref())), Some(Cause::Missing));
    assert_eq!(cause(dir.file("other/order.json".as_ref())), Some(Cause::Missing));
    for path in ["real/order.json/", "real/order.json/x"] {
        assert_eq!(cause(dir.file(path.as_ref())), Some(Cause::OtherKind), "{path}");
    }
    assert_eq!(cause(dir.folder("real/order.json".as_ref())), Some(Cause::OtherKind));
    assert!(dir.folder("real/".as_ref()).is_ok());
    assert_eq!(dir.stamp("real".as_ref()).unwrap().kind, Kind::Folder);
    assert_eq!(dir.stamp("real/order.json".as_ref()).unwrap().kind, Kind::File);
    let mut names = dir.folder("real".as_ref()).unwrap().names().unwrap();
    names.sort();
    assert_eq!(names, ["deep", "order.json"]);
}

/// Both ways: the one of this system, which is one call on Linux, and name by name.
#[cfg(unix)]
#[test]
fn links_and_pipes_are_refused_wherever_they_stand() {
    use std::os::unix::fs::symlink;
    let room = Room::new();
    symlink("real", room.0.join("folder")).unwrap();
    symlink("order.json", room.0.join("real/file")).unwrap();
    symlink("/etc/passwd", room.0.join("real/outside")).unwrap();
    symlink("itself", room.0.join("itself")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(room.0.join("pipe")).status().unwrap();
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(room.0.join("socket")).unwrap();
    let dir = room.dir();
    let refused = [
        "folder/order.json",
        "folder/deep/order.json",
        "folder",
        "folder/",
        "real/file",
        "real/file/",
        "real/outside",
        "itself",
        "itself/order.json",
        "socket",
    ];
    for path in refused {
        assert_eq!(cause(dir.file(path.as_ref())), Some(Cause::OtherKind), "{path}");
        assert_eq!(cause(dir.file_by_names(path.as_ref())), Some(Cause::OtherKind), "{path}, name by name");
    }
    for path in ["folder", "folder/", "folder/deep", "itself"] {
        assert_eq!(cause(dir.folder(path.as_ref())), Some(Cause::OtherKind), "{path}");
    }
    for path in ["real/order.json/", "real/order.json/x", "../x", "/etc/passwd", "none", ""] {
        assert_eq!(
            cause(dir.file(path.as_ref())).is_some(),
            cause(dir.file_by_names(path.as_ref())).is_some(),
            "{path}"
        );
    }
    assert_eq!(text(dir.file_by_names("real/deep/order.json".as_ref()).unwrap()), "deep");
    // Nobody writes to it, and nobody waits for that.
    for pipe in [dir.file("pipe".as_ref()).unwrap(), dir.file_by_names("pipe".as_ref()).unwrap()] {
        assert!(!pipe.metadata().unwrap().is_file());
    }
    assert_eq!(dir.stamp("pipe".as_ref()).unwrap().kind, Kind::Other);
    assert_eq!(dir.stamp("folder".as_ref()).unwrap().kind, Kind::Link);
}

#[cfg(windows)]
#[test]
fn a_junction_is_refused_wherever_it_stands() {
    let room = Room::new();
    let (junction, real) = (room.0.join("junction"), room.0.join("real"));
    let made = std::process::Command::new("cmd").args(["/c", "mklink", "/J"]).arg(junction).arg(real).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let dir = room.dir();
    for path in ["junction", "junction/", "junction/order.json", "junction/deep/order.json"] {
        assert_eq!(cause(dir.file(path.as_ref())), Some(Cause::OtherKind), "{path}");
    }
    assert_eq!(cause(dir.folder("junction".as_ref())), Some(Cause::OtherKind));
    assert_eq!(cause(dir.folder("junction/deep".as_ref())), Some(Cause::OtherKind));
    assert_eq!(dir.stamp("junction".as_ref()).unwrap().kind, Kind::Link);
}

/// Somebody who could move it could put something else in its place between two looks.
#[cfg(windows)]
#[test]
fn an_open_folder_stays_where_it_is() {
    let room = Room::new();
    let dir = room.dir();
    let deep = dir.folder("real/deep".as_ref()).unwrap();
    let error = fs::rename(room.0.join("real/deep"), room.0.join("real/elsewhere")).unwrap_err();
    assert_eq!(Cause::of(&error), Cause::Held);
    assert!(fs::rename(room.0.join("real"), room.0.join("elsewhere")).is_err());
    drop(deep);
    fs::rename(room.0.join("real/deep"), room.0.join("real/elsewhere")).unwrap();
}

/// What another program has open is waited for, and told where that takes too long.
#[cfg(windows)]
#[test]
fn a_file_that_is_held_is_waited_for() {
    use std::os::windows::fs::OpenOptionsExt as _;
    let room = Room::new();
    let real = room.dir().folder("real".as_ref()).unwrap();
    let path = room.0.join("real/order.json");
    let open = || fs::OpenOptions::new().read(true).share_mode(0).open(&path).unwrap();
    let held = open();
    assert_eq!(cause(real.file("order.json".as_ref())), Some(Cause::Held));
    assert_eq!(cause(real.remove("order.json".as_ref())), Some(Cause::Held));
    drop(held);
    let held = open();
    let closer = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(50));
        drop(held);
    });
    real.remove("order.json".as_ref()).unwrap();
    closer.join().unwrap();
    assert!(!path.exists());
}

#[test]
fn a_closed_folder_can_be_moved_and_opened_again() {
    let room = Room::new();
    let dir = room.dir();
    let mut real = dir.folder("real".as_ref()).unwrap();
    real.close();
    dir.rename("real".as_ref(), &dir, "moved".as_ref()).unwrap();
    real.reopen(&dir, "moved".as_ref()).unwrap();
    assert_eq!(text(real.file("order.json".as_ref()).unwrap()), "order");
    assert!(real.own_stamp().unwrap().is_same(&dir.stamp("moved".as_ref()).unwrap()));
}

#[test]
fn a_lock_is_held_by_one_and_leaves_nothing() {
    let room = Room::new();
    let dir = room.dir();
    let lock = dir.lock("lock".as_ref()).unwrap().unwrap();
    assert!(dir.lock("lock".as_ref()).unwrap().is_none());
    dir.remove_lock(lock, "lock".as_ref()).unwrap();
    assert_eq!(cause(dir.stamp("lock".as_ref())), Some(Cause::Missing));
    drop(dir.lock("lock".as_ref()).unwrap().unwrap());
    assert!(dir.lock("lock".as_ref()).unwrap().is_some());
}

#[test]
fn files_get_second_names_and_are_replaced() {
    use std::io::Write as _;
    let room = Room::new();
    let (dir, real) = (room.dir(), room.dir().folder("real".as_ref()).unwrap());
    let before = real.stamp("order.json".as_ref()).unwrap();
    real.link("order.json".as_ref(), &dir, "second.json".as_ref()).unwrap();
    assert!(dir.stamp("second.json".as_ref()).unwrap().is_still(&before));
    assert_eq!(cause(dir.make_file("second.json".as_ref())), Some(Cause::Other));
    dir.make_file("new.json".as_ref()).unwrap().write_all(b"another").unwrap();
    dir.rename("new.json".as_ref(), &real, "order.json".as_ref()).unwrap();
    let after = real.stamp("order.json".as_ref()).unwrap();
    assert!(!after.is_same(&before) && !after.is_still(&before));
    assert_eq!(text(dir.file("second.json".as_ref()).unwrap()), "order");
    dir.remove("second.json".as_ref()).unwrap();
    dir.remove("second.json".as_ref()).unwrap();
    assert!(dir.remove_folder("real".as_ref()).is_err());
    assert!(dir.stamp("real/order.json".as_ref()).is_ok());
}

/// A path of input can't name a device, a stream or a folder above.
#[test]
fn windows_has_names_that_no_file_can_have() {
    for name in
        ["order.json", "order", ".gitignore", "ORDER 1.json", "console", "com10.json", "comb", "Ünï", "a.b.c", "..."]
    {
        assert_eq!(windows_can_name(name), name != "...", "{name}");
    }
    let none = ["nul", "NUL.json", "con", "aux.tar.gz", "prn", "com1", "COM9.txt", "lpt¹", "CONIN$", "nul .txt"];
    let odd = ["a.json::$DATA", "c:", "a\\b", "a?", "a*", "a|b", "a<", "a>", "a\"", "a\tb", "a.", "a ", "order.json."];
    for name in none.into_iter().chain(odd) {
        assert!(!windows_can_name(name), "{name}");
        assert_eq!(can_name(&format!("real/{name}")), !cfg!(windows), "{name}");
    }
    assert_eq!(cause(names(Path::new("a/../b"))), Some(Cause::Elsewhere));
    assert_eq!(names(Path::new("a/./b")).unwrap(), ["a", "b"]);
}

#[test]
fn paths_are_written_with_slashes_and_as_people_write_them() {
    assert_eq!(below(Path::new(""), "a".as_ref()), Path::new("a"));
    assert_eq!(below(Path::new("a"), "b".as_ref()).to_str(), Some("a/b"));
    let there: PathBuf = ["a", "b"].iter().collect();
    assert_eq!(slashed(&there).as_deref(), Some("a/b"));
    let room = Room::new();
    assert!(room.0.is_absolute() && !room.0.to_string_lossy().starts_with("\\\\?"));
    assert_eq!(canonicalize(&room.0.join("real/../real/deep")).unwrap(), room.0.join("real").join("deep"));
}

/// Where a file is found by a name in other letters, that name is none of its.
#[test]
fn a_name_is_spelled_as_the_folder_has_it() {
    let room = Room::new();
    let path = |name: &str| room.0.join("real").join(name);
    assert!(is_spelled(&path("order.json")));
    let other = path("Order.JSON");
    assert!(!(other.exists() && is_spelled(&other)));
}

/// The switch of the builds that tests use takes the call away, so that the ways of other systems are those that are tried.
#[cfg(target_os = "linux")]
#[test]
fn folders_are_swapped_by_one_call_unless_it_is_switched_off() {
    let room = Room::new();
    let dir = room.dir();
    fs::create_dir(room.0.join("other")).unwrap();
    let swapped = dir.exchange("real".as_ref(), &dir, "other".as_ref());
    assert_eq!(cause(swapped), is_plain().then_some(Cause::Unknown));
    assert_eq!(room.0.join("other/deep").exists(), !is_plain());
}
