//! What is said where proving a value takes too much.

use super::cost::Excess;
use super::effort::Allowance;
use crate::model::Failure;
use crate::source::Span;

/// The limit that is met where a value would be held against too many schemas.
pub fn too_costly(at: &str, limit: u64) -> Failure {
    let message =
        format!("to say what is wrong here, more than {limit} schemas would have to be tried on it and its parts");
    limited(
        at,
        message,
        "let the alternatives of the schema exclude one another by a `const` or a `type`, or split the value",
    )
}

/// The limit that is met where the pattern of a format of one's own takes too many steps on a text.
pub fn too_costly_format(at: &str) -> Failure {
    let message = "the pattern of a format takes too many steps on a text in here to be decided".to_owned();
    limited(at, message, "write the pattern in site.toml without nested repetitions or backreferences")
}

/// The limit that is met where something else than the number of schemas is too much.
pub fn excessive(at: &str, excess: Excess, allowance: Allowance) -> Failure {
    match excess {
        Excess::Schemas => too_costly(at, allowance.verdict),
        Excess::Deep => {
            let message = "the schemas that apply here and to its parts lie too deep within one another, or refer to one another in too many ways";
            let help = "let the schema refer to what it needs with fewer schemas, or fewer `unevaluatedProperties`, in between";
            limited(at, message.to_owned(), help)
        }
        Excess::Patterns => {
            let message = format!("patterns take more than {} steps on the texts here", allowance.verdict);
            limited(at, message, "begin the pattern with `^`, count less in it, or bound the text by `maxLength`")
        }
    }
}

fn limited(at: &str, message: String, help: &str) -> Failure {
    Failure {
        at: at.to_owned(),
        keyword: String::new(),
        message,
        schema: None,
        mend: at.to_owned(),
        on_key: false,
        span: Span::default(),
        help: Some(help.to_owned()),
        meant: None,
    }
}
