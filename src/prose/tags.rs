//! Raw HTML in Markdown: a few harmless tags are told, comments are left out, and all else is text.
//!
//! A tag is told only where it is exactly `<name>`, `</name>` or `<name/>`, so nothing that it could carry has to be judged. Whoever
//! writes pages writes the tag anew.

/// What stands in raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Open(Element),
    /// The end of the element of this name.
    Close(&'static str),
    /// An element that is closed at once.
    Empty(Element),
    /// A place in the page that links may name.
    Anchor(&'a str),
    Text,
}

/// An element that authors may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    pub name: &'static str,
    /// Whether it may stand among words. Others stand among blocks.
    pub phrasing: bool,
    /// Whether it holds nothing and is never closed.
    pub void: bool,
    /// In which of these it has to stand, the nearest first; none if it may stand anywhere.
    pub parents: &'static [&'static str],
}

const BASE: Element = Element { name: "", phrasing: false, void: false, parents: &[] };

const fn phrasing(name: &'static str) -> Element {
    Element { name, phrasing: true, ..BASE }
}

const fn within(name: &'static str, parents: &'static [&'static str]) -> Element {
    Element { name, parents, ..BASE }
}

static ELEMENTS: [Element; 21] = [
    Element { void: true, ..phrasing("br") },
    phrasing("sub"),
    phrasing("sup"),
    phrasing("kbd"),
    phrasing("b"),
    phrasing("i"),
    phrasing("em"),
    phrasing("strong"),
    phrasing("code"),
    Element { name: "hr", void: true, ..BASE },
    Element { name: "p", ..BASE },
    Element { name: "details", ..BASE },
    within("summary", &["details"]),
    Element { name: "table", ..BASE },
    within("caption", &["table"]),
    within("thead", &["table"]),
    within("tbody", &["table"]),
    within("tfoot", &["table"]),
    within("tr", &["thead", "tbody", "tfoot", "table"]),
    within("th", &["tr"]),
    within("td", &["tr"]),
];

fn element(name: &str) -> Option<Element> {
    ELEMENTS.iter().find(|element| element.name.eq_ignore_ascii_case(name)).copied()
}

/// The pieces of raw HTML in its order, each with its text; comments are none.
pub fn pieces(html: &str) -> Vec<(Piece<'_>, &str)> {
    let mut pieces = Vec::new();
    // Where the text began that is not yet among the pieces.
    let (mut text, mut at) = (0, 0);
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let comment = comment_end(&html[start..]);
        let length = comment.or_else(|| html[start..].find('>').map(|length| length + 1));
        let found = length.map(|length| (start + length, tag(&html[start..start + length])));
        let (end, piece) = match found {
            Some((end, piece)) if comment.is_some() || piece.is_some() => (end, piece.filter(|_| comment.is_none())),
            _ => {
                at = start + 1;
                continue;
            }
        };
        if text < start {
            pieces.push((Piece::Text, &html[text..start]));
        }
        pieces.extend(piece.map(|piece| (piece, &html[start..end])));
        (text, at) = (end, end);
    }
    if text < html.len() {
        pieces.push((Piece::Text, &html[text..]));
    }
    pieces
}

/// The length of the comment that a text begins with; one that nobody closes goes on to the end (CommonMark 0.31, section 6.6).
fn comment_end(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("<!--")?;
    let open = text.len() - rest.len();
    // `<!-->` and `<!--->` are whole comments.
    if let Some(short) = [">", "->"].iter().find(|end| rest.starts_with(**end)) {
        return Some(open + short.len());
    }
    Some(rest.find("-->").map_or(text.len(), |end| open + end + 3))
}

/// What a text from `<` to `>` is, if it is a tag that is told.
fn tag(text: &str) -> Option<Piece<'_>> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    if let Some(name) = inner.strip_prefix('/') {
        let name = name.trim_ascii_end();
        let known =
            if name.eq_ignore_ascii_case(ANCHOR) { Some(ANCHOR) } else { element(name).map(|known| known.name) };
        return known.map(Piece::Close);
    }
    if let Some(name) = inner.strip_suffix('/') {
        return element(name.trim_ascii_end()).map(Piece::Empty);
    }
    element(inner.trim_ascii_end()).map(Piece::Open).or_else(|| anchor(inner).map(Piece::Anchor))
}

/// The element of anchors.
pub const ANCHOR: &str = "a";

/// The name in `a name="x"` or `a id="x"`, which nothing else stands beside.
fn anchor(inner: &str) -> Option<&str> {
    let (tag, attribute) = inner.split_once(|c: char| c.is_ascii_whitespace())?;
    let (name, value) = attribute.trim_ascii().split_once('=')?;
    let is_anchor = tag.eq_ignore_ascii_case(ANCHOR) && ["name", "id"].iter().any(|it| name.eq_ignore_ascii_case(it));
    let quoted = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
    let is_plain = !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || "\"'<>=`".contains(c));
    (is_anchor && is_plain).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> String {
        let pieces = pieces(html).into_iter().map(|(piece, text)| match piece {
            Piece::Open(element) => format!("+{}", element.name),
            Piece::Close(name) => format!("-{name}"),
            Piece::Empty(element) => format!("!{}", element.name),
            Piece::Anchor(name) => format!("#{name}"),
            Piece::Text => format!("[{text}]"),
        });
        pieces.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_what_is_exactly_a_tag_is_one() {
        assert_eq!(told("<b>x</B ><br/><BR />"), "+b [x] -b !br !br");
        for text in [
            "<b class=\"x\">",
            "< b>",
            "<b\n c>",
            "<bb>",
            "<script>",
            "<b",
            "<!doctype html>",
            "<?x?>",
            "<a href=\"x\">",
        ] {
            assert_eq!(told(text), format!("[{text}]"));
        }
        assert_eq!(told("<b onclick=\"<i>\">"), "[<b onclick=\"] +i [\">]");
    }

    #[test]
    fn comments_are_left_out_to_their_end() {
        assert_eq!(told("a<!-- <b> -- > -->b"), "[a] [b]");
        assert_eq!(told("<!-->a<!--->b<!---->c"), "[a] [b] [c]");
        assert_eq!(told("a <!-- no end <b>"), "[a ]");
    }

    #[test]
    fn anchors_carry_nothing_but_a_name() {
        assert_eq!(told("<a name=\"x\"></a><a id='y-1'><A ID=z>"), "#x -a #y-1 #z");
        for text in ["<a name=\"x\" href=\"y\">", "<a name=\"\">", "<a name=\"a b\">", "<a id=\"x\"\"y\">"] {
            assert_eq!(told(text), format!("[{text}]"));
        }
    }
}
