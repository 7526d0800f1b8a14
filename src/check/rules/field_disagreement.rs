//! Properties that hold another sort of value than the same name does nearly everywhere else.
//!
//! The dictionary of fields shows each name that holds different things in a catalog, and reads the same list; the rule speaks of those
//! that look like slips.

use std::collections::BTreeSet;

use crate::check::systems::Systems;
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{Disagreement, Field, FieldUse, Reading};
use crate::resolve::{Resolved, excluded};

/// How many schemas have to agree before another one is taken for a slip, and how many of them for each that is.
const SETTLED: usize = 3;
const FOR_EACH: usize = 3;

/// How many places a finding names.
const SHOWN: usize = 5;

/// Names that say nothing of what they hold: that is a matter of the object they are in.
const VAGUE: [&str; 22] = [
    "actual", "after", "before", "body", "content", "current", "data", "default", "detail", "details", "expected",
    "from", "id", "max", "min", "new", "old", "payload", "previous", "result", "to", "value",
];

static RULE: Rule = Rule {
    code: "field-disagreement",
    severity: Severity::Warning,
    summary: "a property that holds another sort of value than the same name does elsewhere",
    explanation: r#"Who has read `order_id` as a string in nine events writes code that reads a string in the tenth. A catalog of events is
a vocabulary, and a word of it should mean one thing.

Two properties of one name disagree if no value fits both: their types have nothing in common (`string` and `integer`), or
their formats exclude each other (`date` and `date-time`). A property that is `null` at times, a narrower range or list of values, an
`integer` among `number`s and a missing `format` are no disagreement; nor is an object or an array in place of a plain value, since nobody
takes the one for the other, and wrapped values keep their names. References are followed.

Many names are used for several things, and rightly so. The rule therefore speaks of slips only: at least three schemas of the
catalog agree on a name, and at least three of them for each that does not. Names that say nothing of what they hold (`id`, `value`,
`data`, `before`, `payload` …) are left alone, and so are catalogs without events. All disagreements stand in the dictionary of fields.

Bad, where three other schemas have `"order_id": { "type": "string" }`:

```json
{ "properties": { "order_id": { "type": "integer" } } }
```

Good, if it is the same thing:

```json
{ "properties": { "order_id": { "type": "string" } } }
```

Good, if it is another:

```json
{ "properties": { "order_number": { "type": "integer" } } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let systems = Systems::of(resolved);
    let vague = |field: &Field| VAGUE.contains(&&*field.name.to_lowercase());
    let fields = resolved.fields.iter().filter(|field| !vague(field));
    let all = fields.flat_map(|field| field.disagreements.iter().map(move |disagreement| (field, disagreement)));
    all.filter(|(_, disagreement)| has_events(resolved, disagreement.catalog))
        .flat_map(|(field, disagreement)| findings(resolved, &systems, field, disagreement))
        .collect()
}

fn has_events(resolved: &Resolved, catalog: usize) -> bool {
    let documents = resolved.project.documents.iter();
    resolved.types.iter().any(|known| known.catalog == catalog) || documents.into_iter().any(|d| d.catalog == catalog)
}

/// The findings about a name in a catalog: one for each system of it in which some fall out of line.
fn findings(resolved: &Resolved, systems: &Systems, field: &Field, disagreement: &Disagreement) -> Vec<Finding> {
    let here = field.readings.iter().flat_map(|reading| &reading.uses);
    let here = here.filter(|found| found.catalog == disagreement.catalog);
    let all: BTreeSet<usize> = here.map(|found| systems.of_use(found)).collect();
    all.into_iter().filter_map(|system| finding(resolved, systems, system, field, disagreement)).collect()
}

/// The finding about a name, at the first of the properties that fall out of line.
fn finding(
    resolved: &Resolved,
    systems: &Systems,
    system: usize,
    field: &Field,
    disagreement: &Disagreement,
) -> Option<Finding> {
    let is_scalar = |reading: usize| field.readings[reading].reading.types.are_scalars();
    let is_here = |found: &FieldUse| found.catalog == disagreement.catalog && systems.of_use(found) == system;
    let schemas = |reading: usize| {
        let uses = field.readings[reading].uses.iter().filter(|found| is_here(found));
        uses.map(|found| &found.root).collect::<BTreeSet<_>>().len()
    };
    let scalars = disagreement.readings.iter().filter(|(reading, _)| is_scalar(*reading));
    let mut scalars: Vec<(usize, usize)> = scalars.map(|(reading, _)| (*reading, schemas(*reading))).collect();
    scalars.retain(|(_, schemas)| *schemas > 0);
    scalars.sort_by_key(|(_, schemas)| std::cmp::Reverse(*schemas));
    let (usual, _) = *scalars.first()?;
    let others = excluded(field, &scalars, usual);
    let slips: usize = others.iter().map(|(_, schemas)| schemas).sum();
    let settled = scalars.iter().map(|(_, schemas)| schemas).sum::<usize>() - slips;
    if slips == 0 || settled < SETTLED || settled < slips * FOR_EACH {
        return None;
    }
    let uses = |reading: usize| {
        let uses = field.readings[reading].uses.iter().filter(|found| is_here(found));
        uses.map(move |found| (&**found, &field.readings[reading].reading))
    };
    let mut odd: Vec<(&FieldUse, &Reading)> = others.iter().flat_map(|(reading, _)| uses(*reading)).collect();
    odd.sort_by(|(a, _), (b, _)| a.place.cmp(&b.place));
    let (first, reading) = *odd.first()?;
    let (usual_place, usual) = uses(usual).next()?;
    let at = |found: &FieldUse| At::place(&resolved.project.sources, &found.place, Part::Key);
    let message =
        format!("{} is {} here, and {} in {settled} other schemas", quoted(&field.name), words(reading), words(usual));
    let mut finding =
        Finding::new(&RULE, at(first), message).with_label(at(usual_place), format!("{} here", words(usual)));
    for (other, reading) in odd.iter().skip(1).take(SHOWN) {
        finding = finding.with_label(at(other), format!("{} here", words(reading)));
    }
    Some(
        finding.with_help(
            "let one name hold one sort of value; what means something else should be called something else",
        ),
    )
}

/// A reading as it is said of a property: an integer, a string of format `date`.
fn words(reading: &Reading) -> String {
    let names: Vec<String> = reading
        .types
        .names()
        .into_iter()
        .map(|name| match name {
            "array" | "integer" | "object" => format!("an {name}"),
            name => format!("a {name}"),
        })
        .collect();
    let format = reading.format.as_deref().map(|format| format!(" of format {}", quoted(format)));
    format!("{}{}", names.join(" or "), format.unwrap_or_default())
}
