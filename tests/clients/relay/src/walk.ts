// Walks lists to their end and signs a pact, and looks at what the store makes of it.
import { ConnectionHandler, commitMutation } from 'relay-runtime';
import type { Environment, GraphQLTaggedNode, RecordProxy } from 'relay-runtime';
import assert from 'node:assert/strict';

import pactQueryNode, { type pactQuery } from './__generated__/pactQuery.graphql';
import signNode, { type pactSignMutation } from './__generated__/pactSignMutation.graphql';
import peoplePageNode, { type peoplePageQuery } from './__generated__/peoplePageQuery.graphql';
import personNode, { type peoplePersonQuery } from './__generated__/peoplePersonQuery.graphql';
import peopleNode, { type peopleQuery } from './__generated__/peopleQuery.graphql';
import unitsPageNode, { type unitsPageQuery } from './__generated__/unitsPageQuery.graphql';
import unitsNode, { type unitsQuery } from './__generated__/unitsQuery.graphql';
import { ask, environment } from './environment';

const CITY = 'PEMKOT_34.71';

interface Shown {
  ids: string[];
  cursor: string;
  hasMore: boolean;
}

/** What the store shows of a connection, all its pages in one. */
function shown(relay: Environment, owner: string | null, key: string): Shown {
  let found: Shown | undefined;
  relay.commitUpdate((store) => {
    const root = owner === null ? store.getRoot() : store.get(owner);
    const connection = ConnectionHandler.getConnection(root as RecordProxy, key);
    const edges = connection?.getLinkedRecords('edges') ?? [];
    const page = connection?.getLinkedRecord('pageInfo');
    found = {
      ids: edges.map((edge) => String(edge.getLinkedRecord('node')?.getDataID())),
      cursor: String(page?.getValue('endCursor')),
      hasMore: page?.getValue('hasNextPage') === true,
    };
  });
  assert(found);
  return found;
}

async function people() {
  const relay = environment('EMPLOYER', CITY, 'STAFF');
  const first = await ask<peopleQuery>(relay, peopleNode as GraphQLTaggedNode, { count: 50 });
  assert.equal(first.viewer?.capacity, 'EMPLOYER');
  let list = shown(relay, null, 'people_civilServants');
  let pages = 1;
  for (; list.hasMore; pages += 1) {
    await ask<peoplePageQuery>(relay, peoplePageNode, { count: 50, cursor: list.cursor });
    list = shown(relay, null, 'people_civilServants');
  }
  assert.equal(new Set(list.ids).size, list.ids.length, 'somebody is listed twice');
  assert(pages > 2, `${pages} pages`);
  let total: unknown;
  relay.commitUpdate((store) => {
    const connection = ConnectionHandler.getConnection(store.getRoot(), 'people_civilServants');
    total = connection?.getLinkedRecord('totalCount')?.getValue('value');
  });
  assert.equal(list.ids.length, total);
  const id = list.ids[0] ?? '';
  const again = await ask<peoplePersonQuery>(relay, personNode, { id, on: '2024-06-01' });
  assert(again.node, 'a person of the list is not found by node');
  console.log(`people: ${list.ids.length} in ${pages} pages`);
}

async function units() {
  const relay = environment('EMPLOYER', CITY, 'STAFF');
  const query = await ask<unitsQuery>(relay, unitsNode, { code: CITY, count: 2 });
  const id = query.institution?.id ?? '';
  let list = shown(relay, id, 'units_units');
  while (list.hasMore) {
    await ask<unitsPageQuery>(relay, unitsPageNode, { id, count: 2, cursor: list.cursor });
    list = shown(relay, id, 'units_units');
  }
  assert(new Set(list.ids).size === list.ids.length && list.ids.length > 2, String(list.ids));
  console.log(`units: ${list.ids.length}, two a page`);
}

async function sign() {
  const relay = environment('CIVIL_SERVANT', CITY, null);
  const { pactTexts, viewer } = await ask<pactQuery>(relay, pactQueryNode, {});
  const text = pactTexts?.nodes[0];
  assert(text && viewer?.civilServant);
  const input = { pactText: text.id, sha256: text.sha256 };
  const signed = await new Promise<pactSignMutation['response']>((resolve, reject) => {
    commitMutation<pactSignMutation>(relay, {
      mutation: signNode,
      variables: { input },
      onCompleted: resolve,
      onError: reject,
    });
  });
  const id = signed.signPact?.pactSignature?.id ?? '';
  const signer = relay.getStore().getSource().get(viewer.civilServant.id);
  // The mutation's answer has updated the person that the page had shown before.
  assert.match(JSON.stringify(signer?.pactSignatures), new RegExp(id));
  assert.equal(relay.getStore().getSource().get(id)?.state, 'VALID');
  console.log(`signed: ${signed.signPact?.receipt?.state}`);
}

async function walk() {
  await people();
  await units();
  await sign();
}

void walk();
