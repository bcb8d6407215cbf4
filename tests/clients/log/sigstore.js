// Checkpoint and inclusion by what sigstore checks Rekor with. These are its internals: the version
// is pinned, and what is missing in it is a failure here.
import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ask, origin, token } from '../demo.js';

const require = createRequire(import.meta.url);
const library = dirname(require.resolve('@sigstore/verify'));
const { verifyCheckpoint } = require(join(library, 'tlog/checkpoint.js'));
const { verifyMerkleInclusion } = require(join(library, 'tlog/merkle.js'));

const SAMPLE = 20;
const { origins } = await (await fetch(`${origin}/.well-known/netra-log.json`)).json();
const { vkey, url, origin: name } = origins.at(-1);
const [, keyId, key] = /^[^+]+\+([0-9a-f]{8})\+(.+)$/.exec(vkey);
const raw = Buffer.from(key, 'base64');
assert.equal(raw[0], 1, 'Ed25519');
// The SubjectPublicKeyInfo of Ed25519 around the 32 bytes.
const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw.subarray(1)]);
const tlogs = [{
  logID: Buffer.from(keyId, 'hex'),
  baseURL: `https://${name}`,
  publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
}];

function checkNote(envelope) {
  return verifyCheckpoint({ inclusionProof: { checkpoint: { envelope } } }, tlogs);
}

function check(leaf, index, hashes, checkpoint) {
  const inclusionProof = { logIndex: index, hashes };
  verifyMerkleInclusion({ inclusionProof, canonicalizedBody: leaf }, checkpoint);
}

const label = url.split('/').at(-1);
const note = await (await fetch(`${origin}/log/${label}/checkpoint`)).text();
const checkpoint = checkNote(note);
assert.equal(checkpoint.origin, name);
const size = Number(checkpoint.logSize);
assert.throws(() => checkNote(note.replace(`\n${size}\n`, `\n${size + 1}\n`)), /signature/);

const found = [];
const auditor = { headers: { Authorization: `Bearer ${token('AUDIT', 'BPK', 'STAFF')}` } };
for (let number = 0; number < size; number += 256) {
  const width = Math.min(256, size - number);
  const tile = String(number / 256).padStart(3, '0') + (width === 256 ? '' : `.p/${width}`);
  const response = await fetch(`${origin}/log/${label}/tile/entries/${tile}`, auditor);
  assert.equal(response.status, 200);
  let bundle = Buffer.from(await response.arrayBuffer());
  while (bundle.length > 0) {
    const length = bundle.readUInt16BE();
    found.push(bundle.subarray(2, 2 + length));
    bundle = bundle.subarray(2 + length);
  }
}
assert.equal(found.length, size);

// A UUID in the base 32 of TypeIDs.
function typeId(uuid) {
  const number = BigInt(`0x${uuid.replaceAll('-', '')}`);
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  return Array.from({ length: 26 }, (_, at) => letters[Number((number >> BigInt(125 - 5 * at)) & 31n)]).join('');
}

const query = 'query ($e: ID!) { inclusionProof(event: $e) { index hashes checkpoint { note } } }';
const step = Math.max(1, Math.floor(size / SAMPLE));
let checked = 0;
for (let at = 0; at < size && checked < SAMPLE; at += step) {
  const leaf = found[at];
  const e = `event_${typeId(JSON.parse(leaf).id)}`;
  const { inclusionProof: proof } = await ask(null, query, { e });
  const hashes = proof.hashes.map((hash) => Buffer.from(hash, 'base64'));
  const head = checkNote(proof.checkpoint.note);
  check(leaf, proof.index, hashes, head);
  const tampered = Buffer.from(leaf.toString().replace('"v":"1"', '"v":"2"'));
  assert.notDeepEqual(tampered, leaf);
  assert.throws(() => check(tampered, proof.index, hashes, head), /root hash/);
  assert.throws(() => check(leaf, proof.index, hashes.slice(1), head), /hash count/);
  checked += 1;
}
assert.equal(checked, SAMPLE);
console.log(`@sigstore/verify: the checkpoint of ${name} and ${checked} leaves; refuses tampered ones`);
