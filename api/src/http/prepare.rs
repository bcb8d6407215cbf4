//! From parameters to a request that may be executed; every transport goes through here.

use std::{num::NonZeroUsize, sync::Arc};

use async_graphql::{Request, Variables};
use netra_domain::Locale;
use serde_json::Value;

use super::{
    context::OperationSummary,
    document::{Documents, choose},
    error::RequestError,
    limits::Limits,
    params::Params,
    scan::scan,
    variables, walk,
};

/// How many parsed documents are kept.
const MAX_DOCUMENTS: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// How much memory they may take, as estimated.
const MAX_DOCUMENT_BYTES: usize = 8 * 1024 * 1024;

/// The limits and the cache that all requests share.
#[derive(Clone)]
pub struct Preparer {
    limits: Arc<Limits>,
    documents: Arc<Documents>,
}

/// A request within the limits, and what is known of it.
pub struct Prepared {
    /// The request, with the parsed document of one operation.
    pub request: Request,
    /// The operation in it.
    pub operation: OperationSummary,
}

impl Preparer {
    /// Makes a preparer with an empty cache.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let documents = Arc::new(Documents::new(MAX_DOCUMENTS, MAX_DOCUMENT_BYTES));
        Self { limits: Arc::new(limits), documents }
    }

    /// The limits in force.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Makes the request that the parameters ask for.
    ///
    /// # Errors
    ///
    /// A request error, in the order of the checks: raw text, syntax, choice of the operation,
    /// limits, variables. Validation against the schema comes later, with the execution.
    pub fn prepare(&self, params: Params, locale: Locale) -> Result<Prepared, RequestError> {
        let scanned = scan(&params.query, &self.limits);
        let scanned = scanned.map_err(|error| RequestError::scan(error, locale))?;
        let document = self.documents.parse(&params.query, scanned.tokens);
        let document = document.map_err(|error| RequestError::syntax(&error))?;
        let chosen = choose(&document, params.operation_name.as_deref());
        let chosen = chosen.map_err(|error| RequestError::operation(&error, locale))?;
        let operation = &chosen.operation.node;
        let variables = Variables::from_json(Value::Object(params.variables));
        let usage = walk::measure(operation, &document.fragments, &variables, &self.limits);
        let usage = usage.map_err(|error| RequestError::limit(&error, locale))?;
        variables::check(operation, &variables)
            .map_err(|error| RequestError::variable(&error, locale))?;

        let name = chosen.name.map(ToString::to_string);
        let mut request = Request::new(params.query).variables(variables);
        request.operation_name.clone_from(&name);
        request.set_parsed_query(chosen.cut());
        let operation = OperationSummary {
            kind: operation.ty,
            name,
            root_fields: usage.root_fields,
            cost: usage.cost,
        };
        Ok(Prepared { request, operation })
    }
}
