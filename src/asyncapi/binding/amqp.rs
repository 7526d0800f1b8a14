//! Bindings of AMQP 0-9-1.

use super::VERSION;
use crate::asyncapi::Shape::{Flag, List, Number, Object as Obj, Text, Word};
use crate::asyncapi::{Field, Object};

pub(super) static AMQP_CHANNEL: Object = Object::binding(
    "an AMQP channel binding",
    &[
        Field::new("is", "It is a", Word(&["queue", "routingKey"])).shared(),
        Field::new("exchange", "Exchange", Obj(&EXCHANGE)),
        Field::new("queue", "Queue", Obj(&QUEUE)),
        VERSION,
    ],
);

static EXCHANGE: Object = Object::binding(
    "an AMQP exchange",
    &[
        Field::new("name", "Name", Text).shared(),
        Field::new("type", "Type", Word(&["topic", "direct", "fanout", "default", "headers"])).shared(),
        Field::new("durable", "Survives a restart", Flag).shared(),
        Field::new("autoDelete", "Deleted when unused", Flag).shared(),
        Field::new("vhost", "Virtual host", Text).shared(),
    ],
);

static QUEUE: Object = Object::binding(
    "an AMQP queue",
    &[
        Field::new("name", "Name", Text).shared(),
        Field::new("durable", "Survives a restart", Flag).shared(),
        Field::new("exclusive", "For one connection only", Flag).shared(),
        Field::new("autoDelete", "Deleted when unused", Flag).shared(),
        Field::new("vhost", "Virtual host", Text).shared(),
    ],
);

pub(super) static AMQP_OPERATION: Object = Object::binding(
    "an AMQP operation binding",
    &[
        Field::new("expiration", "Expires after", Number("ms")).own(),
        Field::new("userId", "User", Text).own(),
        Field::new("cc", "Copies to", List(&Text)).own(),
        Field::new("bcc", "Blind copies to", List(&Text)).own(),
        Field::new("priority", "Priority", Number("")).own(),
        Field::new("deliveryMode", "Delivery mode (1 transient, 2 persistent)", Number("")).own(),
        Field::new("mandatory", "Mandatory", Flag).own(),
        Field::new("timestamp", "Has a timestamp", Flag).own(),
        Field::new("ack", "Acknowledged", Flag).own(),
        Field::new("replyTo", "Replies to", Text).own(),
        VERSION,
    ],
);

pub(super) static AMQP_MESSAGE: Object = Object::binding(
    "an AMQP message binding",
    &[
        Field::new("contentEncoding", "Content encoding", Text).shared(),
        Field::new("messageType", "Message type", Text).shared(),
        VERSION,
    ],
);
