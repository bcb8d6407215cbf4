//! Why a token is refused: one answer for the caller, a precise reason for the log.

/// Why a token was refused. Its text is the one public answer, which helps no one to guess; the
/// log gets [`TokenError::reason`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid_token")]
#[expect(missing_docs, reason = "each variant is explained by its reason")]
pub enum TokenError {
    TooLong,
    Malformed,
    Header,
    Type,
    Key,
    Algorithm,
    Signature,
    Claims,
    Issuer,
    Audience,
    IssuedInFuture,
    NotYetValid,
    Lifetime,
    Expired,
}

impl TokenError {
    /// The stable short reason for the log.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::TooLong => "token_too_long",
            Self::Malformed => "token_malformed",
            Self::Header => "header_not_typ_alg_kid",
            Self::Type => "typ_not_at_jwt",
            Self::Key => "kid_unknown",
            Self::Algorithm => "alg_not_of_key",
            Self::Signature => "signature_wrong",
            Self::Claims => "claims_missing_or_mistyped",
            Self::Issuer => "iss_not_ours",
            Self::Audience => "aud_not_ours",
            Self::IssuedInFuture => "iat_in_future",
            Self::NotYetValid => "nbf_in_future",
            Self::Lifetime => "lifetime_too_long",
            Self::Expired => "exp_passed",
        }
    }
}
