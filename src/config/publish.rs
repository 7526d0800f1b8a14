//! `[publish]`: where the site goes, and how large it may be there.

use super::table::{Mistake, Table, wrong_type};
use crate::source::{Node, Span};
use crate::spelling::meant;
use crate::words::listed;

/// What a host takes; `None` is no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Who takes no more, as people call it.
    pub host: String,
    pub files: Option<u64>,
    /// All files together, in bytes.
    pub bytes: Option<u64>,
    /// The largest file, in bytes.
    pub file_bytes: Option<u64>,
    /// Where site.toml says so.
    pub span: Span,
}

/// A host by its name in site.toml, and what it takes: files, bytes, bytes of one file. From the documentation of each, November 2026.
type Host = (&'static str, &'static str, Option<u64>, Option<u64>, Option<u64>);

const HOSTS: [Host; 6] = [
    ("github-pages", "GitHub Pages", None, Some(1_000_000_000), None),
    ("cloudflare", "Cloudflare Pages", Some(20_000), None, Some(25 << 20)),
    ("azure", "Azure Static Web Apps", Some(15_000), Some(500_000_000), None),
    ("gitlab", "GitLab Pages", Some(200_000), Some(1 << 30), None),
    ("s3", "S3", None, None, Some(5 << 40)),
    ("none", "the host", None, None, None),
];

/// Reads the table; `None` where nothing limits the site.
pub fn read_publish(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Limits> {
    let mut table = Table::new("[publish]", node, mistakes);
    let stated = table.take("host").map(|member| &member.value);
    let [files, bytes, file_bytes] =
        ["files", "bytes", "file_bytes"].map(|key| table.take(key).map(|member| &member.value));
    table.finish(mistakes);
    let names: Vec<&str> = HOSTS.iter().map(|host| host.0).collect();
    let known = stated.and_then(|value| {
        let name = value.as_str().unwrap_or_default();
        let known = HOSTS.iter().find(|host| host.0 == name);
        if known.is_none() {
            let wanted = format!("one of {}", listed(names.iter().map(|name| format!("`{name}`"))));
            wrong_type(mistakes, value, "host", &wanted);
            if let (Some(mistake), Some(near)) = (mistakes.last_mut(), meant(name, names.iter().copied())) {
                mistake.help = Some(format!("did you mean `{}`?", near.name));
                mistake.meant = value.as_str().map(|_| near);
            }
        }
        known
    });
    let (_, host, own_files, own_bytes, own_file_bytes) = *known.unwrap_or(&HOSTS[HOSTS.len() - 1]);
    let mut number = |value: Option<&Node>, key: &str, default: Option<u64>| match value {
        None => default,
        Some(value) => {
            let number = value.to_value().as_u64().filter(|number| *number > 0);
            if number.is_none() {
                wrong_type(mistakes, value, key, "a whole number above 0");
            }
            number.or(default)
        }
    };
    let limits = Limits {
        host: host.to_owned(),
        files: number(files, "files", own_files),
        bytes: number(bytes, "bytes", own_bytes),
        file_bytes: number(file_bytes, "file_bytes", own_file_bytes),
        span: stated.or(files).or(bytes).or(file_bytes).map_or(node.span, |value| value.span),
    };
    let is_limited = limits.files.is_some() || limits.bytes.is_some() || limits.file_bytes.is_some();
    is_limited.then_some(limits)
}
