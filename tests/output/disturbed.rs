//! Builds that are killed, stopped, or not alone.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::symlink;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use schemabook::output::{Content, Refusal, WriteError};

use super::{Project, SITE, site};

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
