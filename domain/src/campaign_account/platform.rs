//! Where platforms keep their accounts, as data: the hosts of each, and the shapes of the
//! addresses that name an account there. The files' conventions stand beside them.

use std::collections::HashMap;

use serde::Deserialize;

/// A platform as its reference file tells it; lists are parted by `;`.
#[derive(Clone, Debug, Deserialize)]
pub struct PlatformRow {
    /// Code of the platform.
    pub platform: String,
    /// Its hosts, without `www.`.
    pub hosts: String,
    /// Whether a language before a host leads to the same place, as `id-id.`.
    pub locale_hosts: String,
    /// Hosts whose links say only when followed where they lead.
    pub unresolved_hosts: String,
    /// Words at the beginning of a path that are nobody's handle.
    pub no_account: String,
}

/// A shape of addresses as its reference file tells it. The first shape that fits decides.
#[derive(Clone, Debug, Deserialize)]
pub struct AddressRow {
    /// Code of the platform.
    pub platform: String,
    /// The host, where it is not any host of the platform; `{v}.` before it is the name.
    pub host: String,
    /// The path: words, `*` for any, `{v}` for the name, `...` for whatever follows.
    pub path: String,
    /// The space of names: a handle and an id of the same letters are two accounts.
    pub space: String,
    /// Class, more characters, and length of a name.
    pub value: String,
    /// Whether case is folded: `FOLD`, `FOLD_UNDOT` where dots do not count either, `KEEP`.
    pub case: String,
    /// The one address under which the account is known.
    pub canonical: String,
}

/// All platforms.
#[derive(Clone, Debug, Default)]
pub struct Platforms {
    pub(super) list: Vec<Platform>,
}

#[derive(Clone, Debug)]
pub(super) struct Platform {
    pub(super) code: String,
    hosts: Vec<String>,
    locale_hosts: bool,
    unresolved: Vec<String>,
    pub(super) no_account: Vec<String>,
    pub(super) shapes: Vec<Shape>,
}

#[derive(Clone, Debug)]
pub(super) struct Shape {
    host: HostShape,
    segments: Vec<Segment>,
    query: Option<String>,
    rest: bool,
    pub(super) space: String,
    pub(super) names: Names,
    pub(super) case: Case,
    pub(super) canonical: String,
}

#[derive(Clone, Debug)]
enum HostShape {
    Any,
    Exactly(String),
    /// The name stands before a fixed domain.
    Below(String),
    /// The name stands before a domain that is the same under many countries.
    BelowAnyCountry(String),
}

#[derive(Clone, Debug)]
enum Segment {
    Word(String),
    Any,
    /// The name, after a sign.
    Name(&'static str),
    /// The name, after the last hyphen.
    NameAtEnd,
}

/// What a name may be made of.
#[derive(Clone, Debug)]
pub(super) struct Names {
    class: NameClass,
    more: String,
    least: usize,
    most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameClass {
    Digits,
    AsciiAlphanumeric,
    Letters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Fold,
    /// Neither case nor dots count.
    FoldWithoutDots,
    Keep,
}

/// A host, and what it is to a platform.
pub(super) enum HostIs<'a> {
    /// One on which addresses name accounts.
    Known(&'a Platform),
    /// One of the platform's, on which they do not.
    Other,
}

impl Platforms {
    /// The platforms of these rows; a row that cannot be read is left out.
    #[must_use]
    pub fn new(platforms: &[PlatformRow], addresses: &[AddressRow]) -> Self {
        let mut shapes: HashMap<&str, Vec<Shape>> = HashMap::new();
        for row in addresses {
            shapes.entry(&row.platform).or_default().extend(Shape::read(row));
        }
        let platform = |row: &PlatformRow| Platform {
            code: row.platform.clone(),
            hosts: listed(&row.hosts),
            locale_hosts: row.locale_hosts == "yes",
            unresolved: listed(&row.unresolved_hosts),
            no_account: listed(&row.no_account),
            shapes: shapes.remove(row.platform.as_str()).unwrap_or_default(),
        };
        Self { list: platforms.iter().map(platform).collect() }
    }

    /// How many shapes of addresses are known.
    #[must_use]
    pub fn shapes(&self) -> usize {
        self.list.iter().map(|it| it.shapes.len()).sum()
    }

    /// To which platform a host belongs, if to any.
    pub(super) fn of_host(&self, host: &str) -> Option<HostIs<'_>> {
        let known = self.list.iter().find(|it| it.has_host(host)).map(HostIs::Known);
        known.or_else(|| self.list.iter().any(|it| it.owns(host)).then_some(HostIs::Other))
    }

    /// The platform with a code.
    pub(super) fn of_code(&self, code: &str) -> Option<&Platform> {
        self.list.iter().find(|it| it.code == code)
    }

    /// The hosts of every platform, with its code.
    pub(super) fn hosts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list
            .iter()
            .flat_map(|it| it.hosts.iter().map(|host| (host.as_str(), it.code.as_str())))
    }
}

impl Platform {
    fn has_host(&self, host: &str) -> bool {
        let localised = || {
            host.split_once('.').is_some_and(|(language, rest)| {
                is_language(language) && self.hosts.iter().any(|it| it == rest)
            })
        };
        self.hosts.iter().any(|it| it == host)
            || self.shapes.iter().any(|shape| shape.host.names_in(host).is_some())
            || (self.locale_hosts && localised())
    }

    fn owns(&self, host: &str) -> bool {
        let below =
            |it: &String| host.strip_suffix(it.as_str()).is_some_and(|it| it.ends_with('.'));
        self.unresolved.iter().any(|it| it == host)
            || self.hosts.iter().chain(&self.unresolved).any(below)
    }

    /// The first shape that fits, with the name as it is written.
    pub(super) fn shape_of(
        &self,
        host: &str,
        path: &[String],
        query: impl Fn(&str) -> Option<String>,
    ) -> Option<(&Shape, String)> {
        self.shapes.iter().find_map(|shape| {
            let name = shape.name_in(host, path, &query)?;
            let word = shape.begins_with_name()
                && self.no_account.iter().any(|it| it.eq_ignore_ascii_case(&name));
            // A number has shapes of its own; every other name is judged by who asks.
            let fits = shape.names.class != NameClass::Digits || shape.names.admit(&name);
            (fits && !word && !name.is_empty()).then_some((shape, name))
        })
    }
}

impl Shape {
    fn read(row: &AddressRow) -> Option<Self> {
        let (path, query) = match row.path.split_once('?') {
            Some((path, query)) => (path, Some(query.strip_suffix("={v}")?.to_owned())),
            None => (row.path.as_str(), None),
        };
        let mut segments = Vec::new();
        let mut rest = false;
        for word in path.split('/').filter(|it| !it.is_empty()) {
            match word {
                "..." => rest = true,
                "*" => segments.push(Segment::Any),
                "{v}" => segments.push(Segment::Name("")),
                "@{v}" => segments.push(Segment::Name("@")),
                "+{v}" => segments.push(Segment::Name("+")),
                "*-{v}" => segments.push(Segment::NameAtEnd),
                word => segments.push(Segment::Word(word.to_owned())),
            }
        }
        Some(Self {
            host: HostShape::read(&row.host),
            segments,
            query,
            rest,
            space: row.space.clone(),
            names: Names::read(&row.value)?,
            case: match row.case.as_str() {
                "FOLD" => Case::Fold,
                "FOLD_UNDOT" => Case::FoldWithoutDots,
                "KEEP" => Case::Keep,
                _ => return None,
            },
            canonical: row.canonical.clone(),
        })
    }

    fn begins_with_name(&self) -> bool {
        matches!(self.segments.first(), Some(Segment::Name("")))
    }

    fn name_in(
        &self,
        host: &str,
        path: &[String],
        query: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let anywhere = matches!(self.host, HostShape::Any);
        let mut name = if anywhere { None } else { self.host.names_in(host)? };
        if path.len() < self.segments.len() || (path.len() > self.segments.len() && !self.rest) {
            return None;
        }
        for (segment, text) in self.segments.iter().zip(path) {
            match segment {
                Segment::Any => {}
                Segment::Word(word) => word.eq_ignore_ascii_case(text).then_some(())?,
                Segment::Name("") => name = Some(text.clone()),
                Segment::Name(sign) => {
                    text.strip_prefix(sign)?;
                    name = Some(text.trim_start_matches(sign).to_owned());
                }
                Segment::NameAtEnd => name = Some(text.rsplit_once('-')?.1.to_owned()),
            }
        }
        match &self.query {
            Some(key) => query(key),
            None => name,
        }
    }
}

impl HostShape {
    fn read(text: &str) -> Self {
        match text.strip_prefix("{v}.") {
            None if text.is_empty() => Self::Any,
            None => Self::Exactly(text.to_owned()),
            Some(rest) => match rest.strip_suffix(".*") {
                Some(domain) => Self::BelowAnyCountry(domain.to_owned()),
                None => Self::Below(rest.to_owned()),
            },
        }
    }

    /// Whether the host fits by itself, with the name in it if it holds one.
    #[expect(clippy::option_option, reason = "a host may fit and hold no name")]
    fn names_in(&self, host: &str) -> Option<Option<String>> {
        let name = |name: &str| (!name.contains('.')).then(|| Some(name.to_owned()));
        match self {
            Self::Any => None,
            Self::Exactly(it) => (it == host).then_some(None),
            Self::Below(domain) => name(host.strip_suffix(domain)?.strip_suffix('.')?),
            Self::BelowAnyCountry(domain) => {
                let (first, rest) = host.split_once('.')?;
                let country = rest.strip_prefix(domain)?.strip_prefix('.')?;
                is_country_domain(country).then(|| name(first))?
            }
        }
    }
}

impl Names {
    fn read(text: &str) -> Option<Self> {
        let (class, length) = text.rsplit_once(':')?;
        let (class, more) = class.split_once('+').unwrap_or((class, ""));
        let (least, most) = length.split_once('-')?;
        let class = match class {
            "DIGITS" => NameClass::Digits,
            "ALNUM" => NameClass::AsciiAlphanumeric,
            "LETTERS" => NameClass::Letters,
            _ => return None,
        };
        let (least, most) = (least.parse().ok()?, most.parse().ok()?);
        Some(Self { class, more: more.to_owned(), least, most })
    }

    /// Whether the platform could give this name.
    pub(super) fn admit(&self, name: &str) -> bool {
        let length = name.chars().count();
        let fits = |it: char| match self.class {
            NameClass::Digits => it.is_ascii_digit(),
            NameClass::AsciiAlphanumeric => it.is_ascii_alphanumeric() || self.more.contains(it),
            NameClass::Letters => it.is_alphanumeric() || self.more.contains(it),
        };
        (self.least..=self.most).contains(&length) && name.chars().all(fits)
    }

    /// Whether the sign before a handle is part of it.
    pub(super) fn admit_at_sign(&self) -> bool {
        self.more.contains('@')
    }

    /// Whether people read the name: nobody mistakes one number for another by its looks.
    pub(super) fn are_words(&self) -> bool {
        self.class != NameClass::Digits
    }
}

fn listed(text: &str) -> Vec<String> {
    text.split(';').filter(|it| !it.is_empty()).map(ToOwned::to_owned).collect()
}

/// `id` or `id-id`.
fn is_language(text: &str) -> bool {
    let two = |it: &str| it.len() == 2 && it.bytes().all(|byte| byte.is_ascii_lowercase());
    text.split_once('-').map_or_else(|| two(text), |(one, other)| two(one) && two(other))
}

/// `com`, `de`, `co.id`, `com.au`: what may follow a domain that each country has.
fn is_country_domain(text: &str) -> bool {
    let two = |it: &str| it.len() == 2 && it.bytes().all(|byte| byte.is_ascii_lowercase());
    match text.split_once('.') {
        None => text == "com" || two(text),
        Some((second, country)) => ["co", "com"].contains(&second) && two(country),
    }
}
