//! Bindings of AMQP 0-9-1.

use super::VERSION;
use crate::asyncapi::Shape::{Flag, List, Number, Object as Obj, Text, Word};
use crate::asyncapi::{Field, Object};

pub(super) static AMQP_CHANNEL: Object = Object::binding(
    "an AMQP channel binding",
    &[
        Field::new("is", "It is a", Word(&["queue", "routingKey"])),
        Field::new("exchange", "Exchange", Obj(&EXCHANGE)),
        Field::new("queue", "Queue", Obj(&QUEUE)),
        VERSION,
    ],
);

static EXCHANGE: Object = Object::binding(
    "an AMQP exchange",
    &[
        Field::new("name", "Name", Text),
        Field::new("type", "Type", Word(&["topic", "direct", "fanout", "default", "headers"])),
        Field::new("durable", "Survives a restart", Flag),
        Field::new("autoDelete", "Deleted when unused", Flag),
        Field::new("vhost", "Virtual host", Text),
    ],
);

static QUEUE: Object = Object::binding(
    "an AMQP queue",
    &[
        Field::new("name", "Name", Text),
        Field::new("durable", "Survives a restart", Flag),
        Field::new("exclusive", "For one connection only", Flag),
        Field::new("autoDelete", "Deleted when unused", Flag),
        Field::new("vhost", "Virtual host", Text),
    ],
);

pub(super) static AMQP_OPERATION: Object = Object::binding(
    "an AMQP operation binding",
    &[
        Field::new("expiration", "Expires after", Number("ms")),
        Field::new("userId", "User", Text),
        Field::new("cc", "Copies to", List(&Text)),
        Field::new("bcc", "Blind copies to", List(&Text)),
        Field::new("priority", "Priority", Number("")),
        Field::new("deliveryMode", "Delivery mode (1 transient, 2 persistent)", Number("")),
        Field::new("mandatory", "Mandatory", Flag),
        Field::new("timestamp", "Has a timestamp", Flag),
        Field::new("ack", "Acknowledged", Flag),
        Field::new("replyTo", "Replies to", Text),
        VERSION,
    ],
);

pub(super) static AMQP_MESSAGE: Object = Object::binding(
    "an AMQP message binding",
    &[
        Field::new("contentEncoding", "Content encoding", Text),
        Field::new("messageType", "Message type", Text),
        VERSION,
    ],
);
