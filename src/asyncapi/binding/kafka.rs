//! Bindings of Kafka and Pulsar.

use super::VERSION;
use crate::asyncapi::Shape::{Any, Flag, List, Number, Object as Obj, SchemaOr, Text, Url, Word};
use crate::asyncapi::{Field, Object};

pub(super) static KAFKA_SERVER: Object = Object::binding(
    "a Kafka server binding",
    &[
        Field::new("schemaRegistryUrl", "Schema registry", Url),
        Field::new("schemaRegistryVendor", "Vendor of the schema registry", Text),
        VERSION,
    ],
);

pub(super) static KAFKA_CHANNEL: Object = Object::binding(
    "a Kafka channel binding",
    &[
        Field::new("topic", "Topic", Text).shared(),
        Field::new("partitions", "Partitions", Number("")).own(),
        Field::new("replicas", "Replicas", Number("")).own(),
        Field::new("topicConfiguration", "Configuration of the topic", Obj(&TOPIC)).own(),
        VERSION,
    ],
);

static TOPIC: Object = Object::binding(
    "the configuration of a Kafka topic",
    &[
        Field::new("cleanup.policy", "Clean-up", List(&Word(&["compact", "delete"]))),
        Field::new("retention.ms", "Kept for", Number("ms")),
        Field::new("retention.bytes", "Kept up to", Number("bytes")),
        Field::new("delete.retention.ms", "Deletions kept for", Number("ms")),
        Field::new("max.message.bytes", "Largest message", Number("bytes")),
        Field::new("confluent.key.schema.validation", "Keys are validated by the broker", Flag),
        Field::new("confluent.key.subject.name.strategy", "Subject names of keys", Text),
        Field::new("confluent.value.schema.validation", "Values are validated by the broker", Flag),
        Field::new("confluent.value.subject.name.strategy", "Subject names of values", Text),
    ],
);

pub(super) static KAFKA_OPERATION: Object = Object::binding(
    "a Kafka operation binding",
    &[
        Field::new("groupId", "Consumer group", SchemaOr(&Text)).own(),
        Field::new("clientId", "Client", SchemaOr(&Text)).own(),
        VERSION,
    ],
);

pub(super) static KAFKA_MESSAGE: Object = Object::binding(
    "a Kafka message binding",
    &[
        Field::new("key", "Key", SchemaOr(&Any)),
        Field::new("schemaIdLocation", "Schema id stands in the", Word(&["header", "payload"])).shared(),
        Field::new("schemaIdPayloadEncoding", "Encoding of the schema id", Text).shared(),
        Field::new("schemaLookupStrategy", "How the schema is found", Text).shared(),
        VERSION,
    ],
);

pub(super) static PULSAR_SERVER: Object =
    Object::binding("a Pulsar server binding", &[Field::new("tenant", "Tenant", Text).shared(), VERSION]);

pub(super) static PULSAR_CHANNEL: Object = Object::binding(
    "a Pulsar channel binding",
    &[
        Field::new("namespace", "Namespace", Text).shared(),
        Field::new("persistence", "Persistence", Word(&["persistent", "non-persistent"])).shared(),
        Field::new("compaction", "Compacted from", Number("MB")).own(),
        Field::new("geo-replication", "Replicated to", List(&Text)).own(),
        Field::new("retention", "Retention", Obj(&RETENTION)).own(),
        Field::new("ttl", "Time to live", Number("s")).own(),
        Field::new("deduplication", "Duplicates are dropped", Flag).own(),
        VERSION,
    ],
);

static RETENTION: Object = Object::binding(
    "the retention of a Pulsar topic",
    &[Field::new("time", "Kept for", Number("minutes")), Field::new("size", "Kept up to", Number("MB"))],
);
