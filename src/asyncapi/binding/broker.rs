//! Bindings of Brokers of enterprises: IBM MQ, JMS, Solace, Anypoint MQ; NATS and ROS 2.

use super::VERSION;
use crate::asyncapi::Shape::{Any, Flag, List, Markdown, Number, Object as Obj, SchemaOr, Text, Word};
use crate::asyncapi::{Field, Object};

pub(super) static IBMMQ_SERVER: Object = Object::binding(
    "an IBM MQ server binding",
    &[
        Field::new("groupId", "Group", Text),
        Field::new("ccdtQueueManagerName", "Queue manager", Text),
        Field::new("cipherSpec", "Cipher", Text),
        Field::new("multiEndpointServer", "Several endpoints", Flag),
        Field::new("heartBeatInterval", "Heartbeat every", Number("ms")),
        VERSION,
    ],
);

pub(super) static IBMMQ_CHANNEL: Object = Object::binding(
    "an IBM MQ channel binding",
    &[
        Field::new("destinationType", "It is a", Word(&["topic", "queue"])),
        Field::new("queue", "Queue", Obj(&IBMMQ_QUEUE)),
        Field::new("topic", "Topic", Obj(&IBMMQ_TOPIC)),
        Field::new("maxMsgLength", "Longest message", Number("bytes")),
        VERSION,
    ],
);

static IBMMQ_QUEUE: Object = Object::binding(
    "an IBM MQ queue",
    &[
        Field::new("objectName", "Object", Text),
        Field::new("isPartitioned", "Partitioned", Flag),
        Field::new("exclusive", "Exclusive", Flag),
    ],
);

static IBMMQ_TOPIC: Object = Object::binding(
    "an IBM MQ topic",
    &[
        Field::new("string", "Topic string", Text),
        Field::new("objectName", "Object", Text),
        Field::new("durablePermitted", "Durable subscriptions", Flag),
        Field::new("lastMsgRetained", "Last message is retained", Flag),
    ],
);

pub(super) static IBMMQ_MESSAGE: Object = Object::binding(
    "an IBM MQ message binding",
    &[
        Field::new("type", "Type", Word(&["string", "jms", "binary"])),
        Field::new("headers", "Headers", Text),
        Field::new("description", "Description", Markdown),
        Field::new("expiry", "Expires after", Number("ms")),
        VERSION,
    ],
);

pub(super) static JMS_SERVER: Object = Object::binding(
    "a JMS server binding",
    &[
        Field::new("jmsConnectionFactory", "Connection factory", Text),
        Field::new("properties", "Properties", List(&Obj(&JMS_PROPERTY))),
        Field::new("clientID", "Client", Text),
        VERSION,
    ],
);

static JMS_PROPERTY: Object = Object::binding(
    "a property of a JMS connection",
    &[Field::new("name", "Name", Text), Field::new("value", "Value", Any)],
);

pub(super) static JMS_CHANNEL: Object = Object::binding(
    "a JMS channel binding",
    &[Field::new("destination", "Destination", Text), Field::new("destinationType", "It is a", Text), VERSION],
);

pub(super) static JMS_MESSAGE: Object =
    Object::binding("a JMS message binding", &[Field::new("headers", "Headers", SchemaOr(&Any)), VERSION]);

pub(super) static SOLACE_SERVER: Object = Object::binding(
    "a Solace server binding",
    &[
        Field::new("msgVpn", "Message VPN", Text),
        Field::new("msvVpn", "Message VPN", Text),
        Field::new("clientName", "Client", Text),
        VERSION,
    ],
);

pub(super) static SOLACE_OPERATION: Object = Object::binding(
    "a Solace operation binding",
    &[
        Field::new("destinations", "Destinations", List(&Obj(&SOLACE_DESTINATION))),
        Field::new("timeToLive", "Time to live", SchemaOr(&Number("ms"))),
        Field::new("priority", "Priority", SchemaOr(&Number(""))),
        Field::new("dmqEligible", "May go to the dead message queue", Flag),
        VERSION,
    ],
);

static SOLACE_DESTINATION: Object = Object::binding(
    "a Solace destination",
    &[
        Field::new("destinationType", "It is a", Word(&["queue", "topic"])),
        Field::new("deliveryMode", "Delivery", Word(&["direct", "persistent"])),
        Field::new("queue", "Queue", Obj(&SOLACE_QUEUE)),
        Field::new("topic", "Topic", Obj(&SOLACE_TOPIC)),
        Field::new("topicSubscriptions", "Topic subscriptions", List(&Text)),
    ],
);

static SOLACE_QUEUE: Object = Object::binding(
    "a Solace queue",
    &[
        Field::new("name", "Name", Text),
        Field::new("topicSubscriptions", "Topic subscriptions", List(&Text)),
        Field::new("accessType", "Access", Word(&["exclusive", "nonexclusive"])),
        Field::new("maxTtl", "Longest time to live", Text),
        Field::new("maxMsgSpoolUsage", "Largest spool", Text),
    ],
);

static SOLACE_TOPIC: Object =
    Object::binding("a Solace topic", &[Field::new("topicSubscriptions", "Topic subscriptions", List(&Text))]);

pub(super) static ANYPOINT_CHANNEL: Object = Object::binding(
    "an Anypoint MQ channel binding",
    &[
        Field::new("destination", "Destination", Text),
        Field::new("destinationType", "It is a", Word(&["exchange", "queue", "fifo-queue"])),
        VERSION,
    ],
);

pub(super) static ANYPOINT_MESSAGE: Object =
    Object::binding("an Anypoint MQ message binding", &[Field::new("headers", "Headers", SchemaOr(&Any)), VERSION]);

pub(super) static NATS_OPERATION: Object =
    Object::binding("a NATS operation binding", &[Field::new("queue", "Queue group", Text), VERSION]);

pub(super) static ROS2_SERVER: Object = Object::binding(
    "a ROS 2 server binding",
    &[Field::new("rmwImplementation", "Middleware", Text), Field::new("domainId", "Domain", Number("")), VERSION],
);

pub(super) static ROS2_OPERATION: Object = Object::binding(
    "a ROS 2 operation binding",
    &[
        Field::new("role", "Role", Text),
        Field::new("node", "Node", Text),
        Field::new("qosPolicies", "Quality of service", Obj(&QOS)),
        VERSION,
    ],
);

static QOS: Object = Object::binding(
    "the quality of service of ROS 2",
    &[
        Field::new("reliability", "Reliability", Text),
        Field::new("history", "History", Text),
        Field::new("durability", "Durability", Text),
        Field::new("lifespan", "Lifespan", Number("ms")),
        Field::new("deadline", "Deadline", Number("ms")),
        Field::new("liveliness", "Liveliness", Text),
        Field::new("leaseDuration", "Lease", Number("ms")),
    ],
);
