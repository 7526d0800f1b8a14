//! What the shell hands over of events and addresses that mean no good.

use std::collections::BTreeMap;
use std::process::Command;

use crate::cases::{repository, site_of};
use crate::support::Folder;

/// Events that mean no good.
const EVENTS: [&str; 4] = [
    r#"{"event_type": "order.placed", "note": "it's $(touch broken) `id` \"$HOME\" \\ %s %d \n"}"#,
    r#"{"note": "''"}"#,
    r#"{"note": "'; touch broken; '"}"#,
    r#"{"a": [1.10, 1e3, null, true], "": {}}"#,
];

#[test]
fn the_shell_hands_over_the_event_and_the_address_as_they_are() {
    let folder = Folder::new();
    let site = site_of(&repository().join("tests/code/projects/senders"));
    let resolved = &site.proved.resolved;
    // Each program prints its arguments, a line each, and what it reads.
    let programs = "told() { printf '%s\n' \"$@\"; }\nkcat() { told \"$@\"; cat; }\naws() { told \"$@\"; }\ncurl() { told \"$@\"; }\n";
    let programs = format!("{programs}TOPIC_ARN=arn QUEUE_URL=url\n");
    let mut told: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for event in EVENTS {
        for found in resolved.types.iter() {
            for sender in schemabook::code::sending(resolved, found, event) {
                let script = format!("{programs}{}\n", sender.text);
                let sh = |args: &[&str]| {
                    let output = Command::new("sh").args(args).arg(&script).current_dir(folder.path()).output();
                    output.expect("sh runs")
                };
                assert!(sh(&["-n", "-c"]).status.success(), "{}", sender.text);
                let output = String::from_utf8(sh(&["-c"]).stdout).expect("UTF-8");
                assert!(output.trim_end_matches('\n').ends_with(event), "{}\n{output}", sender.text);
                told.entry(&found.name).or_default().push(output.replace(event, "EVENT"));
            }
        }
    }
    assert!(!folder.join("broken").exists(), "nothing of an event or an address was run");
    let first = |name: &str| told[name].iter().take(told[name].len() / EVENTS.len()).cloned().collect::<Vec<_>>();
    assert_eq!(first("order.placed"), ["-P\n-b\nbroker-1.example.com:9092\n-t\norders'; $PATH\nEVENT"]);
    assert_eq!(
        first("order.shipped"),
        ["sns\npublish\n--topic-arn\narn:aws:sns:eu-west-1:123456789012:orders\n--message\nEVENT\n"]
    );
    assert_eq!(
        first("order.cancelled"),
        [
            "sns\npublish\n--topic-arn\narn\n--message\nEVENT\n",
            "sqs\nsend-message\n--queue-url\nurl\n--message-body\nEVENT\n"
        ]
    );
    assert_eq!(
        first("order.returned"),
        [
            "--globoff\n-X\nPUT\n-H\nContent-Type: application/json\nhttps://hooks.example.com/in/orders/it's\n--data-raw\nEVENT\n"
        ]
    );
    assert!(!told.contains_key("order.hidden"), "an address that nobody sees whole is not shown");
}
