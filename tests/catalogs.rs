//! The bundled catalogs against the documents of the five projects that they are about: what a document allows is accepted, what it shows
//! is an example as it stands there, what it names is registered. `tests/catalogs/` has events that are unusual, and allowed.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use schemabook::config;
use schemabook::load::load;
use schemabook::model::Verdict;
use schemabook::prove::{Proved, prove};
use schemabook::resolve::resolve;
use schemabook::source::Node;
use schemabook::tree::Tree;
use serde_json::{Value, json};

use support::{Folder, run};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn catalogs() -> Proved {
    let tree = Tree::open(repository()).expect("the folder can be opened");
    let (config, _) = config::read(fs::read(repository().join(config::FILE)).expect("there is a site.toml"));
    prove(resolve(load(config, &tree, None)))
}

/// Fails with what `schemabook validate` prints unless it takes all of the events.
fn assert_all_valid(file: &Path, count: usize) {
    let found = run(repository(), &["validate", &file.to_string_lossy()]);
    assert_eq!(found.code, Some(0), "{}{}", found.out, found.err);
    assert!(found.out.contains(&format!("{count} events: {count} valid\n")), "{}", found.out);
}

#[test]
fn unusual_events_that_the_documents_allow_are_valid() {
    let counts = [("credentialmate", 8), ("omninode-bridge", 7), ("product-events", 14), ("tamma-dcb", 7)];
    for (catalog, count) in counts {
        assert_all_valid(&repository().join(format!("tests/catalogs/{catalog}.json")), count);
    }
}

/// The events that the document of the bridge shows, each with the [`digest`] of what it says. No other of the documents shows an event.
const SHOWN: [(&str, u64); 11] = [
    ("configuration.updated", 0xa9b3f7602bff9f4f),
    ("error.service.critical", 0x5bcec094ff5ba4e2),
    ("intelligence.pattern.discovered", 0x59ef768d1b39f7e7),
    ("intelligence.performance.anomaly_detected", 0x896a4704163db4f1),
    ("proxy.cache.hit", 0xfc96ec7ee017f6d9),
    ("proxy.request.routed", 0x991120e9331b4c6d),
    ("service.lifecycle.health_changed", 0xa8b387f45ea462ca),
    ("service.lifecycle.started", 0x3d93d770ba011265),
    ("service.lifecycle.stopped", 0x1da55bdd1094e27f),
    ("tool.execution.completed", 0x0bf426b8f7289290),
    ("tool.registration.discovered", 0x47fa051441350071),
];

/// FNV-1a of the value as JSON without blanks, its members in the order of their names.
fn digest(value: &Value) -> u64 {
    let mut sorted = value.clone();
    sorted.sort_all_objects();
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    sorted.to_string().bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[test]
fn what_a_document_shows_is_an_example_as_it_stands_there() {
    let proved = catalogs();
    let project = &proved.resolved.project;
    let mut shown: BTreeMap<u64, Value> = BTreeMap::new();
    for (example, proof) in project.examples.iter().zip(proved.proofs.iter()) {
        let value = project.sources.node(&example.place).map(Node::to_value);
        if let Some(value) = value.filter(|_| proof.verdict == Verdict::Valid) {
            shown.insert(digest(&value), value);
        }
    }
    let missing: Vec<&str> =
        SHOWN.iter().filter(|(_, digest)| !shown.contains_key(digest)).map(|(name, _)| *name).collect();
    assert!(missing.is_empty(), "no example says what the document says: {missing:?}");

    // So they are on the wire, where the publisher of that document puts the envelope around them.
    let events: Vec<Value> = SHOWN.iter().map(|(_, digest)| published(&shown[digest])).collect();
    let folder = Folder::with(&[("events.json", &Value::from(events).to_string())]);
    assert_all_valid(&folder.join("events.json"), SHOWN.len());
}

fn published(short: &Value) -> Value {
    json!({
        "event_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "event_type": short["event_type"],
        "timestamp": "2024-01-15T10:30:00.123456",
        "version": "1.0.0",
        "source": { "service_name": "omniagent", "service_version": "1.2.3", "instance_id": "omniagent-prod-001" },
        "correlation_id": null,
        "trace_id": null,
        "metadata": {},
        "payload": short["payload"]
    })
}

/// The names of event types in the documents; that of MemoryOS names schemas in their place.
const NAMED: [(&str, &str); 4] = [
    (
        "credentialmate",
        "license.created license.updated license.expiration.warning license.expiration.warning.90d license.expiration.warning.60d \
         license.expiration.warning.30d license.expired cme.activity.created cme.activity.validated cme.deadline.warning \
         cme.compliance.at_risk document.uploaded document.classified document.parsed document.validation.required \
         document.processing.failed notification.queued notification.sent notification.failed notification.bounced",
    ),
    (
        "omninode-bridge",
        "configuration.updated error.service.critical intelligence.pattern.discovered intelligence.performance.anomaly_detected \
         proxy.cache.hit proxy.request.routed service.lifecycle.health_changed service.lifecycle.started service.lifecycle.stopped \
         tool.execution.completed tool.registration.discovered",
    ),
    ("product-events", "LowStockWarning ProductCreated ProductDeleted ProductUpdated"),
    (
        "tamma-dcb",
        "ISSUE.ASSIGNED.SUCCESS ISSUE.UPDATED.SUCCESS ISSUE.COMMENT.ADDED ISSUE.LABELED.CHANGED CODE.GENERATED.SUCCESS \
         CODE.GENERATED.FAILED CODE.REVIEW.REQUESTED CODE.MERGED.SUCCESS WORKFLOW.STARTED WORKFLOW.STEP_COMPLETED WORKFLOW.PAUSED \
         WORKFLOW.RESUMED WORKFLOW.COMPLETED GATE.BUILD.STARTED GATE.TEST.STARTED GATE.SECURITY.SCAN.STARTED GATE.REVIEW.REQUESTED \
         PLUGIN.INSTALLED.SUCCESS PLUGIN.UNINSTALLED.SUCCESS PLUGIN.DEBUG_SNAPSHOT.SUCCESS PROVIDER.API.CALL PROVIDER.API.SUCCESS \
         PROVIDER.API.FAILED PROVIDER.QUOTA.EXCEEDED PLATFORM.API.CALL PLATFORM.SUCCESS PLATFORM.FAILED PLATFORM.RATE_LIMITED",
    ),
];

/// The schemas that MemoryOS names, by their files.
const FILES: &str = "base_event error_details store_reference transaction_started transaction_prepared transaction_committed \
    transaction_rolled_back transaction_failed migration_started migration_completed migration_failed policy_violation policy_enforced \
    performance_degraded performance_recovered performance_alert backup_started backup_completed backup_failed coordination_started \
    coordination_completed consistency_violation";

#[test]
fn what_a_document_names_is_registered_and_has_a_valid_example() {
    let proved = catalogs();
    let resolved = &proved.resolved;
    let mut shown: BTreeSet<(&str, &str)> = BTreeSet::new();
    for it in resolved.types.iter().filter(|it| it.registered.is_some() && !it.schemas.is_empty()) {
        if it.examples.iter().any(|example| proved.proofs[*example].verdict == Verdict::Valid) {
            shown.insert((&resolved.project.config.catalogs[it.catalog].id, &it.name));
        }
    }
    for (catalog, names) in NAMED {
        let named: BTreeSet<&str> = names.split_whitespace().collect();
        let found = shown.iter().filter(|(of, _)| *of == catalog).map(|(_, name)| *name).collect();
        assert_eq!(named, found, "{catalog}");
    }
    let schemas: BTreeSet<&str> =
        resolved.project.schemas.iter().map(|it| &*resolved.project.sources.get(it.source).name).collect();
    for name in FILES.split_whitespace() {
        let is_its =
            |file: &&&str| file.starts_with("schemas/memoryos-storage/") && file.ends_with(&format!("/{name}.json"));
        assert!(schemas.iter().any(|file| is_its(&file)), "{name}");
    }
}

#[test]
fn counterexamples_are_many_and_of_many_kinds() {
    let proved = catalogs();
    let refused: Vec<_> = proved.proofs.iter().filter(|proof| proof.verdict == Verdict::Invalid).collect();
    let keywords: BTreeSet<&str> = refused.iter().flat_map(|proof| &proof.failures).map(|it| &*it.keyword).collect();
    assert!(refused.len() >= 40 && keywords.len() >= 25, "{} counterexamples, {keywords:?}", refused.len());
}

#[test]
fn each_catalog_has_a_page_about_itself() {
    for catalog in &catalogs().resolved.project.config.catalogs {
        let readme = repository().join(&catalog.path).join("README.md");
        assert!(fs::read_to_string(readme).is_ok_and(|text| text.len() > 500), "{}", catalog.id);
    }
}
