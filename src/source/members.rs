//! The members of an object, in the order of the source, and the quick way to one of many.

use std::ops::{Deref, DerefMut};

use super::Member;

/// Objects with more members than this have an index; fewer are found sooner by looking at each.
const FEW: usize = 32;

/// The members of an object. To look one up takes no longer where there are a hundred thousand, since pages and failures look up each.
#[derive(Clone, Debug, Default)]
pub struct Members {
    all: Vec<Member>,
    /// The positions in the order of the keys; none where there are few, or where members were changed.
    #[allow(
        clippy::box_collection,
        reason = "most objects have no index, and it is to take one word in them, not three"
    )]
    by_key: Option<Box<Vec<u32>>>,
}

impl Members {
    /// The member of a key.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.position(key).and_then(|position| self.all.get(position))
    }

    /// The number of the member of a key.
    pub fn position(&self, key: &str) -> Option<usize> {
        let Some(by_key) = &self.by_key else { return self.all.iter().position(|member| &*member.key == key) };
        let found = by_key.binary_search_by(|position| (*self.all[*position as usize].key).cmp(key)).ok()?;
        Some(by_key[found] as usize)
    }
}

impl From<Vec<Member>> for Members {
    fn from(all: Vec<Member>) -> Members {
        let by_key = (all.len() > FEW).then(|| {
            let mut positions: Vec<u32> = (0..all.len() as u32).collect();
            positions.sort_by_key(|position| &all[*position as usize].key);
            // A key that is there twice was reported; it is the first one that counts.
            positions.dedup_by_key(|position| &all[*position as usize].key);
            Box::new(positions)
        });
        Members { all, by_key }
    }
}

impl FromIterator<Member> for Members {
    fn from_iter<T: IntoIterator<Item = Member>>(members: T) -> Members {
        Members::from(members.into_iter().collect::<Vec<Member>>())
    }
}

impl IntoIterator for Members {
    type Item = Member;
    type IntoIter = std::vec::IntoIter<Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = &'a Member;
    type IntoIter = std::slice::Iter<'a, Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}

impl Deref for Members {
    type Target = Vec<Member>;

    fn deref(&self) -> &Vec<Member> {
        &self.all
    }
}

/// Who changes the members may change keys, so the index goes.
impl DerefMut for Members {
    fn deref_mut(&mut self) -> &mut Vec<Member> {
        self.by_key = None;
        &mut self.all
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Members) -> bool {
        self.all == other.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Kind, Node, Span};

    #[test]
    fn each_of_many_is_found_and_no_other() {
        let member = |number: usize| Member {
            key: format!("k{number}").into(),
            key_span: Span { start: number as u32, end: 0 },
            value: Node { span: Span::default(), kind: Kind::Null },
        };
        for count in [FEW, FEW + 1, 1_000] {
            let mut members: Members = (0..count).map(member).collect();
            assert!((0..count).all(|number| members.member(&format!("k{number}")) == Some(&member(number))));
            assert_eq!(members.member("k"), None);
            members.insert(0, member(count));
            assert_eq!(members.member(&format!("k{count}")), Some(&member(count)));
        }
    }
}
