//! Keys that an object has twice.

use std::collections::HashMap;

use super::Member;
use super::problem::{Problem, Problems};

/// Reports each key that an earlier member has; JSON and YAML call it for each object.
pub(super) fn report(members: &[Member], problems: &mut Problems) {
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
        if let Some(first) = seen.insert(&*member.key, member.key_span) {
            problems.push(Problem::duplicate_key(&member.key, member.key_span, first));
            seen.insert(&*member.key, first);
        }
    }
}
