//! Builds that are killed at random moments: what stands is the old site or the new one, whole, and the next build needs no help. Both
//! ways of putting a site in its place are tried: the one of this system, and the two renames of systems that can't swap folders.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::{Folder, files_of, schemabook};

type Site = Vec<(String, Vec<u8>)>;

/// How often a build is killed, for each way. Under wine a program takes long to begin.
const ROUNDS: u32 = if cfg!(windows) { 12 } else { 40 };

/// A project of enough pages to be met at each stage, which says `word` on each.
fn write(folder: &Folder, word: &str) {
    for number in 0..40 {
        let schema = format!("{{ \"title\": \"{word} {number}\", \"type\": \"object\" }}");
        folder.write(&format!("schemas/order-{number}.json"), &schema);
    }
}

fn build(folder: &Folder, is_plain: bool) -> Command {
    let mut command = schemabook(folder.path());
    command.args(["build", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::null());
    if is_plain {
        command.env("SCHEMABOOK_PLAIN_WAYS", "1");
    }
    command
}

fn build_whole(folder: &Folder, is_plain: bool) -> Site {
    assert_eq!(build(folder, is_plain).status().expect("the program can be run").code(), Some(0));
    assert!(!folder.join(".public.staging").exists());
    files_of(&folder.join("public"))
}

/// The site that a killed build left, or that the next will bring back; none between two renames only.
fn left(folder: &Folder) -> Site {
    let places = ["public", ".public.staging/previous"].map(|name| folder.join(name));
    let site = places.iter().find(|place| place.exists()).map(|place| files_of(place));
    site.expect("there is a site")
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn killed_at_random_moments(is_plain: bool) {
    let folder = Folder::new();
    let [old, new] = ["old", "new"].map(|word| {
        write(&folder, word);
        build_whole(&folder, is_plain)
    });
    assert!(old.len() > 40 && old != new);
    write(&folder, "old");
    let started = Instant::now();
    build_whole(&folder, is_plain);
    let whole = started.elapsed();
    let mut random = 1_u32;
    for round in 0..ROUNDS {
        let (word, expected) = if round % 2 == 0 { ("new", &new) } else { ("old", &old) };
        write(&folder, word);
        let mut child = build(&folder, is_plain).spawn().expect("the program can be run");
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        std::thread::sleep(whole.mul_f64(f64::from(random >> 16) / 65536.0 * 1.1) + Duration::from_micros(1));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let site = left(&folder);
        assert!(site == old || site == new, "round {round}: the site is neither");
        let there = fs::read_dir(folder.path()).expect("it can be read").map(|entry| entry.expect("an entry").path());
        let odd: Vec<String> = there.map(|path| name(&path)).collect();
        assert!(odd.iter().all(|name| ["public", ".public.staging", "schemas"].contains(&&**name)), "{odd:?}");
        if round % 4 == 3 {
            assert!(build_whole(&folder, is_plain) == *expected, "round {round}: the next build made another site");
        }
    }
    assert!(build_whole(&folder, is_plain) == old);
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    killed_at_random_moments(false);
}

/// On other systems it is the one way, or it can't be taken.
#[cfg(target_os = "linux")]
#[test]
fn so_it_does_where_folders_cannot_be_swapped() {
    killed_at_random_moments(true);
}
