//! Plain data that the stages hand on: schemas, examples, pages, AsyncAPI documents, event types. No reading, no logic.

mod example;
mod field;
mod graph;
mod project;
mod proof;
mod reference;

pub use example::{Because, DefaultValue, Example, ExampleKind, Instance, Pairing, Rung};
pub use field::{Disagreement, Field, FieldReading, FieldUse, Reading, Types};
pub use graph::{Edge, Flow, Graph, Group, Vertex, VertexKind};
pub use project::{
    Channel, Deprecation, Document, EventType, Fence, FenceUse, Heading, Image, Link, Merged, Message, Operation, Page,
    Part, Picture, Project, Registered, Reply, Schema, Skip, Skipped,
};
pub use proof::{Failure, Proof, SchemaFault, Verdict};
pub use reference::{RefFault, Reference, Target, Use};
