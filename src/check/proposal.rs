//! The entry of site.toml that would make examples of files which nothing pairs: they are called after schemas.

use std::collections::HashMap;

use super::words::quoted;
use crate::model::Project;
use crate::pattern::PathPattern;
use crate::words::counted;

/// How many files have to be called after schemas before that is more than chance.
const FEWEST: usize = 2;

/// What to write so that the files of a folder become examples of the schemas that they are called after, as help for people; `None` where
/// that is no rule for most of them.
pub fn examples_entry(project: &Project, folder: &str, files: &[&str]) -> Option<String> {
    let catalogs =
        project.config.catalogs.iter().enumerate().filter(|(_, catalog)| catalog.relative(files[0]).is_some());
    let (number, catalog) = catalogs.max_by_key(|(_, catalog)| catalog.path.len())?;
    let relative = |file: &str| catalog.relative(file).map(str::to_owned);
    let files: Vec<String> = files.iter().filter_map(|file| relative(file)).collect();
    let schemas = Schemas::of(project, number);
    let called: Vec<Called> = files.iter().filter_map(|file| schemas.called(file)).collect();
    let files_pattern = most(called.iter().map(Called::files_pattern))?;
    let schema_pattern = most(called.iter().map(|called| called.schema_pattern.clone()))?;
    let pattern = PathPattern::new(&files_pattern).ok()?;
    let is_right = |called: &&Called| {
        let name = pattern.captures(&called.file);
        name.and_then(|name| Some(schema_pattern.replace("{name}", name.get("name")?))).as_ref() == Some(&called.schema)
    };
    let fitting = called.iter().filter(is_right).count();
    if fitting < FEWEST || 2 * fitting < files.len() {
        return None;
    }
    let here = if folder.is_empty() { "here".to_owned() } else { format!("in {}", quoted(folder)) };
    let entry = format!("{{ files = {files_pattern:?}, schema = {schema_pattern:?} }}");
    let count = counted(fitting, "file");
    let what = match (project.config.stated_catalogs, catalog.examples.is_empty()) {
        (false, _) => {
            format!(
                "begin site.toml with `catalog = [{{ id = {:?}, path = \".\", examples = [{entry}] }}]`",
                catalog.id
            )
        }
        (true, true) => {
            format!("write `examples = [{entry}]` below the [[catalog]] {} of site.toml", quoted(&catalog.id))
        }
        (true, false) => format!("add `{entry}` to `examples` of the [[catalog]] {} of site.toml", quoted(&catalog.id)),
    };
    Some(format!("{count} {here} carry the names of schemas: {what}"))
}

/// The schema files of a catalog by the names that only one has, relative to the catalog.
struct Schemas(HashMap<String, Option<String>>);

/// A file that is called after a schema.
struct Called {
    file: String,
    schema: String,
    /// The name's end in the path of the file.
    end: usize,
    name: String,
    schema_pattern: String,
}

impl Schemas {
    fn of(project: &Project, catalog: usize) -> Schemas {
        let settings = &project.config.catalogs[catalog];
        let mut schemas: HashMap<String, Option<String>> = HashMap::new();
        for schema in project.schemas.iter().filter(|schema| schema.catalog == catalog) {
            let file = settings.relative(&project.sources.get(schema.source).file).map(str::to_owned);
            let only = !schemas.contains_key(&schema.name);
            schemas.insert(schema.name.clone(), file.filter(|_| only));
        }
        Schemas(schemas)
    }

    fn called(&self, file: &str) -> Option<Called> {
        let start = file.rfind('/').map_or(0, |slash| slash + 1);
        let mut beginnings = crate::load::beginnings(&file[start..]);
        let (name, schema) = beginnings.find_map(|name| Some((name, self.0.get(name)?.as_ref()?)))?;
        let at = schema.rfind(name)?;
        let schema_pattern = format!("{}{{name}}{}", &schema[..at], &schema[at + name.len()..]);
        let (end, name) = (start + name.len(), name.to_owned());
        Some(Called { file: file.to_owned(), schema: schema.clone(), end, name, schema_pattern })
    }
}

impl Called {
    /// The pattern of all files that are called in this way.
    fn files_pattern(&self) -> String {
        let folder = &self.file[..self.end - self.name.len()];
        let rest = &self.file[self.end..];
        let ending = rest.rfind('.').map_or("", |dot| &rest[dot..]);
        let more = if rest == ending { String::new() } else { format!("{}*", rest.chars().next().unwrap_or('-')) };
        format!("{folder}{{name}}{more}{ending}")
    }
}

/// The most frequent of some texts; of several the first in their order.
fn most(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    texts.for_each(|text| *counts.entry(text).or_default() += 1);
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(text, _)| text)
}
