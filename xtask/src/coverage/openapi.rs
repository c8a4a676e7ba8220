//! What an OpenAPI description tells of operations.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use yaml_serde::Value;

use super::{
    catalogue::{at, text, yaml},
    operation::{NONE, Operation, Parameter},
};
use crate::error::Result;

/// A description, as far as it matters here.
#[derive(Deserialize)]
struct Document {
    info: Info,
    paths: BTreeMap<String, BTreeMap<String, Call>>,
    #[serde(default)]
    components: Components,
}

#[derive(Deserialize)]
struct Info {
    title: String,
}

#[derive(Default, Deserialize)]
struct Components {
    #[serde(default)]
    parameters: BTreeMap<String, Described>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Call {
    operation_id: String,
    #[serde(default)]
    deprecated: bool,
    #[serde(default)]
    security: Vec<BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    parameters: Vec<OneOrElsewhere>,
    request_body: Option<Body>,
    #[serde(default)]
    responses: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrElsewhere {
    Elsewhere {
        #[serde(rename = "$ref")]
        at: String,
    },
    Here(Described),
}

#[derive(Deserialize)]
struct Described {
    name: String,
    #[serde(rename = "in")]
    place: String,
    #[serde(default)]
    required: bool,
    schema: Schema,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    content: BTreeMap<String, Content>,
}

#[derive(Deserialize)]
struct Content {
    schema: Schema,
}

#[derive(Deserialize)]
struct Schema {
    #[serde(rename = "type")]
    kind: Option<String>,
    minimum: Option<u64>,
    maximum: Option<u64>,
    /// The names of properties that must be there; elsewhere it is whether the whole must.
    #[serde(default)]
    required: Value,
    #[serde(default)]
    properties: BTreeMap<String, Schema>,
}

impl Schema {
    /// Whether a property must be there.
    fn needs(&self, name: &str) -> bool {
        let names = self.required.as_sequence();
        let mut names = names.into_iter().flatten();
        names.any(|required| required.as_str() == Some(name))
    }
}

/// Reads a file: the title of the description, and its operations.
pub(super) fn read(path: &Path) -> Result<(String, Vec<Operation>)> {
    parse(&text(path)?).map_err(|what| at(path, &what))
}

fn parse(text: &str) -> std::result::Result<(String, Vec<Operation>), String> {
    let document: Document = yaml(text)?;
    let mut operations = Vec::new();
    for (path, calls) in &document.paths {
        for (method, call) in calls {
            let mut parameters = Vec::new();
            for parameter in &call.parameters {
                let described = match parameter {
                    OneOrElsewhere::Here(described) => described,
                    OneOrElsewhere::Elsewhere { at } => at
                        .strip_prefix("#/components/parameters/")
                        .and_then(|name| document.components.parameters.get(name))
                        .ok_or_else(|| format!("there is no `{at}`"))?,
                };
                let (place, name) = (&described.place, &described.name);
                parameters.push(one(place, name, described.required, &described.schema));
            }
            let bodies = call.request_body.iter().flat_map(|b| b.content.values());
            for Content { schema } in bodies {
                for (name, property) in &schema.properties {
                    parameters.push(one("body", name, schema.needs(name), property));
                }
            }
            operations.push(operation(path, method, call, parameters));
        }
    }
    Ok((document.info.title, operations))
}

fn operation(path: &str, method: &str, call: &Call, parameters: Vec<Parameter>) -> Operation {
    let statuses = call
        .responses
        .keys()
        .filter_map(|status| status.parse().ok());
    Operation {
        name: call.operation_id.clone(),
        reference: call.operation_id.clone(),
        method: method.to_uppercase(),
        path: path.to_owned(),
        scopes: call
            .security
            .iter()
            .flat_map(|schemes| schemes.values().flatten().cloned())
            .collect(),
        deprecated: call.deprecated,
        parameters,
        success: Some(
            statuses
                .filter(|status| (200..400).contains(status))
                .collect(),
        ),
        ..Operation::default()
    }
}

fn one(place: &str, name: &str, required: bool, schema: &Schema) -> Parameter {
    let kinds: &[&str] = match schema.kind.as_deref() {
        // A list in a query is a string with commas in it.
        Some("string") if place == "query" => &["text", "list"],
        Some("string") => &["text"],
        Some("array") => &["list"],
        Some(other) => &[other],
        None => &["anything"],
    };
    let range = match (schema.minimum, schema.maximum) {
        (None, None) => NONE.to_owned(),
        (min, max) => {
            let text = |end: Option<u64>| end.map(|end| end.to_string()).unwrap_or_default();
            format!("{}..={}", text(min), text(max))
        }
    };
    // How long a list may be is only said in sentences.
    let counted = kinds.contains(&"list");
    Parameter {
        place: place.to_owned(),
        name: name.to_owned(),
        kinds: kinds.iter().map(ToString::to_string).collect(),
        required,
        range: (!counted).then_some(range),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    const TEXT: &str = "
info: {title: Things}
paths:
  /things/{id}:
    get:
      operationId: get-a-thing
      deprecated: true
      security: [{oauth_2_0: [a, b]}]
      parameters:
        - $ref: '#/components/parameters/Id'
        - {name: ids, in: query, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, minimum: 0, maximum: 50}}
        - {name: most, in: query, schema: {type: integer, maximum: 11}}
      responses: {'200': {}, '401': {}, default: {}}
    put:
      operationId: put-a-thing
      requestBody:
        content:
          application/json:
            schema:
              required: [uris]
              properties: {uris: {type: array}, at: {type: integer}}
      responses: {'204': {}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string}}
";

    #[test]
    fn a_description_is_read() {
        let (title, operations) = parse(TEXT).unwrap();
        assert_eq!(title, "Things");
        let [get, put] = &operations[..] else {
            panic!("two operations")
        };
        assert_eq!(get.key(), ("GET", "get-a-thing"));
        assert_eq!(get.request(), "GET /things/{id}");
        assert!(get.deprecated && !put.deprecated);
        assert_eq!(get.scopes, ["a", "b"]);
        assert_eq!((&get.success, &get.token), (&Some(vec![200]), &None));
        let said = |operation: &super::Operation| -> Vec<String> {
            let parameters = operation.parameters.iter();
            parameters
                .map(|p| format!("{} {}: {p}", p.place, p.name))
                .collect()
        };
        assert_eq!(
            said(get),
            [
                "path id: required text",
                "query ids: optional text or list",
                "query limit: optional integer 0..=50",
                "query most: optional integer ..=11",
            ]
        );
        assert_eq!(
            said(put),
            ["body at: optional integer", "body uris: required list"]
        );
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        let error = parse(&TEXT.replace("/Id'", "/Di'")).unwrap_err();
        assert_eq!(error, "there is no `#/components/parameters/Di`");
    }
}
