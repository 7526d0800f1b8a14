//! Which requests are answered at all. The preview may hold what is not published yet, and any page of the web can make a
//! browser send requests to it, under names that lead to this machine.

use super::head::Asked;
use super::listen::Guests;

/// Why a request is refused: a status and a fixed text, with nothing of the request in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub why: &'static str,
}

/// How many fields the head of a request may have, and how many bytes.
const HEADERS: usize = 100;
const HEAD: usize = 16 << 10;

/// A request is refused.
pub const fn refused(status: u16, why: &'static str) -> Refusal {
    Refusal { status, why }
}

impl Asked<'_> {
    /// The path of the request, decoded, without its first slash.
    ///
    /// # Errors
    /// Says why the request is refused.
    pub fn path(&self, guests: &Guests) -> Result<String, Refusal> {
        let size = self.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
        if self.headers.len() > HEADERS || size > HEAD {
            return Err(refused(431, "the head of a request has at most 100 fields and 16 kB"));
        }
        if !["GET", "HEAD"].contains(&self.method) {
            return Err(refused(405, "only GET and HEAD"));
        }
        if self.header("Transfer-Encoding").next().is_some() {
            return Err(refused(400, "a request has no body here"));
        }
        if self.header("Content-Length").any(|length| length.trim() != "0") {
            return Err(refused(413, "a request has no body here"));
        }
        if self.header("Expect").any(|what| !what.eq_ignore_ascii_case("100-continue")) {
            return Err(refused(417, "nothing is to be expected here"));
        }
        let host = self.host(guests)?;
        if self.is_foreign(host) {
            return Err(refused(403, "this is another site's request"));
        }
        path_of(self.target).ok_or(refused(400, "this is no path"))
    }

    /// The one Host, if it is a name of this preview: any other name that leads here is somebody's trick.
    fn host(&self, guests: &Guests) -> Result<&str, Refusal> {
        let mut hosts = self.header("Host");
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(refused(400, "a request names one host"));
        };
        if host_name(host).is_some_and(|name| guests.know(name)) {
            Ok(host)
        } else {
            Err(refused(421, "this host is not known here: start the preview with --allow-host NAME"))
        }
    }

    /// Whether a page of another site asks: to open a page here is its right, to read one is not.
    fn is_foreign(&self, host: &str) -> bool {
        let own = |origin: &str| {
            let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            rest.is_some_and(|rest| rest.eq_ignore_ascii_case(host))
        };
        let opens = self.header("Sec-Fetch-Mode").any(|mode| mode == "navigate");
        let near = |site: &str| matches!(site, "same-origin" | "none");
        self.header("Origin").any(|origin| !own(origin))
            || (!opens && self.header("Sec-Fetch-Site").any(|site| !near(site)))
    }
}

/// The name in a Host header, without its port; `None` if it is malformed.
fn host_name(host: &str) -> Option<&str> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let end = rest.find(']')?;
            (&host[..end + 2], &rest[end + 1..])
        }
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let port = port.strip_prefix(':').unwrap_or(if port.is_empty() { "0" } else { "" });
    (!name.is_empty() && port.parse::<u16>().is_ok() && port.bytes().all(|byte| byte.is_ascii_digit())).then_some(name)
}

/// The path of a target, decoded once; `None` for what no link of a site leads to.
fn path_of(target: &str) -> Option<String> {
    let raw = target.split('?').next()?.strip_prefix('/')?;
    if raw.contains('#') {
        return None;
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                let digits =
                    std::str::from_utf8(&digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
                u8::from_str_radix(digits, 16).ok()?
            }
            byte => byte,
        });
    }
    let path = String::from_utf8(bytes).ok()?;
    let bad =
        path.contains(|c: char| c.is_control() || c == '\\') || path.split('/').any(|part| matches!(part, "." | ".."));
    let empty = path.split('/').rev().skip(1).any(str::is_empty);
    (!bad && !empty).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_once_and_stay_inside() {
        for (target, path) in [
            ("/", ""),
            ("/a/b/", "a/b/"),
            ("/a%20b?x=/../", "a b"),
            ("/%2561", "%61"),
            ("/a%2fb", "a/b"),
            ("/?raw??", ""),
        ] {
            assert_eq!(path_of(target).as_deref(), Some(path), "{target}");
        }
        let bad = "a|*|http://localhost/|//evil/|/a//b|/..|/a/../b|/%2e%2e/a|/.%2e/|/./a|/a\\b|/%5c..|/a%00|/%|/%zz|/%+1|/%ff|/a#b|/a%0d%0ab";
        for target in bad.split('|') {
            assert_eq!(path_of(target), None, "{target}");
        }
    }

    #[test]
    fn hosts_are_names_with_or_without_a_port() {
        for (host, name) in [("localhost", "localhost"), ("a.b:80", "a.b"), ("[::1]", "[::1]"), ("[::1]:3000", "[::1]")]
        {
            assert_eq!(host_name(host), Some(name), "{host}");
        }
        for host in ["", ":80", "a:", "a:b", "a:+80", "a:99999", "[::1", "[::1]evil", "[::1]evil:80", "a:80:80"] {
            assert_eq!(host_name(host), None, "{host}");
        }
    }
}
