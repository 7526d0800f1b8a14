//! Markdown as HTML, through one escaping writer; nothing of the input is ever passed on as markup.

use std::fmt::Write as _;

use super::escape::{escape, escape_into, escape_text_into};
use super::raw::RawElements;
use super::resolve::{Html, ImageTarget, LinkTarget, Resolve};
use super::slug::Slugs;
use crate::source::MAX_DEPTH;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// Whether `to` may stand in a page as a link to elsewhere: `http`, `https` or `mailto`, and nothing that hides.
pub fn is_web(to: &str) -> bool {
    let lower = to.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
        && !to.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// A page's Markdown from byte `body` on. `shift` is added to heading levels: the page's title is the only `h1`.
pub fn render(text: &str, body: usize, shift: u8, resolve: &dyn Resolve) -> Html {
    Writer::new(resolve, shift).whole(text, body)
}

/// A description's Markdown: as [`render`], with headings as bold text, since it stands inside another page.
pub fn inline(text: &str, resolve: &dyn Resolve) -> Html {
    if is_sentence(text) {
        let mut html = String::with_capacity(text.len() + 16);
        html.push_str("<p>");
        escape_text_into(&mut html, text);
        html.push_str("</p>\n");
        return Html::trusted(html);
    }
    let mut writer = Writer::new(resolve, 0);
    writer.flat_headings = true;
    writer.whole(text, 0)
}

/// Whether a text is nothing but a line of words, in which no sign could be one of Markdown's: most descriptions are, and there are many.
fn is_sentence(text: &str) -> bool {
    let is_mark = |byte: u8| !byte.is_ascii_alphanumeric() && !b" ,.;:'\"()/%?-".contains(&byte);
    text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && !text.bytes().any(is_mark)
}

/// How many times longer than its text the HTML may become, beside what a short text may cost.
const AMPLIFIED: usize = 20;
const ALLOWANCE: usize = 64 << 10;

struct Writer<'a> {
    html: String,
    /// How much of the HTML is the resolver's own.
    foreign: usize,
    /// How many elements are open.
    depth: usize,
    resolve: &'a dyn Resolve,
    shift: u8,
    flat_headings: bool,
    slugs: Slugs,
    /// Where the heading that is being written began, and its text so far.
    heading: Option<(usize, String)>,
    /// The fence that is being read: its info, start and content.
    fence: Option<(String, usize, String)>,
    /// The closing tags of open links.
    links: Vec<&'static str>,
    header_row: bool,
    /// The image that is being read: what becomes of it, the words that stand for it, and how many images those are in.
    image: Option<(ImageTarget, String, usize)>,
    raw: RawElements,
    /// The raw HTML that is a block, while it is being read.
    block: Option<String>,
    /// How many paragraphs and headings are open, which hold words alone.
    phrasing: usize,
}

impl<'a> Writer<'a> {
    fn new(resolve: &'a dyn Resolve, shift: u8) -> Writer<'a> {
        Writer {
            html: String::new(),
            foreign: 0,
            depth: 0,
            resolve,
            shift,
            flat_headings: false,
            slugs: Slugs::default(),
            heading: None,
            fence: None,
            links: Vec::new(),
            header_row: false,
            image: None,
            raw: RawElements::default(),
            block: None,
            phrasing: 0,
        }
    }

    /// The HTML of the text from `body` on. Where markup would cost many times its text, the text is shown as it is.
    fn whole(mut self, text: &str, body: usize) -> Html {
        let budget = AMPLIFIED * (text.len() - body) + ALLOWANCE;
        let read = super::with_line_feeds(&text[body..]);
        for (event, range) in Parser::new_ext(&read, super::options()).into_offset_iter() {
            self.event(event, range.start + body);
            if self.html.len() - self.foreign > budget {
                let text = escape(&text[body..]);
                return Html::trusted(format!(
                    "<p>The markup of this text is too costly, so it stands as it was written.</p>\n<pre>{text}</pre>\n"
                ));
            }
        }
        // What is open stands in no element of Markdown.
        self.raw.end(&mut self.html);
        Html::trusted(self.html)
    }

    fn event(&mut self, event: Event<'_>, start: usize) {
        if self.image.is_some() {
            return self.words_of_image(&event);
        }
        match event {
            Event::Start(Tag::HtmlBlock) => self.block = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                let block = self.block.take().unwrap_or_default();
                self.raw.write(&mut self.html, &block, false);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.image = Some((self.resolve.image(&dest_url), String::new(), 0));
            }
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth <= MAX_DEPTH || !nests(tag.to_end()) {
                    self.start(tag, start);
                }
            }
            Event::End(tag) => {
                if self.depth <= MAX_DEPTH || !nests(tag) {
                    self.end(tag);
                }
                self.depth = self.depth.saturating_sub(1);
            }
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                if let Some((_, text)) = &mut self.heading {
                    text.push_str(&code);
                }
                self.html.push_str("<code>");
                escape_text_into(&mut self.html, &code);
                self.html.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => match &mut self.block {
                Some(block) => block.push_str(&html),
                None => self.raw.write(&mut self.html, &html, self.phrasing > 0),
            },
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::TaskListMarker(done) => {
                self.html.push_str(if done { "\u{2611} " } else { "\u{2610} " });
            }
            Event::FootnoteReference(name) => {
                self.html.push_str("<sup>[");
                escape_into(&mut self.html, &name);
                self.html.push_str("]</sup>");
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, _, content)) = &mut self.fence {
            content.push_str(text);
            return;
        }
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(text);
        }
        escape_text_into(&mut self.html, text);
    }

    fn start(&mut self, tag: Tag<'_>, start: usize) {
        let is_inline = matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. });
        self.raw.begin(&mut self.html, !is_inline);
        self.phrasing += usize::from(holds_words(tag.to_end()));
        match tag {
            Tag::Paragraph => self.html.push_str("<p>"),
            Tag::Heading { .. } => self.heading = Some((self.html.len(), String::new())),
            Tag::BlockQuote(kind) => {
                self.html.push_str("<blockquote>\n");
                if let Some(kind) = kind {
                    let name = match kind {
                        BlockQuoteKind::Note => "Note",
                        BlockQuoteKind::Tip => "Tip",
                        BlockQuoteKind::Important => "Important",
                        BlockQuoteKind::Warning => "Warning",
                        BlockQuoteKind::Caution => "Caution",
                    };
                    let _ = writeln!(self.html, "<p><strong>{name}</strong></p>");
                }
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.fence = Some((info, start, String::new()));
            }
            Tag::List(Some(first)) if first != 1 => {
                let _ = writeln!(self.html, "<ol start=\"{first}\">");
            }
            Tag::List(Some(_)) => self.html.push_str("<ol>\n"),
            Tag::List(None) => self.html.push_str("<ul>\n"),
            Tag::Item => self.html.push_str("<li>"),
            Tag::FootnoteDefinition(name) => {
                self.html.push_str("<div class=\"footnote\"><sup>[");
                escape_into(&mut self.html, &name);
                self.html.push_str("]</sup> ");
            }
            Tag::Table(_) => self.html.push_str("<div class=\"scroll\" tabindex=\"0\"><table>\n"),
            Tag::TableHead => {
                self.header_row = true;
                self.html.push_str("<thead><tr>");
            }
            Tag::TableRow => self.html.push_str("<tr>"),
            Tag::TableCell => self.html.push_str(if self.header_row { "<th>" } else { "<td>" }),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Strikethrough => self.html.push_str("<del>"),
            Tag::Link { dest_url, .. } => {
                let target = self.resolve.link(&dest_url);
                self.open_target(target);
            }
            _ => {}
        }
    }

    fn open_target(&mut self, target: LinkTarget) {
        let (href, closing, outside) = match target {
            LinkTarget::Internal(href) => (href, "</a>", false),
            LinkTarget::External(href) => (href, "</a>", true),
            LinkTarget::None => (String::new(), "", false),
        };
        if !closing.is_empty() {
            self.html.push_str("<a href=\"");
            escape_into(&mut self.html, &href);
            self.html.push_str(if outside { "\" rel=\"noopener noreferrer nofollow\">" } else { "\">" });
        }
        self.links.push(closing);
    }

    fn end(&mut self, tag: TagEnd) {
        self.raw.end(&mut self.html);
        self.phrasing = self.phrasing.saturating_sub(usize::from(holds_words(tag)));
        match tag {
            TagEnd::Paragraph => self.html.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(_) => self.html.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.end_fence(),
            TagEnd::List(true) => self.html.push_str("</ol>\n"),
            TagEnd::List(false) => self.html.push_str("</ul>\n"),
            TagEnd::Item => self.html.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => self.html.push_str("</div>\n"),
            TagEnd::Table => self.html.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.header_row = false;
                self.html.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.html.push_str("</tr>\n"),
            TagEnd::TableCell => self.html.push_str(if self.header_row { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.html.push_str("</em>"),
            TagEnd::Strong => self.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.html.push_str("</del>"),
            TagEnd::Link => self.close_link(),
            _ => {}
        }
    }

    fn close_link(&mut self) {
        let closing = self.links.pop().unwrap_or_default();
        self.html.push_str(closing);
    }

    /// Reads on in an image: its text stands for it.
    fn words_of_image(&mut self, event: &Event<'_>) {
        let Some((_, words, depth)) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::Start(Tag::Image { .. }) => *depth += 1,
            Event::End(TagEnd::Image) if *depth > 0 => *depth -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some((picture, words, _)) = self.image.take() else { return };
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(&words);
        }
        let in_link = self.links.iter().any(|closing| !closing.is_empty());
        match picture {
            ImageTarget::Shown(address) => {
                self.html.push_str("<img src=\"");
                escape_into(&mut self.html, &address);
                self.html.push_str("\" alt=\"");
                escape_into(&mut self.html, &words);
                self.html.push_str("\" loading=\"lazy\">");
            }
            // No page loads anything from another host, and no link holds another.
            ImageTarget::Link(LinkTarget::External(to)) if !in_link => {
                let words = if words.trim().is_empty() { "a picture" } else { &words };
                self.open_target(LinkTarget::External(to.clone()));
                escape_text_into(&mut self.html, words);
                self.close_link();
                let host =
                    to.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
                self.html.push_str(" <small>(a picture at ");
                escape_text_into(&mut self.html, host);
                self.html.push_str(")</small>");
            }
            ImageTarget::Link(target) if !in_link => {
                self.open_target(target);
                escape_text_into(&mut self.html, &words);
                self.close_link();
            }
            ImageTarget::Link(_) => escape_text_into(&mut self.html, &words),
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let Some((start, text)) = self.heading.take() else { return };
        let content = self.html.split_off(start);
        if self.flat_headings {
            let _ = writeln!(self.html, "<p><strong>{content}</strong></p>");
            return;
        }
        let slug = self.slugs.heading(&text);
        let level = (level as u8).saturating_add(self.shift).min(6);
        let id = escape(&slug);
        let _ = writeln!(
            self.html,
            "<h{level} id=\"h-{id}\">{content}<a class=\"anchor\" href=\"#h-{id}\" aria-label=\"Link to this section\">#</a></h{level}>"
        );
    }

    fn end_fence(&mut self) {
        let Some((info, start, content)) = self.fence.take() else { return };
        if let Some(html) = self.resolve.fence(start, &info, &content) {
            self.foreign += html.as_str().len();
            self.html.push_str(html.as_str());
            return;
        }
        self.html.push_str("<pre class=\"code\" tabindex=\"0\"><code>");
        escape_text_into(&mut self.html, &content);
        self.html.push_str("</code></pre>\n");
    }
}

/// Whether an element holds words, and no blocks.
fn holds_words(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_))
}

/// Whether an element may hold others of its kind, at any depth: past the limit it is left out, and what it holds stays.
fn nests(tag: TagEnd) -> bool {
    use TagEnd::{BlockQuote, Emphasis, FootnoteDefinition, Item, List, Strikethrough, Strong};
    matches!(tag, BlockQuote(_) | List(_) | Item | Emphasis | Strong | Strikethrough | FootnoteDefinition)
}
