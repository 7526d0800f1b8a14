//! Servers and the variables in their addresses.

use serde_json::Value;

use super::{ExternalDocs, Listed, Named, Tag, model};
use crate::asyncapi::server;

model! {
    /// A message broker or another server that an application connects to.
    Server of server::SERVER {
        /// Its address, variables in braces.
        url "url": String, V2_0 to V2_6;
        /// Its name and port, variables in braces.
        host "host": String, V3_0 to V3_1;
        pathname "pathname": String, V3_0 to V3_1;
        /// `kafka`, `amqp`, `mqtt` …
        protocol "protocol": String, V2_0 to V3_1;
        protocol_version "protocolVersion": String, V2_0 to V3_1;
        title "title": String, V3_0 to V3_1;
        summary "summary": String, V3_0 to V3_1;
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
        variables "variables": Named<ServerVariable>, V2_0 to V3_1;
        /// One of these has to be satisfied: in 2.x names of schemes with scopes, from 3.0 schemes.
        security "security": Vec<Value>, V2_0 to V3_1;
        tags "tags": Listed<Tag>, V2_5 to V3_1;
        external_docs "externalDocs": ExternalDocs, V3_0 to V3_1;
        /// By protocol.
        bindings "bindings": Value, V2_0 to V3_1;
    }
}

model! {
    /// A variable in a server's address.
    ServerVariable of server::SERVER_VARIABLE {
        /// The values that it may have.
        one_of "enum": Listed<String>, V2_0 to V3_1;
        default "default": String, V2_0 to V3_1;
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
        examples "examples": Listed<String>, V2_0 to V3_1;
    }
}
