//! Requests: a head ends in the same place however its bytes come, another reader of HTTP reads the same in it, and what is answered was
//! asked of this preview and leads nowhere outside the site.

use schemabook::serve::{Asked, Guests, end_of_head};

pub fn run(input: (u16, &[u8])) {
    let (cut, bytes) = input;
    let end = end_of_head(bytes, 0);
    // What is told of the first bytes is no other thing than what is told of all.
    let first = usize::from(cut).min(bytes.len());
    match end_of_head(&bytes[..first], 0) {
        Ok(None) => assert_eq!(end_of_head(bytes, first), end, "{bytes:?} in two parts"),
        early => assert!(first == 0 || early == end || early.is_err(), "{bytes:?}, {first} of them"),
    }
    let Ok(Some(end)) = end else { return };
    let Ok(asked) = Asked::of(&bytes[..end]) else { return };
    let mut fields = vec![httparse::EMPTY_HEADER; asked.headers.len() + 1];
    let mut other = httparse::Request::new(&mut fields);
    if let Ok(status) = other.parse(bytes) {
        assert_eq!(status, httparse::Status::Complete(end), "it ends elsewhere");
        assert_eq!(
            (other.method, other.path, other.version),
            (Some(asked.method), Some(asked.target), Some(asked.minor))
        );
        let fields: Vec<(&str, &[u8])> = other.headers.iter().map(|field| (field.name, field.value)).collect();
        let own: Vec<(&str, &[u8])> = asked.headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        assert_eq!(fields, own);
    }
    let Ok(path) = asked.path(&Guests::new("127.0.0.1", &["docs.example.com".to_owned()])) else { return };
    let parts: Vec<&str> = path.split('/').collect();
    assert!(!parts.iter().any(|part| matches!(*part, "." | "..")), "{path} leads outside");
    assert!(
        !path.starts_with('/') && !path.contains(|sign: char| sign.is_control() || sign == '\\'),
        "{path:?} is no path"
    );
    let hosts: Vec<String> = asked.header("host").map(str::to_ascii_lowercase).collect();
    let is_ours =
        |host: &str| ["127.0.0.1", "localhost", "[::1]", "docs.example.com"].iter().any(|own| host.starts_with(own));
    assert!(hosts.len() == 1 && is_ours(&hosts[0]), "{hosts:?} is answered");
    assert!(["GET", "HEAD"].contains(&asked.method) && asked.header("transfer-encoding").next().is_none());
}
