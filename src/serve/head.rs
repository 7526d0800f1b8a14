//! The head of a request, from its bytes. What is read differently by different readers is no request here: the bytes of one
//! could be two to another (RFC 9112, section 11.2).

use super::guard::{Refusal, refused};

/// How many bytes a head may have. What of it is the target is found or not found; for the fields `guard` has a smaller limit.
pub const MOST: usize = 80 << 10;

/// What a request says.
#[derive(Debug)]
pub struct Asked<'a> {
    pub method: &'a str,
    /// The target as it was sent.
    pub target: &'a str,
    /// The second number of HTTP/1.0 or HTTP/1.1.
    pub minor: u8,
    /// Names and values in their order.
    pub headers: Vec<(&'a str, &'a str)>,
}

/// Where the head that `bytes` begin with ends, with the empty line; the first `searched` bytes were looked at before. `None` if more of
/// it has to come.
///
/// # Errors
/// It is too long, or no head at all, which is seen before it ends: a browser that tries TLS waits for an answer to its first bytes.
pub fn end(bytes: &[u8], searched: usize) -> Result<Option<usize>, Refusal> {
    if !bytes.first().is_none_or(u8::is_ascii_uppercase) {
        return Err(refused(400, "this is no request"));
    }
    // The last three may be the beginning of the empty line.
    let from = searched.saturating_sub(3);
    let found = bytes[from..].windows(4).position(|four| four == b"\r\n\r\n").map(|at| from + at + 4);
    if found.unwrap_or(bytes.len()) > MOST {
        return Err(refused(431, "the head of a request has at most 80 kB"));
    }
    Ok(found)
}

impl Asked<'_> {
    /// What a whole head says.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn of(head: &[u8]) -> Result<Asked<'_>, Refusal> {
        let malformed = refused(400, "the head of this request is malformed");
        let text = std::str::from_utf8(head).ok().and_then(|text| text.strip_suffix("\r\n\r\n")).ok_or(malformed)?;
        let mut lines = text.split("\r\n");
        // A line end of another kind is one of these as well.
        if text.split("\r\n").any(|line| line.contains(|c: char| c.is_control() && c != '\t')) {
            return Err(malformed);
        }
        let mut first = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (first.next(), first.next(), first.next(), first.next())
        else {
            return Err(malformed);
        };
        let minor = match version {
            "HTTP/1.1" => 1,
            "HTTP/1.0" => 0,
            _ if version.starts_with("HTTP/") => return Err(refused(505, "only HTTP/1.1 and HTTP/1.0")),
            _ => return Err(malformed),
        };
        let field = |line| {
            // A line that goes on with the one before begins with a space, which is no name.
            let (name, value): (&str, &str) = str::split_once(line, ':')?;
            is_token(name).then_some((name, value.trim_matches([' ', '\t'])))
        };
        let headers = lines.map(field).collect::<Option<_>>().ok_or(malformed)?;
        if !is_token(method) || target.is_empty() {
            return Err(malformed);
        }
        Ok(Asked { method, target, minor, headers })
    }

    /// The values of a field.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// Whether the client may ask for more on the same connection.
    pub fn goes_on(&self) -> bool {
        let mut options = self.header("Connection").flat_map(|value| value.split(','));
        self.minor == 1 && !options.any(|option| option.trim().eq_ignore_ascii_case("close"))
    }
}

/// Whether `text` is a token (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_a_request_line_and_fields() {
        let head = b"GET /a?b HTTP/1.1\r\nHost:localhost\r\nX-Empty:\r\nconnection: keep-alive ,\t Close \r\n\r\n";
        let asked = Asked::of(head).expect("it is a head");
        assert_eq!((asked.method, asked.target, asked.minor), ("GET", "/a?b", 1));
        assert_eq!(asked.headers, [("Host", "localhost"), ("X-Empty", ""), ("connection", "keep-alive ,\t Close")]);
        assert!(!asked.goes_on());
        assert!(Asked::of(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").expect("it is a head").goes_on());
        assert!(!Asked::of(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").expect("it is a head").goes_on());
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_no_head() {
        for (head, status) in [
            ("GET  / HTTP/1.1\r\n\r\n", 400),
            ("GET / a HTTP/1.1\r\n\r\n", 400),
            ("GET /\r\n\r\n", 400),
            ("GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n: a\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\n more\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nX: \0\r\n\r\n", 400),
            ("G(T / HTTP/1.1\r\n\r\n", 400),
            ("GET / ICY/1.1\r\n\r\n", 400),
            ("GET / HTTP/0.9\r\n\r\n", 505),
            ("PRI * HTTP/2.0\r\n\r\n", 505),
        ] {
            assert_eq!(Asked::of(head.as_bytes()).map_err(|refusal| refusal.status).err(), Some(status), "{head:?}");
        }
        assert!(Asked::of(b"GET / HTTP/1.1\r\nX: \xff\r\n\r\n").is_err());
    }

    #[test]
    fn the_end_is_found_however_the_bytes_come() {
        let bytes = b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET";
        let end_of = 27;
        for first in 0..bytes.len() {
            let before = end(&bytes[..first], 0).expect("nothing is wrong with it");
            assert_eq!(before, (first >= end_of).then_some(end_of));
            assert_eq!(end(bytes, first.min(end_of - 1)), Ok(Some(end_of)));
        }
        assert_eq!(end(b"\x16\x03\x01", 0).map_err(|refusal| refusal.status), Err(400));
        assert_eq!(end(&b"G".repeat(MOST), 0), Ok(None));
        assert_eq!(end(&b"G".repeat(MOST + 1), 0).map_err(|refusal| refusal.status), Err(431));
    }
}
