//! Tests of the HTML that Markdown becomes: what it may cost.

use super::{Html, LinkTarget, Resolve, inline, render};

/// Knows no page to link to.
struct NoLinks;

impl Resolve for NoLinks {
    fn link(&self, _to: &str) -> LinkTarget {
        LinkTarget::None
    }
}

#[test]
fn elements_nest_128_deep_at_most() {
    for open in [">", "- ", "* "] {
        let html = render(&(open.repeat(10_000) + "x\n"), 0, 0, &NoLinks);
        let quotes = html.as_str().matches("<blockquote>").count();
        let lists = html.as_str().matches("<ul>").count() + html.as_str().matches("<li>").count();
        assert!(quotes + lists <= 128, "{open:?}: {quotes} quotes, {lists} lists and items");
        assert_eq!(html.as_str().matches("<ul>").count(), html.as_str().matches("</ul>").count(), "{open:?}");
        assert!(html.as_str().contains('x'), "what is inside stays");
    }
}

#[test]
fn markup_that_costs_many_times_its_text_is_shown_as_text() {
    let text = "# x\n".to_owned() + &"#\n".repeat(50_000);
    let html = render(&text, 0, 0, &NoLinks);
    assert!(html.as_str().len() <= 20 * text.len() + (64 << 10), "{} bytes of {}", html.as_str().len(), text.len());
    assert!(html.as_str().contains("<pre># x\n#\n#\n"));
    let honest = "# A heading\n\nSome words below it.\n\n".repeat(2_000);
    assert!(!render(&honest, 0, 0, &NoLinks).as_str().contains("<pre>"));
}

#[test]
fn a_line_of_words_reads_as_it_does_among_others() {
    for text in ["A word.", "It's \"so\": 1. (a/b); c - d? 5 %", "a  b", "x 1) y", "http://example.com is no link"] {
        // A line that ends in a comment takes the long way.
        let long = inline(&format!("{text}<!-- -->"), &NoLinks);
        assert_eq!(inline(text, &NoLinks), Html::trusted(long.as_str().to_owned()), "{text}");
    }
}
