//! Bindings of Queues and topics of the clouds: SNS, SQS, Google Pub/Sub.

use super::VERSION;
use crate::asyncapi::Shape::{Any, Flag, List, Map, Number, Object as Obj, Text, Word};
use crate::asyncapi::{Field, Object};

pub(super) static SNS_CHANNEL: Object = Object::binding(
    "an SNS channel binding",
    &[
        Field::new("name", "Topic", Text).shared(),
        Field::new("ordering", "Ordering", Obj(&ORDERING)),
        Field::new("policy", "Policy", Any),
        Field::new("tags", "Tags", Map(&Text)).own(),
        VERSION,
    ],
);

static ORDERING: Object = Object::binding(
    "the ordering of an SNS topic",
    &[
        Field::new("type", "Type", Word(&["standard", "FIFO"])).shared(),
        Field::new("contentBasedDeduplication", "Duplicates are told by content", Flag).own(),
    ],
);

pub(super) static SNS_OPERATION: Object = Object::binding(
    "an SNS operation binding",
    &[
        Field::new("topic", "Topic", Obj(&IDENTIFIER)).shared(),
        Field::new("consumers", "Consumers", List(&Obj(&CONSUMER))),
        Field::new("deliveryPolicy", "Delivery policy", Obj(&DELIVERY)).own(),
        VERSION,
    ],
);

static IDENTIFIER: Object = Object::binding(
    "what a topic or queue goes by",
    &[
        Field::new("url", "Address", Text),
        Field::new("email", "Mail", Text),
        Field::new("phone", "Phone", Text),
        Field::new("arn", "ARN", Text),
        Field::new("name", "Name", Text),
    ],
);

static CONSUMER: Object = Object::binding(
    "a consumer of an SNS topic",
    &[
        Field::new("protocol", "Protocol", Text),
        Field::new("endpoint", "Endpoint", Obj(&IDENTIFIER)),
        Field::new("filterPolicy", "Filter policy", Any),
        Field::new("filterPolicyScope", "The filter looks at", Word(&["MessageAttributes", "MessageBody"])),
        Field::new("rawMessageDelivery", "Raw delivery", Flag),
        Field::new("redrivePolicy", "Redrive policy", Obj(&REDRIVE)).own(),
        Field::new("deliveryPolicy", "Delivery policy", Obj(&DELIVERY)).own(),
        Field::new("displayName", "Display name", Text).own(),
    ],
);

static DELIVERY: Object = Object::binding(
    "an SNS delivery policy",
    &[
        Field::new("minDelayTarget", "Shortest delay", Number("s")),
        Field::new("maxDelayTarget", "Longest delay", Number("s")),
        Field::new("numRetries", "Retries", Number("")),
        Field::new("numNoDelayRetries", "Retries without delay", Number("")),
        Field::new("numMinDelayRetries", "Retries with the shortest delay", Number("")),
        Field::new("numMaxDelayRetries", "Retries with the longest delay", Number("")),
        Field::new("backoffFunction", "Delays grow", Word(&["arithmetic", "exponential", "geometric", "linear"])),
        Field::new("maxReceivesPerSecond", "At most", Number("deliveries a second")),
    ],
);

static REDRIVE: Object = Object::binding(
    "a redrive policy",
    &[
        Field::new("deadLetterQueue", "Dead-letter queue", Obj(&IDENTIFIER)),
        Field::new("maxReceiveCount", "Attempts", Number("")),
    ],
);

pub(super) static SQS_CHANNEL: Object = Object::binding(
    "an SQS channel binding",
    &[
        Field::new("queue", "Queue", Obj(&SQS_QUEUE)),
        Field::new("deadLetterQueue", "Dead-letter queue", Obj(&SQS_QUEUE)).own(),
        VERSION,
    ],
);

pub(super) static SQS_OPERATION: Object =
    Object::binding("an SQS operation binding", &[Field::new("queues", "Queues", List(&Obj(&SQS_QUEUE))), VERSION]);

static SQS_QUEUE: Object = Object::binding(
    "an SQS queue",
    &[
        Field::new("name", "Name", Text).shared(),
        Field::new("fifoQueue", "First in, first out", Flag).shared(),
        Field::new("deduplicationScope", "Duplicates are dropped by", Word(&["queue", "messageGroup"])).own(),
        Field::new("fifoThroughputLimit", "Throughput is limited by", Word(&["perQueue", "perMessageGroupId"])).own(),
        Field::new("deliveryDelay", "Delivery delayed by", Number("s")).own(),
        Field::new("visibilityTimeout", "Hidden while handled for", Number("s")).own(),
        Field::new("receiveMessageWaitTime", "Waits for messages", Number("s")).own(),
        Field::new("messageRetentionPeriod", "Kept for", Number("s")).own(),
        Field::new("redrivePolicy", "Redrive policy", Obj(&REDRIVE)).own(),
        Field::new("policy", "Policy", Any),
        Field::new("tags", "Tags", Map(&Text)).own(),
    ],
);

pub(super) static PUBSUB_CHANNEL: Object = Object::binding(
    "a Google Pub/Sub channel binding",
    &[
        Field::new("labels", "Labels", Map(&Text)).own(),
        Field::new("messageRetentionDuration", "Kept for", Text).own(),
        Field::new("messageStoragePolicy", "Storage policy", Obj(&STORAGE)).own(),
        Field::new("schemaSettings", "Schema settings", Obj(&SETTINGS)),
        VERSION,
    ],
);

static STORAGE: Object =
    Object::binding("a storage policy", &[Field::new("allowedPersistenceRegions", "Regions", List(&Text))]);

static SETTINGS: Object = Object::binding(
    "the schema settings of a topic",
    &[
        Field::new("encoding", "Encoding", Text).shared(),
        Field::new("firstRevisionId", "First revision", Text).own(),
        Field::new("lastRevisionId", "Last revision", Text).own(),
        Field::new("name", "Name", Text).shared(),
    ],
);

pub(super) static PUBSUB_MESSAGE: Object = Object::binding(
    "a Google Pub/Sub message binding",
    &[
        Field::new("attributes", "Attributes", Map(&Any)),
        Field::new("orderingKey", "Ordering key", Text).own(),
        Field::new("schema", "Schema", Obj(&PUBSUB_SCHEMA)),
        VERSION,
    ],
);

static PUBSUB_SCHEMA: Object = Object::binding(
    "the schema of a Pub/Sub message",
    &[Field::new("name", "Name", Text).shared(), Field::new("type", "Type", Text).shared()],
);
