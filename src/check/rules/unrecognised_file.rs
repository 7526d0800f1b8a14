//! Files that are nothing to the project.

use std::collections::BTreeMap;

use crate::check::proposal::examples_entry;
use crate::check::words::{listed, quoted};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::words::counted;

static RULE: Rule = Rule {
    code: "unrecognised-file",
    severity: Severity::Note,
    summary: "files of JSON or YAML that are no schema, no example and no AsyncAPI document",
    explanation: r#"A file is told by its content: a schema has `$schema` or the shape of one, an AsyncAPI document has `asyncapi`, an example
stands in `examples/`, has a telling name or names its schema. These are none of them, and no reference leads to them, so they
have no part in the site, and nothing else is said of them. There is one finding for each folder; files that everybody knows to be something else, such as
package.json, are not counted. Where files are called after schemas, the help has the line of site.toml that makes examples of
them.

Bad, in `schemas/order.json`:

```json
{ "propertys": { "id": { "type": "string" } } }
```

Good:

```json
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "properties": { "id": { "type": "string" } }
}
```

Good, for what is no contract:

```toml
[build]
exclude = ["settings/**"]
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

const HELP: &str =
    "give a schema its `$schema`, name the files in site.toml (`schemas`, `examples`), or exclude them there";

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in project.foreign.iter() {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(file);
    }
    let findings = folders.into_iter().map(|(folder, files)| {
        let message = match files.as_slice() {
            [_] => "it is no schema, no example and no AsyncAPI document, and nothing refers to it".to_owned(),
            files => {
                let here = if folder.is_empty() { "here".to_owned() } else { format!("in {}", quoted(folder)) };
                let names = listed(files.iter().map(|file| crate::load::file_name(file)));
                let count = counted(files.len(), "file");
                format!("{count} {here} are no schema, no example and no AsyncAPI document, and nothing refers to them: {names}")
            }
        };
        let help = examples_entry(project, folder, &files).unwrap_or_else(|| HELP.to_owned());
        Finding::new(&RULE, At::file(files[0]), message).with_help(help)
    });
    findings.collect()
}
