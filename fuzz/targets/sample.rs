//! Samples: whatever is made for a schema is valid, and what is made to be refused is refused.

use libfuzzer_sys::Corpus;
use schemabook::config::Config;
use schemabook::dialect::Dialect;
use schemabook::prove;
use schemabook::sample::Bare;
use serde_json::Value;

pub fn run(data: &[u8]) -> Corpus {
    let Ok(schema) = serde_json::from_slice::<Value>(data) else { return Corpus::Reject };
    let bare = Bare::new(&schema, Dialect::Draft202012);
    let sampler = bare.sampler();
    let named = schema.get("$schema").and_then(Value::as_str);
    let dialect = named.map_or(Some(Dialect::Draft202012), Dialect::from_schema_uri);
    let engine = dialect.and_then(|dialect| prove::Bare::new(&schema, dialect, &Config::defaults().check).ok());
    let made = [sampler.minimal().ok(), sampler.complete().ok()].into_iter().flatten().chain(sampler.each());
    let refused = sampler.invalid().found;
    let Some(engine) = engine else { return Corpus::Keep };
    for value in made {
        assert_ne!(engine.accepts(&value), Some(false), "{value} is no {schema}");
    }
    for case in refused {
        assert_ne!(engine.accepts(&case.value), Some(true), "{} is a {schema}", case.value);
    }
    Corpus::Keep
}
