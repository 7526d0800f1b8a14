//! Turns jsonschema's errors into failures: our own walk of the keywords finds where each keyword stands.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::words;
use crate::keyword::{Subschemas, lookup};
use crate::model::Failure;
use crate::resolve::Resolved;
use crate::source::{Node, Place, escape_token, join, unescape_token};

/// What was validated against what.
pub struct Trace<'a> {
    pub resolved: &'a Resolved,
    pub schema: &'a Place,
    pub node: &'a Node,
    /// The pointer of the instance below the example.
    pub prefix: &'a str,
}

/// The failures of one instance, and the limit that was met, if one was.
#[derive(Default)]
pub struct Found {
    pub failures: Vec<Failure>,
    pub limit: Option<Failure>,
}

/// An error with the keyword that it comes from.
struct Traced<'e> {
    error: &'e ValidationError<'e>,
    /// The evaluation path, without the reference that begins it.
    path: Vec<String>,
    keyword: String,
    place: Option<Place>,
}

/// All failures, one for each mistake.
pub fn failures(trace: &Trace<'_>, validator: &Validator, value: &Value) -> Found {
    let errors: Vec<ValidationError<'_>> = validator.iter_errors(value).collect();
    let traced: Vec<Traced<'_>> = errors.iter().map(|error| trace.traced(error)).collect();
    let mut found = Found::default();
    for one in &traced {
        if matches!(one.error.kind(), Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. }) {
            found.limit.get_or_insert(trace.limit(one));
        } else if !follows_from_another(one, &traced) {
            for failure in trace.failure(one) {
                merge(&mut found.failures, failure);
            }
        }
    }
    found
}

/// A failure of `unevaluatedProperties` or `unevaluatedItems` says nothing new where a sibling applicator of the same schema failed.
fn follows_from_another(one: &Traced<'_>, all: &[Traced<'_>]) -> bool {
    if !one.keyword.starts_with("unevaluated") {
        return false;
    }
    let Some(end) = one.path.iter().rposition(|token| *token == one.keyword) else { return false };
    let schema = &one.path[..end];
    all.iter().any(|other| {
        let sibling = other.path.len() > end && other.path[..end] == *schema;
        sibling && !other.path[end].starts_with("unevaluated") && is_applicator(&other.path[end])
    })
}

fn is_applicator(keyword: &str) -> bool {
    matches!(keyword, "$ref" | "$dynamicRef" | "$recursiveRef") || lookup(keyword).subschemas != Subschemas::None
}

/// Missing properties of one object are one failure that lists them.
fn merge(failures: &mut Vec<Failure>, failure: Failure) {
    if failure.keyword == "required"
        && let Some(known) = failures.iter_mut().find(|known| {
            known.keyword == "required" && known.at == failure.at && known.schema == failure.schema
        })
    {
        let name = failure.message.split('`').nth(1).unwrap_or_default().to_owned();
        known.message = words::also_missing(&known.message, &name);
        return;
    }
    if !failures.contains(&failure) {
        failures.push(failure);
    }
}

impl Trace<'_> {
    /// Follows an error's evaluation path through the schemas; a dynamic reference is left to what jsonschema says.
    fn traced<'e>(&self, error: &'e ValidationError<'e>) -> Traced<'e> {
        let path: Vec<String> = error.evaluation_path().as_str().split('/').skip(2).map(unescape_token).collect();
        let (place, keyword) = match self.walk(&path) {
            Some((place, keyword)) => (Some(place), keyword),
            None => self.stated(error),
        };
        Traced { error, path, keyword, place }
    }

    fn walk(&self, path: &[String]) -> Option<(Place, String)> {
        let mut schema = self.schema.clone();
        let mut last: Option<(Place, String)> = None;
        let mut tokens = path.iter().peekable();
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
            if token == "propertyNames" {
                return Some((here, token.clone()));
            }
            schema = here.clone();
            if takes_key {
                let Some(key) = tokens.next() else { return Some((here, token.clone())) };
                schema.pointer = join(&schema.pointer, key);
            }
            last = Some((here, token.clone()));
        }
        last
    }

    /// The place and keyword that jsonschema itself names.
    fn stated(&self, error: &ValidationError<'_>) -> (Option<Place>, String) {
        let uri = error.absolute_keyword_location().map(|uri| uri.as_str().to_owned()).unwrap_or_default();
        let place = uri.strip_prefix("docs:///").and_then(|rest| {
            let (source, pointer) = rest.split_once('#')?;
            let number = source.split('/').next()?.parse().ok()?;
            // Pointers into an embedded resource begin at that resource.
            let inner = source.contains('/').then(|| self.embedded(number, source)).flatten().unwrap_or_default();
            let decoded = percent_decoded(pointer);
            Some(Place::new(crate::source::SourceId(number), format!("{inner}{decoded}")))
        });
        let path = error.schema_path().as_str();
        let mut tokens = path.rsplit('/').map(unescape_token);
        let known = tokens.find(|token| !lookup(token).is_unknown());
        (place, known.unwrap_or_else(|| error.kind().keyword().to_owned()))
    }

    fn embedded(&self, source: u32, name: &str) -> Option<String> {
        let number: usize = name.split('/').nth(1)?.parse().ok()?;
        let anatomy = self.resolved.anatomies.get(&crate::source::SourceId(source))?;
        anatomy.resources.get(number).map(|(pointer, _)| pointer.clone())
    }

    fn limit(&self, one: &Traced<'_>) -> Failure {
        let at = format!("{}{}", self.prefix, one.error.instance_path().as_str());
        Failure {
            message: "the pattern takes too many steps on this text to be decided".to_owned(),
            keyword: one.keyword.clone(),
            schema: one.place.clone(),
            mend: at.clone(),
            at,
            on_key: false,
            help: Some("write the pattern without nested repetitions or backreferences".to_owned()),
        }
    }

    /// The failures of one error: several unexpected properties are several mistakes.
    fn failure(&self, one: &Traced<'_>) -> std::vec::IntoIter<Failure> {
        let below = one.error.instance_path().as_str();
        let instance = self.node.pointer(below).unwrap_or(self.node);
        let at = format!("{}{below}", self.prefix);
        let constraint = one.place.as_ref().and_then(|place| self.resolved.project.sources.node(place));
        let base = Failure {
            at: at.clone(),
            keyword: one.keyword.clone(),
            message: String::new(),
            schema: one.place.clone(),
            mend: at.clone(),
            on_key: false,
            help: None,
        };
        let unexpected = match one.error.kind() {
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => unexpected.as_slice(),
            _ => &[],
        };
        if !unexpected.is_empty() {
            let known = one.place.as_ref().map(|place| self.sibling_properties(place)).unwrap_or_default();
            let each = unexpected.iter().map(|name| Failure {
                message: words::unexpected(name),
                mend: format!("{at}/{}", escape_token(name)),
                on_key: true,
                help: words::did_you_mean(name, &known, instance),
                ..base.clone()
            });
            return each.collect::<Vec<_>>().into_iter();
        }
        let (message, help) = words::failure(self.resolved, one.error.kind(), &one.keyword, constraint, instance);
        let mut failure = Failure { message, help, ..base };
        match one.error.kind() {
            Kind::PropertyNames { error } => {
                if let Some(name) = error.instance().as_str() {
                    failure.mend = format!("{at}/{}", escape_token(name));
                    failure.on_key = true;
                }
            }
            Kind::FalseSchema => failure.on_key = true,
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => self.point_into_branch(&mut failure, context, one),
            _ => {}
        }
        vec![failure].into_iter()
    }

    /// Where one branch was clearly meant, the finding points at what is wrong in it.
    fn point_into_branch(&self, failure: &mut Failure, context: &[Vec<ValidationError<'static>>], one: &Traced<'_>) {
        let Some(place) = &one.place else { return };
        let here = one.error.instance_path().as_str();
        let Some(branch) = super::words::meant_branch(context, here) else { return };
        let Some(inner) = context[branch].first() else { return };
        let inner_at = inner.instance_path().as_str();
        let inner_node = self.node.pointer(inner_at).unwrap_or(self.node);
        let path = inner.evaluation_path().as_str();
        let tokens: Vec<String> = path.split('/').skip(2).map(unescape_token).collect();
        let walked = self.walk(&tokens);
        let constraint = walked.as_ref().and_then(|(place, _)| self.resolved.project.sources.node(place));
        let keyword = walked.as_ref().map_or_else(|| inner.kind().keyword().to_owned(), |(_, keyword)| keyword.clone());
        let (message, help) = words::failure(self.resolved, inner.kind(), &keyword, constraint, inner_node);
        let title = self.branch_title(place, branch);
        failure.message = format!("{}; nearest is {title}: {message}", failure.message);
        failure.help = help.or(failure.help.take());
        failure.mend = format!("{}{inner_at}", self.prefix);
        if let Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } = inner.kind()
            && let Some(name) = unexpected.first()
        {
            failure.mend = format!("{}/{}", failure.mend, escape_token(name));
            failure.on_key = true;
        }
        if let Some((place, _)) = walked {
            failure.schema = Some(place);
        }
    }

    fn branch_title(&self, place: &Place, branch: usize) -> String {
        let schema = Place::new(place.source, format!("{}/{branch}", place.pointer));
        let schema = self.resolved.follow(&schema).unwrap_or(schema);
        let title = self.resolved.project.sources.node(&schema).and_then(|node| node.get("title")).and_then(Node::as_str);
        let number = branch + 1;
        title.map_or_else(|| format!("shape {number}"), |title| format!("shape {number}, {}", words::quoted(title)))
    }

    /// The property names that stand beside the keyword at `place`, for "did you mean".
    fn sibling_properties(&self, place: &Place) -> Vec<String> {
        let parent = place.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let mut names = Vec::new();
        let mut open = vec![Place::new(place.source, parent)];
        while let Some(place) = open.pop() {
            let Some(node) = self.resolved.project.sources.node(&place) else { continue };
            let properties = node.get("properties").map(Node::members).unwrap_or_default();
            names.extend(properties.iter().map(|member| member.key.to_string()));
            if names.len() > 1000 || open.len() > 32 {
                break;
            }
            let parts = node.get("allOf").map_or(0, |list| list.items().len());
            open.extend((0..parts).map(|index| Place::new(place.source, format!("{}/allOf/{index}", place.pointer))));
            open.extend(self.resolved.target(&place).filter(|target| **target != place).cloned());
        }
        names
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = (first == b'%' && tail.len() >= 2).then(|| std::str::from_utf8(&tail[..2]).ok()).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
