//! Writing a site: nothing but the site changes on disk, whatever stands there and whatever fails.

mod disturbed;
mod place;

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::SystemTime;

use schemabook::output::{Content, MANIFEST, Output, Paths, Refusal, Target, WriteError, Written};

/// A project in a folder of its own that goes when the test ends.
struct Project(PathBuf);

impl Project {
    fn new() -> Project {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("schemabook-output-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let project = Project(schemabook::system::canonicalize(&std::env::temp_dir()).unwrap().join(name));
        fs::create_dir(&project.0).unwrap();
        project.put("schemas/order.json", "{}");
        project
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    fn prepare(&self, out: &str) -> Result<Target, Refusal> {
        Target::prepare(&self.at(out), &self.0, &["schemas/order.json".into(), "templates".into()])
    }

    fn refusal(&self, out: &str) -> Refusal {
        let before = self.snapshot("");
        let refusal = self.prepare(out).unwrap_err();
        assert_eq!(before, self.snapshot(""), "{refusal}");
        refusal
    }

    fn write(&self, output: &Output) -> Result<Written, WriteError> {
        self.prepare("public").unwrap().write(output, &AtomicBool::new(false))
    }

    fn build(&self, files: &[(&str, &str)]) -> Written {
        let written = self.write(&site(files)).unwrap();
        assert!(!self.at(".public.staging").exists());
        written
    }

    /// Each file, folder and link below a folder, with its inode, its time of change and what it holds.
    fn snapshot(&self, below: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut waiting = vec![self.at(below)];
        while let Some(path) = waiting.pop() {
            let stat = fs::symlink_metadata(&path).unwrap();
            let mut line = format!("{} {:?}", path.display(), identity(&stat));
            if stat.is_dir() {
                waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else if stat.is_file() {
                line += &format!(" {:?} {:?}", stat.modified().unwrap(), fs::read(&path).unwrap());
            } else {
                line += &format!(" -> {}", fs::read_link(&path).unwrap().display());
            }
            lines.push(line);
        }
        lines.sort();
        lines
    }

    /// The paths of the files and empty folders of the site, but for the record.
    fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        let mut waiting = vec![self.at("public")];
        while let Some(path) = waiting.pop() {
            let entries: Vec<_> = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap()).collect();
            if entries.is_empty() {
                paths.push(path.clone());
            }
            for entry in entries {
                if entry.file_type().unwrap().is_dir() { waiting.push(entry.path()) } else { paths.push(entry.path()) }
            }
        }
        let public = self.at("public");
        let relative = |path: PathBuf| path.strip_prefix(&public).unwrap().to_str().unwrap().replace('\\', "/");
        let mut paths: Vec<_> = paths.into_iter().map(relative).filter(|path| path != MANIFEST).collect();
        paths.sort();
        paths
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn site(files: &[(&str, &str)]) -> Output {
    let mut output = Output::new();
    for (path, text) in files {
        let text = text.as_bytes().to_vec();
        output.insert(*path, Content::made(move || Ok(text.clone()))).unwrap();
    }
    output
}

const SITE: [(&str, &str); 3] = [("index.html", "home"), ("types/a/index.html", "a"), ("types/b/index.html", "b")];

fn stamp(path: &Path) -> (u64, u32, SystemTime) {
    let stat = fs::symlink_metadata(path).unwrap();
    let (number, mode) = identity(&stat);
    (number, mode, stat.modified().unwrap())
}

/// What tells a file from another at the same path: its number, on Windows when it was made, which of a folder nobody keeps up; and
/// its permissions.
#[cfg(unix)]
fn identity(stat: &fs::Metadata) -> (u64, u32) {
    use std::os::unix::fs::MetadataExt as _;
    (stat.ino(), stat.mode())
}

#[cfg(windows)]
fn identity(stat: &fs::Metadata) -> (u64, u32) {
    use std::os::windows::fs::MetadataExt as _;
    (if stat.is_dir() { 0 } else { stat.creation_time() }, stat.file_attributes())
}

#[test]
fn first_build_writes_the_files_and_their_record() {
    let project = Project::new();
    let written = project.build(&SITE);
    assert_eq!(written, Written { files: 3, bytes: 6, ..Written::default() });
    assert_eq!(project.paths(), ["index.html", "types/a/index.html", "types/b/index.html"]);
    assert_eq!(project.text("public/types/a/index.html"), "a");
    let record = project.text("public/.schemabook-manifest");
    let lines: Vec<_> = record.lines().map(|line| line.split_once("  ").unwrap()).collect();
    // printf a | sha256sum
    assert_eq!(lines[1], ("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", "types/a/index.html"));
    assert!(lines.is_sorted_by_key(|(_, path)| *path));
}

#[test]
fn missing_folders_above_the_output_are_made_and_go_if_nothing_comes_of_it() {
    let project = Project::new();
    let target = project.prepare("dist/docs/site").unwrap();
    assert_eq!(target.path(), project.at("dist/docs/site"));
    drop(target);
    assert!(!project.at("dist").exists());
    project.prepare("dist/docs/site").unwrap().write(&site(&SITE), &AtomicBool::new(false)).unwrap();
    assert_eq!(project.text("dist/docs/site/index.html"), "home");
}

#[cfg(unix)]
#[test]
fn an_empty_folder_is_written_to_and_keeps_its_permissions() {
    let project = Project::new();
    fs::create_dir(project.at("public")).unwrap();
    fs::set_permissions(project.at("public"), fs::Permissions::from_mode(0o750)).unwrap();
    project.build(&SITE);
    assert_eq!(fs::metadata(project.at("public")).unwrap().permissions().mode() & 0o777, 0o750);
}

#[test]
fn an_equal_build_touches_no_file() {
    let project = Project::new();
    project.build(&SITE);
    let files = ["index.html", "types/a/index.html", "types/b/index.html", MANIFEST];
    let stamps = || files.map(|path| stamp(&project.at("public").join(path)));
    let before = stamps();
    let written = project.build(&SITE);
    assert_eq!((written.files, written.unchanged), (3, 3));
    assert_eq!(before, stamps());
}

#[test]
fn a_changed_file_is_written_anew_and_one_that_is_gone_is_removed_with_its_folder() {
    let project = Project::new();
    project.build(&SITE);
    let before = stamp(&project.at("public/index.html"));
    let written = project.build(&[("index.html", "home"), ("types/a/index.html", "A")]);
    assert_eq!((written.unchanged, written.removed, written.carried_over), (1, 1, 0));
    assert_eq!(project.paths(), ["index.html", "types/a/index.html"]);
    assert_eq!(project.text("public/types/a/index.html"), "A");
    assert_eq!(before, stamp(&project.at("public/index.html")));
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let project = Project::new();
    project.build(&[("a", "file"), ("b/c", "below")]);
    project.build(&[("a/c", "below"), ("b", "file")]);
    assert_eq!(project.paths(), ["a/c", "b"]);
}

#[test]
fn what_others_put_there_is_carried_over() {
    let project = Project::new();
    project.build(&SITE);
    project.put("public/CNAME", "example.com");
    project.put("public/types/b/notes.txt", "mine");
    fs::create_dir_all(project.at("public/empty/folder")).unwrap();
    let before = stamp(&project.at("public/CNAME"));
    for _ in 0..2 {
        let written = project.build(&SITE[..2]);
        assert_eq!((written.carried_over, written.kept.len()), (2, 0));
        let paths = ["CNAME", "empty/folder", "index.html", "types/a/index.html", "types/b/notes.txt"];
        assert_eq!(project.paths(), paths);
        assert_eq!(before, stamp(&project.at("public/CNAME")));
    }
}

#[cfg(unix)]
#[test]
fn links_that_others_put_there_are_carried_over_as_links() {
    let project = Project::new();
    project.build(&SITE);
    symlink("/nowhere", project.at("public/link")).unwrap();
    symlink(project.at("schemas"), project.at("public/folder-link")).unwrap();
    for _ in 0..2 {
        let written = project.build(&SITE[..2]);
        assert_eq!((written.carried_over, written.kept.len()), (2, 0));
        assert_eq!(project.paths(), ["folder-link", "index.html", "link", "types/a/index.html"]);
        assert_eq!(fs::read_link(project.at("public/link")).unwrap(), Path::new("/nowhere"));
    }
    assert_eq!(project.text("schemas/order.json"), "{}");
}

#[test]
fn a_file_that_was_changed_since_stays_and_is_named() {
    let project = Project::new();
    project.build(&SITE);
    project.put("public/index.html", "mine");
    project.put("public/types/b/index.html", "mine");
    let written = project.build(&[("index.html", "new home"), ("types/a/index.html", "a")]);
    assert_eq!((written.files, written.removed, written.carried_over), (1, 0, 2));
    assert_eq!(written.kept, ["index.html"]);
    assert_eq!(project.text("public/index.html"), "mine");
    assert_eq!(project.text("public/types/b/index.html"), "mine");
    assert!(!project.text("public/.schemabook-manifest").contains("  index.html"));
    // It is ours again once the user has removed it.
    fs::remove_file(project.at("public/index.html")).unwrap();
    assert_eq!(project.build(&SITE).kept, ["types/b/index.html"]);
    assert_eq!(project.text("public/index.html"), "home");
}

#[test]
fn a_foreign_file_where_the_site_needs_a_folder_is_not_overwritten() {
    let project = Project::new();
    project.build(&[("index.html", "home")]);
    project.put("public/types", "mine");
    let before = project.snapshot("public");
    let error = project.write(&site(&SITE)).unwrap_err();
    assert!(matches!(&error, WriteError::InTheWay { path } if *path == project.at("public/types")), "{error}");
    assert_eq!(before, project.snapshot("public"));

    fs::remove_file(project.at("public/types")).unwrap();
    project.put("public/about/mine", "");
    let error = project.write(&site(&[("about", "")])).unwrap_err();
    assert!(matches!(&error, WriteError::InTheWay { path } if *path == project.at("public/about")), "{error}");
}

#[test]
fn two_files_cannot_have_one_path_on_any_system() {
    let mut output = site(&[("types/Order/index.html", "")]);
    let mut clash = |path: &str| output.insert(path, Content::bytes(*b"")).unwrap_err().first;
    assert_eq!(clash("types/order/INDEX.html").as_deref(), Some("types/Order/index.html"));
    assert_eq!(clash("Types").as_deref(), Some("types/Order/index.html"));
    assert_eq!(clash("types/order/index.html/x").as_deref(), Some("types/Order/index.html"));
    for path in ["", "/a", "a/", "a//b", "./a", "a/../b", "..", "a\\b", "a\nb", MANIFEST] {
        assert_eq!(clash(path), None, "{path:?}");
    }
    output.insert("types/order-b/index.html", Content::bytes(*b"b")).unwrap();
    assert_eq!(output.len(), 2);
    assert_eq!(output.get("types/order-b/index.html").unwrap().make().unwrap().as_ref(), b"b");
    assert!(output.get("types/Order-b/index.html").is_none());
    assert!(output.iter().map(|(path, _)| path).is_sorted());
}

#[test]
fn what_is_made_together_is_made_when_one_of_it_is_asked_for() {
    let made = Arc::new(AtomicBool::new(false));
    let mut output = site(&[("index.html", "home"), ("t.css", "")]);
    let told = Arc::clone(&made);
    let make = move || {
        told.store(true, Ordering::SeqCst);
        site(&[("search/index.js", "index"), ("search/0.js", "0")])
    };
    output.insert_folder("search/", make).unwrap();
    for path in ["search", "Search/0.js", "search/index.js/x"] {
        assert!(output.insert(path, Content::bytes(*b"")).is_err(), "{path}");
    }
    assert!(output.insert_folder("t.css/", Output::new).is_err());
    assert_eq!((output.pages(), output.at_hand().count()), (1, 0));
    assert!(output.get("searches").is_none() && !made.load(Ordering::SeqCst));
    assert_eq!(output.get("search/0.js").unwrap().make().unwrap().as_ref(), b"0");
    assert!(made.load(Ordering::SeqCst) && output.get("search/1.js").is_none());
    let paths: Vec<&str> = output.iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["index.html", "search/0.js", "search/index.js", "t.css"]);
    assert_eq!(output.len(), 4);
}

#[test]
fn what_lies_in_a_folder_stands_before_what_is_made_there() {
    let mut output = site(&[("raw/own.txt", "own"), ("raw/a.json", "own")]);
    let make = || site(&[("raw/a.json", "made"), ("raw/b.json", "made")]);
    output.insert_folder("raw/", make).unwrap();
    let text = |path: &str| String::from_utf8(output.get(path).unwrap().make().unwrap().into_owned()).unwrap();
    assert_eq!(["raw/own.txt", "raw/a.json", "raw/b.json"].map(text), ["own", "own", "made"]);
    let paths: Vec<&str> = output.iter().map(|(path, _)| path).collect();
    assert_eq!((paths.as_slice(), output.len()), (&["raw/a.json", "raw/b.json", "raw/own.txt"][..], 3));
}

#[test]
fn what_was_added_before_a_list_stands_before_its_files() {
    let mut output = site(&[("a/index.html", "own"), ("B/index.html", "own"), ("c", "own"), ("d/index.html/x", "own")]);
    output.insert_folder("raw/", || site(&[("raw/r.json", "made")])).unwrap();
    let mut paths = Paths::default();
    for (number, path) in
        ["a/index.html", "b/index.html", "c/deep/index.html", "d/index.html", "raw/r.json", "e/index.html"]
            .into_iter()
            .enumerate()
    {
        paths.insert(path, number).unwrap();
    }
    output.insert_list(Arc::new(paths), Box::new(|number| Ok(number.to_string().into_bytes())));
    let text = |path: &str| String::from_utf8(output.get(path).unwrap().make().unwrap().into_owned()).unwrap();
    assert_eq!(["a/index.html", "raw/r.json", "e/index.html"].map(text), ["own", "made", "5"]);
    for path in ["b/index.html", "c/deep/index.html", "d/index.html"] {
        assert!(output.get(path).is_none(), "{path}");
    }
    let paths: Vec<&str> = output.iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["B/index.html", "a/index.html", "c", "d/index.html/x", "e/index.html", "raw/r.json"]);
    assert_eq!((output.pages(), output.len()), (3, 6));
    assert!(output.insert("e", Content::bytes(*b"")).is_err());
}
