//! What is held against what when an event is judged: its own schema against the whole or its data, the catalog's envelope against the whole.

use super::Answer;
use super::by_type::Types;
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// Schemas, nearest to the data first, each with the pointer of what it is held against.
pub type Parts<'e> = Vec<(Place, &'e str)>;

impl Types {
    /// The parts of an event of `catalog` that are judged, where `schema` is known to be the event's, and `own` the answer by its type.
    /// `is_recorded` says that the event was sent as it is: an example may be no more than the data of one.
    pub(super) fn parts<'e>(
        &self,
        resolved: &'e Resolved,
        catalog: usize,
        schema: &Place,
        own: &Answer,
        event: &'e Node,
        is_recorded: bool,
    ) -> Parts<'e> {
        let types = &resolved.project.config.catalogs[catalog].types;
        let envelope = self.envelope(catalog);
        let carried = types.data.as_deref().filter(|data| event.pointer(data).is_some());
        if envelope == Some(schema) {
            let data = match own {
                Answer::One(own) if self.applies_to_data(resolved, catalog, own, &Answer::One(own.clone())) => {
                    carried.map(|data| (own.clone(), data))
                }
                _ => None,
            };
            return data.into_iter().chain([(schema.clone(), "")]).collect();
        }
        let applies_to_data = types.data.is_some() && self.applies_to_data(resolved, catalog, schema, own);
        // What neither has data nor says which event it is may be the data itself.
        let is_event =
            is_recorded || carried.is_some() || crate::load::event_type(event, types.field.as_deref()).is_some();
        let envelope = envelope
            .filter(|_| if applies_to_data { is_event } else { self.is_of_events(resolved, catalog, schema, own) });
        let own = match carried {
            Some(data) if applies_to_data => Some(data),
            None if applies_to_data && envelope.is_some() => None,
            _ => Some(""),
        };
        let own = own.map(|pointer| (schema.clone(), pointer));
        own.into_iter().chain(envelope.map(|envelope| (envelope.clone(), ""))).collect()
    }
}
