//! Security schemes: each type has fields of its own.

use super::Shape::{List, Map, Markdown, Object as Obj, Text, Url, Word};
use super::Version::{V2_6, V3_0};
use super::{Field, Object, Shape};
use crate::source::Node;

const TYPES: &[&str] = &[
    "userPassword",
    "apiKey",
    "X509",
    "symmetricEncryption",
    "asymmetricEncryption",
    "httpApiKey",
    "http",
    "oauth2",
    "openIdConnect",
    "plain",
    "scramSha256",
    "scramSha512",
    "gssapi",
];

const TYPE: Field = Field::new("type", "Type", Word(TYPES)).shared().required();
const DESCRIPTION: Field = Field::new("description", "Description", Markdown);
const SCOPES: Field = Field::new("scopes", "Scopes needed", List(&Text)).since(V3_0);

/// A scheme whose type is none of the known ones has the fields of all.
pub static SECURITY_SCHEME: Object = Object {
    narrow: Some(narrow),
    ..Object::new(
        "a security scheme",
        &[
            TYPE,
            DESCRIPTION,
            Field::new("name", "Name", Text).shared(),
            Field::new("in", "Place", Text).shared(),
            Field::new("scheme", "Scheme", Text).shared(),
            Field::new("bearerFormat", "Format of the token", Text).own(),
            Field::new("flows", "Flows", Obj(&FLOWS)),
            Field::new("openIdConnectUrl", "OpenID Connect", Url).shared(),
            SCOPES,
        ],
    )
};

/// What lists of schemes hold from 3.0.
pub static A_SCHEME: Shape = Obj(&SECURITY_SCHEME);

fn narrow(node: &Node) -> Option<&'static Object> {
    match node.get("type")?.as_str()? {
        "apiKey" => Some(&API_KEY),
        "httpApiKey" => Some(&HTTP_API_KEY),
        "http" => Some(&HTTP),
        "oauth2" => Some(&OAUTH2),
        "openIdConnect" => Some(&OPEN_ID),
        known if TYPES.contains(&known) => Some(&PLAIN),
        _ => None,
    }
}

static PLAIN: Object = Object::new("a security scheme of its type", &[TYPE, DESCRIPTION]);

static API_KEY: Object = Object::new(
    "a security scheme of type `apiKey`",
    &[TYPE, DESCRIPTION, Field::new("in", "Place", Word(&["user", "password"])).shared().required()],
);

static HTTP_API_KEY: Object = Object::new(
    "a security scheme of type `httpApiKey`",
    &[
        TYPE,
        DESCRIPTION,
        Field::new("name", "Name", Text).shared().required(),
        Field::new("in", "Place", Word(&["query", "header", "cookie"])).shared().required(),
    ],
);

static HTTP: Object = Object::new(
    "a security scheme of type `http`",
    &[
        TYPE,
        DESCRIPTION,
        Field::new("scheme", "Scheme", Text).shared().required(),
        Field::new("bearerFormat", "Format of the token", Text).own(),
    ],
);

static OAUTH2: Object = Object::new(
    "a security scheme of type `oauth2`",
    &[TYPE, DESCRIPTION, Field::new("flows", "Flows", Obj(&FLOWS)).required(), SCOPES],
);

static OPEN_ID: Object = Object::new(
    "a security scheme of type `openIdConnect`",
    &[TYPE, DESCRIPTION, Field::new("openIdConnectUrl", "OpenID Connect", Url).shared().required(), SCOPES],
);

static FLOWS: Object = Object::new(
    "the flows of OAuth",
    &[
        Field::new("implicit", "Implicit", Obj(&IMPLICIT)),
        Field::new("password", "Password", Obj(&PASSWORD)),
        Field::new("clientCredentials", "Client credentials", Obj(&CLIENT_CREDENTIALS)),
        Field::new("authorizationCode", "Authorization code", Obj(&AUTHORIZATION_CODE)),
    ],
);

const AUTHORIZATION: Field = Field::new("authorizationUrl", "Address for authorization", Url).shared();
const TOKEN: Field = Field::new("tokenUrl", "Address for tokens", Url).shared();
const REFRESH: Field = Field::new("refreshUrl", "Address for refreshing", Url).shared();
const SCOPES_2: Field = Field::new("scopes", "Scopes", Map(&Markdown)).shared().required().until(V2_6);
const SCOPES_3: Field = Field::new("availableScopes", "Scopes", Map(&Markdown)).shared().required().since(V3_0);

static IMPLICIT: Object = Object::new("an implicit flow", &[AUTHORIZATION.required(), REFRESH, SCOPES_2, SCOPES_3]);
static PASSWORD: Object = Object::new("a password flow", &[TOKEN.required(), REFRESH, SCOPES_2, SCOPES_3]);
static CLIENT_CREDENTIALS: Object =
    Object::new("a client credentials flow", &[TOKEN.required(), REFRESH, SCOPES_2, SCOPES_3]);
static AUTHORIZATION_CODE: Object = Object::new(
    "an authorization code flow",
    &[AUTHORIZATION.required(), TOKEN.required(), REFRESH, SCOPES_2, SCOPES_3],
);
