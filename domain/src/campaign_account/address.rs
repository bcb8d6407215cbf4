//! The address of an account: many spellings, one normal form. Case folds only where the platform
//! folds it, and what only looks alike stays another account.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;
use url::{Host, Url};

use super::look_alike::skeleton;
use super::platform::{Case, HostIs, Platform, Platforms, Shape};
use crate::Rule;

/// Longest address that is read, in bytes.
const LONGEST: usize = 2_048;

/// Of how many labels the hosts of platforms are.
const LABELS_OF_A_HOST: RangeInclusive<usize> = 2..=4;

/// How often folding may change the shape.
const FOLDINGS: usize = 3;

/// The platforms that are none: a site of one's own, and a mailbox.
const WEBSITE: &str = "WEBSITE";
const EMAIL: &str = "EMAIL";

/// What a path or query keeps as it is; all else is written in per cent.
const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');

/// What senders and measurers hang on to an address; it says nothing about where that leads.
const NO_IDENTITY: [&str; 12] = [
    "fbclid", "gclid", "igsh", "igshid", "mibextid", "ref", "ref_src", "si", "ttclid", "twclid",
    "mc_cid", "mc_eid",
];

/// An account's address in its normal form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    key: String,
    platform: String,
    space: String,
    name: String,
    is_well_formed: bool,
    skeleton: Option<String>,
    imitates: Option<String>,
}

impl Address {
    /// Reads an address as people write it: with or without scheme, of a mobile or a short host,
    /// of a post whose address tells its author. A mailbox is an address too.
    ///
    /// # Errors
    /// `ACCOUNT_URL_INVALID`; `ACCOUNT_URL_AUTHORITY` for a user or a port in it;
    /// `ACCOUNT_URL_NO_ACCOUNT` where only following it shows the account, or there is none.
    pub fn read(platforms: &Platforms, text: &str) -> Result<Self, Rule> {
        let told = Self::read_once(platforms, text)?;
        let is_well_formed = told.is_well_formed;
        let mut address = told;
        // Folding may make another shape of it: `1.2` is a handle, and without its dot a number.
        for _ in 0..FOLDINGS {
            let again = Self::read_once(platforms, &address.key)?;
            if again.key == address.key {
                return Ok(Self { is_well_formed, ..again });
            }
            address = again;
        }
        Err(Rule::AccountUrlNoAccount)
    }

    fn read_once(platforms: &Platforms, text: &str) -> Result<Self, Rule> {
        let text: String = text.chars().filter(|it| !is_invisible(*it)).collect();
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return Err(Rule::AccountUrlInvalid);
        }
        if let Some(mailbox) = mailbox(text) {
            return mailbox;
        }
        let url = parse(text)?;
        let Some(Host::Domain(host)) = url.host() else { return Err(Rule::AccountUrlInvalid) };
        let host = host.strip_suffix('.').unwrap_or(host);
        let host = host.strip_prefix("www.").unwrap_or(host);
        if !host.contains('.') {
            return Err(Rule::AccountUrlInvalid);
        }
        match platforms.of_host(host) {
            Some(HostIs::Known(platform)) => on_platform(platform, host, &url),
            Some(HostIs::Other) => Err(Rule::AccountUrlNoAccount),
            None => Ok(website(platforms, host, &url)),
        }
    }

    /// The address of a handle on a platform, with or without the sign before it. On a site of
    /// one's own and for a mailbox it is the address itself.
    ///
    /// # Errors
    /// `ACCOUNT_HANDLE_INVALID` where the platform has no handles; as for [`Self::read`].
    pub fn of_handle(platforms: &Platforms, platform: &str, handle: &str) -> Result<Self, Rule> {
        if [WEBSITE, EMAIL].contains(&platform) {
            let address = Self::read(platforms, handle)?;
            let same = address.platform == platform;
            return if same { Ok(address) } else { Err(Rule::AccountHandleInvalid) };
        }
        Self::of_name(platforms, platform, "HANDLE", handle)
    }

    /// The address of the id that a platform itself gave to an account.
    ///
    /// # Errors
    /// As for [`Self::of_handle`].
    pub fn of_native_id(platforms: &Platforms, platform: &str, id: &str) -> Result<Self, Rule> {
        Self::of_name(platforms, platform, "ID", id)
    }

    fn of_name(
        platforms: &Platforms,
        platform: &str,
        space: &str,
        name: &str,
    ) -> Result<Self, Rule> {
        let shape = platforms
            .of_code(platform)
            .and_then(|it| it.shapes.iter().find(|shape| shape.space == space))
            .ok_or(Rule::AccountHandleInvalid)?;
        let name: String = name.trim().chars().filter(|it| !is_invisible(*it)).collect();
        let bare = name.strip_prefix('@').filter(|_| !shape.names.admit_at_sign());
        let name = bare.unwrap_or(&name);
        if name.is_empty() {
            return Err(Rule::AccountHandleInvalid);
        }
        Self::read(platforms, &shape.written(name))
    }

    /// The normal form: equal for two spellings of one account, and an address that works.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Code of the platform; `WEBSITE` or `EMAIL` where there is none.
    #[must_use]
    pub fn platform(&self) -> &str {
        &self.platform
    }

    /// The handle or id in it; of a site its host.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the name is a handle, and not an id or a code.
    #[must_use]
    pub fn is_handle(&self) -> bool {
        self.space == "HANDLE"
    }

    /// Whether the name is the platform's own id.
    #[must_use]
    pub fn is_native_id(&self) -> bool {
        self.space == "ID"
    }

    /// Whether the platform could give such a name. One in foreign letters is read all the same,
    /// so that it can be told apart from the one that it imitates.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        self.is_well_formed
    }

    /// What remains of it for the eye; none for a code that nobody reads.
    #[must_use]
    pub fn skeleton(&self) -> Option<&str> {
        self.skeleton.as_deref()
    }

    /// The platform whose host this one only looks like.
    #[must_use]
    pub fn imitates(&self) -> Option<&str> {
        self.imitates.as_deref()
    }
}

impl Shape {
    /// The canonical address of a name.
    fn written(&self, name: &str) -> String {
        self.canonical.replace("{v}", &utf8_percent_encode(name, KEPT).to_string())
    }

    fn folded(&self, name: &str) -> String {
        let name: String = name.nfc().collect();
        match self.case {
            Case::Keep => name,
            Case::Fold => name.to_lowercase().nfc().collect(),
            Case::FoldWithoutDots => name.to_lowercase().nfc().filter(|it| *it != '.').collect(),
        }
    }
}

fn on_platform(platform: &Platform, host: &str, url: &Url) -> Result<Address, Rule> {
    let path = path_of(url);
    let query = |key: &str| {
        let mut pairs = url.query_pairs();
        pairs.find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value.into_owned())
    };
    let (shape, written) =
        platform.shape_of(host, &path, query).ok_or(Rule::AccountUrlNoAccount)?;
    let name = shape.folded(written.trim());
    if name.is_empty() {
        return Err(Rule::AccountUrlNoAccount);
    }
    let readable = shape.case != Case::Keep && shape.names.are_words();
    Ok(Address {
        key: shape.written(&name),
        platform: platform.code.clone(),
        space: shape.space.clone(),
        is_well_formed: shape.names.admit(written.trim()),
        skeleton: readable.then(|| format!("{}:{}", platform.code, skeleton(&name))),
        name,
        imitates: None,
    })
}

fn website(platforms: &Platforms, host: &str, url: &Url) -> Address {
    let mut key = format!("https://{host}");
    for segment in path_of(url) {
        key.push('/');
        key.extend(utf8_percent_encode(&segment, KEPT));
    }
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !name.is_empty() && !is_measuring(name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    pairs.sort();
    for (position, (name, value)) in pairs.iter().enumerate() {
        key.push(if position == 0 { '?' } else { '&' });
        key.extend(utf8_percent_encode(name, KEPT));
        key.push('=');
        key.extend(utf8_percent_encode(value, KEPT));
    }
    let (shown, _) = idna::domain_to_unicode(host);
    let seen = skeleton(&shown);
    let parts = looks(&shown);
    let imitates = platforms.hosts().find(|(known, _)| parts.contains(&skeleton(known)));
    Address {
        key,
        platform: WEBSITE.to_owned(),
        space: WEBSITE.to_owned(),
        name: host.to_owned(),
        is_well_formed: true,
        skeleton: Some(format!("{WEBSITE}:{seen}")),
        imitates: imitates.map(|(_, code)| code.to_owned()),
    }
}

/// What a host looks like in whole, and in each run of labels that may be read as a host: who sees
/// `m.facebo0k.com` or `facebook.com.masuk.id` reads the part that is familiar.
fn looks(shown: &str) -> HashSet<String> {
    let labels: Vec<&str> = shown.split('.').collect();
    let runs = LABELS_OF_A_HOST.flat_map(|length| labels.windows(length));
    runs.map(|run| skeleton(&run.join("."))).chain([skeleton(shown)]).collect()
}

/// A mailbox, where the text is one. The part before the sign folds too: in theory its case
/// counts, in practice no provider gives one name twice.
fn mailbox(text: &str) -> Option<Result<Address, Rule>> {
    let (scheme, rest) = match text.split_at_checked(7) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto:") => (true, rest),
        _ => (false, text),
    };
    let rest = rest.split('?').next().unwrap_or(rest);
    let (local, domain) = match rest.rsplit_once('@') {
        Some(parts) if !rest.contains('/') => parts,
        _ => return scheme.then_some(Err(Rule::AccountUrlInvalid)),
    };
    if local.is_empty() {
        return Some(Err(Rule::AccountUrlInvalid));
    }
    let local = percent_decode_str(local).decode_utf8_lossy().to_lowercase();
    let domain = match Host::parse(domain) {
        Ok(Host::Domain(domain)) if domain.contains('.') => domain,
        Ok(_) | Err(_) => return Some(Err(Rule::AccountUrlInvalid)),
    };
    let plain = |it: char| it.is_alphanumeric() || "!#$&'*+-/=?^_`{|}~.%".contains(it);
    if !local.chars().all(plain) {
        return Some(Err(Rule::AccountUrlInvalid));
    }
    let local: String = local.nfc().collect();
    let name = format!("{local}@{domain}");
    Some(Ok(Address {
        key: format!("mailto:{}@{domain}", utf8_percent_encode(&local, KEPT)),
        platform: EMAIL.to_owned(),
        space: EMAIL.to_owned(),
        is_well_formed: true,
        skeleton: Some(format!("{EMAIL}:{}", skeleton(&name))),
        name,
        imitates: None,
    }))
}

fn parse(text: &str) -> Result<Url, Rule> {
    let written = match (text.contains("://"), text.strip_prefix("//")) {
        (true, _) => text.to_owned(),
        (false, Some(rest)) => format!("https://{rest}"),
        (false, None) => format!("https://{text}"),
    };
    let url = Url::parse(&written).map_err(|_source| Rule::AccountUrlInvalid)?;
    if !["http", "https"].contains(&url.scheme()) {
        return Err(Rule::AccountUrlInvalid);
    }
    let named = !url.username().is_empty() || url.password().is_some();
    if named || url.port().is_some() {
        return Err(Rule::AccountUrlAuthority);
    }
    Ok(url)
}

/// The words of a path, read once out of per cent. Long ago the platform X wrote its paths behind
/// `#!`.
fn path_of(url: &Url) -> Vec<String> {
    let behind = url.fragment().and_then(|it| it.strip_prefix('!')).filter(|_| url.path() == "/");
    let path = behind.unwrap_or(url.path());
    let path = path.split('?').next().unwrap_or(path);
    let decoded = |it: &str| {
        let bytes = percent_decode_str(it);
        bytes.decode_utf8().map_or_else(|_source| it.to_owned(), std::borrow::Cow::into_owned)
    };
    path.split('/').filter(|it| !it.is_empty()).map(decoded).collect()
}

fn is_measuring(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_") || NO_IDENTITY.contains(&name.as_str())
}

/// Signs without a glyph, which come along when an address is copied.
fn is_invisible(it: char) -> bool {
    matches!(it,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\0'..='\u{1f}' | '\u{7f}')
}

#[cfg(test)]
mod tests;
