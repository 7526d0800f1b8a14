//! Which operations of a document carry a message, and which are on a channel: many pages ask.

use std::collections::HashSet;

use super::Site;
use crate::model::Document;

/// What is known of a document's operations.
#[derive(Debug)]
pub struct Carriers {
    /// Those on each channel, by number.
    on: Vec<Vec<usize>>,
    /// Whether each carries all that is in its channel: these are told by the channel, since each of many may carry many.
    carries_all: Vec<bool>,
}

impl Carriers {
    fn of(document: &Document) -> Carriers {
        let mut on = vec![Vec::new(); document.channels.len()];
        let mut carries_all = Vec::with_capacity(document.operations.len());
        for (number, operation) in document.operations.iter().enumerate() {
            let channel = operation.channel.filter(|channel| *channel < on.len());
            channel.into_iter().for_each(|channel| on[channel].push(number));
            let all = channel.map(|channel| &document.channels[channel].messages);
            carries_all.push(all.is_some_and(|all| *all == operation.messages));
        }
        Carriers { on, carries_all }
    }
}

impl Site {
    fn carriers(&self, document: usize) -> &Carriers {
        let documents = || self.proved.resolved.project.documents.iter();
        &self.kept.carriers.get_or_init(|| documents().map(|document| Carriers::of(document)).collect())[document]
    }

    /// The operations of a document on one of its channels, by number.
    pub fn operations_on(&self, document: usize, channel: usize) -> &[usize] {
        &self.carriers(document).on[channel]
    }

    /// The operations of a document that carry one of its messages, or are answered by it, by number.
    pub fn operations_with(&self, document: usize, message: usize) -> Vec<usize> {
        let carriers = self.carriers(document);
        let document = &self.proved.resolved.project.documents[document];
        let channels = document.channels.iter().enumerate();
        let channels = channels.filter(|(_, channel)| channel.messages.contains(&message));
        let channels: HashSet<usize> = channels.map(|(number, _)| number).collect();
        let operations = document.operations.iter().enumerate().filter(|(number, operation)| {
            let is_carried = match operation.channel.filter(|_| carriers.carries_all[*number]) {
                Some(channel) => channels.contains(&channel),
                None => operation.messages.contains(&message),
            };
            is_carried || operation.reply.as_ref().is_some_and(|reply| reply.messages.contains(&message))
        });
        operations.map(|(number, _)| number).collect()
    }
}
