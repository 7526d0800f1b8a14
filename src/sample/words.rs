//! What a value would be by the name of its field: an id looks like one, a price like a price.

use serde_json::{Value, json};

/// The words of a name in lower case: `carrierNote` is "carrier note".
pub fn words(name: &str) -> String {
    let mut words = String::new();
    let mut was_lower = false;
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            if letter.is_uppercase() && was_lower {
                words.push(' ');
            }
            was_lower = letter.is_lowercase() || letter.is_numeric();
            words.extend(letter.to_lowercase());
        } else {
            if !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
            was_lower = false;
        }
    }
    let words = words.trim().to_owned();
    if words.is_empty() { "text".to_owned() } else { words.chars().take(60).collect() }
}

/// The same with hyphens, of letters and digits of ASCII.
pub fn slug(name: &str) -> String {
    let slug: String = words(name).chars().map(|letter| if letter == ' ' { '-' } else { letter }).collect();
    let slug: String = slug.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    if slug.is_empty() { "text".to_owned() } else { slug }
}

/// The last word of a name, by which values are chosen, and all of them.
fn is_about(words: &str, any: &[&str]) -> bool {
    words.split(' ').any(|word| any.contains(&word))
}

/// A number for a field.
pub fn number(name: &str, is_whole: bool) -> Value {
    let words = words(name);
    let last = words.rsplit(' ').next().unwrap_or_default();
    if is_about(&words, &["timestamp", "epoch", "millis", "ms"])
        && !is_about(&words, &["duration", "timeout", "latency", "took"])
    {
        return json!(1_736_847_000_000_u64);
    }
    let whole = match last {
        "year" => 2025,
        "month" => 1,
        "port" => 8080,
        "percent" | "percentage" => 50,
        "age" => 36,
        "quantity" | "qty" => 2,
        "count" | "size" | "length" => 3,
        "status" | "code" => 200,
        "id" | "number" | "no" => 1001,
        "cents" | "minor" => 1999,
        _ => 1,
    };
    if is_whole {
        return if is_about(&words, &["price", "amount", "total"]) { json!(1999) } else { json!(whole) };
    }
    match last {
        "lat" | "latitude" => json!(52.52),
        "lon" | "lng" | "long" | "longitude" => json!(13.405),
        "ratio" | "rate" | "probability" | "score" => json!(0.5),
        _ if is_about(&words, &["price", "amount", "total", "cost", "value", "tax", "fee"]) => json!(19.99),
        _ => json!(whole),
    }
}

/// Texts for a field, the best first.
pub fn texts(name: &str, turn: usize, hour: usize) -> Vec<String> {
    let words = words(name);
    let number = turn + 1;
    let mut parts = words.rsplit(' ');
    let last = parts.next().unwrap_or_default();
    let before = parts.next();
    let counted = |text: &str| if turn == 0 { text.to_owned() } else { format!("{text} {number}") };
    let one_of = |list: &[&str]| list.get(turn).map_or_else(|| counted(&words), |one| (*one).to_owned());
    let best = match last {
        "id" | "ids" | "identifier" | "key" | "ref" | "reference" => {
            let stem = before.unwrap_or(if last == "id" || last == "ids" { "item" } else { last });
            format!("{}-{}", slug(stem), 1001 + turn)
        }
        "uuid" | "guid" => return super::formats::texts("uuid", name, turn, hour),
        "email" | "mail" => return super::formats::texts("email", name, turn, hour),
        "url" | "uri" | "link" | "href" | "website" => return super::formats::texts("uri", name, turn, hour),
        "currency" => one_of(&["EUR", "USD", "GBP", "JPY"]),
        "country" => one_of(&["DE", "FR", "GB", "US"]),
        "language" | "lang" | "locale" => one_of(&["en", "de", "fr", "es"]),
        "city" | "town" => one_of(&["Berlin", "Paris", "London"]),
        "street" => one_of(&["Main Street 1", "Station Road 7"]),
        "zip" | "postcode" => one_of(&["10115", "75001"]),
        "phone" | "tel" | "telephone" => format!("+49 30 555 0{:02}", number),
        "firstname" => one_of(&["Ada", "Grace", "Alan"]),
        "lastname" | "surname" => one_of(&["Lovelace", "Hopper", "Turing"]),
        "name" if before == Some("first") => one_of(&["Ada", "Grace", "Alan"]),
        "name" if matches!(before, Some("last" | "family")) => one_of(&["Lovelace", "Hopper", "Turing"]),
        "name" if matches!(before, None | Some("full" | "customer" | "user" | "person")) => {
            one_of(&["Ada Lovelace", "Grace Hopper", "Alan Turing"])
        }
        "version" => format!("1.{turn}.0"),
        "date" | "day" => return super::formats::texts("date", name, turn, hour),
        "time" | "timestamp" | "at" => return super::formats::texts("date-time", name, turn, hour),
        "sku" => format!("SKU-{}", 1001 + turn),
        _ => counted(&words),
    };
    vec![best]
}

/// Whether a field of such a name holds a point in time where it is a text.
pub fn is_time(name: &str) -> bool {
    matches!(words(name).rsplit(' ').next(), Some("date" | "day" | "time" | "timestamp" | "at"))
}
