// Leaves and commitments recomputed from their definition, with somebody else's RFC 8785.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import canonicalize from 'canonicalize';

const vectors = JSON.parse(readFileSync(process.argv[2], 'utf8'));

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const node = (left, right) => sha256(Buffer.of(1), left, right);
const leafHash = (value) => sha256(Buffer.of(0), canonicalize(value));
const encode = (bytes) => bytes.toString('base64url');
const split = (length) => 2 ** (Math.ceil(Math.log2(length)) - 1);

function root(hashes) {
  if (hashes.length === 1) return hashes[0];
  const at = split(hashes.length);
  return node(root(hashes.slice(0, at)), root(hashes.slice(at)));
}

function path(hashes, position) {
  if (hashes.length === 1) return [];
  const at = split(hashes.length);
  const [left, right] = [hashes.slice(0, at), hashes.slice(at)];
  return position < at
    ? [...path(left, position), root(right)]
    : [...path(right, position - at), root(left)];
}

for (const { payload, salt, text, fields, commitment } of vectors.commitments) {
  assert.equal(canonicalize(payload), text);
  assert.equal(fields.length, Object.keys(payload).length);
  const digests = fields.map(({ name, salt: own, digest }) => {
    const key = Buffer.from(salt, 'base64url');
    const tag = createHmac('sha256', key).update('netra/salt/v1\0').update(name).digest();
    const fieldSalt = tag.subarray(0, 16);
    assert.equal(encode(fieldSalt), own);
    const hash = sha256('netra/field/v1\0', fieldSalt, canonicalize([name, payload[name]]));
    assert.equal(encode(hash), digest);
    return hash;
  });
  digests.sort(Buffer.compare);
  assert.equal(encode(sha256('netra/commit/v1\0', ...digests)), commitment);
}

for (const { leaf, text, hash } of vectors.leaves) {
  assert.equal(canonicalize(leaf), text);
  assert.equal(encode(leafHash(leaf)), hash);
}

for (const { records, root: expected, paths } of vectors.chunks) {
  const hashes = records.map(leafHash);
  assert.equal(encode(root(hashes)), expected);
  paths.forEach((it, position) => assert.deepEqual(path(hashes, position).map(encode), it));
}

console.log('vectors: leaves, commitments and chunks are the same in JavaScript');
