//! Examples that are known by where their schema stands: they go with it.

use crate::load::{file_name, without_endings};
use crate::model::{Example, ExampleKind, Pairing, Rung};
use crate::route::Site;
use crate::tree::Moves;

/// From where to where the files and folders of examples have to move for them to stay with schemas that move.
pub fn of(site: &Site, moves: &Moves) -> Vec<(String, String)> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut found: Vec<(String, String)> = Vec::new();
    for example in resolved.project.examples.iter().filter(|example| example.kind == ExampleKind::File) {
        let (Some(rung), Some(schema)) = (rung(example), example.schema()) else { continue };
        let (file, schema) = (&sources.get(example.place.source).file, &sources.get(schema.source).file);
        let to = moves.after(schema);
        if to == *schema || moves.after(file) != *file {
            continue;
        }
        let pairs = match rung {
            Rung::MirroredFolder => folder(file, schema, &to).into_iter().collect(),
            Rung::MirroredFile => with_words(file, mirrored(file, schema, &to)),
            Rung::Beside => with_words(file, beside(file, schema, &to)),
            Rung::NamePrefix => with_words(file, prefixed(file, schema, &to)),
            _ => Vec::new(),
        };
        let is_there = |path: &str| sources.find(path).is_some() || path == *file;
        found.extend(pairs.into_iter().filter(|(from, to)| {
            from != to && (is_there(from) || rung == Rung::MirroredFolder) && sources.find(to).is_none()
        }));
    }
    found.sort();
    found.dedup();
    found
}

fn rung(example: &Example) -> Option<Rung> {
    match &example.pairing {
        Pairing::Paired { rung, .. } => Some(*rung),
        _ => None,
    }
}

/// A file with the words beside it.
fn with_words(file: &str, to: Option<String>) -> Vec<(String, String)> {
    let stem = |path: &str| crate::load::stem(path).to_owned();
    let pairs = to.map(|to| [(file.to_owned(), to.clone()), (stem(file) + ".md", stem(&to) + ".md")]);
    pairs.into_iter().flatten().collect()
}

/// The longest end of a schema's path, without endings, that stands in another path as a whole, and the same end of where the schema moves.
fn mirror(path: &str, schema: &str, to: &str) -> Option<(String, String)> {
    let (schema, to) = (without_endings(schema), without_endings(to));
    let starts = [0].into_iter().chain(schema.match_indices('/').map(|(at, _)| at + 1));
    let ends = starts.map(|start| schema.split_at(start));
    let fits = |end: &str| format!("/{path}/").contains(&format!("/{end}/"));
    let (above, end) = ends.into_iter().find(|(_, end)| fits(end))?;
    Some((end.to_owned(), to.strip_prefix(above)?.to_owned()))
}

/// The folder that is called as the schema is, and what it is to be called.
fn folder(file: &str, schema: &str, to: &str) -> Option<(String, String)> {
    let (own, _) = file.rsplit_once('/')?;
    let (end, new) = mirror(own, schema, to)?;
    let at = format!("/{own}/").rfind(&format!("/{end}/"))?;
    let before = &own[..at];
    Some((format!("{before}{end}"), format!("{before}{new}")))
}

fn mirrored(file: &str, schema: &str, to: &str) -> Option<String> {
    let stem = crate::load::stem(file);
    let (end, new) = mirror(stem, schema, to)?;
    let before = stem.strip_suffix(&end)?;
    Some(format!("{before}{new}{}", &file[stem.len()..]))
}

/// A file whose name begins as that of the schema beside it does.
fn beside(file: &str, schema: &str, to: &str) -> Option<String> {
    let rest = file.strip_prefix(without_endings(schema))?;
    Some(format!("{}{rest}", without_endings(to)))
}

/// A file whose name begins as that of the schema does, wherever it stands: it stays in its folder.
fn prefixed(file: &str, schema: &str, to: &str) -> Option<String> {
    let name = file_name(file);
    let rest = name.strip_prefix(file_name(without_endings(schema)))?;
    Some(format!("{}{}{rest}", &file[..file.len() - name.len()], file_name(without_endings(to))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_go_where_their_schema_goes() {
        let pair = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        let order = ("a/schemas/shop/order.json", "a/schemas/store/placed.json");
        assert_eq!(
            folder("a/examples/shop/order/x/1.json", order.0, order.1),
            pair("a/examples/shop/order", "a/examples/store/placed")
        );
        assert_eq!(folder("examples/order/1.json", "schemas/order.json", "shapes/order.json"), None);
        assert_eq!(
            mirrored("a/examples/shop/order.json", order.0, order.1).as_deref(),
            Some("a/examples/store/placed.json")
        );
        assert_eq!(
            beside("a/order.bad.invalid.json", "a/order.schema.json", "b/paid.schema.json").as_deref(),
            Some("b/paid.bad.invalid.json")
        );
        assert_eq!(
            prefixed("a/samples/order_first.json", "a/schemas/order.json", "a/schemas/paid.json").as_deref(),
            Some("a/samples/paid_first.json")
        );
    }
}
