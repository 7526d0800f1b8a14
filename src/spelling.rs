//! Names that were mistyped, and those that were meant. To say which is a courtesy, and may not cost more than the finding that it stands in:
//! of many known names few are measured, those with most letters in common first.

/// The longest name for which a nearest one is looked for: who writes a longer one has not mistyped it.
const SUGGESTIBLE: usize = 64;

/// How many candidates are looked at, and how many of them are measured.
pub const CANDIDATES: usize = 2000;
const MEASURED: usize = 32;

/// The candidate nearest to `name`, if one is near enough to be meant: a third of its letters may differ.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > SUGGESTIBLE {
        return None;
    }
    let limit = name.chars().count().max(3) / 3;
    let letters = Letters::of(name);
    let in_reach = |other: &&str| other.len().abs_diff(name.len()) <= 2 * limit;
    let in_reach = candidates.into_iter().take(CANDIDATES).filter(in_reach);
    let alike = in_reach.map(|candidate| (letters.apart(&Letters::of(candidate)), candidate));
    let mut alike: Vec<(usize, &str)> = alike.filter(|(apart, _)| *apart <= limit).collect();
    // Names that differ in a number are alike by the thousand: only those that are measured are put in order.
    if alike.len() > MEASURED {
        alike.select_nth_unstable(MEASURED - 1);
        alike.truncate(MEASURED);
    }
    alike.sort_unstable();
    let mut best: Option<(usize, &str)> = None;
    for (apart, candidate) in alike {
        if best.is_some_and(|(least, _)| apart > least) {
            break;
        }
        let measured = distance(name, candidate, limit).map(|distance| (distance, candidate));
        best = best.into_iter().chain(measured).min();
    }
    best.map(|(_, candidate)| candidate)
}

/// A name that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    pub name: String,
    /// Whether it is off by one letter, or by case, and no other name is nearly as near: to write it is a slip's mend and no guess.
    pub is_slip: bool,
}

impl Meant {
    /// The same where more than a slip is possible: what is written may be right and what is known of it wrong.
    pub fn as_guess(self) -> Meant {
        Meant { is_slip: false, ..self }
    }
}

/// The candidate nearest to `name`, if one is near enough, and whether it is sure to be meant.
pub fn meant<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Meant> {
    let candidates: Vec<&str> = candidates.into_iter().take(CANDIDATES).collect();
    let near = nearest(name, candidates.iter().copied())?;
    let apart = distance(name, near, 1).filter(|_| is_slip(name, near));
    let mut others = candidates.into_iter().filter(|other| *other != near);
    let is_sole = |apart: usize| others.all(|other| !is_within(name, other, apart + 1));
    Some(Meant { name: near.to_owned(), is_slip: apart.is_some_and(is_sole) })
}

/// Whether a name is another one but for one letter, or for its case.
pub fn is_slip(name: &str, known: &str) -> bool {
    known.len() >= 3 && name.len().abs_diff(known.len()) <= 1 && distance(name, known, 1).is_some()
}

/// Whether no more than so many letters differ.
fn is_within(name: &str, other: &str, limit: usize) -> bool {
    other.len().abs_diff(name.len()) <= 4 * limit
        && Letters::of(name).apart(&Letters::of(other)) <= limit
        && distance(name, other, limit).is_some()
}

/// How often letters occur in a name, without regard to case; some stand together.
struct Letters([u8; 32]);

impl Letters {
    fn of(name: &str) -> Letters {
        let mut counts = [0_u8; 32];
        let mut count = |letter: usize| counts[letter % 32] = counts[letter % 32].saturating_add(1);
        if name.is_ascii() {
            // Both cases of a letter stand together already.
            name.bytes().for_each(|letter| count(letter.into()));
        } else {
            lower(name).for_each(|letter| count(letter as usize));
        }
        Letters(counts)
    }

    /// How far apart two names are at least: each letter that one has more often takes a change.
    fn apart(&self, other: &Letters) -> usize {
        let more = |one: &Letters, other: &Letters| {
            let pairs = one.0.iter().zip(&other.0);
            usize::from(pairs.map(|(one, other)| u16::from(one.saturating_sub(*other))).sum::<u16>())
        };
        more(self, other).max(more(other, self))
    }
}

fn lower(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(char::to_lowercase)
}

/// How many letters were added, left out, mistaken or swapped with their neighbour (optimal string alignment), without regard to case;
/// `None` where they are more than `limit`.
fn distance(left: &str, right: &str, limit: usize) -> Option<usize> {
    let left: Vec<char> = lower(left).collect();
    let right: Vec<char> = lower(right).collect();
    let mut above = vec![usize::MAX; right.len() + 1];
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut next = row.clone();
    for (i, a) in left.iter().enumerate() {
        next[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let mut least = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                least = least.min(above[j - 1] + 1);
            }
            next[j + 1] = least;
        }
        // Whatever follows is made of these two rows and not nearer.
        if row.iter().chain(&next).all(|least| *least > limit) {
            return None;
        }
        std::mem::swap(&mut above, &mut row);
        std::mem::swap(&mut row, &mut next);
    }
    Some(row[right.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_near_if_few_letters_differ() {
        let known = ["title", "build", "unknown-keyword"];
        assert_eq!(nearest("titel", known), Some("title"), "neighbours are swapped");
        assert_eq!(nearest("Biuld", known), Some("build"));
        assert_eq!(nearest("tile", known), Some("title"));
        assert_eq!(nearest("unknwon-keywrod", known), Some("unknown-keyword"));
        assert_eq!(nearest("static", known), None);
    }

    #[test]
    fn a_slip_leaves_no_other_name_that_could_be_meant() {
        let is_slip = |name, known: &[&'static str]| meant(name, known.iter().copied()).map(|meant| meant.is_slip);
        assert_eq!(is_slip("minlength", &["minLength", "maxLength"]), Some(true));
        assert_eq!(is_slip("maxlenght", &["minLength", "maxLength"]), Some(true));
        assert_eq!(is_slip("item3", &["item1", "item2"]), Some(false), "both are near");
        assert_eq!(is_slip("orders", &["order", "order.s"]), Some(false), "both are near");
        assert_eq!(is_slip("unknwon-keywrod", &["unknown-keyword"]), Some(false), "two letters are off");
        assert_eq!(is_slip("owner", &["minLength"]), None);
    }

    #[test]
    fn the_nearest_of_many_is_found() {
        let known: Vec<String> = (0..1000).map(|number| format!("order-number-{number}")).collect();
        let known = || known.iter().map(String::as_str);
        assert_eq!(nearest("order-nubmer-371", known()), Some("order-number-371"));
        assert_eq!(nearest("ordre-number-99", known()), Some("order-number-99"));
    }
}
