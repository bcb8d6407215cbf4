//! What a client reads of a failure: a stable code, the path, the rule and its legal basis, in the
//! client's language. The internal text goes to the log alone.

use async_graphql::{Context, Enum, ErrorExtensions};
use netra_domain::policy::Act;
use netra_domain::{Locale, Rule};
use netra_registry::Error;

use crate::graphql::kernel::call::Call;

/// Stable codes of refusals and failures, in `errors[].extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ErrorCode {
    /// Nobody is signed in, or the token is not accepted (belum masuk).
    Unauthenticated,
    /// The matrix does not give this act, or the named thing lies outside the reach (tidak
    /// berwenang).
    Forbidden,
    /// Absent or outside the reach; the two are one answer (tidak ditemukan).
    NotFound,
    /// A value is not well formed; `inputPath` leads to it (masukan tidak sah).
    InvalidInput,
    /// A rule refuses the act; `rule` names it and `legalBasis` its article (ditolak aturan).
    RuleRefused,
    /// The record has moved on; `currentVersion` says how far (konflik versi).
    VersionConflict,
    /// The idempotency key was used for another act (kunci idempotensi sudah dipakai).
    IdempotencyReused,
    /// The act under this key still runs (kunci idempotensi sedang diproses).
    IdempotencyInProgress,
    /// Too many requests (terlalu banyak permintaan).
    RateLimited,
    /// The query exceeds a limit (kueri terlalu mahal).
    QueryTooExpensive,
    /// Try again later (sementara tidak tersedia).
    Unavailable,
    /// A fault of the registry; report the trace id (kesalahan internal).
    Internal,
}

impl ErrorCode {
    pub(in crate::graphql) const fn code(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::InvalidInput => "INVALID_INPUT",
            Self::RuleRefused => "RULE_REFUSED",
            Self::VersionConflict => "VERSION_CONFLICT",
            Self::IdempotencyReused => "IDEMPOTENCY_REUSED",
            Self::IdempotencyInProgress => "IDEMPOTENCY_IN_PROGRESS",
            Self::RateLimited => "RATE_LIMITED",
            Self::QueryTooExpensive => "QUERY_TOO_EXPENSIVE",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

/// What a client reads.
struct Told {
    code: ErrorCode,
    text: &'static str,
    rule: Option<Rule>,
    input_path: Option<String>,
    act: Option<Act>,
    current_version: Option<i32>,
    retry_after: Option<u32>,
}

impl Told {
    fn plain(code: ErrorCode, locale: Locale, en: &'static str, id: &'static str) -> Self {
        let text = match locale {
            Locale::En => en,
            Locale::Id => id,
        };
        let (rule, input_path, act, current_version) = (None, None, None, None);
        Self { code, text, rule, input_path, act, current_version, retry_after: None }
    }

    fn rule(code: ErrorCode, locale: Locale, rule: Rule) -> Self {
        let text = rule.text(locale);
        Self { rule: Some(rule), ..Self::plain(code, locale, text, text) }
    }
}

fn told(error: &Error, locale: Locale) -> Told {
    match error {
        Error::NotFound => Told::plain(
            ErrorCode::NotFound,
            locale,
            "nothing of this kind is visible to you",
            "tidak ada yang demikian yang dapat Anda lihat",
        ),
        Error::Forbidden(act) => Told {
            act: Some(*act),
            ..Told::plain(
                ErrorCode::Forbidden,
                locale,
                "your office does not have this act; ask explainAccess why",
                "instansi Anda tidak memiliki kewenangan ini; tanyakan explainAccess",
            )
        },
        Error::Invalid { path, rule } => Told {
            input_path: Some(path.clone()),
            ..Told::rule(ErrorCode::InvalidInput, locale, *rule)
        },
        Error::Refused(rule) => Told::rule(ErrorCode::RuleRefused, locale, *rule),
        Error::VersionConflict { current } => Told {
            current_version: Some(*current),
            ..Told::plain(
                ErrorCode::VersionConflict,
                locale,
                "the record has changed meanwhile; read it again",
                "catatan sudah berubah; baca kembali",
            )
        },
        Error::IdempotencyReused => Told::plain(
            ErrorCode::IdempotencyReused,
            locale,
            "this idempotency key was used for another act",
            "kunci idempotensi ini sudah dipakai untuk tindakan lain",
        ),
        Error::IdempotencyInProgress => Told::plain(
            ErrorCode::IdempotencyInProgress,
            locale,
            "the act under this idempotency key still runs; ask again",
            "tindakan dengan kunci idempotensi ini masih berjalan; coba lagi",
        ),
        Error::TooEarly { seconds } => too_early(*seconds, locale),
        Error::Unavailable(_) => unavailable(locale),
        Error::Database(cause) if netra_registry::ledger::database::is_passing(cause) => {
            unavailable(locale)
        }
        Error::Database(_)
        | Error::Stored(_)
        | Error::Crypto(_)
        | Error::Log(_)
        | Error::ImportFile { .. }
        | Error::File(_) => {
            tracing::error!(%error, "a request failed");
            internal(locale)
        }
    }
}

fn too_early(seconds: u32, locale: Locale) -> Told {
    let told = Told::plain(
        ErrorCode::RateLimited,
        locale,
        "too many tries; retryAfter says in how many seconds the next one may come",
        "terlalu banyak percobaan; retryAfter menyatakan berapa detik lagi boleh mencoba",
    );
    Told { retry_after: Some(seconds), ..told }
}

fn internal(locale: Locale) -> Told {
    Told::plain(
        ErrorCode::Internal,
        locale,
        "internal error; please report the trace id",
        "kesalahan internal; mohon laporkan trace id",
    )
}

fn unavailable(locale: Locale) -> Told {
    Told::plain(
        ErrorCode::Unavailable,
        locale,
        "not available at the moment; try again",
        "sedang tidak tersedia; coba lagi",
    )
}

/// Answers with the value, or adds the error to the answer and returns nothing: a refused field
/// never takes its siblings with it.
pub(in crate::graphql) fn answer<T>(ctx: &Context<'_>, result: Result<T, Error>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            tell(ctx, &error);
            None
        }
    }
}

/// Adds an error to the answer at the field's path.
pub(in crate::graphql) fn tell(ctx: &Context<'_>, error: &Error) {
    let call = Call::of(ctx);
    let told = told(error, call.locale);
    metrics::counter!("netra_refusals_total", "code" => told.code.code()).increment(1);
    if matches!(told.code, ErrorCode::Forbidden | ErrorCode::NotFound) {
        call.registry().note_refusal(told.code.code(), ctx.field().name());
    }
    tracing::info!(
        code = told.code.code(),
        rule = told.rule.map(Rule::code),
        field = ctx.field().name(),
        "refused"
    );
    let error = async_graphql::Error::new(told.text).extend_with(|_, extensions| {
        extensions.set("code", told.code.code());
        extensions.set("traceId", call.trace_id.as_str());
        if let Some(rule) = told.rule {
            extensions.set("rule", rule.code());
            if !rule.legal_basis().is_empty() {
                extensions.set("legalBasis", rule.legal_basis());
            }
        }
        if let Some(path) = &told.input_path {
            extensions.set("inputPath", from_arguments(ctx, path));
        }
        if let Some(act) = told.act {
            extensions.set("act", act.code());
        }
        if let Some(version) = told.current_version {
            extensions.set("currentVersion", version);
        }
        if let Some(seconds) = told.retry_after {
            extensions.set("retryAfter", seconds);
            ctx.insert_http_header("retry-after", seconds.to_string());
        }
    });
    ctx.add_error(ctx.set_error_path(error.into_server_error(ctx.item.pos)));
}

/// The path from the field's arguments on: what the registry judges lies in `input` where there is
/// one.
fn from_arguments(ctx: &Context<'_>, path: &str) -> String {
    let arguments = ctx.field().arguments().unwrap_or_default();
    let root = path.split('.').next().unwrap_or(path);
    let named = arguments.iter().any(|(name, _)| name == root);
    let has_input = arguments.iter().any(|(name, _)| name == "input");
    if has_input && !named { format!("input.{path}") } else { path.to_owned() }
}
