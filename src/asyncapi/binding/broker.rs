//! Bindings of Brokers of enterprises: IBM MQ, JMS, Solace, Anypoint MQ; NATS and ROS 2.

use super::VERSION;
use crate::asyncapi::Shape::{Any, Flag, List, Markdown, Number, Object as Obj, SchemaOr, Text, Word};
use crate::asyncapi::{Field, Object};

pub(super) static IBMMQ_SERVER: Object = Object::binding(
    "an IBM MQ server binding",
    &[
        Field::new("groupId", "Group", Text).own(),
        Field::new("ccdtQueueManagerName", "Queue manager", Text).shared(),
        Field::new("cipherSpec", "Cipher", Text).shared(),
        Field::new("multiEndpointServer", "Several endpoints", Flag).own(),
        Field::new("heartBeatInterval", "Heartbeat every", Number("ms")).own(),
        VERSION,
    ],
);

pub(super) static IBMMQ_CHANNEL: Object = Object::binding(
    "an IBM MQ channel binding",
    &[
        Field::new("destinationType", "It is a", Word(&["topic", "queue"])).shared(),
        Field::new("queue", "Queue", Obj(&IBMMQ_QUEUE)),
        Field::new("topic", "Topic", Obj(&IBMMQ_TOPIC)),
        Field::new("maxMsgLength", "Longest message", Number("bytes")),
        VERSION,
    ],
);

static IBMMQ_QUEUE: Object = Object::binding(
    "an IBM MQ queue",
    &[
        Field::new("objectName", "Object", Text).shared(),
        Field::new("isPartitioned", "Partitioned", Flag).own(),
        Field::new("exclusive", "Exclusive", Flag).own(),
    ],
);

static IBMMQ_TOPIC: Object = Object::binding(
    "an IBM MQ topic",
    &[
        Field::new("string", "Topic string", Text).shared(),
        Field::new("objectName", "Object", Text).shared(),
        Field::new("durablePermitted", "Durable subscriptions", Flag),
        Field::new("lastMsgRetained", "Last message is retained", Flag).own(),
    ],
);

pub(super) static IBMMQ_MESSAGE: Object = Object::binding(
    "an IBM MQ message binding",
    &[
        Field::new("type", "Type", Word(&["string", "jms", "binary"])).shared(),
        Field::new("headers", "Headers", Text),
        Field::new("description", "Description", Markdown),
        Field::new("expiry", "Expires after", Number("ms")).own(),
        VERSION,
    ],
);

pub(super) static JMS_SERVER: Object = Object::binding(
    "a JMS server binding",
    &[
        Field::new("jmsConnectionFactory", "Connection factory", Text),
        Field::new("properties", "Properties", List(&Obj(&JMS_PROPERTY))),
        Field::new("clientID", "Client", Text).own(),
        VERSION,
    ],
);

static JMS_PROPERTY: Object = Object::binding(
    "a property of a JMS connection",
    &[Field::new("name", "Name", Text), Field::new("value", "Value", Any)],
);

pub(super) static JMS_CHANNEL: Object = Object::binding(
    "a JMS channel binding",
    &[
        Field::new("destination", "Destination", Text).shared(),
        Field::new("destinationType", "It is a", Text).shared(),
        VERSION,
    ],
);

pub(super) static JMS_MESSAGE: Object =
    Object::binding("a JMS message binding", &[Field::new("headers", "Headers", SchemaOr(&Any)), VERSION]);

pub(super) static SOLACE_SERVER: Object = Object::binding(
    "a Solace server binding",
    &[
        Field::new("msgVpn", "Message VPN", Text).shared(),
        Field::new("msvVpn", "Message VPN", Text).shared(),
        Field::new("clientName", "Client", Text).own(),
        VERSION,
    ],
);

pub(super) static SOLACE_OPERATION: Object = Object::binding(
    "a Solace operation binding",
    &[
        Field::new("destinations", "Destinations", List(&Obj(&SOLACE_DESTINATION))),
        Field::new("timeToLive", "Time to live", SchemaOr(&Number("ms"))).own(),
        Field::new("priority", "Priority", SchemaOr(&Number(""))).own(),
        Field::new("dmqEligible", "May go to the dead message queue", Flag).own(),
        VERSION,
    ],
);

static SOLACE_DESTINATION: Object = Object::binding(
    "a Solace destination",
    &[
        Field::new("destinationType", "It is a", Word(&["queue", "topic"])).shared(),
        Field::new("deliveryMode", "Delivery", Word(&["direct", "persistent"])).own(),
        Field::new("queue", "Queue", Obj(&SOLACE_QUEUE)),
        Field::new("topic", "Topic", Obj(&SOLACE_TOPIC)),
        Field::new("topicSubscriptions", "Topic subscriptions", List(&Text)),
    ],
);

static SOLACE_QUEUE: Object = Object::binding(
    "a Solace queue",
    &[
        Field::new("name", "Name", Text).shared(),
        Field::new("topicSubscriptions", "Topic subscriptions", List(&Text)),
        Field::new("accessType", "Access", Word(&["exclusive", "nonexclusive"])).own(),
        Field::new("maxTtl", "Longest time to live", Text).own(),
        Field::new("maxMsgSpoolUsage", "Largest spool", Text).own(),
    ],
);

static SOLACE_TOPIC: Object =
    Object::binding("a Solace topic", &[Field::new("topicSubscriptions", "Topic subscriptions", List(&Text))]);

pub(super) static ANYPOINT_CHANNEL: Object = Object::binding(
    "an Anypoint MQ channel binding",
    &[
        Field::new("destination", "Destination", Text).shared(),
        Field::new("destinationType", "It is a", Word(&["exchange", "queue", "fifo-queue"])).shared(),
        VERSION,
    ],
);

pub(super) static ANYPOINT_MESSAGE: Object =
    Object::binding("an Anypoint MQ message binding", &[Field::new("headers", "Headers", SchemaOr(&Any)), VERSION]);

pub(super) static NATS_OPERATION: Object =
    Object::binding("a NATS operation binding", &[Field::new("queue", "Queue group", Text).own(), VERSION]);

pub(super) static ROS2_SERVER: Object = Object::binding(
    "a ROS 2 server binding",
    &[
        Field::new("rmwImplementation", "Middleware", Text),
        Field::new("domainId", "Domain", Number("")).shared(),
        VERSION,
    ],
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
