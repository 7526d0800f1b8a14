//! Runs that were kept: what they say and write is what a run says and writes that was not, whatever was changed in between, and nothing
//! that happens to the folder they are kept in changes how a run ends.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use support::{Folder, Run, files_of, git, schemabook};

/// What a run says on stderr that was kept.
const TAKEN: &str = "what was kept is taken";

fn project() -> Folder {
    Folder::with(&[
        ("site.toml", "[site]\ntitle = \"Orders\"\nlogo = \"logo.svg\"\n[build]\nexclude = [\"drafts/**\"]\n"),
        ("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("schemas/order.json", r#"{"type": "object", "properties": {"sum": {"$ref": "../shared/money.json"}}}"#),
        ("shared/money.json", r#"{"type": "number", "minimum": 0}"#),
        ("examples/order/good.json", r#"{"sum": 1}"#),
        ("guide.md", "# Guide\n\nAs in the [order](schemas/order.json).\n\n![A picture](picture.svg)\n"),
        ("picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("drafts/later.json", "{"),
        ("static/extra.css", "p { color: red }"),
    ])
}

/// What a run says and writes, without how long it took.
fn told(run: &Run) -> (Option<i32>, &str, String) {
    let lines = run.err.lines().filter(|line| !line.contains(TAKEN) && !line.contains(" ms"));
    (run.code, &run.out, lines.collect::<Vec<_>>().join("\n"))
}

/// Builds with what was kept and without, into folders beside the project, and compares; whether a kept run was taken.
fn build_both(project: &Folder, beside: &Folder, what: &str) -> bool {
    let (kept, fresh) = (beside.join("kept"), beside.join("fresh"));
    let run = |out: &Path, rest: &[&str]| {
        let out = out.to_string_lossy();
        support::run(project.path(), &[&["build", "--keep-going", "--verbose", "--out", &out], rest].concat())
    };
    let with = run(&kept, &["--cache", &beside.join("cache").to_string_lossy()]);
    let without = run(&fresh, &["--no-cache"]);
    assert_eq!(told(&with), told(&without), "{what}");
    let files = |folder: &Path| files_of(folder).into_iter().collect::<BTreeMap<_, _>>();
    if without.code != Some(2) {
        let (with, without) = (files(&kept), files(&fresh));
        assert!(with.keys().eq(without.keys()), "{what}: other files are written");
        for (path, bytes) in without {
            assert!(with[&path] == bytes, "{what}: {path} is another");
        }
    }
    with.err.contains(TAKEN)
}

/// A change of the project.
type Change = (&'static str, fn(&Folder));

/// Changes of everything that a run reads; after each the next run has to see it.
const CHANGES: [Change; 18] = [
    ("a schema says something else", |p| p.write("schemas/order.json", r#"{"type": "object", "title": "An order"}"#)),
    ("an example is wrong", |p| p.write("schemas/order.json", r#"{"type": "string"}"#)),
    ("a schema is broken", |p| p.write("schemas/order.json", "{")),
    ("an example comes", |p| p.write("examples/order/another.json", "{}")),
    ("an example goes", |p| fs::remove_file(p.join("examples/order/another.json")).expect("it is there")),
    ("a file is renamed", |p| {
        fs::rename(p.join("schemas/order.json"), p.join("schemas/sale.json")).expect("it is there");
    }),
    ("it has its name again", |p| {
        fs::rename(p.join("schemas/sale.json"), p.join("schemas/order.json")).expect("it is there");
    }),
    ("a folder comes", |p| p.write("events/a/b/c.schema.json", r#"{"title": "Deep"}"#)),
    ("a folder goes", |p| fs::remove_dir_all(p.join("events")).expect("it is there")),
    ("site.toml says something else", |p| p.write("site.toml", "[site]\ntitle = \"Sales\"\n")),
    ("a level is another", |p| p.write("site.toml", "[check.rules]\ninvalid-example = \"off\"\n")),
    ("site.toml is wrong", |p| p.write("site.toml", "[site]\ntittle = 1\n")),
    ("site.toml goes", |p| fs::remove_file(p.join("site.toml")).expect("it is there")),
    ("a template comes", |p| p.write("templates/footer.html", "<footer>Ours</footer>")),
    ("a style comes", |p| p.write("static/more.css", "p { color: blue }")),
    ("a style says something else", |p| p.write("static/extra.css", "p { color: green }")),
    ("a picture is another", |p| p.write("picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>")),
    ("a file is ignored", |p| p.write(".gitignore", "guide.md\n")),
];

#[test]
fn every_change_is_seen_and_what_stays_is_taken() {
    let (project, beside) = (project(), Folder::new());
    assert!(!build_both(&project, &beside, "nothing is kept yet"));
    assert!(build_both(&project, &beside, "nothing has changed"), "the second run is taken from what was kept");
    for (what, change) in CHANGES {
        change(&project);
        assert!(!build_both(&project, &beside, what), "{what}, and what was kept before is taken");
        let again = build_both(&project, &beside, what);
        // A configuration that can't be read ends before anything is run.
        assert!(again || what == "site.toml is wrong", "{what}: the run after it was not kept");
    }
}

#[test]
fn random_changes_there_and_back_make_no_difference() {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(27_u64);
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("it is small")
    };
    let (project, beside) = (project(), Folder::new());
    let names =
        ["schemas/order.json", "shared/money.json", "guide.md", "examples/order/good.json", "drafts/later.json"];
    let texts =
        ["{}", "[]", r#"{"type": "string"}"#, r#"{"$ref": "../shared/money.json"}"#, "# Text\n", "\u{feff}{", ""];
    for step in 0..40 {
        let name = names[random(names.len())];
        match random(4) {
            0 => _ = fs::remove_file(project.join(name)),
            // Nothing changes.
            1 => {}
            _ => project.write(name, texts[random(texts.len())]),
        }
        build_both(&project, &beside, &format!("seed {seed}, step {step}: {name}"));
    }
}

#[test]
fn a_site_that_is_gone_or_was_touched_is_whole_again() {
    let (project, beside) = (project(), Folder::new());
    build_both(&project, &beside, "the first run");
    fs::remove_dir_all(beside.join("kept")).expect("the site is there");
    assert!(build_both(&project, &beside, "the site is gone"));
    fs::remove_file(beside.join("kept/index.html")).expect("the page is there");
    assert!(build_both(&project, &beside, "a page is gone"));
}

#[test]
fn the_history_is_read_again_when_it_grows() {
    let (project, beside) = (project(), Folder::new());
    project.write("site.toml", "[changes]\nfrom = \"git\"\n");
    for args in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "First"]] {
        git(project.path(), args);
    }
    build_both(&project, &beside, "the first run");
    assert!(build_both(&project, &beside, "nothing has changed"));
    project.write("schemas/order.json", r#"{"type": "object", "required": ["sum"]}"#);
    git(project.path(), &["commit", "--quiet", "--all", "--message", "Second"]);
    assert!(!build_both(&project, &beside, "there is another commit"));
    assert!(build_both(&project, &beside, "nothing has changed since"));
}

#[test]
fn a_history_that_could_not_be_read_is_asked_for_again() {
    let (project, beside) = (project(), Folder::new());
    project.write("site.toml", "[changes]\nfrom = \"git\"\n");
    for args in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "First"]] {
        git(project.path(), args);
    }
    let (out, cache) = (beside.join("kept").display().to_string(), beside.join("cache").display().to_string());
    let mut command = schemabook(project.path());
    command.args(["build", "--keep-going", "--verbose", "--out", &out, "--cache", &cache]).env("PATH", "");
    let run = command.output().expect("the program can be run");
    assert!(String::from_utf8_lossy(&run.stdout).contains("no program `git`"));
    assert!(!build_both(&project, &beside, "there is a program now, which no file tells"));
}

#[cfg(unix)]
#[test]
fn what_is_kept_is_for_the_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (project, beside) = (project(), Folder::new());
    build_both(&project, &beside, "the first run");
    let about = fs::metadata(beside.join("cache")).expect("the folder is there");
    assert_eq!(about.permissions().mode() & 0o777, 0o700);
}

/// What befalls the file of a run.
type Damage = (&'static str, fn(&Path));

#[test]
fn what_befalls_the_folder_changes_no_run() {
    let project = project();
    let damage: [Damage; 6] = [
        ("cut short", |run| {
            let bytes = fs::read(run).expect("a run is kept");
            fs::write(run, &bytes[..bytes.len() / 2]).expect("it can be written");
        }),
        ("one bit is another", |run| {
            let mut bytes = fs::read(run).expect("a run is kept");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(run, bytes).expect("it can be written");
        }),
        ("empty", |run| fs::write(run, "").expect("it can be written")),
        ("of another program", |run| fs::write(run, "GIF89a").expect("it can be written")),
        ("a folder", |run| {
            fs::remove_file(run).expect("a run is kept");
            fs::create_dir(run).expect("a folder can be made");
        }),
        ("gone", |run| fs::remove_file(run).expect("a run is kept")),
    ];
    for (what, damage) in damage {
        let beside = Folder::new();
        build_both(&project, &beside, what);
        damage(&run_in(&beside.join("cache")));
        let cache = beside.join("cache").display().to_string();
        let out = beside.join("kept").display().to_string();
        let run = support::run(project.path(), &["build", "--keep-going", "--out", &out, "--cache", &cache]);
        assert_eq!(run.code, Some(0), "{what}: {}", run.err);
        assert_eq!(run.err.contains("is passed over: "), what != "gone", "{what}: {}", run.err);
        if what != "a folder" {
            assert!(build_both(&project, &beside, what), "{what}: what was damaged was not replaced");
        }
    }
}

/// The one run that a folder holds.
fn run_in(cache: &Path) -> std::path::PathBuf {
    let files = fs::read_dir(cache).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let mut runs: Vec<_> = files.filter(|path| path.file_name().is_some_and(|name| name.len() == 64)).collect();
    assert_eq!(runs.len(), 1, "one run is kept: {runs:?}");
    runs.remove(0)
}

#[test]
fn no_folder_of_the_project_is_taken() {
    let project = project();
    let run = support::run(project.path(), &["build", "--cache", "public-cache"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("it lies in the project"), "{}", run.err);
    assert!(!project.join("public-cache").exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_passed_over() {
    let project = project();
    let run = support::run(project.path(), &["check", "--cache", "site.toml/cache"]);
    assert!(run.err.contains("is passed over"), "{}", run.err);
    let beside = Folder::with(&[("file", "")]);
    let below = beside.join("file/cache");
    let run = support::run(project.path(), &["check", "--cache", &below.to_string_lossy()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("it can't be made"), "{}", run.err);
}

#[test]
fn the_usual_folder_is_the_users_and_only_build_takes_it_unasked() {
    let (project, home) = (project(), Folder::new());
    let run = |args: &[&str]| {
        let mut command = schemabook(project.path());
        ["XDG_CACHE_HOME", "LOCALAPPDATA"].iter().for_each(|name| _ = command.env(name, home.path()));
        command.args(args).output().expect("the program can be run")
    };
    run(&["check"]);
    run(&["build", "--no-cache"]);
    assert!(files_of(home.path()).is_empty());
    run(&["build"]);
    let kept = files_of(home.path());
    let names: Vec<&str> = kept.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.len() == 2 && names.iter().all(|name| name.starts_with("schemabook/")), "{names:?}");
}

#[test]
fn the_oldest_go_first_and_what_is_not_ours_stays() {
    let (project, beside) = (project(), Folder::new());
    let cache = beside.join("cache");
    fs::create_dir_all(&cache).expect("a folder can be made");
    let sized = |name: &str, mib: u64| {
        fs::File::create(cache.join(name)).and_then(|file| file.set_len(mib << 20)).expect("a file can be made");
    };
    let (old, newer) = ("a".repeat(64), "b".repeat(64));
    sized("notes.txt", 900);
    sized(&old, 300);
    std::thread::sleep(std::time::Duration::from_millis(20));
    sized(&newer, 300);
    build_both(&project, &beside, "the folder is full");
    assert!(!cache.join(&old).exists() && cache.join(&newer).exists() && cache.join("notes.txt").exists());
}

#[test]
fn two_runs_at_once_are_both_right() {
    let (project, beside) = (project(), Folder::new());
    std::thread::scope(|scope| {
        for number in 0..4 {
            let (project, beside) = (&project, &beside);
            scope.spawn(move || {
                let (out, cache) = (beside.join(&format!("site{number}")), beside.join("cache"));
                let args = ["build", "--out", &out.to_string_lossy(), "--cache", &cache.to_string_lossy()];
                let run = support::run(project.path(), &args);
                assert_eq!((run.code, run.err.contains("passed over")), (Some(0), false), "{}", run.err);
            });
        }
    });
    let sites: Vec<_> = (0..4).map(|number| files_of(&beside.join(&format!("site{number}")))).collect();
    assert!(sites.iter().all(|site| *site == sites[0]));
}

#[test]
fn a_check_is_kept_in_each_format_with_its_exit_code() {
    let (project, beside) = (project(), Folder::new());
    let cache = beside.join("cache").display().to_string();
    for wrong in [false, true] {
        if wrong {
            project.write("examples/order/good.json", r#"{"sum": -1}"#);
        }
        for format in ["human", "json", "sarif", "junit", "github"] {
            for more in [&[][..], &["--strict"], &["--quiet"]] {
                let args = [&["check", "--format", format], more].concat();
                let fresh = support::run(project.path(), &args);
                assert_eq!(fresh.code, Some(i32::from(wrong)), "{args:?}: {}", fresh.out);
                let kept = [&args[..], &["--cache", &cache]].concat();
                let (first, second) = (support::run(project.path(), &kept), support::run(project.path(), &kept));
                assert_eq!(told(&first), told(&fresh), "{args:?}");
                assert_eq!(told(&second), told(&fresh), "{args:?}");
            }
        }
    }
    let taken = support::run(project.path(), &["check", "--verbose", "--cache", &cache]);
    assert!(taken.err.contains(TAKEN), "{}", taken.err);
    let held = support::run(project.path(), &["check", "--cache", &cache, "--fail-under", "1%"]);
    assert!(held.err.contains("--cache is passed over"), "{}", held.err);
}
