//! A site that its host does not take, or hardly.

use crate::check::{Check, Find, Subject};
use crate::config::FILE;
use crate::diagnostic::{At, Finding, Rule, Severity};

static RULE: Rule = Rule {
    code: "site-too-big",
    severity: Severity::Note,
    summary: "a site that fills most of what its host takes; past that, an error",
    explanation: r#"Hosts of static sites take so many files, so many bytes, and no file above a size; what is more is refused when the site is
published, after the build was green. `[publish] host` in site.toml names the host, and `files`, `bytes` and `file_bytes` there say what
another one takes. From four fifths on this is a note; past the limit it is an error, and nothing is written.

`[build]` turns off what a site can do without: `twins` (Markdown beside the pages), `raw` and `bundled` (schemas as files), `source` (their text on
the pages), `samples`, `code`.

Bad, with a site of 25,000 files:

```toml
[publish]
host = "cloudflare"
```

Good:

```toml
[build]
twins = false
bundled = false

[publish]
host = "cloudflare"
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let project = &subject.site.proved.resolved.project;
    let (Some(limits), Some(weight)) = (&project.config.publish, subject.site.weight.get()) else { return Vec::new() };
    let Some(file) = project.sources.find(FILE) else { return Vec::new() };
    let at = || At::span(&project.sources, file, limits.span);
    let (largest, most) = weight.largest.clone().unwrap_or_default();
    let largest = format!("its largest file, {},", crate::check::words::quoted(&largest));
    let counted = [
        (limits.files, weight.files, "the site".to_owned(), "files"),
        (limits.bytes, weight.bytes, "the site".to_owned(), "bytes"),
        (limits.file_bytes, most, largest, "bytes"),
    ];
    let near = counted.into_iter().filter_map(|(limit, found, what, unit)| {
        let limit = limit?;
        let (found_words, limit_words) = (grouped(found), grouped(limit));
        let is_over = found > limit;
        let message = match is_over {
            true => format!("{what} has {found_words} {unit}, more than the {limit_words} that {} takes", limits.host),
            false => format!("{what} has {found_words} {unit} of the {limit_words} that {} takes", limits.host),
        };
        // Four fifths, without a product that could be too large.
        (is_over || found > limit - limit / 5).then(|| {
            let finding = Finding::new(&RULE, at(), message);
            let finding = finding.with_help(
                "turn off in `[build]` what the site can do without: twins, raw, bundled, source, samples, code",
            );
            if is_over { Finding { severity: Severity::Error, ..finding } } else { finding }
        })
    });
    near.collect()
}

/// A number with commas, as in 20,000.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
