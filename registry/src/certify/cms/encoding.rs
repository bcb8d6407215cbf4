//! The outer shape of the bytes, before any library reads them.
//!
//! `der` sorts every SET that it reads by insertion, which takes a time that grows with the square
//! of the number of members: 160 KiB of small members keep a core busy for many seconds. So sets
//! are bounded first. Certificates are taken out as they are, because a certificate that is read
//! and written again is another one if its encoding was not quite DER.

use netra_domain::Rule;

/// The most members of a set. A signer has some ten attributes, a message a handful of certificates.
const MOST_MEMBERS: usize = 64;
/// The deepest nesting; a certificate in a message reaches about 12.
const DEEPEST: usize = 32;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT_IDENTIFIER: u8 = 0x06;
const INTEGER: u8 = 0x02;
const CONTEXT_0: u8 = 0xA0;
const CONSTRUCTED: u8 = 0x20;
const LONG_TAG: u8 = 0x1F;

/// One element: tag, content, and the whole of it.
#[derive(Clone, Copy)]
struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    whole: &'a [u8],
}

/// The first element of the bytes, and what follows it. None where the length is missing,
/// indefinite, or beyond the end.
fn split(bytes: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    if tag & LONG_TAG == LONG_TAG {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let size = usize::from(first & 0x7F);
        if !(1..=4).contains(&size) {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(size)?;
        (digits.iter().fold(0, |length: usize, it| (length << 8) | usize::from(*it)), rest)
    };
    let (content, after) = rest.split_at_checked(length)?;
    let whole = bytes.get(..bytes.len() - after.len())?;
    Some((Element { tag, content, whole }, after))
}

/// Refuses bytes that are not one element of definite lengths with bounded sets.
pub(super) fn check_shape(bytes: &[u8]) -> Result<(), Rule> {
    let (element, after) = split(bytes).ok_or(Rule::CmsMalformed)?;
    if element.tag == SEQUENCE && after.is_empty() && is_bounded(element, 0) {
        Ok(())
    } else {
        Err(Rule::CmsMalformed)
    }
}

fn is_bounded(element: Element<'_>, depth: usize) -> bool {
    if element.tag & CONSTRUCTED == 0 {
        return true;
    }
    let (mut rest, mut members) = (element.content, 0);
    while !rest.is_empty() {
        let Some((member, after)) = split(rest) else { return false };
        members += 1;
        // Sets have implicit tags in CMS, so everything but a plain sequence may be one.
        let crowded = element.tag != SEQUENCE && members > MOST_MEMBERS;
        if crowded || depth >= DEEPEST || !is_bounded(member, depth + 1) {
            return false;
        }
        rest = after;
    }
    true
}

/// The certificates of the message, each as its exact bytes.
pub(super) fn certificates(bytes: &[u8]) -> Result<Vec<&[u8]>, Rule> {
    find_certificates(bytes).ok_or(Rule::CmsMalformed)
}

/// `ContentInfo { type, [0] SignedData { version, SET, SEQUENCE, [0] certificates … } }`.
fn find_certificates(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let info = sequence(bytes)?;
    let message = sequence(enter(skip(info, OBJECT_IDENTIFIER)?, CONTEXT_0)?.content)?;
    let rest = skip(skip(skip(message, INTEGER)?, SET)?, SEQUENCE)?;
    let mut certificates = Vec::new();
    let Some(set) = enter(rest, CONTEXT_0) else { return Some(certificates) };
    let mut rest = set.content;
    while !rest.is_empty() {
        let (member, after) = split(rest)?;
        certificates.push(member.whole);
        rest = after;
    }
    Some(certificates)
}

/// The content of the sequence that the bytes begin with.
pub(super) fn sequence(bytes: &[u8]) -> Option<&[u8]> {
    enter(bytes, SEQUENCE).map(|it| it.content)
}

fn enter(bytes: &[u8], tag: u8) -> Option<Element<'_>> {
    split(bytes).map(|(element, _)| element).filter(|it| it.tag == tag)
}

fn skip(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    split(bytes).filter(|(element, _)| element.tag == tag).map(|(_, after)| after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x84], length.as_slice(), content].concat()
    }

    #[test]
    fn a_crowded_set_is_refused_before_it_is_sorted() {
        let members: Vec<u8> = (0..40_000_u16)
            .rev()
            .flat_map(|it| [INTEGER, 2, it.to_be_bytes()[0], it.to_be_bytes()[1]])
            .collect();
        for tag in [SET, CONTEXT_0, 0xA1] {
            let bytes = wrapped(SEQUENCE, &wrapped(tag, &members));
            assert_eq!(check_shape(&bytes), Err(Rule::CmsMalformed));
        }
        assert_eq!(check_shape(&wrapped(SEQUENCE, &wrapped(SEQUENCE, &members))), Ok(()));
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let nested = |depth| (0..depth).fold(vec![INTEGER, 1, 1], |it, _| wrapped(SEQUENCE, &it));
        assert_eq!(check_shape(&nested(30)), Ok(()));
        assert_eq!(check_shape(&nested(1_000)), Err(Rule::CmsMalformed));
        for bytes in [
            &[][..],
            &[SEQUENCE],
            &[SEQUENCE, 0x80, 0, 0],
            &[SEQUENCE, 0x85, 0, 0, 0, 0, 0],
            &[SEQUENCE, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            &[SEQUENCE, 0, 0],
            &[0x3F, 0x81, 0, 0],
            &[SEQUENCE, 2, SET, 5],
        ] {
            assert_eq!(check_shape(bytes), Err(Rule::CmsMalformed), "{bytes:?}");
        }
    }
}
