//! What editors read beside JSON Schema: the keywords of VS Code's language service, which others follow.

use super::words::prose;
use super::{BASE, Keyword, Run, StatementKind};

const ANNOTATION: Keyword = Keyword { kind: StatementKind::Annotation, ..BASE };

const TEXT: Keyword =
    Keyword { expects: "a text", wording: |subject| Some(prose(subject.text()?, Run::Text).into()), ..ANNOTATION };

const MARKDOWN: Keyword =
    Keyword { expects: "a text", wording: |subject| Some(prose(subject.text()?, Run::Markdown).into()), ..ANNOTATION };

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword { name: "markdownDescription", label: "Description", ..MARKDOWN },
    Keyword { name: "deprecationMessage", label: "Deprecated", ..TEXT },
    Keyword { name: "markdownDeprecationMessage", label: "Deprecated", ..MARKDOWN },
    Keyword { name: "errorMessage", label: "Message of editors", ..ANNOTATION },
    Keyword { name: "patternErrorMessage", label: "Message of editors", ..TEXT },
    Keyword { name: "defaultSnippets", label: "Snippets of editors", ..ANNOTATION },
    Keyword { name: "doNotSuggest", label: "Not suggested by editors", ..ANNOTATION },
    Keyword { name: "suggestSortText", label: "Sorted by editors as", ..TEXT },
    Keyword { name: "allowComments", label: "Comments", ..ANNOTATION },
    Keyword { name: "allowTrailingCommas", label: "Trailing commas", ..ANNOTATION },
];
