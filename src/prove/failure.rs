//! Turns jsonschema's errors into failures: one for each mistake, at what is to mend.

use std::collections::HashMap;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::collect::Missing;
use super::trace::{Trace, Traced};
use super::value::{Written, quoted};
use super::words;
use crate::model::Failure;
use crate::pattern::translated;
use crate::source::{Node, Place, Span, escape_token, unescape_token};

/// The names of the properties that an error refuses. Where `additionalProperties` stands without `properties`, jsonschema refuses the object.
fn unexpected_names(one: &Traced<'_>, instance: &Node) -> Option<Vec<String>> {
    match one.error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            Some(unexpected.clone())
        }
        Kind::FalseSchema if one.keyword == "additionalProperties" => {
            Some(instance.members().iter().map(|member| member.key.to_string()).collect())
        }
        _ => None,
    }
}

impl Trace<'_> {
    fn at(&self, one: &Traced<'_>) -> String {
        format!("{}{}", self.prefix, one.error.instance_path().as_str())
    }

    pub fn instance(&self, error: &ValidationError<'_>) -> Written<'_> {
        let node = self.node.pointer(error.instance_path().as_str()).unwrap_or(self.node);
        Written { source: self.source, node }
    }

    fn constraint(&self, one: &Traced<'_>) -> Option<Written<'_>> {
        let place = one.place.as_ref()?;
        let sources = &self.resolved.project.sources;
        Some(Written { source: sources.get(place.source), node: sources.node(place)? })
    }

    /// A failure at the instance of an error, with a message.
    pub fn failure(&self, one: &Traced<'_>, message: String) -> Failure {
        let at = self.at(one);
        Failure {
            mend: at.clone(),
            at,
            keyword: one.keyword.clone(),
            message,
            schema: one.place.clone(),
            on_key: false,
            span: Span::default(),
            help: None,
            meant: None,
        }
    }

    pub fn limit(&self, one: &Traced<'_>) -> Failure {
        let message = "the pattern takes too many steps on this text to be decided".to_owned();
        let help = Some("write the pattern without nested repetitions or backreferences".to_owned());
        Failure { help, ..self.failure(one, message) }
    }

    /// The names that `dependentRequired` or `dependencies` ask for in the instance of an error, each with the first property that does.
    pub fn required_by(&self, one: &Traced<'_>) -> HashMap<String, String> {
        let instance = self.instance(one.error).node;
        let mut required = HashMap::new();
        let members = self.constraint(one).map(|constraint| constraint.node.members()).unwrap_or_default();
        for member in members.iter().filter(|member| instance.get(&member.key).is_some()) {
            for name in member.value.items().iter().filter_map(Node::as_str) {
                required.entry(name.to_owned()).or_insert_with(|| member.key.to_string());
            }
        }
        required
    }

    pub fn missing(&self, missing: &Missing<'_>) -> Failure {
        let message = words::missing(&missing.names, missing.more, missing.required_by.as_deref());
        self.failure(&missing.one, message)
    }

    /// So many failures of one error, and how many more there are; that of a `oneOf` or `anyOf` says what is wrong in the branch that was
    /// meant.
    pub fn failures(&self, one: &Traced<'_>, nested: usize, quota: usize) -> (Vec<Failure>, usize) {
        let (mut failures, more) = self.own_failures(one, quota);
        if let (Some(nested), Some(failure)) = (nested.checked_sub(1), failures.first_mut()) {
            self.tell_branch(failure, one, nested);
        }
        (failures, more)
    }

    /// So many failures of one error, and how many more there are, without a look into branches: several unexpected properties are several
    /// mistakes.
    pub fn own_failures(&self, one: &Traced<'_>, quota: usize) -> (Vec<Failure>, usize) {
        let constraint = self.constraint(one);
        let check = &self.resolved.project.config.check;
        let instance = self.instance(one.error);
        if let (Some(unexpected), Some(constraint)) = (unexpected_names(one, instance.node), constraint) {
            let known = one.place.as_ref().map(|place| self.sibling_properties(place)).unwrap_or_default();
            let each = unexpected.iter().enumerate().take(quota);
            // A suggestion for each of thousands would take its time, and nobody reads it.
            let known = |index: usize| if index < words::SUGGESTED { known.as_slice() } else { &[] };
            let failures = each
                .map(|(index, name)| self.unexpected_property(one, name, constraint, (instance.node, known(index))));
            return (failures.collect(), unexpected.len().saturating_sub(quota));
        }
        let mut failure = self.failure(one, words::message(check, one.error, &one.keyword, constraint, instance));
        match one.error.kind() {
            Kind::Enum { .. } | Kind::Custom { .. } if one.keyword == "enum" => {
                if let Some(list) = constraint {
                    let near = words::nearest_member(list.node, instance.node);
                    failure.help = near.map(words::question);
                    failure.meant = near.map(Value::from).or_else(|| words::only_member(list.node));
                }
            }
            Kind::Constant { .. } | Kind::Custom { .. } if one.keyword == "const" => {
                failure.meant = constraint.and_then(|value| words::scalar(value.node));
            }
            Kind::AdditionalItems { limit } => failure.mend.push_str(&format!("/{limit}")),
            Kind::UnevaluatedItems { unexpected } => {
                failure.mend.push_str(&format!("/{}", words::first_unevaluated(instance.node, unexpected)));
            }
            Kind::UniqueItems => {
                if let Some((_, second)) = words::repeated(instance) {
                    failure.mend.push_str(&format!("/{second}"));
                }
            }
            Kind::PropertyNames { error } => self.point_at_name(&mut failure, one, error),
            Kind::FalseSchema => self.point_at_forbidden(&mut failure, one, instance),
            _ => {}
        }
        (vec![failure], 0)
    }

    fn unexpected_property(
        &self,
        one: &Traced<'_>,
        name: &str,
        constraint: Written<'_>,
        (instance, known): (&Node, &[String]),
    ) -> Failure {
        let message = words::unexpected_properties(&[name.to_owned()], &one.keyword, constraint);
        let failure = self.failure(one, message);
        let unseen = self.unseen(one, name, known);
        let near = words::nearest_property(name, known, instance).filter(|_| unseen.is_none());
        Failure {
            mend: format!("{}/{}", failure.at, escape_token(name)),
            // Where there is a schema for it, its value may be mended as well.
            on_key: constraint.node.as_bool().is_some(),
            help: unseen.or_else(|| near.map(words::question)),
            meant: near.map(Value::from),
            ..failure
        }
    }

    /// What to do about a property that `additionalProperties` refuses although another schema beside it describes the property.
    fn unseen(&self, one: &Traced<'_>, name: &str, known: &[String]) -> Option<String> {
        let described = one.keyword == "additionalProperties" && known.iter().any(|known| known == name);
        let place = one.place.as_ref().filter(|_| described)?;
        Some(words::unseen_by_additional(self.resolved.dialect_of(place)))
    }

    /// A wrong name is shown with what is wrong with it.
    fn point_at_name(&self, failure: &mut Failure, one: &Traced<'_>, error: &ValidationError<'_>) {
        let name = error.instance().as_str().unwrap_or_default().to_owned();
        failure.mend = format!("{}/{}", failure.at, escape_token(&name));
        failure.on_key = true;
        failure.message = match error.kind() {
            Kind::FalseSchema => format!("the property {} is not allowed here", quoted(&name)),
            Kind::Pattern { pattern } => {
                let written = self.written_pattern(one, pattern).unwrap_or(pattern);
                super::value::line(&format!("the property name {} does not match \"{written}\"", quoted(&name)))
            }
            _ => super::value::line(&error.masked_with(format!("the property name {}", quoted(&name))).to_string()),
        };
    }

    /// The pattern of a schema for names as it is written: jsonschema knows it by its translation.
    fn written_pattern(&self, one: &Traced<'_>, pattern: &str) -> Option<&str> {
        let node = self.constraint(one)?.node;
        let written = [Some(node), node.get("pattern")].into_iter().flatten().filter_map(Node::as_str);
        let mut written = written;
        written.find(|written| translated(written).is_ok_and(|translated| translated == pattern))
    }

    /// What a `false` forbids is the property or the item that it stands for.
    fn point_at_forbidden(&self, failure: &mut Failure, one: &Traced<'_>, instance: Written<'_>) {
        match one.keyword.as_str() {
            "properties" | "patternProperties" | "unevaluatedProperties" => {
                let name = unescape_token(failure.at.rsplit('/').next().unwrap_or_default());
                failure.message = format!("the property {} is not allowed here", quoted(&name));
                failure.on_key = true;
            }
            "dependencies" | "dependentSchemas" => {
                let name = one.path.last().map(String::as_str).unwrap_or_default();
                failure.message = format!("the property {} is not allowed here", quoted(name));
                failure.mend = format!("{}/{}", failure.at, escape_token(name));
                failure.on_key = true;
            }
            "propertyNames" => failure.message = "no property is allowed here".to_owned(),
            "items" | "prefixItems" | "additionalItems" | "unevaluatedItems" => {
                failure.message = format!("the item {} is not allowed here", instance.shown());
            }
            _ => {}
        }
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
            if names.len() > words::SUGGESTED || open.len() > 32 {
                break;
            }
            let parts = node.get("allOf").map_or(0, |list| list.items().len());
            open.extend((0..parts).map(|index| Place::new(place.source, format!("{}/allOf/{index}", place.pointer))));
            open.extend(self.resolved.target(&place).filter(|target| **target != place).cloned());
        }
        names
    }
}
