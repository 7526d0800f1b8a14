//! The words for JSON Schema keywords, over the fixtures in `tests/keywords/`: a folder for each keyword of the
//! table (its name without `$`, and with `-` for `:`), and some for what concerns several.
//!
//! `SNAPSHOTS=overwrite cargo test --test keywords` writes what the schemas say to each `expected.txt`. Read them:
//! they are what readers of the site get to see.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use schemabook::dialect::Dialect;
use schemabook::keyword::{self, Run, Statement};
use schemabook::source::{Format, Kind, Node, Source};

fn fixtures() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keywords");
    let folders = fs::read_dir(root).expect("tests/keywords can be read").map(|entry| entry.expect("an entry").path());
    let mut fixtures: Vec<_> =
        folders.map(|folder| (folder.file_name().unwrap_or_default().to_string_lossy().into_owned(), folder)).collect();
    fixtures.sort();
    fixtures
}

fn read(folder: &Path) -> Source {
    let bytes = fs::read(folder.join("schema.json")).expect("each fixture has a schema.json");
    parse(bytes)
}

fn parse(bytes: Vec<u8>) -> Source {
    Source::from_file("schema.json", Format::Json, bytes)
}

/// The dialect that the schema names; 2020-12 without a name.
fn dialect(root: &Node) -> Dialect {
    let named = root.get("$schema").and_then(Node::as_str).and_then(Dialect::from_schema_uri);
    named.unwrap_or(Dialect::Draft202012)
}

#[test]
fn fixtures_read_as_expected() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    for (name, folder) in fixtures() {
        let source = read(&folder);
        let root = source.root().unwrap_or_else(|| panic!("{name}/schema.json: {:?}", source.problems));
        let actual = Page { source: &source, dialect: dialect(root), full: true }.show(root);
        let expected = folder.join("expected.txt");
        if overwrite {
            fs::write(&expected, &actual).expect("expected.txt can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != actual {
            wrong.push(format!("{name}: now it is\n{actual}"));
        }
    }
    assert!(wrong.is_empty(), "SNAPSHOTS=overwrite accepts these:\n{}", wrong.join("\n"));
}

#[test]
fn each_keyword_has_a_fixture() {
    let fixtures = fixtures();
    for keyword in keyword::all() {
        // A folder can't be called both `id` and `$id`.
        let folder = match keyword.name {
            "id" => "id-draft4".to_owned(),
            name => name.replace('$', "").replace(':', "-"),
        };
        let (_, path) = fixtures.iter().find(|(name, _)| *name == folder).unwrap_or_else(|| {
            panic!("no fixture for {}: write tests/keywords/{folder}/schema.json", keyword.name);
        });
        let source = read(path);
        let root = source.root().expect("a fixture can be read");
        assert!(says(root, dialect(root), &source, keyword.name), "{folder} says nothing about {}", keyword.name);
    }
}

/// Whether a statement anywhere in the schema covers the keyword.
fn says(schema: &Node, dialect: Dialect, source: &Source, name: &str) -> bool {
    keyword::statements(schema, dialect, source).iter().any(|statement| statement.keywords.contains(&name))
        || keyword::subschemas(schema, dialect).iter().any(|below| says(below.node, dialect, source, name))
}

/// The promise of the whole site: no fact of a schema can be changed without a change of the words.
#[test]
fn changing_any_fact_changes_the_words() {
    let mut silent = Vec::new();
    for (name, folder) in fixtures() {
        let source = read(&folder);
        let root = source.root().expect("a fixture can be read");
        let dialect = dialect(root);
        let show = |source: &Source| {
            let root = source.root().unwrap_or_else(|| panic!("{name}: {:?}\n{}", source.problems, source.text));
            Page { source, dialect, full: false }.show(root)
        };
        let before = show(&source);
        let mut changes = Vec::new();
        collect_changes(&source, root, root, &mut changes);
        assert!(!changes.is_empty(), "{name} has no facts");
        for changed in changes {
            if show(&parse(changed.clone().into_bytes())) == before {
                silent.push(format!("{name}: {changed}"));
            }
        }
    }
    assert!(silent.is_empty(), "these changes are not seen:\n{}", silent.join("\n"));
}

/// The source's text with one change: each value altered, each key renamed, each member and item left out.
fn collect_changes(source: &Source, root: &Node, node: &Node, changes: &mut Vec<String>) {
    let mut splice = |start: u32, end: u32, with: &str| {
        let text = &source.text;
        changes.push(format!("{}{with}{}", &text[..start as usize], &text[end as usize..]));
    };
    let (start, end) = (node.span.start, node.span.end);
    match &node.kind {
        Kind::Null => splice(start, end, "0"),
        Kind::Bool(value) => splice(start, end, if *value { "false" } else { "true" }),
        Kind::Number(_) => splice(end, end, if source.text_at(node.span).contains(['.', 'e']) { "1" } else { ".5" }),
        Kind::String(_) => splice(start + 1, start + 1, "x"),
        Kind::Array(items) if items.is_empty() => splice(start, end, "[0]"),
        Kind::Object(members) if members.is_empty() => splice(start, end, r#"{"x": 0}"#),
        Kind::Array(_) | Kind::Object(_) => {}
    }
    for member in node.members() {
        splice(member.key_span.start + 1, member.key_span.start + 1, "x");
    }
    for index in 0..node.items().len().max(node.members().len()) {
        let mut copy = root.clone();
        remove(&mut copy, node, index);
        changes.push(keyword::inline_json(&copy, source));
    }
    for below in node.items().iter().chain(node.members().iter().map(|member| &member.value)) {
        collect_changes(source, root, below, changes);
    }
}

/// Removes the member or item `index` of the part of `tree` that stands where `part` does.
fn remove(tree: &mut Node, part: &Node, index: usize) {
    let here = tree.span == part.span;
    match &mut tree.kind {
        Kind::Array(items) if here => drop(items.remove(index)),
        Kind::Object(members) if here => drop(members.remove(index)),
        Kind::Array(items) => items.iter_mut().for_each(|item| remove(item, part, index)),
        Kind::Object(members) => members.iter_mut().for_each(|member| remove(&mut member.value, part, index)),
        _ => {}
    }
}

/// A schema as text, with everything below it.
struct Page<'a> {
    source: &'a Source,
    dialect: Dialect,
    /// Whether to show what only helps to read: pointers, the sort of value, marks around literals.
    full: bool,
}

impl<'a> Page<'a> {
    fn show(&self, root: &'a Node) -> String {
        let mut out = String::new();
        self.schema(root, String::new(), &[], &mut out);
        out
    }

    fn schema(&self, schema: &'a Node, pointer: String, role: &[Run], out: &mut String) {
        let role = self.words(role);
        if self.full {
            let phrase = self.words(&keyword::type_phrase(schema, self.dialect, self.source));
            let _ = writeln!(out, "{}", [&*format!("#{pointer}"), &*role, &*phrase].join(" | ").replace(" |  |", " |"));
        } else {
            let _ = writeln!(out, "{role}");
        }
        let statements = keyword::statements(schema, self.dialect, self.source);
        for statement in &statements {
            self.statement(statement, "  ", out);
        }
        for below in keyword::subschemas(schema, self.dialect) {
            if statements.iter().any(|statement| statement.covers(&below)) {
                continue;
            }
            let reason = below.ignored.map(|ignored| Run::Text(format!(" [{}]", self.words(&ignored.words()))));
            let role: Vec<Run> = below.role().into_iter().chain(reason).collect();
            self.schema(below.node, format!("{pointer}{}", below.pointer()), &role, out);
        }
    }

    fn statement(&self, statement: &Statement, indent: &str, out: &mut String) {
        let lines = self.words(&statement.words).replace('\n', &format!("\n{indent}  "));
        let _ = write!(out, "{indent}{}: {lines}", statement.label);
        match statement.ignored {
            Some(ignored) => writeln!(out, " [{}]", self.words(&ignored.words())),
            None => writeln!(out),
        }
        .expect("a string can be written to");
        for member in &statement.members {
            let value = self.words(&[Run::Code(member.value.clone())]);
            let names = member.names.iter().map(|name| (*name).to_owned());
            let descriptions = member.descriptions.iter().map(|text| self.words(&[Run::Markdown((*text).to_owned())]));
            let cells: Vec<String> = [value].into_iter().chain(names).chain(descriptions).collect();
            let _ = writeln!(out, "{indent}- {}", cells.join(" | "));
            for fact in &member.facts {
                self.statement(fact, &format!("{indent}    "), out);
            }
        }
    }

    fn words(&self, runs: &[Run]) -> String {
        let marked = |open: &str, text: &str, close: &str| match self.full {
            true => format!("{open}{text}{close}"),
            false => text.to_owned(),
        };
        let show = |run: &Run| match run {
            Run::Text(text) => text.clone(),
            Run::Code(literal) => marked("`", literal, "`"),
            Run::Block(value) => format!("\n{value}"),
            Run::Markdown(text) => marked("«", text, "»"),
            Run::Ref(target) | Run::Url(target) => marked("<", target, ">"),
            Run::Break => "\n".to_owned(),
        };
        runs.iter().map(show).collect()
    }
}
