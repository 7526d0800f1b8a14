//! Plain data that the stages hand on: schemas, examples, pages, AsyncAPI documents, event types. No reading, no logic.

mod example;
mod field;
mod graph;
mod lineage;
mod page;
mod project;
mod proof;
mod reference;
mod weight;

pub use example::{Because, DefaultValue, Example, ExampleKind, Instance, Pairing, Rung};
pub use field::{Disagreement, Field, FieldReading, FieldUse, Reading, Types};
pub use graph::{Edge, Flow, Graph, Group, Vertex, VertexKind};
pub use lineage::{Lineage, LineageVersion, Standing};
pub use page::{Fence, FenceUse, Heading, Image, Link, Page, Picture};
pub use project::{
    Channel, Deprecation, Document, EventType, Merged, Message, Operation, Part, Project, Registered, Reply, Schema,
    Skip, Skipped,
};
pub use proof::{Failure, Proof, SchemaFault, Unlisted, Verdict};
pub use reference::{RefFault, Reference, Target, Use};
pub use weight::Weight;
