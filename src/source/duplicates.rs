//! Keys that an object has twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::problem::{Fault, Problem, Problems};
use super::{Duplicates, Member};

/// Reports each key that an earlier member has, or takes that member away where the last one is to count; JSON and YAML call it for each
/// object.
pub(super) fn settle(members: &mut Vec<Member>, problems: &mut Problems) {
    match problems.duplicates {
        Duplicates::Refused => report(members, problems),
        Duplicates::LastWins => keep_last(members),
    }
}

fn keep_last(members: &mut Vec<Member>) {
    let mut last = HashMap::with_capacity(members.len());
    last.extend(members.iter().enumerate().map(|(index, member)| (member.key.clone(), index)));
    if last.len() < members.len() {
        let mut index = 0;
        members.retain(|member| {
            index += 1;
            last[&member.key] == index - 1
        });
    }
}

fn report(members: &[Member], problems: &mut Problems) {
    // Most objects are small, and comparing few keys costs less than hashing them.
    const SMALL: usize = 12;
    if members.len() <= SMALL {
        for (index, member) in members.iter().enumerate() {
            if let Some(first) = members[..index].iter().find(|first| first.key == member.key) {
                problems.push(Problem::duplicate_key(&member.key, member.key_span, first.key_span));
            }
        }
        return;
    }
    let mut seen = HashMap::with_capacity(members.len());
    for member in members {
        match seen.entry(&*member.key) {
            Entry::Occupied(first) => {
                problems.push(Problem::duplicate_key(&member.key, member.key_span, *first.get()));
                if problems.is_full(Fault::DuplicateKey) {
                    return;
                }
            }
            Entry::Vacant(first) => {
                first.insert(member.key_span);
            }
        }
    }
}
