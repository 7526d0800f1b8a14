//! The Markdown twin of a page says what the page says: word for word, in the same order, over every page of the repository's own site that
//! has one.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use support::{Folder, files_of, run};

#[test]
fn each_twin_has_the_words_of_its_page() {
    let folder = Folder::new();
    let out = folder.join("site");
    let built =
        run(Path::new(env!("CARGO_MANIFEST_DIR")), &["build", "--quiet", "--out", out.to_str().expect("UTF-8")]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let files: BTreeMap<String, Vec<u8>> = files_of(&out).into_iter().collect();
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let twins: Vec<&String> = files.keys().filter(|path| path.ends_with("/index.md")).collect();
    for kind in ["memoryos-storage/migration/migration_started/", "types/storage.migration.started/", "/messages/"] {
        assert!(twins.iter().any(|path| path.contains(kind)), "there are twins like {kind}");
    }
    for path in twins {
        let page = text(&path.replace("index.md", "index.html"));
        assert!(
            page.contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"index.md\">"),
            "{path} is announced"
        );
        let (of_page, of_twin) = (words_of_html(&page), words_of_markdown(&text(path)));
        let different = of_page.iter().zip(&of_twin).position(|(page, twin)| page != twin);
        let around = |words: &[String]| {
            let at = different.unwrap_or(of_page.len().min(of_twin.len()));
            words[at.saturating_sub(5)..words.len().min(at + 5)].join(" ")
        };
        assert!(of_page == of_twin, "{path}:\npage: {}\ntwin: {}", around(&of_page), around(&of_twin));
    }
}

/// The words of `<main>`, without navigation, pictures and what only serves the eye.
fn words_of_html(page: &str) -> Vec<String> {
    let main =
        page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).expect("a page has one main").0;
    let mut main = main.split_once('>').expect("it ends").1.to_owned();
    let unseen = [
        ("<nav", "</nav>"),
        ("<svg", "</svg>"),
        ("<a class=\"anchor\"", "</a>"),
        ("<ul class=\"legend\"", "</ul>"),
        ("<summary class=\"shut\"", "</summary>"),
        ("<section class=\"languages\"", "</section>"),
    ];
    for (from, to) in unseen {
        while let Some(start) = main.find(from) {
            let end = start + main[start..].find(to).expect("it is closed") + to.len();
            main.replace_range(start..end, " ");
        }
    }
    let text: Vec<&str> = main.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    let text = text.join(" ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    words(&text.replace("&amp;", "&"))
}

fn words_of_markdown(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](<") {
        plain.push_str(before);
        rest = after.split_once(">)").expect("a link is closed").1;
    }
    plain.push_str(rest);
    words(&plain)
}

/// Runs of letters and digits.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
