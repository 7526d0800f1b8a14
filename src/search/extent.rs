//! How much the index of a site holds: all of a small site, and of a large one what fits into files that every host takes.

/// From everything to the least: names of types, schemas, channels and messages are in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Each path of a field under each of its words.
    Everything,
    /// The first places of each field, under the words of its name.
    FirstPlaces,
    /// A field that is used more than once, and its values, lead to the dictionary, which has every place.
    Dictionary,
    WithoutValues,
    WithoutFieldsUsedOnce,
    /// Names are found by how they begin.
    Beginnings,
}

/// What is tried, the most first; [`Extent::Beginnings`] is left where none of them fits.
pub const MORE: [Extent; 5] =
    [Extent::Everything, Extent::FirstPlaces, Extent::Dictionary, Extent::WithoutValues, Extent::WithoutFieldsUsedOnce];

impl Extent {
    /// What readers can't find by search for the site's size, in words; the dictionary leads to every place of a field all the same.
    pub fn left_out(self) -> Option<&'static str> {
        match self {
            Extent::Everything | Extent::FirstPlaces | Extent::Dictionary => None,
            Extent::WithoutValues => Some("This site is large: values that a field may have are not found here."),
            Extent::WithoutFieldsUsedOnce => {
                Some("This site is large: fields used once, and values that a field may have, are not found here.")
            }
            Extent::Beginnings => Some(
                "This site is large: names are found by how they begin; fields used once, and values that a field may have, are not found here.",
            ),
        }
    }
}
