//! Texts of each format, and a rough test of them: it tells formats apart while a value is searched for, and is no check.

use super::words;

/// Texts of a format that read well, the best first; none where nobody knows the format. Points in time follow one another by `hour`.
pub fn texts(format: &str, name: &str, turn: usize, hour: usize) -> Vec<String> {
    let number = turn + 1;
    let slug = words::slug(name);
    let day = 14 + (hour / 24) % 14;
    let time = format!("{:02}:{:02}:00", (9 + hour) % 24, (30 + turn) % 60);
    let one = |text: String| vec![text];
    match format {
        "date-time" => one(format!("2025-01-{day:02}T{time}Z")),
        "date" | "full-date" => one(format!("2025-01-{:02}", 14 + (hour + turn) % 14)),
        "time" => one(format!("{time}Z")),
        "duration" => one(format!("PT{}M", 15 * number)),
        "email" | "idn-email" => {
            one(if turn == 0 { "ada@example.com".to_owned() } else { format!("ada{number}@example.com") })
        }
        "hostname" | "idn-hostname" => {
            one(if turn == 0 { "shop.example.com".to_owned() } else { format!("shop{number}.example.com") })
        }
        "ipv4" | "ip-address" => one(format!("192.0.2.{}", number % 255)),
        "ipv6" => one(format!("2001:db8::{number:x}")),
        "uri" | "url" | "iri" => vec![
            format!("https://example.com/{slug}{}", if turn == 0 { String::new() } else { format!("/{number}") }),
            format!("https://a.example/{number}"),
            format!("urn:{slug}:{number}"),
            format!("a:{number}"),
        ],
        "uri-reference" | "iri-reference" => {
            vec![format!("/{slug}/{number}"), format!("/{number}"), format!("{number}")]
        }
        "uri-template" => vec![format!("https://example.com/{slug}/{{id}}"), format!("/{number}/{{id}}")],
        "uuid" | "guid" => one(format!("018f6b1e-7c2a-7d3e-9a41-{:012x}", 0x00b0_c1d2_e3f4_u64 + turn as u64)),
        "json-pointer" => one(format!("/{slug}{}", if turn == 0 { String::new() } else { format!("/{turn}") })),
        "relative-json-pointer" => one(format!("{turn}/{slug}")),
        "regex" => vec![format!("^[a-z]{{{number}}}$"), format!("a{number}")],
        "byte" => vec!["aGVsbG8=".to_owned(), "aGVs".to_owned()],
        "phone" => one(format!("+49305550{number:03}")),
        "color" | "color-hex" => one(format!("#33669{}", number % 10)),
        _ => Vec::new(),
    }
}

/// Whether a text looks as if it had a format; a format that nobody knows has every text.
pub fn has(text: &str, format: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let at = |index: usize, byte: u8| text.as_bytes().get(index) == Some(&byte);
    let is_date = || digits(0..4) && at(4, b'-') && digits(5..7) && at(7, b'-') && digits(8..10);
    let has_scheme = || {
        let scheme = text.split_once(':').map(|(scheme, _)| scheme);
        scheme.is_some_and(|it| {
            it.starts_with(|c: char| c.is_ascii_alphabetic())
                && it.bytes().all(|c| c.is_ascii_alphanumeric() || b"+-.".contains(&c))
        })
    };
    let plain = !text.contains(|c: char| c.is_whitespace() || "<>\"{}|\\^`".contains(c));
    match format {
        "date-time" => is_date() && (at(10, b'T') || at(10, b't')) && text.len() >= 20,
        "date" => is_date() && text.len() == 10,
        "time" => digits(0..2) && at(2, b':') && digits(3..5) && at(5, b':') && text.len() >= 9,
        "duration" => text.starts_with('P') && text.len() > 2,
        "email" => crate::prove::is_email(text),
        "idn-email" => text.contains('@'),
        "hostname" => {
            let label = |it: &str| {
                !it.is_empty()
                    && it.len() < 64
                    && !it.starts_with('-')
                    && !it.ends_with('-')
                    && it.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
            };
            text.len() < 254 && text.split('.').all(label)
        }
        "ipv4" => text.split('.').count() == 4 && text.split('.').all(|part| part.parse::<u8>().is_ok()),
        "ipv6" => text.contains(':') && text.bytes().all(|c| c.is_ascii_hexdigit() || c == b':' || c == b'.'),
        "uri" => crate::prove::is_uri(text),
        "iri" => has_scheme() && plain,
        "uri-reference" | "iri-reference" => plain,
        "uri-template" => text.matches('{').count() == text.matches('}').count(),
        "uuid" => {
            text.len() == 36
                && text
                    .bytes()
                    .enumerate()
                    .all(|(index, c)| if [8, 13, 18, 23].contains(&index) { c == b'-' } else { c.is_ascii_hexdigit() })
        }
        "json-pointer" => text.is_empty() || text.starts_with('/'),
        "relative-json-pointer" => text.starts_with(|c: char| c.is_ascii_digit()),
        "regex" => crate::pattern::is_pattern(text),
        _ => true,
    }
}
