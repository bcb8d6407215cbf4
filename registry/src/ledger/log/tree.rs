//! The tree over a log's leaves, in tiles of 256 hashes (C2SP tlog-tiles, RFC 6962).
//!
//! This and `note` are the only places that know `tlog_tiles` and `signed_note`. Nothing here
//! reads: what a proof needs is named first ([`needed`]), fetched by the caller, and handed in.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use tlog_tiles::tile::Tile;
use tlog_tiles::tlog::{self, HashReader, check_record, check_tree, prove_record, prove_tree};

use crate::ledger::leaf::Hash;

const HEIGHT: u8 = 8;
/// Hashes in a full tile.
pub const WIDTH: u64 = 256;
/// Bytes of a hash.
pub const HASH: usize = 32;
/// No log is larger; beyond it the library's arithmetic overflows.
pub const MOST: u64 = 1 << 62;

/// Which tile: level and number within the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// Level, 0 for the leaves' own hashes.
    pub level: u8,
    /// Number within the level.
    pub number: u64,
}

impl std::fmt::Display for TileId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.level, self.number)
    }
}

/// Tiles by their place; each as wide as it is known.
pub type Tiles = BTreeMap<TileId, Vec<u8>>;

/// Why a tree cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeProblem {
    /// A tile is absent or too narrow for the size.
    #[error("tile {0} is missing or too short")]
    Tile(TileId),
    /// What was asked for is not in a tree of this size.
    #[error("not within a tree of this size")]
    Size,
}

/// How many hashes of a level are in tiles at a size.
#[must_use]
pub fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0)
}

/// The tiles that are not full at a size: what the next leaf touches.
#[must_use]
pub fn edge(size: u64) -> Vec<TileId> {
    let mut edge = Vec::new();
    for level in 0..HEIGHT {
        let hashes = hashes_at(level, size);
        if !hashes.is_multiple_of(WIDTH) {
            edge.push(TileId { level, number: hashes / WIDTH });
        }
    }
    edge
}

/// A tree that grows from its edge.
#[derive(Clone, Debug)]
pub struct Growth {
    size: u64,
    tiles: Tiles,
}

impl Growth {
    /// From the tiles at the edge, which may be wider than the size.
    ///
    /// # Errors
    /// [`TreeProblem::Tile`] for one that is missing.
    pub fn new(size: u64, mut edge_tiles: Tiles) -> Result<Self, TreeProblem> {
        for id in edge(size) {
            let width = usize::try_from(hashes_at(id.level, size) % WIDTH).unwrap_or(0) * HASH;
            let tile = edge_tiles.get_mut(&id).filter(|tile| tile.len() >= width);
            tile.ok_or(TreeProblem::Tile(id))?.truncate(width);
        }
        Ok(Self { size, tiles: edge_tiles })
    }

    /// How many leaves there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, hash: Hash) {
        let (mut level, mut position, mut hash) = (0, self.size, hash);
        self.size += 1;
        loop {
            let id = TileId { level, number: position / WIDTH };
            let tile = self.tiles.entry(id).or_default();
            tile.extend_from_slice(&hash);
            if !(position + 1).is_multiple_of(WIDTH) {
                return;
            }
            hash = Tile::subtree_hash(tile).0;
            (level, position) = (level + 1, position / WIDTH);
        }
    }

    /// The root.
    ///
    /// # Errors
    /// [`TreeProblem::Tile`] where the edge was not complete.
    pub fn root(&self) -> Result<Hash, TreeProblem> {
        root(self.size, &self.tiles)
    }

    /// The tiles as they are now.
    #[must_use]
    pub fn tiles(&self) -> &Tiles {
        &self.tiles
    }

    /// Lets go of the tiles that are full, and answers with them.
    pub fn take_full(&mut self) -> Tiles {
        let edge: BTreeSet<TileId> = edge(self.size).into_iter().collect();
        let (partial, full) =
            std::mem::take(&mut self.tiles).into_iter().partition(|(id, _)| edge.contains(id));
        self.tiles = partial;
        full
    }
}

/// What is to be computed from tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The root at a size.
    Root(u64),
    /// That a leaf is in the tree of a size.
    Inclusion {
        /// Its index.
        index: u64,
        /// The size.
        size: u64,
    },
    /// That the tree of one size begins with that of another.
    Consistency {
        /// The smaller size.
        from: u64,
        /// The larger one.
        to: u64,
    },
}

fn run<R: HashReader>(ask: Ask, reader: &R) -> Result<Vec<Hash>, TreeProblem> {
    let proof = match ask {
        Ask::Root(size) | Ask::Inclusion { size, .. } | Ask::Consistency { to: size, .. }
            if size > MOST =>
        {
            return Err(TreeProblem::Size);
        }
        Ask::Root(size) => tlog::tree_hash(size, reader).map(|root| vec![root]),
        Ask::Inclusion { index, size } if index < size => prove_record(size, index, reader),
        Ask::Consistency { from: 0, .. } => Ok(Vec::new()),
        Ask::Consistency { from, to } if from <= to => prove_tree(to, from, reader),
        Ask::Inclusion { .. } | Ask::Consistency { .. } => return Err(TreeProblem::Size),
    };
    Ok(proof.map_err(|_source| TreeProblem::Size)?.into_iter().map(|hash| hash.0).collect())
}

/// Notes which hashes are asked for, and gives zeros.
#[derive(Default)]
struct Wanted(RefCell<Vec<u64>>);

impl HashReader for Wanted {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        self.0.borrow_mut().extend_from_slice(indexes);
        Ok(vec![tlog::Hash::default(); indexes.len()])
    }
}

struct Held<'a> {
    tiles: &'a Tiles,
    missing: RefCell<Option<TileId>>,
}

fn place(index: u64) -> (Tile, TileId) {
    let tile = Tile::from_index(HEIGHT, index);
    (tile, TileId { level: tile.level(), number: tile.level_index() })
}

impl HashReader for Held<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        let read = |index: &u64| {
            let (tile, id) = place(*index);
            let held = self.tiles.get(&id).map(Vec::as_slice).unwrap_or_default();
            tile.hash_at_index(held, *index).inspect_err(|_error| {
                self.missing.borrow_mut().get_or_insert(id);
            })
        };
        indexes.iter().map(read).collect()
    }
}

/// The tiles that it takes.
///
/// # Errors
/// [`TreeProblem::Size`] where there is no such thing.
pub fn needed(ask: Ask) -> Result<BTreeSet<TileId>, TreeProblem> {
    let wanted = Wanted::default();
    run(ask, &wanted)?;
    Ok(wanted.0.take().into_iter().map(|index| place(index).1).collect())
}

/// The proof, or the root alone.
///
/// # Errors
/// [`TreeProblem::Tile`] for a tile that is missing.
pub fn prove(ask: Ask, tiles: &Tiles) -> Result<Vec<Hash>, TreeProblem> {
    let held = Held { tiles, missing: RefCell::default() };
    let proof = run(ask, &held);
    match held.missing.into_inner() {
        Some(id) => Err(TreeProblem::Tile(id)),
        None => proof,
    }
}

/// The root of the tree of a size.
///
/// # Errors
/// [`TreeProblem::Tile`] for a tile that is missing.
pub fn root(size: u64, tiles: &Tiles) -> Result<Hash, TreeProblem> {
    prove(Ask::Root(size), tiles)?.first().copied().ok_or(TreeProblem::Size)
}

fn theirs(proof: &[Hash]) -> Option<Vec<tlog::Hash>> {
    // A longer one cannot be right, and would take its time.
    (proof.len() <= 64).then(|| proof.iter().map(|hash| tlog::Hash(*hash)).collect())
}

/// Whether a proof shows that the tree of this size and root has the leaf at this index.
#[must_use]
pub fn includes(proof: &[Hash], size: u64, root: &Hash, index: u64, leaf: &Hash) -> bool {
    let Some(proof) = theirs(proof).filter(|_| size <= MOST) else { return false };
    check_record(&proof, size, tlog::Hash(*root), index, tlog::Hash(*leaf)).is_ok()
}

/// Whether a proof shows that the tree of one size and root begins with another.
#[must_use]
pub fn continues(proof: &[Hash], new: (u64, &Hash), old: (u64, &Hash)) -> bool {
    let ((size, root), (old_size, old_root)) = (new, old);
    if old_size == 0 {
        return proof.is_empty() && *old_root == tlog::EMPTY_HASH.0;
    }
    let Some(proof) = theirs(proof).filter(|_| size <= MOST) else { return false };
    check_tree(&proof, size, tlog::Hash(*root), old_size, tlog::Hash(*old_root)).is_ok()
}

/// What the level above has for a full tile.
#[must_use]
pub fn full_hash(tile: &[u8]) -> Option<Hash> {
    let full = usize::try_from(WIDTH).unwrap_or(0) * HASH;
    (tile.len() == full).then(|| Tile::subtree_hash(tile).0)
}
