//! The channel map as readers see it: the bundled catalogs, two versions of one system, and a large system.

mod support;

#[path = "../benches/project/system.rs"]
mod system;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::{Folder, files_of, map_rows, run, schemabook};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn built(project: &Path) -> Folder {
    let out = Folder::new();
    let site = out.join("site");
    let run = run(project, &["build", "--keep-going", "--quiet", "--out", site.to_str().expect("a path in UTF-8")]);
    assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
    out
}

/// What the documents of the bundled catalogs describe, by hand from the texts that they were made after.
#[test]
fn the_map_of_the_bundled_catalogs_is_what_their_sources_say() {
    let site = built(repository());
    let rows = map_rows(&site.join("site/map/index.html"));
    let wanted = [
        // One topic, two subscriptions with a filter each, two queues with their own limits and dead-letter queues.
        "Product service | sends to | product-events | ProductCreated, ProductUpdated, ProductDeleted, LowStockWarning | sns",
        "product-events | delivers to | notifications-queue |  | sqs | filter policy: eventType is ProductCreated, ProductUpdated, LowStockWarning; the filter looks at MessageAttributes; raw delivery",
        "product-events | delivers to | analytics-queue |  | sqs | filter policy: eventType is ProductCreated, ProductUpdated, ProductDeleted; the filter looks at MessageAttributes; raw delivery",
        "notifications-queue | moves dead letters to | notifications-dlq |  | sqs | after 3 receptions",
        "analytics-queue | moves dead letters to | analytics-dlq |  | sqs | after 5 receptions",
        "product-events | moves what it can't deliver to | analytics-dlq |  | sqs",
        "Notifications service | receives from | notifications-queue | ProductCreated, ProductUpdated, LowStockWarning | sqs",
        // A consumer that two documents describe in the same words is one.
        "cme-events | delivers to | notification-queue |  | sqs | filter policy: event_type is cme.activity.validated, cme.deadline.warning, cme.compliance.at_risk; version is 1.0.0; the filter looks at MessageAttributes; in an envelope",
        "audit-queue | moves dead letters to | audit-queue-dlq |  | sqs | after 5 receptions",
    ];
    for row in wanted {
        assert_eq!(rows.lines().filter(|line| *line == row).count(), 1, "`{row}` stands once in:\n{rows}");
    }
    // The topics that the bridge maps its event types to, and those alone.
    let topics: BTreeSet<&str> = rows
        .lines()
        .filter(|row| row.starts_with("OmniNode Bridge | sends to | ") && row.contains(" | kafka"))
        .filter_map(|row| row.split(" | ").nth(2))
        .collect();
    let expected = [
        "configuration.changes",
        "events.general",
        "hooks.service_lifecycle",
        "hooks.tool_execution",
        "hooks.tool_registration",
        "intelligence.patterns",
        "intelligence.performance",
        "proxy.cache",
        "proxy.requests",
        "system.errors",
    ];
    assert_eq!(topics, BTreeSet::from(expected));
}

#[test]
fn two_versions_of_a_system_have_one_map() {
    let rows = |case: &str| fs::read_to_string(repository().join("tests/sites").join(case).join("expected-map.txt"));
    let (old, new) = (rows("map-2-6").expect("a table"), rows("map-3-0").expect("a table"));
    assert_eq!(old, new);
    assert_eq!(old.lines().count(), 4, "{old}");
}

#[test]
fn a_large_system_is_shown_in_parts_with_each_channel_on_one() {
    let project = Folder::new();
    for (name, text) in system::documents(500, 25) {
        project.write(&name, &text);
    }
    let site = built(project.path());
    let overview = fs::read_to_string(site.join("site/map/index.html")).expect("there is a map");
    assert!(overview.matches("class=\"box").count() <= 150, "the overview is small enough to be read");
    assert_eq!(map_rows(&site.join("site/map/index.html")), "", "the ways stand on the parts");
    let mut senders = Vec::new();
    for (path, _) in files_of(&site.join("site/map")).into_iter().filter(|(path, _)| path != "index.html") {
        let rows = map_rows(&site.join("site/map").join(path));
        senders.extend(rows.lines().filter(|row| row.contains("| sends to |")).map(str::to_owned));
    }
    let distinct: BTreeSet<&String> = senders.iter().collect();
    assert_eq!((senders.len(), distinct.len()), (500, 500), "each channel has one sender and stands on one part");
}

#[test]
fn channels_that_begin_alike_are_all_on_the_map() {
    const COUNT: usize = 450;
    let channels = (0..COUNT).map(|number| format!("  c{number}: {{ address: topic.number.{number} }}\n"));
    let operations = (0..COUNT)
        .map(|number| format!("  o{number}: {{ action: send, channel: {{ $ref: '#/channels/c{number}' }} }}\n"));
    let head = "asyncapi: 3.0.0\ninfo: { title: T, version: 1.0.0 }\n";
    let document =
        format!("{head}channels:\n{}operations:\n{}", channels.collect::<String>(), operations.collect::<String>());
    let project = Folder::with(&[("asyncapi/a.yaml", &document)]);
    let site = built(project.path());
    let pages = files_of(&site.join("site/map")).into_iter().filter(|(file, _)| file.ends_with("/index.html"));
    let rows: usize = pages.map(|(_, html)| String::from_utf8_lossy(&html).matches("<tr id=\"way-").count()).sum();
    assert_eq!(rows, COUNT);
}

#[test]
fn the_same_documents_have_the_same_map_whatever_their_order_and_the_number_of_threads() {
    let maps = [("1", false), ("7", true)].map(|(threads, reverse)| {
        let project = Folder::new();
        let mut documents = system::documents(200, 10);
        if reverse {
            documents.reverse();
        }
        documents.iter().for_each(|(name, text)| project.write(name, text));
        let site = project.join("site");
        let mut command = schemabook(project.path());
        let out = command.args(["build", "--quiet", "--out", "site"]).env("RAYON_NUM_THREADS", threads).output();
        assert!(out.expect("the program runs").status.success());
        (files_of(&site.join("map")), files_of(&site.join("catalog/api")))
    });
    assert!(maps[0].0.len() > 2);
    assert_eq!(maps[0], maps[1]);
}
