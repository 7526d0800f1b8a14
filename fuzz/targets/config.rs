//! site.toml: nothing panics, each mistake stands within the file, and what pages will link to is an address of the web.

use schemabook::config::read;
use schemabook::source::Span;

fn is_web(text: &str) -> bool {
    let lower = text.to_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://"))
        && !text.contains([' ', '"', '<', '>', '\'', '\n', '\t'])
}

pub fn run(data: &[u8]) {
    let (config, mistakes) = read(data.to_vec());
    let text = String::from_utf8_lossy(data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data)).into_owned();
    for mistake in mistakes {
        assert!(!mistake.message.is_empty(), "a mistake without words");
        let Span { start, end } = mistake.span;
        assert!(std::str::from_utf8(data).is_err() || text.get(start as usize..end as usize).is_some(), "{mistake:?}");
    }
    let site = &config.site;
    let optional = [&site.repository, &site.edit_url].into_iter().chain(config.catalogs.iter().map(|it| &it.code_url));
    let addresses = site.nav.iter().map(|link| &link.url).chain([&site.base_url]).chain(optional.flatten());
    for address in addresses.filter(|address| !address.is_empty()) {
        assert!(is_web(address), "{address} is linked to");
    }
}
