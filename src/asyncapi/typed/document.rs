//! The document itself, what it says about itself, and its components.

use serde_json::Value;

use super::{
    Channel, CorrelationId, Listed, Message, MessageTrait, Named, Operation, OperationTrait, Parameter, Reply,
    ReplyAddress, SecurityScheme, Server, ServerVariable, model,
};
use crate::asyncapi::{Version, document};

model! {
    /// An AsyncAPI document.
    Document of document::DOCUMENT {
        /// The version of the specification that it follows, with its third number.
        asyncapi "asyncapi": String, V2_0 to V3_1;
        /// A URI for the application.
        id "id": String, V2_0 to V3_1;
        /// What it says about itself.
        info "info": Info, V2_0 to V3_1;
        servers "servers": Named<Server>, V2_0 to V3_1;
        /// The content type of messages that state none.
        default_content_type "defaultContentType": String, V2_0 to V3_1;
        /// In 2.x by address, from 3.0 by name.
        channels "channels": Named<Channel>, V2_0 to V3_1;
        operations "operations": Named<Operation>, V3_0 to V3_1;
        /// What other parts refer to.
        components "components": Components, V2_0 to V3_1;
        tags "tags": Listed<Tag>, V2_0 to V2_6;
        external_docs "externalDocs": ExternalDocs, V2_0 to V2_6;
    }
}

impl Document {
    /// The version of the specification that it follows; `None` for one that is not read.
    pub fn version(&self) -> Option<Version> {
        self.asyncapi.valid().and_then(|text| Version::of(text))
    }
}

model! {
    /// What a document says about itself.
    Info of document::INFO {
        title "title": String, V2_0 to V3_1;
        /// The version of the described API.
        version "version": String, V2_0 to V3_1;
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
        /// A URL.
        terms_of_service "termsOfService": String, V2_0 to V3_1;
        contact "contact": Contact, V2_0 to V3_1;
        license "license": License, V2_0 to V3_1;
        tags "tags": Listed<Tag>, V3_0 to V3_1;
        external_docs "externalDocs": ExternalDocs, V3_0 to V3_1;
    }
}

model! {
    /// Whom to ask.
    Contact of document::CONTACT {
        name "name": String, V2_0 to V3_1;
        url "url": String, V2_0 to V3_1;
        email "email": String, V2_0 to V3_1;
    }
}

model! {
    /// The licence of the described API.
    License of document::LICENSE {
        name "name": String, V2_0 to V3_1;
        url "url": String, V2_0 to V3_1;
    }
}

model! {
    /// A word to group by.
    Tag of document::TAG {
        name "name": String, V2_0 to V3_1;
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
        external_docs "externalDocs": ExternalDocs, V2_0 to V3_1;
    }
}

model! {
    /// Where more is said.
    ExternalDocs of document::EXTERNAL_DOCS {
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
        url "url": String, V2_0 to V3_1;
    }
}

model! {
    /// Objects that have an effect only where something refers to them.
    Components of document::COMPONENTS {
        /// Schemas, from 3.0 multi-format schema objects among them.
        schemas "schemas": Named<Value>, V2_0 to V3_1;
        servers "servers": Named<Server>, V2_3 to V3_1;
        channels "channels": Named<Channel>, V2_3 to V3_1;
        operations "operations": Named<Operation>, V3_0 to V3_1;
        messages "messages": Named<Message>, V2_0 to V3_1;
        security_schemes "securitySchemes": Named<SecurityScheme>, V2_0 to V3_1;
        server_variables "serverVariables": Named<ServerVariable>, V2_4 to V3_1;
        parameters "parameters": Named<Parameter>, V2_0 to V3_1;
        correlation_ids "correlationIds": Named<CorrelationId>, V2_0 to V3_1;
        replies "replies": Named<Reply>, V3_0 to V3_1;
        reply_addresses "replyAddresses": Named<ReplyAddress>, V3_0 to V3_1;
        external_docs "externalDocs": Named<ExternalDocs>, V3_0 to V3_1;
        tags "tags": Named<Tag>, V3_0 to V3_1;
        operation_traits "operationTraits": Named<OperationTrait>, V2_0 to V3_1;
        message_traits "messageTraits": Named<MessageTrait>, V2_0 to V3_1;
        server_bindings "serverBindings": Named<Value>, V2_0 to V3_1;
        channel_bindings "channelBindings": Named<Value>, V2_0 to V3_1;
        operation_bindings "operationBindings": Named<Value>, V2_0 to V3_1;
        message_bindings "messageBindings": Named<Value>, V2_0 to V3_1;
    }
}
