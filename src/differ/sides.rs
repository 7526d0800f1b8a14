//! Who else has to do with what an application states: those who send what it receives, those who receive what it sends.

use super::Direction;
use crate::asyncapi::typed::Action;
use crate::config::{Compatibility, Mode};
use crate::model::Document;

/// The others, as far as there are any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Who sends what the application receives: new readers, old events.
    pub senders: bool,
    /// Who receives what it sends: old readers, new events.
    pub receivers: bool,
}

/// Those of the channels and messages of a document, by number.
#[derive(Debug, Default)]
pub struct AllSides {
    /// Where no operation uses a channel, both.
    pub channels: Vec<Sides>,
    /// None, where nothing carries a message.
    pub messages: Vec<Sides>,
}

impl AllSides {
    pub fn of(document: &Document) -> AllSides {
        let mut all = AllSides {
            channels: vec![Sides::default(); document.channels.len()],
            messages: vec![Sides::default(); document.messages.len()],
        };
        for operation in &document.operations {
            let sides = Sides::of_action(operation.action);
            let own = (operation.channel, &operation.messages, sides);
            let reply = operation.reply.as_ref().map(|reply| (reply.channel, &reply.messages, sides.turned()));
            for (channel, messages, sides) in std::iter::once(own).chain(reply) {
                if let Some(known) = channel.and_then(|number| all.channels.get_mut(number)) {
                    *known = known.with(sides);
                }
                for number in messages {
                    if let Some(known) = all.messages.get_mut(*number) {
                        *known = known.with(sides);
                    }
                }
            }
        }
        for number in document.channels.iter().flat_map(|channel| &channel.messages) {
            if let Some(known) = all.messages.get_mut(*number) {
                *known = known.or_both();
            }
        }
        for known in &mut all.channels {
            *known = known.or_both();
        }
        all
    }
}

impl Sides {
    /// Both: nobody says who there is.
    pub const BOTH: Sides = Sides { senders: true, receivers: true };

    /// Those of an operation; of one whose action is none, both.
    pub fn of_action(action: Option<Action>) -> Sides {
        match action {
            Some(Action::Send) => Sides { senders: false, receivers: true },
            Some(Action::Receive) => Sides { senders: true, receivers: false },
            None => Sides::BOTH,
        }
    }

    /// Those of an answer, which goes the other way.
    fn turned(self) -> Sides {
        Sides { senders: self.receivers, receivers: self.senders }
    }

    /// Those of a whole document.
    pub fn of_document(document: &Document) -> Sides {
        let operations = document.operations.iter().map(|operation| Sides::of_action(operation.action));
        operations.fold(Sides::default(), Sides::with).or_both()
    }

    /// These and the others.
    #[must_use]
    pub fn with(self, other: Sides) -> Sides {
        Sides { senders: self.senders || other.senders, receivers: self.receivers || other.receivers }
    }

    /// Both, where there are none.
    #[must_use]
    pub fn or_both(self) -> Sides {
        if self == Sides::default() { Sides::BOTH } else { self }
    }

    /// Whether a direction is of interest to one of them.
    pub fn has(self, direction: Direction) -> bool {
        match direction {
            Direction::Backward => self.senders,
            Direction::Forward => self.receivers,
        }
    }

    /// Which directions count: what documents say of who sends, and what the catalog promises in so many words; without either what it
    /// promises by default.
    pub fn mode(self, promised: &Compatibility) -> Mode {
        if promised.mode == Mode::None || self == Sides::default() {
            return promised.mode;
        }
        let stated = promised.states_mode.then_some(promised.mode);
        let is_backward = self.senders || matches!(stated, Some(Mode::Backward | Mode::Full));
        let is_forward = self.receivers || matches!(stated, Some(Mode::Forward | Mode::Full));
        match (is_backward, is_forward) {
            (true, true) => Mode::Full,
            (false, true) => Mode::Forward,
            _ => Mode::Backward,
        }
    }
}
