//! How much a validator may look at for one answer. jsonschema knows no end: it reads on as long as there is something to read, and keeps
//! every error that it finds, with the way to it. So the value that it is shown counts what is read of it, and ends where that was enough.

use std::cell::Cell;

use crate::model::Failure;
use crate::source::Node;

/// How many schemas may be applied for one verdict; each takes some ten nanoseconds.
const VERDICT: u64 = 20_000_000;

/// The same for all claims of a project together: so many in any case, so many for each byte of it, and for each value of a claim however
/// many claims there are. So what is proved takes as long as much is written, not its square.
const VERDICTS: u64 = 100_000_000;
const VERDICTS_BYTE: u64 = 500;
const VERDICTS_VALUE: u64 = 500;

/// How many schemas may be applied where failures are collected, for one and for all together; each may be one, which takes some four hundred nanoseconds.
const FAILURES: u64 = 500_000;
const ALL_FAILURES: u64 = 5_000_000;
const FAILURES_BYTE: u64 = 25;
const FAILURES_VALUE: u64 = 40;

/// What each claim of a project may take, however large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Share {
    verdict: u64,
    failures: u64,
    /// What may be told, in bytes.
    quota: usize,
}

impl Share {
    /// That of one claim by itself.
    pub const ALL: Share = Share { verdict: VERDICT, failures: FAILURES, quota: Quota::MOST.bytes };

    /// That of each of so many claims in a project of so many bytes. Both are rounded, so that one example more does not change what each may take.
    pub fn of(claims: usize, bytes: usize) -> Share {
        let (claims, bytes) = (claims.next_power_of_two(), bytes.next_power_of_two() as u64);
        let each = |least: u64, byte: u64| (byte.saturating_mul(bytes)).max(least) / claims as u64;
        Share {
            verdict: each(VERDICTS, VERDICTS_BYTE).min(VERDICT),
            failures: each(ALL_FAILURES, FAILURES_BYTE).min(FAILURES),
            quota: (HELD_BY_ALL / claims).clamp(1 << 10, Quota::MOST.bytes),
        }
    }
}

/// What proving one claim may take. It depends on nothing but the claim and the share that each has, so that the proof of one claim says
/// nothing of another.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// How many schemas may be applied for a verdict, and how many members and items may be looked at.
    pub verdict: u64,
    /// How many may be applied where failures are collected.
    pub failures: u64,
    /// What may be told.
    pub quota: Quota,
}

impl Allowance {
    /// For a claim with such a share, which is made of so many values. A counterexample that states some failures is told those and one more.
    pub fn of(share: Share, values: u64, stated: usize) -> Allowance {
        let quota = match stated {
            0 => Quota { bytes: share.quota, ..Quota::MOST },
            _ => Quota { failures: Quota::MOST.failures.max(stated + 1), bytes: usize::MAX },
        };
        let verdict = share.verdict.max(values.saturating_mul(VERDICTS_VALUE)).min(VERDICT);
        let failures = share.failures.max(values.saturating_mul(FAILURES_VALUE)).min(FAILURES);
        Allowance { verdict, failures, quota }
    }
}

/// How many values a value is made of, itself included, and how many bytes its texts have, names of properties among them.
pub fn weight(node: &Node) -> (u64, u64) {
    let mut open = vec![node];
    let (mut values, mut bytes) = (0, 0);
    while let Some(node) = open.pop() {
        values += 1;
        bytes += node.as_str().map_or(0, |text| text.len() as u64);
        bytes += node.members().iter().map(|member| member.key.len() as u64).sum::<u64>();
        open.extend(node.items());
        open.extend(node.members().iter().map(|member| &member.value));
    }
    (values, bytes)
}

/// What the failures of all claims that are told may hold together, in bytes.
const HELD_BY_ALL: usize = 64 << 20;

/// How many failures of a claim are told, and what they may hold, in bytes; one is always told, and the rest is counted.
#[derive(Clone, Copy, Debug)]
pub struct Quota {
    pub failures: usize,
    pub bytes: usize,
}

impl Quota {
    /// For a claim by itself.
    pub const MOST: Quota = Quota { failures: 100, bytes: 256 << 10 };

    /// Whether no more may be told.
    pub fn is_spent(self) -> bool {
        self.failures == 0 || self.bytes == 0
    }

    /// Tells one.
    pub fn take(&mut self, failure: &Failure) {
        let help = failure.help.as_ref().map_or(0, String::len);
        let schema = failure.schema.as_ref().map_or(0, |place| place.pointer.len());
        self.take_bytes(failure.at.len() + failure.mend.len() + failure.message.len() + help + schema);
    }

    /// Tells one that holds so much text.
    pub fn take_bytes(&mut self, text: usize) {
        self.failures = self.failures.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(size_of::<Failure>() + text);
    }
}

/// What the errors found in one value may hold together, in bytes: some ten thousand errors, of which a hundred are told.
const HELD: u64 = 8 << 20;

/// What an error holds beside the way to the value, which it holds four times: where the value stands, which keyword refuses it by which
/// references, and the keyword's own address.
const ERROR: u64 = 512;
const WAYS: u64 = 4;

/// What a copy of a value holds for each that it is made of, about.
const VALUE: u64 = 100;

/// What may still be read of a value, and what errors may still be found in it.
#[derive(Debug)]
pub struct Effort {
    steps: Cell<u64>,
    room: Cell<u64>,
    shows_root: bool,
}

impl Effort {
    /// So many members, items and comparisons.
    pub fn of(steps: u64) -> Effort {
        Effort { steps: Cell::new(steps), room: Cell::new(HELD), shows_root: false }
    }

    /// The same, where an error in the whole value has to show all of it: jsonschema looks there for the text that a pattern gave up on.
    pub fn with_root_shown(self, shows_root: bool) -> Effort {
        Effort { shows_root, ..self }
    }

    /// The same with room for so many errors more.
    pub fn with_room_for(self, errors: usize) -> Effort {
        Effort { room: Cell::new(HELD + ERROR * errors as u64), ..self }
    }

    /// Whether more was to be read than may be: what a validator said is no answer then.
    pub fn is_out_of_steps(&self) -> bool {
        self.steps.get() == 0
    }

    /// Whether there were more errors than are kept; what was found after the last one of them may be none.
    pub fn is_out_of_room(&self) -> bool {
        self.room.get() == 0
    }
}

/// A value as a validator is shown it. The names of properties are counted with their object.
#[derive(Clone, Copy, Debug)]
pub struct Watched<'a> {
    pub node: &'a Node,
    effort: Option<&'a Effort>,
    /// How long the way to it is, in bytes.
    way: u64,
}

impl<'a> Watched<'a> {
    /// The value, of which so much may be read.
    pub fn new(node: &'a Node, effort: &'a Effort) -> Watched<'a> {
        Watched { node, effort: Some(effort), way: 0 }
    }

    /// The name of a property.
    pub fn name(node: &'a Node) -> Watched<'a> {
        Watched { node, effort: None, way: 0 }
    }

    /// What stands below it, at a key of this length.
    pub fn below(self, key: usize, node: &'a Node) -> Watched<'a> {
        Watched { node, way: self.way + 1 + key as u64, ..self }
    }

    /// Takes some steps; whether they were left.
    pub fn take(self, steps: u64) -> bool {
        self.effort.is_none_or(|effort| {
            let left = effort.steps.get();
            effort.steps.set(left.saturating_sub(steps));
            left > steps && !effort.is_out_of_room()
        })
    }

    /// An error was found in it; whether it has to be shown as it is.
    pub fn refuse(self) -> bool {
        let Some(effort) = self.effort else { return true };
        let is_shown = effort.shows_root && self.way == 0;
        let shown = if is_shown { VALUE * self.node.count() as u64 } else { 0 };
        effort.room.set(effort.room.get().saturating_sub(ERROR + WAYS * self.way + shown));
        is_shown
    }

    /// Whether nothing more is to be read.
    pub fn is_spent(self) -> bool {
        self.effort.is_some_and(|effort| effort.is_out_of_steps() || effort.is_out_of_room())
    }
}
