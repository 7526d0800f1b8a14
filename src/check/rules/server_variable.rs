//! A variable of a server's address that is not declared, or that the address does not have.

use crate::asyncapi::{SERVER, is_extension};
use crate::check::contracts::{below, braced, key_at, objects, value_at};
use crate::check::words::{did_you_mean, quoted};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::fix::removal;
use crate::source::Node;

static RULE: Rule = Rule {
    code: "server-variable",
    severity: Severity::Error,
    summary: "a variable in a server's address without a declaration, or the reverse",
    explanation: r##"Each name in braces in the address of a server is a variable, and says in `variables` what it may be. A variable that the
address lacks is most often a mistyped name.

Bad:

```yaml
servers:
  production:
    host: "{stage}.example.com"
    protocol: kafka
```

Good:

```yaml
servers:
  production:
    host: "{stage}.example.com"
    protocol: kafka
    variables:
      stage: { enum: [test, live], default: live }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let mut findings = Vec::new();
    for found in objects(resolved, &SERVER) {
        let fields = ["url", "host", "pathname"].into_iter();
        let fields = fields.filter_map(|field| Some((field, found.node.get(field)?.as_str()?)));
        let used: Vec<(&str, &str)> =
            fields.flat_map(|(field, text)| braced(text).into_iter().map(move |name| (field, name))).collect();
        let declared = found.node.get("variables").map(Node::members).unwrap_or_default();
        let declared: Vec<&str> =
            declared.iter().map(|member| &*member.key).filter(|name| !is_extension(name)).collect();
        for (field, name) in used.iter().filter(|(_, name)| !declared.contains(name)) {
            let message = format!("the variable {} of the address is not declared", quoted(name));
            let unused = declared.iter().filter(|other| !used.iter().any(|(_, used)| used == *other)).copied();
            let help = did_you_mean(name, unused).unwrap_or_else(|| "say in `variables` what it may be".to_owned());
            findings.push(Finding::new(&RULE, value_at(resolved, &below(found.place, field)), message).with_help(help));
        }
        for name in declared.iter().filter(|name| !used.iter().any(|(_, used)| used == *name)) {
            let place = below(&below(found.place, "variables"), name);
            let message = format!("the address of the server has no {}", quoted(&format!("{{{name}}}")));
            let mut finding = Finding::new(&RULE, key_at(resolved, &place), message)
                .with_help("take it out, or put it into the address");
            finding.fix = removal(&resolved.project.sources, "take it out", &[place]);
            findings.push(finding);
        }
    }
    findings
}
