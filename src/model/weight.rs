//! How large a site is.

/// What hosts count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    pub files: u64,
    /// All files together, in bytes.
    pub bytes: u64,
    /// The largest file and its bytes; of several the first by path.
    pub largest: Option<(String, u64)>,
}
