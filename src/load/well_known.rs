//! Files that everybody knows to be something else than a contract: nobody has to be told that they are passed over.

use std::sync::LazyLock;

use crate::pattern::Globs;
use crate::source::{Node, Source};

/// Names, by what reads them. A path matches if its last segments do.
const NAMES: [&str; 96] = [
    // Packages and lock files.
    "package.json",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "packages.lock.json",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "composer.json",
    "bower.json",
    "deno.json",
    "deno.jsonc",
    "jsr.json",
    "bun.lock",
    "Pipfile.lock.json",
    "pubspec.yaml",
    "pubspec.lock",
    "elm.json",
    "lerna.json",
    "nx.json",
    "turbo.json",
    "rush.json",
    "project.json",
    "workspace.json",
    "global.json",
    "libman.json",
    "environment.yml",
    "conda.yaml",
    "vcpkg.json",
    "MODULE.bazel.lock",
    "buf.yaml",
    "buf.gen.yaml",
    "buf.work.yaml",
    // Compilers, linters, test runners, editors.
    "tsconfig.json",
    "tsconfig.*.json",
    "jsconfig.json",
    "tslint.json",
    "babel.config.json",
    "jest.config.json",
    "cypress.json",
    "nodemon.json",
    "angular.json",
    "biome.json",
    "biome.jsonc",
    "renovate.json",
    "release-please-config.json",
    "*.code-workspace",
    "components.json",
    "vercel.json",
    "firebase.json",
    "app.json",
    "manifest.json",
    "manifest.webmanifest",
    "codegen.yml",
    "codegen.yaml",
    "sqlc.yaml",
    "clang-format.yaml",
    "codecov.yml",
    "sonar-project.json",
    "spectral.yaml",
    "redocly.yaml",
    "lefthook.yml",
    "Taskfile.yml",
    "Taskfile.yaml",
    // Applications.
    "appsettings.json",
    "appsettings.*.json",
    "launchSettings.json",
    "local.settings.json",
    "host.json",
    "application.yml",
    "application.yaml",
    "application-*.yml",
    "application-*.yaml",
    "bootstrap.yml",
    // Containers, clusters, clouds.
    "compose.{yml,yaml}",
    "compose.*.{yml,yaml}",
    "docker-compose.{yml,yaml}",
    "docker-compose*.{yml,yaml}",
    "Chart.yaml",
    "Chart.lock",
    "values.yaml",
    "values*.yaml",
    "kustomization.{yml,yaml}",
    "skaffold.yaml",
    "helmfile.yaml",
    "serverless.{yml,yaml}",
    "samconfig.yaml",
    "cdk.json",
    "cloudbuild.{yml,yaml}",
    "buildspec.{yml,yaml}",
    "template.yaml",
    // Pipelines and sites.
    "azure-pipelines*.{yml,yaml}",
    "bitbucket-pipelines.yml",
    "appveyor.yml",
    "catalog-info.yaml",
    "mkdocs.yml",
    "_config.yml",
    "antora.yml",
];

/// Whether the name of a file, or what it says at its top, tells that it is none of ours.
pub fn is_well_known(path: &str, source: &Source) -> bool {
    GLOBS.matches(super::file_name(path)) || is_in_chart(path) || source.documents.iter().any(is_resource)
}

/// The globs of the names.
static GLOBS: LazyLock<Globs> = LazyLock::new(|| Globs::new(NAMES).unwrap_or_else(|_| Globs::none()));

/// A template of a Helm chart is no YAML before it is filled in.
fn is_in_chart(path: &str) -> bool {
    path.contains("/templates/") || path.starts_with("templates/")
}

/// A resource of Kubernetes, or what is written like one; a template of CloudFormation.
fn is_resource(root: &Node) -> bool {
    let text = |key: &str| root.get(key).and_then(Node::as_str).is_some();
    (text("apiVersion") && text("kind"))
        || root.get("AWSTemplateFormatVersion").is_some()
        || root
            .get("Resources")
            .is_some_and(|resources| resources.members().iter().any(|it| it.value.get("Type").is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_glob() {
        assert!(Globs::new(NAMES).is_ok());
        for name in ["package.json", "tsconfig.build.json", "docker-compose.override.yml", "values-prod.yaml"] {
            assert!(GLOBS.matches(name), "{name}");
        }
        assert!(!GLOBS.matches("order.json"));
    }
}
