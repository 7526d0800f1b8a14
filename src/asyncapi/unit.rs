//! Durations and sizes as people say them.

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The parts that a duration is said in, longest first.
const PARTS: [(u64, &str); 4] = [(DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")];

/// The sizes that a number of bytes may be a multiple of, largest first.
const SIZES: [(u64, &str); 6] =
    [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")];

/// What a number of a unit, whose digits these are, comes to in larger units: `14 days` for `1209600` and `s`. `None` where it is no whole
/// number of them.
pub fn in_larger_units(digits: &str, unit: &str) -> Option<String> {
    let number = digits.parse::<u64>().ok()?;
    match unit {
        "s" => duration(Some(number).filter(|seconds| *seconds >= MINUTE)),
        "ms" => duration(number.is_multiple_of(1000).then_some(number / 1000)),
        "minutes" => duration(number.checked_mul(MINUTE).filter(|seconds| *seconds >= HOUR)),
        "bytes" => size(number),
        _ => None,
    }
}

/// So many seconds in at most two parts; `None` where that takes more, or there are none.
fn duration(seconds: Option<u64>) -> Option<String> {
    let mut rest = seconds.filter(|seconds| *seconds > 0)?;
    let mut words = Vec::new();
    for (length, name) in PARTS {
        match rest / length {
            0 => {}
            1 => words.push(format!("1 {name}")),
            many => words.push(format!("{many} {name}s")),
        }
        rest %= length;
    }
    (words.len() <= 2).then(|| words.join(" "))
}

fn size(bytes: u64) -> Option<String> {
    let (size, name) = SIZES.iter().find(|(size, _)| bytes >= *size && bytes.is_multiple_of(*size))?;
    Some(format!("{} {name}", bytes / size))
}

#[cfg(test)]
mod tests {
    use super::in_larger_units;

    #[test]
    fn whole_numbers_of_larger_units_are_said_so() {
        let known = [
            ("1209600", "s", "14 days"),
            ("604800000", "ms", "7 days"),
            ("5400", "s", "1 hour 30 minutes"),
            ("10080", "minutes", "7 days"),
            ("262144", "bytes", "256 KiB"),
            ("1000000", "bytes", "1 MB"),
        ];
        for (digits, unit, words) in known {
            assert_eq!(in_larger_units(digits, unit).as_deref(), Some(words));
        }
    }

    #[test]
    fn others_are_left_as_they_are() {
        let others = [
            ("30", "s"),
            ("1500", "ms"),
            ("-1", "ms"),
            ("0", "s"),
            ("1.5", "s"),
            ("90061", "s"),
            ("18446744073709551615", "minutes"),
            ("3", "deliveries a second"),
        ];
        assert!(others.into_iter().all(|(digits, unit)| in_larger_units(digits, unit).is_none()));
    }
}
