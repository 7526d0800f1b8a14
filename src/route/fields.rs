//! The pages of the field dictionary: one if all names fit on it, else the names by letter, and a letter on as many pages as it takes.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{Field, FieldUse};
use crate::source::SourceId;

/// How many readings of a name its dictionary page shows, and how many properties of each.
pub const READINGS: usize = 8;
pub const USES: usize = 12;

/// The most that stands on a page, in bytes of its HTML as far as they can be told beforehand.
const LONGEST: usize = 300 << 10;

/// The most that stands on the first page beside what it says of the whole dictionary.
const WHOLE: usize = 100 << 10;

/// What the HTML of a property and of a name takes beside their own texts.
const PER_USE: usize = 200;
const PER_FIELD: usize = 300;

/// Where the names of the dictionary stand.
#[derive(Debug, PartialEq, Eq)]
pub struct FieldRoutes {
    /// The pages of names; its front is `fields/`.
    pub pages: Vec<FieldPage>,
    /// The number of the page of each field, by number.
    pub by_field: Vec<usize>,
}

impl FieldRoutes {
    /// The pages of all fields. `page_of` says how long the address of a source's page is.
    pub fn of(fields: &[Field], page_of: impl Fn(SourceId) -> usize + Sync) -> FieldRoutes {
        let mut pages = pages(fields, page_of);
        for page in &mut pages {
            let name = |number: Option<&usize>| number.map_or_else(String::new, |number| fields[*number].name.clone());
            page.span = (name(page.fields.first()), name(page.fields.last()));
        }
        let mut by_field = vec![0; fields.len()];
        for (number, page) in pages.iter().enumerate() {
            page.fields.iter().for_each(|field| by_field[*field] = number);
        }
        FieldRoutes { pages, by_field }
    }
}

/// A page of names of the dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPage {
    pub url: String,
    /// What all of its names begin with: `a`, `0-9`, `other`; empty if it has all names.
    pub letter: String,
    /// The numbers of its fields, in the order of the page.
    pub fields: Vec<usize>,
    /// The first of their names and the last.
    pub span: (String, String),
}

/// The pages, in the order of letters.
fn pages(fields: &[Field], page_of: impl Fn(SourceId) -> usize + Sync) -> Vec<FieldPage> {
    let weight = |field: &Field| {
        let shown = field.readings.iter().take(READINGS).flat_map(|reading| reading.uses.iter().take(USES));
        let one = |found: &Arc<FieldUse>| PER_USE + page_of(found.place.source) + 2 * found.place.pointer.len();
        PER_FIELD + 3 * field.name.len() + shown.map(one).sum::<usize>()
    };
    let weights: Vec<usize> = fields.par_iter().map(weight).collect();
    let mut letters: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, field) in fields.iter().enumerate() {
        letters.entry(letter(&field.name)).or_default().push(number);
    }
    for numbers in letters.values_mut() {
        numbers.sort_by_cached_key(|number| key(&fields[*number].name));
    }
    let all: Vec<usize> = letters.values().flatten().copied().collect();
    if weights.iter().sum::<usize>() <= WHOLE {
        return vec![FieldPage { url: "fields/".to_owned(), fields: all, ..FieldPage::default() }];
    }
    let mut pages: Vec<FieldPage> = Vec::new();
    for (letter, numbers) in letters {
        let (mut page, mut length) = (1, 0);
        for number in numbers {
            let weight = weights[number];
            if length > 0 && length + weight > LONGEST {
                (page, length) = (page + 1, 0);
            }
            if length == 0 {
                let end = if page == 1 { String::new() } else { format!("-{page}") };
                pages.push(FieldPage {
                    url: format!("fields/{letter}{end}/"),
                    letter: letter.clone(),
                    ..FieldPage::default()
                });
            }
            length += weight;
            if let Some(page) = pages.last_mut() {
                page.fields.push(number);
            }
        }
    }
    pages
}

/// What a name is filed under: its first letter or digit, whatever signs stand before it.
fn letter(name: &str) -> String {
    match name.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_ascii_alphabetic() => c.to_ascii_lowercase().to_string(),
        Some(c) if c.is_ascii_digit() => "0-9".to_owned(),
        _ => "other".to_owned(),
    }
}

/// The order of names within a letter: case decides last.
fn key(name: &str) -> (String, String) {
    let bare = name.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    (bare, name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FieldReading, Reading};
    use crate::source::Place;

    fn field(name: &str, uses: usize) -> Field {
        let place = |number| Place::new(SourceId(number), format!("/properties/{name}"));
        let uses = (0..uses as u32).map(|number| FieldUse {
            catalog: 0,
            root: Place::root(SourceId(number)),
            place: place(number),
        });
        let readings = vec![FieldReading { reading: Reading::default(), uses: uses.map(Arc::new).collect() }];
        Field { name: name.to_owned(), readings, disagreements: Vec::new(), also: Vec::new() }
    }

    fn urls(fields: &[Field]) -> Vec<String> {
        pages(fields, |_| 40).into_iter().map(|page| page.url).collect()
    }

    #[test]
    fn few_names_are_on_one_page() {
        assert_eq!(urls(&[field("id", 3), field("Name", 1)]), ["fields/"]);
        assert_eq!(pages(&[field("b", 1), field("_a", 1), field("A", 1)], |_| 40)[0].fields, [2, 1, 0]);
    }

    #[test]
    fn many_names_are_split_by_letter_and_a_long_letter_further() {
        let mut fields: Vec<Field> = (0..3_000).map(|number| field(&format!("order{number}"), 1)).collect();
        fields.extend([field("$9", 1), field("ערך", 1), field("Zone", 1)]);
        let pages = pages(&fields, |_| 40);
        let urls: Vec<&str> = pages.iter().map(|page| page.url.as_str()).collect();
        assert_eq!(&urls[..3], ["fields/0-9/", "fields/o/", "fields/o-2/"]);
        assert_eq!(&urls[urls.len() - 2..], ["fields/other/", "fields/z/"]);
        let mut all: Vec<usize> = pages.iter().flat_map(|page| page.fields.iter().copied()).collect();
        all.sort_unstable();
        assert_eq!(all, (0..fields.len()).collect::<Vec<_>>(), "each name is on one page");
    }

    #[test]
    fn a_name_that_everybody_uses_takes_no_more_room_than_another() {
        assert_eq!(urls(&[field("id", 50_000), field("name", 1)]), ["fields/"]);
    }
}
