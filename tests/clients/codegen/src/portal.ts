// A portal and the machine of an agency in a few lines, as strictly typed as TypeScript can.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import {
  CivilServantByNumber,
  Coverage,
  Cycle,
  Institutions,
  LastPactText,
  Person,
  RecordPaperSignatures,
  Self,
  SignIn,
} from './documents.js';
import { execute } from './execute.js';
import { type FragmentType, unmask } from './gql/index.js';
import type { InstitutionKind } from './gql/graphql.js';

interface Demo {
  graphql: string;
  password: string;
  seats: { function: string; institution: string; grade: string | null; login: string | null }[];
}

const demo = JSON.parse(readFileSync(process.env['NETRA_DEMO'] ?? '', 'utf8')) as Demo;
const endpoint = demo.graphql;

/** Signs in as a visitor does: first for oneself, then in the one seat one has. */
async function signIn(office: string, institution: string, grade: string | null): Promise<string> {
  const seat = demo.seats.find(
    (it) => it.function === office && it.institution === institution && it.grade === grade,
  );
  assert(seat?.login, `the demonstration has no ${office} ${institution} ${grade}`);
  const input = { login: seat.login, password: demo.password };
  const oneself = await execute(endpoint, null, SignIn, { input });
  const own = oneself.signIn?.seats.find((it) => it.function === office && it.grade === grade);
  if (!own) return oneself.signIn?.accessToken ?? '';
  const { signIn } = await execute(endpoint, null, SignIn, { input: { ...input, seat: own.id } });
  return signIn?.accessToken ?? '';
}

async function institutions() {
  const kinds = new Map<InstitutionKind, number>();
  let after: string | null = null;
  let read = 0;
  for (;;) {
    const page = await institutionsAfter(after);
    for (const { kind } of page.nodes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    read += page.nodes.length;
    if (!page.pageInfo.hasNextPage) {
      assert.equal(read, page.totalCount?.value);
      break;
    }
    after = page.pageInfo.endCursor;
  }
  assert((kinds.get('MINISTRY') ?? 0) > 5);
  console.log(`institutions: ${read} of ${kinds.size} kinds, seven a page`);
}

async function institutionsAfter(after: string | null) {
  const answer = await execute(endpoint, null, Institutions, { first: 7, after });
  assert(answer.institutions);
  return answer.institutions;
}

/** Takes what the fragment shows, and no more: the type of `of` is opaque to the caller. */
function summary(of: FragmentType<typeof Person>): string {
  const person = unmask(Person, of);
  const number = person.serviceNumbers?.[0]?.numberMasked ?? '-';
  return `${number} in ${person.employment?.institution?.code ?? '-'}`;
}

async function person() {
  const self = await signIn('CIVIL_SERVANT', 'PEMPROV_34', null);
  const { viewer } = await execute(endpoint, self, Self);
  const number = viewer?.civilServant?.serviceNumbers?.[0]?.number;
  assert(number, 'a civil servant sees the own number');
  const keeper = await signIn('PERSONNEL_ADMINISTRATION', 'BKN', 'STAFF');
  const variables = { number, on: '2024-06-01' };
  const { civilServant } = await execute(endpoint, keeper, CivilServantByNumber, variables);
  assert(civilServant);
  console.log(`person: ${summary(civilServant)}`);

  const { pactTexts } = await execute(endpoint, null, LastPactText);
  const pactText = pactTexts?.edges[0]?.node.id ?? '';
  const employer = await signIn('EMPLOYER', 'PEMPROV_34', 'STAFF');
  const rows = [{ serviceNumber: number, signedOn: '2024-02-01' }];
  const recorded = await execute(endpoint, employer, RecordPaperSignatures, {
    input: { pactText, rows },
  });
  assert.equal(recorded.recordPaperSignatures?.rows.length, 1);
}

async function coverage() {
  const { cycle } = await execute(endpoint, null, Cycle, { code: 'PEMILU_PEMILIHAN_2024' });
  assert(cycle);
  const token = await signIn('ELECTION_SUPERVISION', 'BAWASLU', 'STAFF');
  const asOf = { moment: new Date().toISOString() };
  const variables = { cycle: cycle.id, groupBy: 'PROVINCE', asOf } as const;
  const { pactCoverage } = await execute(endpoint, token, Coverage, variables);
  assert(pactCoverage && pactCoverage.length > 0);
  // Any count may be the one that is withheld; none is without it being said.
  for (const row of pactCoverage) assert(row.active !== null || row.isSuppressed);
  console.log(`coverage: ${pactCoverage.length} groups`);
}

function manifest() {
  const file = new URL('../src/gql/persisted-documents.json', import.meta.url);
  const documents = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  assert.equal(documents.length, 8);
  for (const [id, text] of documents) {
    assert.equal(id, `sha256:${createHash('sha256').update(text).digest('hex')}`);
  }
  console.log(`persisted documents: ${documents.length}`);
}

manifest();
await institutions();
await person();
await coverage();
