//! Writing a site: nothing but the site changes on disk, whatever stands there and whatever fails.

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
fn a_record_cannot_reach_outside() {
    let project = Project::new();
    project.build(&SITE);
    let hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    let absolute = project.at("schemas/order.json");
    project.put(
        "public/.schemabook-manifest",
        &format!("{hash}  ../schemas/order.json\n{hash}  {}\n", absolute.display()),
    );
    project.build(&SITE);
    assert_eq!(project.text("schemas/order.json"), "{}");
}

#[test]
fn places_that_are_not_for_a_site_are_refused_and_left_alone() {
    let project = Project::new();
    project.put("docs/guide.md", "");
    project.put(".git/config", "");
    project.put("file", "");
    project.put("foreign/file", "");
    project.put("templates/.keep", "");
    project.put("damaged/.schemabook-manifest", "<<<<<<< HEAD\n");
    fs::create_dir(project.at("real")).unwrap();
    let refused = |out: &str, is_right: fn(&Refusal) -> bool| {
        let refusal = project.refusal(out);
        assert!(is_right(&refusal) && refusal.is_usage(), "{out}: {refusal:?}");
    };
    refused("", |refusal| matches!(refusal, Refusal::Project { .. }));
    refused(".", |refusal| matches!(refusal, Refusal::Project { .. }));
    refused("real/..", |refusal| matches!(refusal, Refusal::Project { .. }));
    refused("..", |refusal| matches!(refusal, Refusal::Project { .. }));
    refused("/", |refusal| matches!(refusal, Refusal::Root));
    refused(".git", |refusal| matches!(refusal, Refusal::Repository { .. }));
    refused(".git/site", |refusal| matches!(refusal, Refusal::Repository { .. }));
    refused("file", |refusal| matches!(refusal, Refusal::NotAFolder { .. }));
    refused("file/site", |refusal| matches!(refusal, Refusal::NotAFolder { .. }));
    refused("foreign", |refusal| matches!(refusal, Refusal::Foreign { .. }));
    refused("damaged", |refusal| matches!(refusal, Refusal::Damaged { .. }));
    refused("schemas", |refusal| matches!(refusal, Refusal::AboveInput { .. }));
    refused("schemas/site", |refusal| matches!(refusal, Refusal::BesideInput { .. }));
    refused("templates/a/site", |refusal| matches!(refusal, Refusal::BesideInput { .. }));

    let empty = Target::prepare(Path::new(""), &project.0, &[]).unwrap_err();
    assert!(matches!(empty, Refusal::Empty) && empty.is_usage());
    let home = std::env::home_dir().unwrap();
    let home = Target::prepare(&home, &project.0, &[]).unwrap_err();
    // On Windows the folder for what is temporary is there.
    assert!(matches!(home, Refusal::Home { .. } | Refusal::Root | Refusal::Project { .. }), "{home:?}");
}

#[cfg(unix)]
#[test]
fn a_site_is_not_written_through_a_link_of_the_project() {
    let project = Project::new();
    fs::create_dir(project.at("real")).unwrap();
    symlink("real", project.at("link")).unwrap();
    symlink("nowhere", project.at("dangling")).unwrap();
    symlink(std::env::temp_dir(), project.at("way-out")).unwrap();
    for out in ["link", "link/", "dangling", "way-out/site"] {
        let refusal = project.refusal(out);
        assert!(matches!(refusal, Refusal::Link { .. }) && refusal.is_usage(), "{out}: {refusal:?}");
    }
}

/// In other letters, by a name that is dropped at its end or by a stream, a place is still the place that it is.
#[cfg(windows)]
#[test]
fn a_place_is_known_by_each_of_its_names() {
    let project = Project::new();
    project.put("templates/.keep", "");
    for out in ["SCHEMAS", "Schemas", "schemas/../SCHEMAS"] {
        assert!(matches!(project.refusal(out), Refusal::AboveInput { .. }), "{out}");
    }
    assert!(matches!(project.refusal("TEMPLATES/site"), Refusal::BesideInput { .. }));
    assert!(matches!(project.refusal(".GIT/site"), Refusal::Repository { .. }));
    for out in ["schemas::$INDEX_ALLOCATION", "public:stream", "a?"] {
        assert!(matches!(project.refusal(out), Refusal::Name { .. }), "{out}");
    }
    for out in ["nul", "con/site", "schemas.", "schemas "] {
        let refusal = project.refusal(out);
        assert!(refusal.is_usage(), "{out}: {refusal:?}");
    }
}

#[test]
fn an_output_outside_the_project_or_below_a_folder_without_inputs_is_fine() {
    let project = Project::new();
    let inner = project.at("inner");
    fs::create_dir(&inner).unwrap();
    for out in [project.at("site"), inner.join("public"), inner.join("build/public"), inner.join("build/../site")] {
        Target::prepare(&out, &inner, &["a.json".into(), inner.join("schemas/b.json")]).unwrap();
    }
}

#[test]
fn a_second_build_of_one_output_is_told_to_wait() {
    let project = Project::new();
    let first = project.prepare("public").unwrap();
    let second = project.prepare("public").unwrap_err();
    assert!(matches!(second, Refusal::Busy { .. }) && !second.is_usage());
    assert!(second.to_string().contains("another build is running"), "{second}");
    project.prepare("other").unwrap();
    drop(first);
    project.build(&SITE);
}

#[test]
fn what_a_killed_run_left_is_cleared() {
    let project = Project::new();
    project.build(&SITE);
    project.put(".public.staging/.schemabook-lock", "");
    project.put(".public.staging/site/types/half", "");
    #[cfg(unix)]
    symlink(project.at("schemas"), project.at(".public.staging/site/types/link")).unwrap();
    project.build(&SITE);
    assert_eq!(project.paths().len(), 3);
    assert_eq!(project.text("schemas/order.json"), "{}");
    // Killed before it made the lock.
    fs::create_dir(project.at(".public.staging")).unwrap();
    project.build(&SITE);
}

#[test]
fn a_run_killed_between_two_renames_is_mended() {
    let project = Project::new();
    project.build(&SITE);
    let before = project.snapshot("public");
    project.put(".public.staging/.schemabook-lock", "");
    project.put(".public.staging/site/index.html", "new");
    fs::rename(project.at("public"), project.at(".public.staging/previous")).unwrap();
    drop(project.prepare("public").unwrap());
    assert_eq!(before, project.snapshot("public"));
    assert!(!project.at(".public.staging").exists());
}

#[test]
fn a_staging_folder_that_is_not_ours_is_left_alone() {
    let project = Project::new();
    project.put(".public.staging/thesis.txt", "");
    assert!(matches!(project.refusal("public"), Refusal::Staging { .. }));
    #[cfg(unix)]
    {
        fs::remove_dir_all(project.at(".public.staging")).unwrap();
        symlink("schemas", project.at(".public.staging")).unwrap();
        assert!(matches!(project.refusal("public"), Refusal::Staging { .. }));
    }
}

#[test]
fn an_interrupted_build_leaves_the_old_site() {
    let project = Project::new();
    project.build(&SITE);
    let before = project.snapshot("");
    let interrupted = Arc::new(AtomicBool::new(false));
    let signal = Arc::clone(&interrupted);
    let mut output = site(&[("index.html", "new")]);
    let producer = move || {
        signal.store(true, Ordering::Relaxed);
        Ok(Vec::new())
    };
    output.insert("about.html", Content::made(producer)).unwrap();
    let error = project.prepare("public").unwrap().write(&output, &interrupted).unwrap_err();
    assert!(matches!(error, WriteError::Interrupted));
    assert_eq!(before, project.snapshot(""));
}

#[test]
fn a_producer_that_fails_or_panics_leaves_the_old_site() {
    let project = Project::new();
    project.build(&SITE);
    let before = project.snapshot("");
    let mut output = site(&[("a.html", "a")]);
    output.insert("b.html", Content::made(|| Err("no such variable".into()))).unwrap();
    output.insert("c.html", Content::made(|| Err("never shown".into()))).unwrap();
    let error = project.write(&output).unwrap_err();
    assert_eq!(error.to_string(), "cannot make `b.html`: no such variable");
    assert_eq!(before, project.snapshot(""));

    let mut output = site(&[("a.html", "a")]);
    output.insert("b.html", Content::made(|| panic!("planted"))).unwrap();
    let error = project.write(&output).unwrap_err();
    assert!(matches!(&error, WriteError::Panicked { path } if path == "b.html"), "{error}");
    assert_eq!(before, project.snapshot(""));
}

#[test]
fn what_comes_while_we_build_is_kept() {
    let project = Project::new();
    project.build(&SITE);
    let (late, changed) = (project.at("public/late.txt"), project.at("public/types/a/index.html"));
    let mut output = site(&SITE[1..]);
    let producer = move || {
        fs::write(&late, "late")?;
        fs::write(&changed, "changed")?;
        Ok(b"home".to_vec())
    };
    output.insert("z.html", Content::made(producer)).unwrap();
    project.write(&output).unwrap();
    assert_eq!(project.text("public/late.txt"), "late");
    assert_eq!(project.text("public/types/a/index.html"), "changed");
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
