//! Numbers as exact fractions, as far as 128 bits hold them.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// A fraction in lowest terms; what stands below the line is positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    over: i128,
    under: i128,
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(i128::MAX)
}

impl Ratio {
    /// A whole number.
    pub fn whole(number: i128) -> Ratio {
        Ratio { over: number, under: 1 }
    }

    fn new(over: i128, under: i128) -> Option<Ratio> {
        let divisor = gcd(over, under).max(1);
        let sign = if under < 0 { -1 } else { 1 };
        let (over, under) = ((over / divisor).checked_mul(sign)?, (under / divisor).checked_mul(sign)?);
        (under != 0).then_some(Ratio { over, under })
    }

    /// The number as its digits say; `None` where they are too many.
    pub fn of(number: &Number) -> Option<Ratio> {
        if let Some(whole) = number.as_i128() {
            return Some(Ratio::whole(whole));
        }
        let text = number.to_string();
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text.as_str(), 0),
        };
        let places = digits.split_once('.').map_or(0, |(_, after)| after.len());
        let over: i128 = digits.replace('.', "").parse().ok()?;
        let power = exponent.checked_sub(i32::try_from(places).ok()?)?;
        let factor = 10_i128.checked_pow(power.unsigned_abs())?;
        if power < 0 { Ratio::new(over, factor) } else { Some(Ratio::whole(over.checked_mul(factor)?)) }
    }

    /// The number as JSON has it; `None` where it has too many digits to be read again as the same.
    pub fn json(self) -> Option<Value> {
        if self.under == 1 {
            let whole = i64::try_from(self.over).ok().map(Number::from);
            return whole.or_else(|| u64::try_from(self.over).ok().map(Number::from)).map(Value::Number);
        }
        let number = Number::from_f64(self.over as f64 / self.under as f64)?;
        (Ratio::of(&number) == Some(self)).then_some(Value::Number(number))
    }

    pub fn is_whole(self) -> bool {
        self.under == 1
    }

    pub fn plus(self, other: Ratio) -> Option<Ratio> {
        let left = self.over.checked_mul(other.under)?;
        Ratio::new(left.checked_add(other.over.checked_mul(self.under)?)?, self.under.checked_mul(other.under)?)
    }

    pub fn times(self, other: Ratio) -> Option<Ratio> {
        let one = Ratio::new(self.over, other.under)?;
        let two = Ratio::new(other.over, self.under)?;
        Ratio::new(one.over.checked_mul(two.over)?, one.under.checked_mul(two.under)?)
    }

    pub fn divided_by(self, other: Ratio) -> Option<Ratio> {
        self.times(Ratio::new(other.under, other.over)?)
    }

    /// Whether it is so many times another; nothing but zero is a multiple of zero.
    pub fn is_multiple_of(self, other: Ratio) -> Option<bool> {
        if other.over == 0 { Some(self.over == 0) } else { Some(self.divided_by(other)?.is_whole()) }
    }

    /// The least common multiple.
    pub fn common_multiple(self, other: Ratio) -> Option<Ratio> {
        let under = gcd(self.under, other.under).max(1);
        let over = (self.over / gcd(self.over, other.over).max(1)).checked_mul(other.over)?;
        Ratio::new(over.checked_abs()?, under)
    }

    /// The whole number below or at it.
    pub fn floor(self) -> i128 {
        self.over.div_euclid(self.under)
    }

    /// The whole number above or at it.
    pub fn ceil(self) -> i128 {
        self.floor() + i128::from(!self.is_whole())
    }

    /// Near enough to be compared as floating-point numbers are.
    pub fn near(self) -> f64 {
        self.over as f64 / self.under as f64
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        match (self.over.checked_mul(other.under), other.over.checked_mul(self.under)) {
            (Some(left), Some(right)) => left.cmp(&right),
            // Too large to be compared exactly, and then far apart.
            _ => self.near().total_cmp(&other.near()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(text: &str) -> Ratio {
        Ratio::of(&serde_json::from_str(text).expect("a number")).expect("a ratio")
    }

    #[test]
    fn numbers_are_what_their_digits_say() {
        assert_eq!(ratio("0.3").is_multiple_of(ratio("0.1")), Some(true));
        assert_eq!(ratio("1.5e1"), Ratio::whole(15));
        assert_eq!(ratio("0.5").common_multiple(ratio("0.75")), Some(ratio("1.5")));
        assert_eq!((ratio("-0.5").floor(), ratio("-0.5").ceil()), (-1, 0));
        assert_eq!(ratio("49152.5").json(), Some(serde_json::json!(49152.5)));
    }
}
