//! Reads `site.toml` into a [`Config`]; all mistakes are reported, not only the first.

use super::allow::read_allow;
use super::entry::{read_compatibility, read_entry, read_topics, read_types, read_wrapped};
use super::publish::read_publish;
use super::table::{Mistake, Table, wrong_type};
use super::{Catalog, Changes, Check, Config, FILE, Link, OwnFormat, RESERVED_IDS, RuleLevel};
use crate::diagnostic::Severity;
use crate::dialect::Dialect;
use crate::pattern::{Globs, Pattern};
use crate::source::{Format, Kind, Node, Source, Span};
use crate::spelling::meant;

/// Reads the bytes of `site.toml`. The mistakes are errors of the configuration; the config says what could be read.
pub fn read(bytes: Vec<u8>) -> (Config, Vec<Mistake>) {
    let mut config = Config::defaults();
    let source = Source::from_file(FILE, Format::Toml, bytes);
    let mut mistakes: Vec<Mistake> = source
        .problems
        .iter()
        .filter(|problem| problem.fault.refuses())
        .map(|problem| Mistake {
            span: problem.span,
            message: problem.message.clone(),
            help: problem.help.clone(),
            ..Mistake::default()
        })
        .collect();
    if let Some(root) = source.root() {
        read_root(root, &mut config, &mut mistakes);
    }
    config.sources.add(source);
    (config, mistakes)
}

fn read_root(root: &Node, config: &mut Config, mistakes: &mut Vec<Mistake>) {
    let mut table = Table::new("site.toml", root, mistakes);
    if let Some(member) = table.take("site") {
        read_site(&member.value, config, mistakes);
    }
    if let Some(member) = table.take("build") {
        read_build(&member.value, config, mistakes);
    }
    if let Some(member) = table.take("changes") {
        config.changes = read_changes(&member.value, mistakes);
    }
    if let Some(member) = table.take("publish") {
        config.publish = read_publish(&member.value, mistakes);
    }
    if let Some(member) = table.take("check") {
        config.check = read_check(&member.value, mistakes);
    }
    let catalogs = table.tables("catalog", mistakes);
    if !catalogs.is_empty() {
        config.stated_catalogs = true;
        config.catalogs.clear();
        let mut ids = std::collections::HashSet::new();
        for node in catalogs {
            let Some(catalog) = read_catalog(node, mistakes) else { continue };
            if !ids.insert(catalog.id.clone()) {
                mistakes.push(Mistake {
                    span: node.get("id").unwrap_or(node).span,
                    message: format!("two catalogs have the id `{}`", catalog.id),
                    help: Some("an id is the first segment of the catalog's URLs: give each its own".to_owned()),
                    ..Mistake::default()
                });
            }
            config.catalogs.push(catalog);
        }
    } else if !config.site.title.is_empty() {
        config.catalogs[0].title.clone_from(&config.site.title);
    }
    table.finish(mistakes);
}

fn read_site(node: &Node, config: &mut Config, mistakes: &mut Vec<Mistake>) {
    let mut table = Table::new("[site]", node, mistakes);
    let site = &mut config.site;
    if let Some(title) = table.name("title", mistakes) {
        site.title = title;
    }
    site.description = table.string("description", mistakes);
    let base_url = web_address(&mut table, "base_url", mistakes).unwrap_or_default();
    site.base_url = if base_url.is_empty() { base_url } else { format!("{}/", base_url.trim_end_matches('/')) };
    site.repository = web_address(&mut table, "repository", mistakes).filter(|url| !url.is_empty());
    site.edit_url = web_address(&mut table, "edit_url", mistakes).filter(|url| !url.is_empty());
    site.logo = table.path("logo", mistakes);
    site.accent = table.take("accent").and_then(|member| {
        let text = member.value.as_str().unwrap_or_default();
        let hex = text.strip_prefix('#').unwrap_or_default();
        if hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(text.to_owned());
        }
        wrong_type(mistakes, &member.value, "accent", "a colour such as \"#0b5fff\"");
        None
    });
    for item in table.tables("nav", mistakes) {
        let mut link = Table::new("an entry of nav", item, mistakes);
        let title = link.name("title", mistakes);
        let url = web_address(&mut link, "url", mistakes);
        link.finish(mistakes);
        if let (Some(title), Some(url)) = (title, url) {
            site.nav.push(Link { title, url });
        }
    }
    table.finish(mistakes);
}

/// Whether a text is an address of the web that may stand in a page: http and https only, and nothing that ends an attribute.
pub fn is_web_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let clean = !text.chars().any(|c| c.is_control() || c.is_whitespace() || "\"'<>\\".contains(c));
    clean && (lower.starts_with("https://") || lower.starts_with("http://"))
}

/// An address that pages will link to: http and https only, so that no script can be smuggled in.
fn web_address(table: &mut Table<'_>, key: &'static str, mistakes: &mut Vec<Mistake>) -> Option<String> {
    let member = table.take(key)?;
    if let Some(text) = member.value.as_str()
        && (text.is_empty() || is_web_address(text))
    {
        return Some(text.to_owned());
    }
    wrong_type(mistakes, &member.value, key, "an address that begins with https:// or http://");
    None
}

/// An address in which `{type}` stands for an event type.
fn code_url(table: &mut Table<'_>, mistakes: &mut Vec<Mistake>) -> Option<String> {
    let member = table.take("code_url")?;
    let text = member.value.as_str().unwrap_or_default();
    // A type in the place of the host would name any host.
    let host = text.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    if is_web_address(text)
        && text.contains(TYPE)
        && !text.replace(TYPE, "").contains(['{', '}'])
        && !host.contains('{')
    {
        return Some(text.to_owned());
    }
    let wanted = "an address that begins with https:// or http://, with {type} after the host and in no other braces";
    wrong_type(mistakes, &member.value, "code_url", wanted);
    None
}

/// What stands for an event type in `code_url`.
const TYPE: &str = "{type}";

fn read_build(node: &Node, config: &mut Config, mistakes: &mut Vec<Mistake>) {
    let mut table = Table::new("[build]", node, mistakes);
    let build = &mut config.build;
    let out = table.path("out", mistakes);
    let templates = table.path("templates", mistakes);
    let statics = table.path("static", mistakes);
    for (stated, slot) in [(out, &mut build.out), (templates, &mut build.templates), (statics, &mut build.statics)] {
        if let Some(text) = stated {
            *slot = text.trim_end_matches('/').to_owned();
        }
    }
    for (key, slot) in [
        ("samples", &mut build.samples),
        ("twins", &mut build.twins),
        ("raw", &mut build.raw),
        ("bundled", &mut build.bundled),
        ("code", &mut build.code),
        ("source", &mut build.source),
    ] {
        *slot = table.boolean(key, mistakes).unwrap_or(true);
    }
    build.exclude = globs(table.strings("exclude", mistakes), mistakes).unwrap_or_else(Globs::none);
    table.finish(mistakes);
}

fn read_changes(node: &Node, mistakes: &mut Vec<Mistake>) -> Changes {
    let mut table = Table::new("[changes]", node, mistakes);
    let from = table.take("from").map(|member| &member.value);
    table.finish(mistakes);
    let from_git = from.and_then(|from| match from.as_str() {
        Some("git") => Some(from.span),
        Some("tree") => None,
        _ => {
            wrong_type(mistakes, from, "from", "\"tree\" or \"git\"");
            None
        }
    });
    Changes { from_git }
}

fn globs(texts: Vec<(String, crate::source::Span)>, mistakes: &mut Vec<Mistake>) -> Option<Globs> {
    for (text, span) in &texts {
        if let Err(message) = Globs::new([text.as_str()]) {
            mistakes.push(Mistake { span: *span, message, ..Mistake::default() });
        }
    }
    Globs::new(texts.iter().map(|(text, _)| text.as_str())).ok()
}

fn read_check(node: &Node, mistakes: &mut Vec<Mistake>) -> Check {
    let mut table = Table::new("[check]", node, mistakes);
    let mut check = Config::defaults().check;
    // One key, two forms: `formats = false` turns assertion off, the table `[check.formats]` adds formats of one's own.
    if let Some(member) = table.take("formats") {
        match &member.value.kind {
            Kind::Bool(asserted) => check.formats = *asserted,
            Kind::Object(formats) => {
                for format in formats {
                    if let Some(own) = read_own_format(&format.value, &format.key, mistakes) {
                        check.own_formats.insert(format.key.to_string(), own);
                    }
                }
            }
            _ => wrong_type(mistakes, &member.value, "formats", "true, false or a table of formats"),
        }
    }
    let rules = table.take("rules").map(|member| &member.value);
    if let Some(rules) = rules.filter(|rules| !rules.is_object()) {
        wrong_type(mistakes, rules, "rules", "a table of levels by rule code");
    }
    for member in rules.map(Node::members).unwrap_or_default() {
        let level = match member.value.as_str() {
            Some("off") => None,
            Some("note") => Some(Severity::Note),
            Some("warn" | "warning") => Some(Severity::Warning),
            Some("error") => Some(Severity::Error),
            _ => {
                wrong_type(mistakes, &member.value, &member.key, "one of \"off\", \"note\", \"warn\", \"error\"");
                continue;
            }
        };
        check.rules.push(RuleLevel { code: member.key.to_string(), span: member.key_span, level });
    }
    check.allow = table.tables("allow", mistakes).iter().filter_map(|node| read_allow(node, mistakes)).collect();
    table.finish(mistakes);
    check
}

fn read_own_format(node: &Node, name: &str, mistakes: &mut Vec<Mistake>) -> Option<OwnFormat> {
    let mut table = Table::new(format!("the format `{name}`"), node, mistakes);
    let pattern = table.take("pattern").map(|member| &member.value);
    let description = table.string("description", mistakes);
    table.finish(mistakes);
    let Some(pattern) = pattern else {
        let help = "say what it looks like: { pattern = \"^…$\", description = \"…\" }".to_owned();
        let message = format!("the format `{name}` has no `pattern`");
        mistakes.push(Mistake { span: node.span, message, help: Some(help), ..Mistake::default() });
        return None;
    };
    let text = pattern.as_str().unwrap_or_default().to_owned();
    match Pattern::new(&text) {
        Ok(pattern) => Some(OwnFormat { text, pattern, description }),
        Err(unusable) => {
            let message = format!("`{text}` {unusable}");
            mistakes.push(Mistake { span: pattern.span, message, ..Mistake::default() });
            None
        }
    }
}

fn read_catalog(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Catalog> {
    let mut table = Table::new("[[catalog]]", node, mistakes);
    let id = table.take("id").map(|member| &member.value);
    let mut catalog = Catalog::new("", "");
    let title = table.name("title", mistakes);
    if let Some(path) = table.string("path", mistakes) {
        catalog.path = path.trim_start_matches("./").trim_end_matches('/').to_owned();
        if catalog.path == "." {
            catalog.path.clear();
        }
    }
    if let Some(member) = table.take("dialect") {
        let name = match &member.value.kind {
            Kind::Number(number) => number.to_string(),
            _ => member.value.as_str().unwrap_or_default().to_owned(),
        };
        match Dialect::from_name(&name) {
            Some(dialect) => (catalog.dialect, catalog.states_dialect) = (dialect, true),
            None => wrong_type(mistakes, &member.value, "dialect", "one of 4, 6, 7, 2019-09, 2020-12"),
        }
    }
    catalog.owner = table.name("owner", mistakes);
    catalog.code_url = code_url(&mut table, mistakes);
    catalog.types = table.take("types").map(|member| read_types(&member.value, mistakes)).unwrap_or_default();
    catalog.examples =
        table.tables("examples", mistakes).iter().filter_map(|node| read_entry(node, mistakes)).collect();
    if let Some(member) = table.take("schemas") {
        let (texts, tables): (Vec<&Node>, Vec<&Node>) =
            member.value.items().iter().partition(|item| item.as_str().is_some());
        if !member.value.is_array() || tables.iter().any(|table| !table.is_object()) {
            let wanted = "a list of globs, or of tables such as { files = \"rules/*.json\", at = \"/schema\" }";
            wrong_type(mistakes, &member.value, "schemas", wanted);
        }
        let texts: Vec<_> = texts.iter().filter_map(|text| Some((text.as_str()?.to_owned(), text.span))).collect();
        catalog.schemas = if texts.is_empty() { None } else { globs(texts, mistakes) };
        let tables = tables.iter().filter(|table| table.is_object());
        catalog.wrapped = tables.filter_map(|table| read_wrapped(table, mistakes)).collect();
    }
    if let Some(member) = table.take("map") {
        if !member.value.is_object() {
            wrong_type(mistakes, &member.value, "map", "a table of local paths by remote name");
        }
        for remote in member.value.members() {
            match remote.value.as_str() {
                Some(local) => catalog.map.push((remote.key.to_string(), local.to_owned())),
                None => wrong_type(mistakes, &remote.value, &remote.key, "a path relative to the catalog"),
            }
        }
    }
    catalog.topics = table.take("topics").map(|member| read_topics(&member.value, mistakes)).unwrap_or_default();
    if let Some(member) = table.take("compatibility") {
        catalog.compatibility = read_compatibility(&member.value, mistakes);
    }
    table.finish(mistakes);
    let Some(id) = id else {
        let help = "give it one: it is the first segment of the catalog's URLs".to_owned();
        mistakes.push(Mistake {
            span: node.span,
            message: "a [[catalog]] without `id`".to_owned(),
            help: Some(help),
            ..Mistake::default()
        });
        return None;
    };
    let text = id.as_str().unwrap_or_default();
    let fits = (1..=100).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    if !fits || text.starts_with(['.', '-']) {
        wrong_type(mistakes, id, "id", "a name of a-z, 0-9, `.`, `_` and `-`, no longer than 100");
        return None;
    }
    if RESERVED_IDS.contains(&text) {
        let help = Some(format!("choose another, such as `{text}-events`"));
        mistakes.push(Mistake {
            span: id.span,
            message: format!("`{text}` is a folder of the site itself"),
            help,
            ..Mistake::default()
        });
        return None;
    }
    catalog.id = text.to_owned();
    catalog.title = title.unwrap_or_else(|| text.to_owned());
    Some(catalog)
}

/// The rule codes of `[check.rules]` and `[[check.allow]]` that are none of `known`.
pub fn unknown_rules(config: &Config, known: &[&str]) -> Vec<Mistake> {
    let levels = config.check.rules.iter().map(|rule| (&rule.code, rule.span, "[check.rules]"));
    let allowed = config.check.allow.iter().map(|allow| (&allow.rule, allow.span, "[[check.allow]]"));
    let unknown = levels.chain(allowed).filter(|(code, ..)| !known.contains(&code.as_str()));
    let mistake = |(code, span, table): (&String, Span, &str)| {
        let near = meant(code, known.iter().copied());
        let help = match &near {
            Some(near) => format!("did you mean `{}`?", near.name),
            None => "`schemabook rules` lists them all".to_owned(),
        };
        Mistake {
            span,
            message: format!("unknown rule `{code}` in {table}"),
            help: Some(help),
            meant: near,
            ..Mistake::default()
        }
    };
    unknown.map(mistake).collect()
}
