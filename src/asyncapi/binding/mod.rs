//! Bindings: what a protocol adds to a server, channel, operation or message.
//!
//! Each binding has versions of its own, so that these objects are open: a field that is not in the table is shown by its name.

mod amqp;
mod broker;
mod cloud;
mod kafka;
mod mqtt;
mod web;

use super::Shape::{Object as Obj, Text};
use super::Version::{V2_1, V2_2, V2_3, V2_5, V2_6, V3_1};
use super::{Field, Object};

const VERSION: Field = Field::new("bindingVersion", "Version of the binding", Text).own();

/// A binding that defines no fields.
static PLAIN: Object = Object::binding("a binding", &[VERSION]);

pub(super) static SERVER_BINDINGS: Object = Object::new(
    "the bindings of a server",
    &[
        Field::new("http", "HTTP", Obj(&PLAIN)),
        Field::new("ws", "WebSocket", Obj(&PLAIN)),
        Field::new("kafka", "Kafka", Obj(&kafka::KAFKA_SERVER)),
        Field::new("anypointmq", "Anypoint MQ", Obj(&PLAIN)).since(V2_2),
        Field::new("amqp", "AMQP 0-9-1", Obj(&PLAIN)),
        Field::new("amqp1", "AMQP 1.0", Obj(&PLAIN)),
        Field::new("mqtt", "MQTT", Obj(&mqtt::MQTT_SERVER)),
        Field::new("mqtt5", "MQTT 5", Obj(&mqtt::MQTT5_SERVER)),
        Field::new("nats", "NATS", Obj(&PLAIN)),
        Field::new("jms", "JMS", Obj(&broker::JMS_SERVER)),
        Field::new("sns", "SNS", Obj(&PLAIN)),
        Field::new("solace", "Solace", Obj(&broker::SOLACE_SERVER)).since(V2_3),
        Field::new("sqs", "SQS", Obj(&PLAIN)),
        Field::new("stomp", "STOMP", Obj(&PLAIN)),
        Field::new("redis", "Redis", Obj(&PLAIN)),
        Field::new("mercure", "Mercure", Obj(&PLAIN)).since(V2_1),
        Field::new("ibmmq", "IBM MQ", Obj(&broker::IBMMQ_SERVER)).since(V2_1),
        Field::new("googlepubsub", "Google Pub/Sub", Obj(&PLAIN)).since(V2_5),
        Field::new("pulsar", "Pulsar", Obj(&kafka::PULSAR_SERVER)).since(V2_6),
        Field::new("ros2", "ROS 2", Obj(&broker::ROS2_SERVER)).since(V3_1),
    ],
);

pub(super) static CHANNEL_BINDINGS: Object = Object::new(
    "the bindings of a channel",
    &[
        Field::new("http", "HTTP", Obj(&PLAIN)),
        Field::new("ws", "WebSocket", Obj(&web::WS_CHANNEL)),
        Field::new("kafka", "Kafka", Obj(&kafka::KAFKA_CHANNEL)),
        Field::new("anypointmq", "Anypoint MQ", Obj(&broker::ANYPOINT_CHANNEL)).since(V2_2),
        Field::new("amqp", "AMQP 0-9-1", Obj(&amqp::AMQP_CHANNEL)),
        Field::new("amqp1", "AMQP 1.0", Obj(&PLAIN)),
        Field::new("mqtt", "MQTT", Obj(&PLAIN)),
        Field::new("mqtt5", "MQTT 5", Obj(&PLAIN)),
        Field::new("nats", "NATS", Obj(&PLAIN)),
        Field::new("jms", "JMS", Obj(&broker::JMS_CHANNEL)),
        Field::new("sns", "SNS", Obj(&cloud::SNS_CHANNEL)),
        Field::new("solace", "Solace", Obj(&PLAIN)).since(V2_3),
        Field::new("sqs", "SQS", Obj(&cloud::SQS_CHANNEL)),
        Field::new("stomp", "STOMP", Obj(&PLAIN)),
        Field::new("redis", "Redis", Obj(&PLAIN)),
        Field::new("mercure", "Mercure", Obj(&PLAIN)).since(V2_1),
        Field::new("ibmmq", "IBM MQ", Obj(&broker::IBMMQ_CHANNEL)).since(V2_1),
        Field::new("googlepubsub", "Google Pub/Sub", Obj(&cloud::PUBSUB_CHANNEL)).since(V2_5),
        Field::new("pulsar", "Pulsar", Obj(&kafka::PULSAR_CHANNEL)).since(V2_6),
        Field::new("ros2", "ROS 2", Obj(&PLAIN)).since(V3_1),
    ],
);

pub(super) static OPERATION_BINDINGS: Object = Object::new(
    "the bindings of an operation",
    &[
        Field::new("http", "HTTP", Obj(&web::HTTP_OPERATION)),
        Field::new("ws", "WebSocket", Obj(&PLAIN)),
        Field::new("kafka", "Kafka", Obj(&kafka::KAFKA_OPERATION)),
        Field::new("anypointmq", "Anypoint MQ", Obj(&PLAIN)).since(V2_2),
        Field::new("amqp", "AMQP 0-9-1", Obj(&amqp::AMQP_OPERATION)),
        Field::new("amqp1", "AMQP 1.0", Obj(&PLAIN)),
        Field::new("mqtt", "MQTT", Obj(&mqtt::MQTT_OPERATION)),
        Field::new("mqtt5", "MQTT 5", Obj(&PLAIN)),
        Field::new("nats", "NATS", Obj(&broker::NATS_OPERATION)),
        Field::new("jms", "JMS", Obj(&PLAIN)),
        Field::new("sns", "SNS", Obj(&cloud::SNS_OPERATION)),
        Field::new("solace", "Solace", Obj(&broker::SOLACE_OPERATION)).since(V2_3),
        Field::new("sqs", "SQS", Obj(&cloud::SQS_OPERATION)),
        Field::new("stomp", "STOMP", Obj(&PLAIN)),
        Field::new("redis", "Redis", Obj(&PLAIN)),
        Field::new("mercure", "Mercure", Obj(&PLAIN)).since(V2_1),
        Field::new("ibmmq", "IBM MQ", Obj(&PLAIN)).since(V2_1),
        Field::new("googlepubsub", "Google Pub/Sub", Obj(&PLAIN)).since(V2_5),
        Field::new("pulsar", "Pulsar", Obj(&PLAIN)).since(V2_6),
        Field::new("ros2", "ROS 2", Obj(&broker::ROS2_OPERATION)).since(V3_1),
    ],
);

pub(super) static MESSAGE_BINDINGS: Object = Object::new(
    "the bindings of a message",
    &[
        Field::new("http", "HTTP", Obj(&web::HTTP_MESSAGE)),
        Field::new("ws", "WebSocket", Obj(&PLAIN)),
        Field::new("kafka", "Kafka", Obj(&kafka::KAFKA_MESSAGE)),
        Field::new("anypointmq", "Anypoint MQ", Obj(&broker::ANYPOINT_MESSAGE)).since(V2_2),
        Field::new("amqp", "AMQP 0-9-1", Obj(&amqp::AMQP_MESSAGE)),
        Field::new("amqp1", "AMQP 1.0", Obj(&PLAIN)),
        Field::new("mqtt", "MQTT", Obj(&mqtt::MQTT_MESSAGE)),
        Field::new("mqtt5", "MQTT 5", Obj(&PLAIN)),
        Field::new("nats", "NATS", Obj(&PLAIN)),
        Field::new("jms", "JMS", Obj(&broker::JMS_MESSAGE)),
        Field::new("sns", "SNS", Obj(&PLAIN)),
        Field::new("solace", "Solace", Obj(&PLAIN)).since(V2_3),
        Field::new("sqs", "SQS", Obj(&PLAIN)),
        Field::new("stomp", "STOMP", Obj(&PLAIN)),
        Field::new("redis", "Redis", Obj(&PLAIN)),
        Field::new("mercure", "Mercure", Obj(&PLAIN)).since(V2_1),
        Field::new("ibmmq", "IBM MQ", Obj(&broker::IBMMQ_MESSAGE)).since(V2_1),
        Field::new("googlepubsub", "Google Pub/Sub", Obj(&cloud::PUBSUB_MESSAGE)).since(V2_5),
        Field::new("pulsar", "Pulsar", Obj(&PLAIN)).since(V2_6),
        Field::new("ros2", "ROS 2", Obj(&PLAIN)).since(V3_1),
    ],
);
