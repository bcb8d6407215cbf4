// Sends a typed document, as the guide of the client preset has it.
import type { TypedDocumentString } from './gql/graphql.js';

interface Refusal {
  message: string;
  extensions?: { code?: string };
}

export async function execute<Result, Variables>(
  endpoint: string,
  bearer: string | null,
  document: TypedDocumentString<Result, Variables>,
  ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
): Promise<Result> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json',
      ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Result; errors?: Refusal[] };
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data;
}
