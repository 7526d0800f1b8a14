//! A generated system: AsyncAPI documents whose channels are read by other documents.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The files of a system of `channels` channels in `documents` documents, by name. Each document sends to its own channels and receives
/// from some of four others.
pub fn documents(channels: usize, documents: usize) -> Vec<(String, String)> {
    let own = channels / documents;
    (0..documents).map(|number| (format!("service_{number}.yaml"), document(number, documents, own))).collect()
}

fn document(number: usize, documents: usize, own: usize) -> String {
    let mut text = format!(
        "asyncapi: 3.0.0\ninfo: {{ title: Service {number}, version: 1.0.0 }}\nservers:\n  broker: {{ host: kafka.example.com, protocol: kafka }}\nchannels:\n"
    );
    let mut operations = String::from("operations:\n");
    let owned = (0..own).map(|index| (number, index, "send"));
    let others = (0..12).map(|step| ((number + [3, 8, 5, 11][step % 4]) % documents, (number + step) % own, "receive"));
    // Where each has few channels, some come up twice.
    let others: BTreeSet<_> = others.filter(|(owner, _, _)| *owner != number).collect();
    for (owner, index, action) in owned.chain(others) {
        let id = format!("{action}_{owner}_{index}");
        let _ = writeln!(
            text,
            "  {id}: {{ address: service_{owner}.event_{index}, messages: {{ event: {{ name: service_{owner}.event_{index}, payload: {{ type: object }} }} }} }}"
        );
        let _ = writeln!(operations, "  {id}: {{ action: {action}, channel: {{ $ref: '#/channels/{id}' }} }}");
    }
    text + &operations
}
