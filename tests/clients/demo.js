// The demonstration that `run` serves: its address, its accounts, and how to ask it.
import { readFileSync } from 'node:fs';

const demo = JSON.parse(readFileSync(process.env.NETRA_DEMO, 'utf8'));

export const endpoint = demo.graphql;
export const origin = new URL(endpoint).origin;
export const password = demo.password;

// A place of the demonstration: its login, its ready-made token. A civil servant has no grade.
export function seat(office, institution, grade = null) {
  const fits = (seat) =>
    seat.function === office && seat.institution === institution && seat.grade === grade;
  const found = demo.seats.find(fits);
  if (!found) throw new Error(`the demonstration has no ${office} ${institution} ${grade}`);
  return found;
}

export function token(office, institution, grade = null) {
  return seat(office, institution, grade).token;
}

// The data of an answer; an error where there is any.
export async function ask(bearer, query, variables) {
  const response = await send(bearer, query, variables);
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

export function send(bearer, query, variables) {
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json',
      ...(bearer && { Authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
}
