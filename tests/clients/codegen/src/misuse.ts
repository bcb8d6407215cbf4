// What the types refuse. Nothing here runs; a line that compiles is an error of `tsc`.
import type { ResultOf } from '@graphql-typed-document-node/core';

import { CivilServantByNumber, Coverage, Cycle, SignIn } from './documents.js';
import { execute } from './execute.js';

type Found = NonNullable<ResultOf<typeof CivilServantByNumber>['civilServant']>;

export async function misuse(person: Found): Promise<void> {
  // @ts-expect-error a required variable is missing
  await execute('', null, Cycle, {});
  // @ts-expect-error a day is text
  await execute('', null, CivilServantByNumber, { number: '', on: new Date() });
  // @ts-expect-error no such grouping
  await execute('', null, Coverage, { cycle: '', groupBy: 'GRADE' });
  const twice = { moment: '', index: '' };
  // @ts-expect-error exactly one point of the order
  await execute('', null, Coverage, { cycle: '', groupBy: 'TOTAL', asOf: twice });
  // @ts-expect-error the password is missing
  await execute('', null, SignIn, { input: { login: '' } });
  // @ts-expect-error only the fragment's own component sees what it asks for
  String(person.name);
}
