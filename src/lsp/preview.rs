//! The preview of a session: the pages of the project as it is typed, on a port of this machine that is opened when a client asks. It is that of
//! `serve`, which is told of each run instead of watching files, and ends with the process.

use std::sync::Arc;

use super::cursor::Cursor;
use super::governing::example_at;
use super::guide::guide;
use super::project::Project;
use super::protocol::{ErrorCode, TextDocumentPositionParams};
use crate::check;
use crate::diagnostic::{Findings, Severity};
use crate::output::Output;
use crate::report::{self, Report};
use crate::route::Site;
use crate::serve::{Build, Door, Screen, answer_all};

/// The command that opens the page of what is under the cursor; its argument is that place.
pub const PREVIEW: &str = "schemabook.preview";

/// Nobody but this machine sees what is typed.
const HOST: &str = "127.0.0.1";

/// A preview that is open.
pub struct Preview {
    url: String,
    screen: Arc<Screen>,
    /// Whether a site without errors was shown: it stays while there are some.
    was_good: bool,
}

impl Preview {
    /// Opens a preview of what a run has made.
    ///
    /// # Errors
    /// Says why none can be opened.
    pub fn open(build: Build) -> Result<Preview, String> {
        let was_good = build.errors.is_empty();
        let screen = Screen::new(build).map(Arc::new).ok_or("there is no site to show")?;
        let door = Arc::new(Door::open(HOST, 0, &[]).map_err(|error| error.to_string())?);
        let (url, shown) = (door.url(), Arc::clone(&screen));
        let answerer = std::thread::Builder::new().spawn(move || answer_all(&door, &shown));
        answerer.map_err(|error| format!("no thread can be started: {error}"))?;
        Ok(Preview { url, screen, was_good })
    }

    /// The root of its site, with `/` at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Shows what another run has made.
    pub fn show(&mut self, build: Build) {
        let is_good = build.output.is_some() && build.errors.is_empty();
        let stays = self.was_good && !is_good;
        self.was_good |= is_good;
        self.screen.show(build.output.filter(|_| !stays), build.errors);
    }
}

/// What a run has made, as the preview shows it.
pub fn build(site: &Site, findings: &Findings, output: &Arc<Output>) -> Build {
    let (proved, rules) = (&site.proved, check::rules());
    let report = Report { proved, findings, rules: &rules, prefix: "", fails_at: Severity::Error, coverage: None };
    Build { output: Some(Arc::clone(output)), errors: report::lines(&report), files: None }
}

impl Project {
    /// Opens the preview, unless it is open; the address of the page of what is under a cursor, or of the first page.
    ///
    /// # Errors
    /// There is no site to show, or the system opens no port.
    pub(super) fn preview(
        &mut self,
        asked: Option<&TextDocumentPositionParams>,
    ) -> Result<String, (ErrorCode, String)> {
        let failed = |why: String| (ErrorCode::RequestFailed, why);
        let none = || failed("there is no site to show".to_owned());
        if self.preview.is_none() {
            let (Some(site), Some(output)) = (&self.state, &self.output) else { return Err(none()) };
            self.preview = Some(Preview::open(build(site, &self.findings, output)).map_err(failed)?);
        }
        let (Some(preview), Some(site)) = (&self.preview, &self.state) else { return Err(none()) };
        let address = asked.map(|asked| self.page(site, asked)).unwrap_or_default();
        Ok(format!("{}{address}", preview.url))
    }

    /// The address of the page of what is under a cursor, from the root of the site; empty for its first page.
    fn page(&self, site: &Site, asked: &TextDocumentPositionParams) -> String {
        let resolved = &site.proved.resolved;
        let file = self.addresses.path(&asked.text_document.uri).unwrap_or_default();
        if let Some(address) = self.cursors(site, asked).iter().find_map(|cursor| of_cursor(site, cursor)) {
            return address;
        }
        let Some(source) = resolved.project.sources.find(&file) else { return String::new() };
        let Some(url) = site.page_of(source) else { return String::new() };
        let line = |offset: u32| resolved.project.sources.get(source).position(offset).line;
        let above = |at: u32| line(at) <= asked.position.line.saturating_add(1);
        let headings = guide(resolved, &file).map(|page| page.headings.as_slice()).unwrap_or_default();
        let heading = headings.iter().rev().find(|heading| above(heading.at));
        heading.map_or_else(|| url.to_owned(), |heading| format!("{url}#h-{}", heading.slug))
    }
}

/// The page of an event type that is named, of an example, or of the schema or the part of a document around the cursor.
fn of_cursor(site: &Site, cursor: &Cursor<'_>) -> Option<String> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let entry = project.registered.iter().find(|entry| entry.place.holds(&cursor.place));
    let text = cursor.located.node.as_str().filter(|_| !cursor.in_key);
    let mut names = text.into_iter().chain(entry.map(|entry| entry.name.as_str()));
    if let Some(address) = names.find_map(|name| site.routes.types.get(name)) {
        return Some(address.clone());
    }
    if let Some(example) = example_at(resolved, &cursor.place) {
        let number = project.examples.iter().position(|other| other.place == example.place)?;
        return Some(site.example_address(number));
    }
    let schema = resolved.schema_around(&cursor.place);
    site.address(schema.as_ref().unwrap_or(&cursor.place))
}
