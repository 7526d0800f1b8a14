//! What moments and stretches of time in an event mean, in words: `2025-12-24T22:23:27Z`, `PT15M`, milliseconds since 1970.

use crate::date::Date;
use crate::source::{Kind, Node};
use crate::words::{counted, listed};

/// The words for a value of the member of this name; `None` for one that is no time, as far as its form and its name tell.
pub(super) fn words(name: &str, value: &Node) -> Option<String> {
    match &value.kind {
        Kind::String(text) => moment(text).or_else(|| duration(text)),
        Kind::Number(_) => number(name, value.to_value().as_u64()?),
        _ => None,
    }
}

/// `Wed 24 Dec 2025, 22:23 UTC` for a timestamp of RFC 3339.
fn moment(text: &str) -> Option<String> {
    let (day, time) = (text.get(..10)?, text.get(11..16)?);
    let date = Date::read(day).filter(|_| matches!(text.as_bytes()[10], b'T' | b't' | b' '))?;
    let is_time = |time: &str| {
        let digits =
            time.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() });
        time.len() == 5 && digits
    };
    let zone = text.get(16..)?.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
    let zone = match zone.split_at_checked(1)? {
        ("Z" | "z", "") => "UTC".to_owned(),
        ("+" | "-", rest) if is_time(rest) => format!("UTC{zone}"),
        _ => return None,
    };
    is_time(time).then(|| format!("{}, {time} {zone}", date.long()))
}

/// `15 minutes` for a duration of ISO 8601.
fn duration(text: &str) -> Option<String> {
    let (days, time) = match text.strip_prefix('P')?.split_once('T') {
        Some((_, "")) => return None,
        Some((days, time)) => (days, time),
        None => (text.strip_prefix('P')?, ""),
    };
    let mut parts = steps(days, &[('Y', "year"), ('M', "month"), ('W', "week"), ('D', "day")])?;
    parts.extend(steps(time, &[('H', "hour"), ('M', "minute"), ('S', "second")])?);
    (!parts.is_empty()).then(|| listed(parts))
}

/// The parts of a duration, which have to stand in this order.
fn steps(mut text: &str, units: &[(char, &str)]) -> Option<Vec<String>> {
    let (mut parts, mut units) = (Vec::new(), units.iter());
    while !text.is_empty() {
        let end = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, sign) = (&text[..end], text[end..].chars().next()?);
        let (_, unit) = units.find(|(known, _)| *known == sign)?;
        let is_number = number.starts_with(|c: char| c.is_ascii_digit())
            && number.ends_with(|c: char| c.is_ascii_digit())
            && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !is_number {
            return None;
        }
        parts.push(number.parse().map_or_else(|_| format!("{number} {unit}s"), |count| counted(count, unit)));
        text = &text[end + 1..];
    }
    Some(parts)
}

/// What a number means whose name says that it counts seconds, or a part of them: since 1970 where it is that large.
fn number(name: &str, value: u64) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let is_moment = ["time", "epoch", "date", "expir", "until", "since"].iter().any(|part| name.contains(part))
        || ends(&["_at", "at", "_on", "ts", "_ms", "millis"]);
    // From 1990 to 2100, in seconds and the parts of them that programs use.
    let since_1970 = [1, 1_000, 1_000_000, 1_000_000_000]
        .into_iter()
        .find(|parts| is_moment && (631_152_000 * parts..4_102_444_800_u64.saturating_mul(*parts)).contains(&value));
    if let Some(parts) = since_1970 {
        let seconds = value / parts;
        let date = Date::of_time(i64::try_from(seconds).ok()?)?;
        let (hour, minute) = (seconds / 3_600 % 24, seconds / 60 % 60);
        return Some(format!("{}, {hour:02}:{minute:02} UTC", date.long()));
    }
    let is_millis = ends(&["_ms", "millis", "milliseconds"]);
    let seconds = match is_millis {
        true if value.is_multiple_of(1_000) => value / 1_000,
        false if ends(&["seconds", "_secs", "_sec"]) && value >= 60 => value,
        _ => return None,
    };
    let parts = [
        (seconds / 86_400, "day"),
        (seconds / 3_600 % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    Some(listed(parts.map(|(count, unit)| counted(count as usize, unit)))).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{duration, moment, number};

    #[test]
    fn timestamps_have_words() {
        let said = |text| moment(text).unwrap_or_default();
        assert_eq!(said("2025-12-24T22:23:27.303Z"), "Wed 24 Dec 2025, 22:23 UTC");
        assert_eq!(said("2025-01-01T00:00:00+02:00"), "Wed 1 Jan 2025, 00:00 UTC+02:00");
        assert_eq!(said("2000-02-29t23:59Z"), "Tue 29 Feb 2000, 23:59 UTC");
        for text in [
            "2025-12-24",
            "2025-13-24T22:23:27Z",
            "2025-12-24T22:23:27",
            "2025-12-24T2é:23:27Z",
            "",
            "order.placed.v1Z",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn durations_have_words() {
        let said = |text| duration(text).unwrap_or_default();
        assert_eq!(said("PT15M"), "15 minutes");
        assert_eq!(said("P1DT2H0.5S"), "1 day, 2 hours and 0.5 seconds");
        assert_eq!(said("P1M"), "1 month");
        for text in ["P", "PT", "PAID", "P1", "PT1D", "P1D2Y", "P-1D", "P1.D", "POINT"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn counts_of_seconds_have_words() {
        let said = |name, value| number(name, value).unwrap_or_default();
        assert_eq!(said("occurredAt", 1_767_225_600_000), "Thu 1 Jan 2026, 00:00 UTC");
        assert_eq!(said("timestamp", 1_767_225_600), "Thu 1 Jan 2026, 00:00 UTC");
        assert_eq!(said("ttl_seconds", 90_061), "1 day, 1 hour, 1 minute and 1 second");
        assert_eq!(said("timeout_ms", 30_000), "30 seconds");
        for (name, value) in
            [("amount", 1_767_225_600), ("timeout_ms", 1_500), ("seconds", 5), ("time", 0), ("time", u64::MAX)]
        {
            assert_eq!(number(name, value), None, "{name}");
        }
    }
}
