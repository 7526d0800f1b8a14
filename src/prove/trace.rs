//! Finds where the keyword of an error stands: our own walk of the keywords, along the path on which jsonschema met it.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::translate::Unusable;
use crate::keyword::{Subschemas, lookup};
use crate::model::Use;
use crate::resolve::{Resolved, percent_decoded};
use crate::source::{Node, Place, Source, SourceId, join, unescape_token};

/// What was validated against what.
pub struct Trace<'a> {
    pub resolved: &'a Resolved,
    pub schema: &'a Place,
    /// The instance, the source that it stands in and its pointer below the example.
    pub node: &'a Node,
    pub source: &'a Source,
    pub prefix: &'a str,
}

/// An error with the keyword that it comes from.
pub struct Traced<'e> {
    pub error: &'e ValidationError<'e>,
    /// The evaluation path, without the reference that begins it.
    pub path: Vec<String>,
    pub keyword: String,
    /// Where the keyword stands, or the `false` that is the schema below it; `None` in a metaschema.
    pub place: Option<Place>,
}

impl Traced<'_> {
    /// How much a failure made of it holds, about.
    pub fn bytes(&self) -> usize {
        let places = self.place.as_ref().map_or(0, |place| place.pointer.len());
        places + 2 * self.error.instance_path().as_str().len()
    }
}

impl Trace<'_> {
    /// Follows an error's evaluation path through the schemas; a dynamic reference is left to what jsonschema says.
    pub fn traced<'e>(&self, error: &'e ValidationError<'e>) -> Traced<'e> {
        let tokens = error.evaluation_path().as_str().split('/').skip(2);
        let path: Vec<String> = tokens.map(|token| unescape_token(token).into_owned()).collect();
        let (place, keyword) = match self.walk(&path) {
            Some((place, keyword)) => (Some(place), keyword),
            None => self.stated(error, &path),
        };
        match error.kind() {
            Kind::PropertyNames { error: of_name } if keyword != NAMES => {
                let place = place.or_else(|| self.stated(of_name, &path).0);
                Traced { error, path, keyword: NAMES.to_owned(), place: place.and_then(|place| self.names_by(&place)) }
            }
            _ => Traced { error, path, keyword, place },
        }
    }

    /// The `propertyNames` that refers to the schema of a keyword, if it is the only one: jsonschema loses the way through the reference.
    fn names_by(&self, keyword: &Place) -> Option<Place> {
        let (schema, _) = keyword.pointer.rsplit_once('/')?;
        let uses = self.resolved.uses.get(&Place::new(keyword.source, schema))?;
        let mut holders = uses.iter().filter_map(|used| match used {
            Use::Schema(holder) if holder.pointer.rsplit('/').next() == Some(NAMES) => Some(holder),
            _ => None,
        });
        let first = holders.next()?;
        holders.next().is_none().then(|| first.clone())
    }

    /// The place of the keyword that the path ends with, and its name; `None` where the path leaves what can be followed by reading.
    fn walk(&self, path: &[String]) -> Option<(Place, String)> {
        let mut schema = self.schema.clone();
        let mut last = None;
        let mut tokens = path.iter();
        while let Some(token) = tokens.next() {
            let here = Place::new(schema.source, join(&schema.pointer, token));
            if token == "$ref" {
                schema = self.resolved.target(&schema)?.clone();
                last = Some((here, token.clone()));
                continue;
            }
            if token == "$dynamicRef" || token == "$recursiveRef" {
                return None;
            }
            let value = self.resolved.project.sources.node(&here)?;
            let takes_key = match lookup(token).subschemas {
                Subschemas::None => return Some((here, token.clone())),
                Subschemas::One => false,
                Subschemas::OneOrList => value.is_array(),
                Subschemas::List | Subschemas::Map | Subschemas::MapOfSchemasOrNames => true,
            };
            // The names of properties are judged one by one, but it is the object that has a wrong one.
            if token == NAMES {
                return Some((here, token.clone()));
            }
            schema = here.clone();
            if takes_key {
                let Some(key) = tokens.next() else { return Some((here, token.clone())) };
                let written = Some(value).filter(|_| token == "patternProperties");
                let written = written.and_then(|names| Unusable::default().written(names.members(), key));
                schema.pointer = join(&schema.pointer, written.unwrap_or(key));
            }
            last = Some((schema.clone(), token.clone()));
        }
        // The root itself is a schema without keywords: `false`.
        Some(last.unwrap_or_else(|| (self.schema.clone(), FALSE_SCHEMA.to_owned())))
    }

    /// The place and keyword that jsonschema itself names.
    fn stated(&self, error: &ValidationError<'_>, path: &[String]) -> (Option<Place>, String) {
        let uri = error.absolute_keyword_location().map(|uri| uri.as_str().to_owned()).unwrap_or_default();
        let place = uri.strip_prefix("docs:///").and_then(|rest| {
            let (resource, pointer) = rest.split_once('#').unwrap_or((rest, ""));
            let mut numbers = resource.split('/').map(str::parse);
            let source = SourceId(numbers.next()?.ok()?);
            // Pointers into an embedded resource begin at that resource.
            let within = match numbers.next() {
                Some(number) => self.resolved.facts.get(&source)?.resources.get(number.ok()? as usize)?.0.as_str(),
                None => "",
            };
            let pointer = percent_decoded(pointer)?;
            let (Some(root), Some(facts)) =
                (self.resolved.project.sources.get(source).root(), self.resolved.facts.get(&source))
            else {
                return Some(Place::new(source, pointer));
            };
            let names = Unusable::default();
            let pointer = format!("{}{pointer}", names.to_copy(within, root, facts));
            Some(Place::new(source, names.to_source(&pointer, root, facts).into_owned()))
        });
        let keyword = match error.kind().keyword() {
            // The keyword that leads to a `false`.
            FALSE_SCHEMA => {
                path.iter().rev().find(|token| !lookup(token).is_unknown()).map_or(FALSE_SCHEMA, String::as_str)
            }
            own => {
                let last = path.last().map(String::as_str).filter(|last| !lookup(last).is_unknown());
                last.unwrap_or(own)
            }
        };
        (place, keyword.to_owned())
    }
}

const NAMES: &str = "propertyNames";

/// What stands for a keyword where a document is nothing but `false`.
const FALSE_SCHEMA: &str = "falseSchema";
