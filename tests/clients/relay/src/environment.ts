// Relay's runtime against the demonstration, as one caller.
import { Environment, Network, RecordSource, Store, fetchQuery } from 'relay-runtime';
import type { FetchFunction, GraphQLTaggedNode, OperationType } from 'relay-runtime';
import { readFileSync } from 'node:fs';

interface Seat {
  function: string;
  institution: string;
  grade: string | null;
  token: string | null;
}
interface Demo {
  graphql: string;
  seats: Seat[];
}

const demo = JSON.parse(readFileSync(process.env.NETRA_DEMO!, 'utf8')) as Demo;

export function environment(office: string, institution: string, grade: string | null) {
  const seat = demo.seats.find(
    (it) => it.function === office && it.institution === institution && it.grade === grade,
  );
  if (!seat?.token) throw new Error(`the demonstration has no ${office} ${institution} ${grade}`);
  const bearer = seat.token;
  const fetcher: FetchFunction = async (request, variables) => {
    const response = await fetch(demo.graphql, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ query: request.text, variables }),
    });
    const answer = await response.json();
    // Relay hands a partial answer on without a word; here every field is to be answered.
    if (answer.errors) throw new Error(`${request.name}: ${JSON.stringify(answer.errors)}`);
    return answer;
  };
  return new Environment({
    network: Network.create(fetcher),
    store: new Store(new RecordSource()),
  });
}

export async function ask<T extends OperationType>(
  relay: Environment,
  query: GraphQLTaggedNode,
  variables: T['variables'],
): Promise<T['response']> {
  const data = await fetchQuery<T>(relay, query, variables).toPromise();
  if (!data) throw new Error('no answer');
  return data;
}
