//! The values that `enum` and `const` list, and the quick way to one of many.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Deref;

use serde_json::Value;

use super::same;

/// Values in the order of the source.
#[derive(Debug)]
pub struct Listed {
    values: Vec<Value>,
    /// Their numbers by what equal ones have alike: as many values may be asked for as are listed.
    by_mark: HashMap<u64, Vec<usize>>,
}

impl Listed {
    /// These values.
    pub fn new(values: Vec<Value>) -> Listed {
        let mut by_mark: HashMap<u64, Vec<usize>> = HashMap::new();
        for (number, value) in values.iter().enumerate() {
            by_mark.entry(mark(value)).or_default().push(number);
        }
        Listed { values, by_mark }
    }

    /// The number of the first that is the same.
    pub fn position(&self, value: &Value) -> Option<usize> {
        let alike = self.by_mark.get(&mark(value))?;
        alike.iter().copied().find(|number| same(&self.values[*number], value))
    }

    /// Whether a value is one of them.
    pub fn has(&self, value: &Value) -> bool {
        self.position(value).is_some()
    }
}

impl Deref for Listed {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.values
    }
}

impl<'a> IntoIterator for &'a Listed {
    type Item = &'a Value;
    type IntoIter = std::slice::Iter<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

/// A number that is equal for values that are the same.
fn mark(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::Null => 0.hash(&mut hasher),
        Value::Bool(is) => is.hash(&mut hasher),
        // 1 and 1.0 are one double; zero has two.
        Value::Number(number) => (number.as_f64().unwrap_or_default() + 0.0).to_bits().hash(&mut hasher),
        Value::String(text) => text.hash(&mut hasher),
        Value::Array(items) => items.iter().for_each(|item| mark(item).hash(&mut hasher)),
        // Members are in any order.
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let mut hasher = DefaultHasher::new();
                (name, mark(value)).hash(&mut hasher);
                hasher.finish()
            };
            members.iter().map(member).fold(0, u64::wrapping_add).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_the_same_is_found() {
        let listed = Listed::new(vec![json!(1), json!({ "a": 1, "b": [2.0, null] }), json!("1"), json!(0), json!(1.0)]);
        assert_eq!(listed.position(&json!(1.0)), Some(0));
        assert_eq!(listed.position(&json!({ "b": [2, null], "a": 1.0 })), Some(1));
        assert_eq!(listed.position(&json!("1")), Some(2));
        assert_eq!(listed.position(&json!(-0.0)), Some(3));
        assert!(!listed.has(&json!(true)) && !listed.has(&json!({ "a": 1 })) && !listed.has(&json!([])));
    }
}
