//! The addresses of the guides.

use super::claim::Claims;
use super::{folder, path};
use crate::load::{FOLDER_PAGES, file_name, is_folder_page, stem};
use crate::model::Project;

/// The addresses of the guides. A page that stands for its folder has the folder's address; a page of the folder's name beside it, and the
/// second one in it, keep their whole names.
pub fn guides(project: &Project, catalogs: &[&str], claims: &mut Claims) -> Vec<String> {
    let pages = &project.pages;
    let mut order: Vec<usize> = (0..pages.len()).collect();
    let rank = |number: &usize| {
        let name = file_name(&pages[*number].path);
        FOLDER_PAGES.iter().position(|page| stem(page) == name).unwrap_or(FOLDER_PAGES.len())
    };
    order.sort_by_key(rank);
    let mut guides = vec![String::new(); pages.len()];
    for number in order {
        let page = &pages[number];
        let id = catalogs[page.catalog];
        let url = |path: &str| match path::segments(path) {
            path if path.is_empty() => format!("guides/{id}/"),
            path => format!("guides/{id}/{path}/"),
        };
        // A folder `guides/` is not repeated in the address, unless another page stands there.
        let short = page.path.strip_prefix("guides/").unwrap_or(&page.path);
        let wanted = match is_folder_page(file_name(short)) {
            true => [folder(short), folder(&page.path), short].map(url),
            false => [url(short), url(&page.path), url(&format!("{short}.md"))],
        };
        let free = wanted.iter().find(|wanted| claims.is_free(wanted)).unwrap_or(&wanted[1]);
        guides[number] = claims.claim(page.source, free, "md");
    }
    guides
}
