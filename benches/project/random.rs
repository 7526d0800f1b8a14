//! Choices that are the same in each run: SplitMix64, seeded by a name.

/// A source of choices.
pub struct Random(u64);

impl Random {
    /// The choices that belong to a name.
    pub fn of(name: &str) -> Random {
        let seed = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from `start` to `end`, both included.
    pub fn between(&mut self, start: usize, end: usize) -> usize {
        start + self.below(end - start + 1)
    }

    /// Whether something happens that does so in `percent` of cases.
    pub fn happens(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Some words, as a sentence.
    pub fn sentence(&mut self, words: usize) -> String {
        let words: Vec<&str> = (0..words).map(|_| *self.one(&WORDS)).collect();
        let text = words.join(" ") + ".";
        text[..1].to_uppercase() + &text[1..]
    }
}

const WORDS: [&str; 48] = [
    "the",
    "value",
    "is",
    "set",
    "by",
    "whoever",
    "sends",
    "event",
    "and",
    "stays",
    "as",
    "long",
    "contract",
    "holds",
    "readers",
    "must",
    "not",
    "guess",
    "what",
    "lies",
    "behind",
    "it",
    "a",
    "later",
    "correction",
    "comes",
    "with",
    "own",
    "number",
    "amounts",
    "are",
    "before",
    "tax",
    "unless",
    "region",
    "says",
    "otherwise",
    "kept",
    "for",
    "ten",
    "years",
    "then",
    "removed",
    "order",
    "of",
    "items",
    "means",
    "nothing",
];
