//! Bindings of MQTT.

use super::VERSION;
use crate::asyncapi::Shape::{Any, Flag, Number, Object as Obj, SchemaOr, Text};
use crate::asyncapi::{Field, Object};

pub(super) static MQTT_SERVER: Object = Object::binding(
    "an MQTT server binding",
    &[
        Field::new("clientId", "Client", Text).own(),
        Field::new("cleanSession", "Clean session", Flag).own(),
        Field::new("lastWill", "Last will", Obj(&LAST_WILL)).own(),
        Field::new("keepAlive", "Kept alive for", Number("s")).own(),
        Field::new("sessionExpiryInterval", "Session expires after", SchemaOr(&Number("s"))).own(),
        Field::new("maximumPacketSize", "Largest packet", SchemaOr(&Number("bytes"))).own(),
        VERSION,
    ],
);

static LAST_WILL: Object = Object::binding(
    "an MQTT last will",
    &[
        Field::new("topic", "Topic", Text),
        Field::new("qos", "Quality of service", Number("")),
        Field::new("message", "Message", Text),
        Field::new("retain", "Retained", Flag),
    ],
);

pub(super) static MQTT_OPERATION: Object = Object::binding(
    "an MQTT operation binding",
    &[
        Field::new("qos", "Quality of service", Number("")).own(),
        Field::new("retain", "Retained", Flag).own(),
        Field::new("messageExpiryInterval", "Messages expire after", SchemaOr(&Number("s"))).own(),
        VERSION,
    ],
);

pub(super) static MQTT_MESSAGE: Object = Object::binding(
    "an MQTT message binding",
    &[
        Field::new("payloadFormatIndicator", "Payload format (0 bytes, 1 UTF-8)", Number("")).shared(),
        Field::new("correlationData", "Correlation data", SchemaOr(&Any)),
        Field::new("contentType", "Content type", Text).shared(),
        Field::new("responseTopic", "Response topic", SchemaOr(&Text)),
        VERSION,
    ],
);

pub(super) static MQTT5_SERVER: Object = Object::binding(
    "an MQTT 5 server binding",
    &[Field::new("sessionExpiryInterval", "Session expires after", SchemaOr(&Number("s"))).own(), VERSION],
);
