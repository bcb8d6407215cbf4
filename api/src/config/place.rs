//! Where URLs of the settings lead, and whether the way is protected.

use axum::http::Uri;

/// Whether a database's URL leads to another machine, and does not insist on TLS.
pub(super) fn leads_out_in_clear(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    if !scheme.starts_with("postgres") {
        return false;
    }
    let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let parameter = |name: &str| {
        let pairs = parameters.split('&').filter_map(|it| it.split_once('='));
        pairs.filter(|it| it.0 == name).map(|it| it.1).next_back()
    };
    let place = place.rsplit_once('@').map_or(place, |it| it.1);
    let named = place.split('/').next().unwrap_or_default();
    let host = named.strip_prefix('[').and_then(|it| it.split(']').next());
    let host = host.unwrap_or_else(|| named.split(':').next().unwrap_or_default());
    let host = parameter("host").unwrap_or(host);
    // Without a name, and by a path, it is a socket of this machine.
    let is_here = matches!(host, "" | "localhost" | "127.0.0.1" | "::1")
        || host.starts_with('/')
        || host.to_lowercase().starts_with("%2f");
    let insists = matches!(parameter("sslmode"), Some("require" | "verify-ca" | "verify-full"));
    !is_here && !insists
}

/// Whether a URL is encrypted, or leads nowhere but to this machine.
pub(super) fn is_secure(url: &str) -> bool {
    let Ok(url) = url.parse::<Uri>() else { return false };
    match (url.scheme_str(), url.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => matches!(host, "127.0.0.1" | "localhost" | "[::1]"),
        _ => false,
    }
}
