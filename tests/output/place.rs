//! Where a site is written, and where not.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::symlink;
use std::path::Path;

use schemabook::output::{Refusal, Target};

use super::{Project, SITE};

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
