//! Runtime expressions: where a running message holds a value (`$message.header#/correlationId`).

/// The part of a message and the JSON Pointer in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expression<'a> {
    /// `headers` or `payload`, as messages and examples name them.
    pub part: &'static str,
    pub pointer: &'a str,
}

/// Reads a runtime expression; `None` for what is none.
pub fn expression(text: &str) -> Option<Expression<'_>> {
    let rest = text.strip_prefix("$message.")?;
    let (part, pointer) = rest.split_once('#')?;
    let part = match part {
        "header" => "headers",
        "payload" => "payload",
        _ => return None,
    };
    let escaped = pointer.replace("~0", "").replace("~1", "").contains('~');
    ((pointer.is_empty() || pointer.starts_with('/')) && !escaped).then_some(Expression { part, pointer })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_names_a_part_and_a_pointer() {
        let found = expression("$message.header#/a/b");
        assert_eq!(found, Some(Expression { part: "headers", pointer: "/a/b" }));
        assert!(expression("$message.payload#").is_some_and(|found| found.pointer.is_empty()));
        for text in [
            "$message.headers#/a",
            "$message.header/a",
            "message.header#/a",
            "$message.payload#a",
            "$message.payload#/~2",
        ] {
            assert_eq!(expression(text), None, "{text}");
        }
    }
}
