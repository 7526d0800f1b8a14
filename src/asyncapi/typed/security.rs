//! Security schemes.

use serde_json::Value;

use super::{Listed, model};
use crate::asyncapi::security;

model! {
    /// How a client proves who it is; which fields mean something depends on the type.
    SecurityScheme of security::SECURITY_SCHEME {
        /// `apiKey`, `http`, `oauth2`, `scramSha256` …
        kind "type": String, V2_0 to V3_1;
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
        /// Of the header, the query parameter or the cookie that carries a key.
        name "name": String, V2_0 to V3_1;
        /// Where a key is carried.
        place "in": String, V2_0 to V3_1;
        /// Of HTTP's `Authorization`.
        scheme "scheme": String, V2_0 to V3_1;
        bearer_format "bearerFormat": String, V2_0 to V3_1;
        /// The flows of OAuth by their names.
        flows "flows": Value, V2_0 to V3_1;
        open_id_connect_url "openIdConnectUrl": String, V2_0 to V3_1;
        /// The scopes that are needed.
        scopes "scopes": Listed<String>, V3_0 to V3_1;
    }
}
