//! Decimal numbers of any length, compared as what they are.

use std::cmp::Ordering;
use std::fmt;

/// How many steps a division may take, one for each pair of digits.
const STEPS: usize = 4_000_000;

/// How many digits of another base are turned into decimals.
const LONGEST_RADIX: usize = 2_000;

/// A decimal number: digits and a power of ten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// Without zeros at either end; none for zero.
    digits: Box<[u8]>,
    /// The power of ten of the last digit.
    exponent: i64,
}

impl Decimal {
    /// Reads an optional sign, digits, perhaps a fraction and an exponent; `None` for anything else, and for an exponent of more than 17
    /// digits.
    pub fn read(text: &str) -> Option<Decimal> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(unsigned) => (true, unsigned),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let exponent: i64 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
        if exponent.unsigned_abs() >= 10_u64.pow(17) {
            return None;
        }
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|byte| byte - b'0').collect();
        let zeros = digits.iter().rev().take_while(|digit| **digit == 0).count();
        digits.truncate(digits.len() - zeros);
        let leading = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..leading);
        if digits.is_empty() {
            return Some(Decimal { negative: false, digits: Box::default(), exponent: 0 });
        }
        let exponent = exponent - fraction.len() as i64 + zeros as i64;
        Some(Decimal { negative, digits: digits.into(), exponent })
    }

    /// Reads digits in a base up to 16; `None` for anything else, and for so many that it would take long.
    pub fn of_radix(digits: &str, base: u8) -> Option<Decimal> {
        if digits.len() > LONGEST_RADIX {
            return None;
        }
        // In decimals, the last first.
        let mut decimals: Vec<u8> = Vec::new();
        for digit in digits.chars() {
            let mut carried = digit.to_digit(u32::from(base))?;
            for decimal in &mut decimals {
                carried += u32::from(*decimal) * u32::from(base);
                *decimal = (carried % 10) as u8;
                carried /= 10;
            }
            while carried > 0 {
                decimals.push((carried % 10) as u8);
                carried /= 10;
            }
        }
        let text: String = decimals.iter().rev().map(|digit| char::from(b'0' + digit)).collect();
        Decimal::read(if text.is_empty() { "0" } else { &text })
    }

    /// The number of the other sign; zero has none.
    pub fn negated(self) -> Decimal {
        Decimal { negative: !self.negative && !self.digits.is_empty(), ..self }
    }

    /// Whether it is a whole number, however it is written.
    pub fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// Whether some whole number of times `divisor` is this one; `None` if that takes too long to say, or the divisor is zero.
    pub fn is_multiple_of(&self, divisor: &Decimal) -> Option<bool> {
        if divisor.digits.is_empty() {
            return None;
        }
        let Ok(zeros) = usize::try_from(self.exponent - divisor.exponent) else {
            // The last digit of a multiple stands no further to the right.
            return Some(self.digits.is_empty());
        };
        if self.digits.len().saturating_add(zeros).saturating_mul(divisor.digits.len()) > STEPS {
            return None;
        }
        let mut rest: Vec<u8> = Vec::with_capacity(divisor.digits.len() + 1);
        for digit in self.digits.iter().copied().chain(std::iter::repeat_n(0, zeros)) {
            if !(rest.is_empty() && digit == 0) {
                rest.push(digit);
            }
            while is_at_least(&rest, &divisor.digits) {
                subtract(&mut rest, &divisor.digits);
            }
        }
        Some(rest.is_empty())
    }

    /// The power of ten above its first digit.
    fn magnitude(&self) -> i64 {
        self.exponent + self.digits.len() as i64
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let sign = |number: &Decimal| match (number.digits.is_empty(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let absolute = self.magnitude().cmp(&other.magnitude()).then_with(|| self.digits.cmp(&other.digits));
        sign(self).cmp(&sign(other)).then(if self.negative { absolute.reverse() } else { absolute })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    /// One text for each number: `-12`, `12e3`, `12e-3`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            out.write_str("-")?;
        }
        if self.digits.is_empty() {
            out.write_str("0")?;
        }
        self.digits.iter().try_for_each(|digit| write!(out, "{digit}"))?;
        if self.exponent == 0 { Ok(()) } else { write!(out, "e{}", self.exponent) }
    }
}

/// Whether digits, without zeros before them, are at least as much as others.
fn is_at_least(digits: &[u8], others: &[u8]) -> bool {
    digits.len().cmp(&others.len()).then_with(|| digits.cmp(others)).is_ge()
}

/// Takes others from digits that are at least as much, and takes away the zeros before what is left.
fn subtract(digits: &mut Vec<u8>, others: &[u8]) {
    let mut borrowed = 0;
    let mut others = others.iter().rev();
    for digit in digits.iter_mut().rev() {
        let taken = others.next().copied().unwrap_or_default() + borrowed;
        borrowed = u8::from(*digit < taken);
        *digit = *digit + 10 * borrowed - taken;
    }
    let zeros = digits.iter().take_while(|digit| **digit == 0).count();
    digits.drain(..zeros);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::read(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    #[test]
    fn one_number_has_one_text() {
        for text in ["1200", "1.2e3", "120e1", "+0001200.000", "0.0012e6"] {
            assert_eq!(decimal(text).to_string(), "12e2", "{text}");
        }
        assert_eq!(decimal("-0.00e7").to_string(), "0");
        assert_eq!(decimal("-18446744073709551617").to_string(), "-18446744073709551617");
        for text in ["", ".", "e5", "1e", "1.2.3", "0x10", "1e123456789012345678", "-", "--1"] {
            assert_eq!(Decimal::read(text), None, "{text}");
        }
    }

    #[test]
    fn digits_of_other_bases_are_read() {
        let read = |digits, base| Decimal::of_radix(digits, base).map(|number| number.to_string());
        assert_eq!(read("10000000000000001", 16).as_deref(), Some("18446744073709551617"));
        assert_eq!(read("777", 8).as_deref(), Some("511"));
        assert_eq!(read("0", 2).as_deref(), Some("0"));
        assert_eq!(read("12", 2), None);
        assert_eq!(read(&"f".repeat(LONGEST_RADIX + 1), 16), None);
    }

    #[test]
    fn numbers_are_ordered_whatever_their_length() {
        let ordered = [
            "-1e400",
            "-18446744073709551617",
            "-1",
            "-1e-400",
            "0",
            "1e-400",
            "0.1",
            "0.10000000000000000001",
            "1",
            "18446744073709551616",
            "18446744073709551616.5",
            "18446744073709551617",
            "1e20",
            "1e400",
            "1.1e400",
        ];
        for (index, small) in ordered.iter().enumerate() {
            for large in &ordered[index + 1..] {
                assert!(decimal(small) < decimal(large), "{small} < {large}");
                assert!(decimal(large) > decimal(small), "{large} > {small}");
            }
        }
    }

    #[test]
    fn multiples_are_found() {
        let multiples = |number: &str, divisor: &str| decimal(number).is_multiple_of(&decimal(divisor));
        assert_eq!(multiples("18446744073709551617", "274177"), Some(true));
        assert_eq!(multiples("18446744073709551618", "274177"), Some(false));
        assert_eq!(multiples("18446744073709551617", "67280421310721"), Some(true));
        assert_eq!(multiples("1e400", "7"), Some(false));
        assert_eq!(multiples("7e400", "7"), Some(true));
        assert_eq!(multiples("1e400", "1e399"), Some(true));
        assert_eq!(multiples("0.3", "0.1"), Some(true));
        assert_eq!(multiples("0.35", "0.1"), Some(false));
        assert_eq!(multiples("0", "123456789012345678901234567890"), Some(true));
        assert_eq!(multiples("246913578024691357802469135780", "123456789012345678901234567890"), Some(true));
        assert_eq!(multiples("1e90000000", "7"), None, "that takes too long");
        assert_eq!(multiples("1", "0"), None);
    }
}
