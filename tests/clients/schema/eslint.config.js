// What is linted is `schema.graphql`. A rule of the recommended set that is off has its reason.
import plugin from '@graphql-eslint/eslint-plugin';

const off = {
  // Short descriptions stand on one line; the export decides by length, and nobody edits it.
  '@graphql-eslint/description-style': 'off',
  // `ErrorCode` types `errors[].extensions.code`, which no field of a schema can lead to.
  '@graphql-eslint/no-unreachable-types': 'off',
  // `Contest.contestants` and `Contest.contestType` are the words of the field: no prefix to drop.
  '@graphql-eslint/no-typename-prefix': 'off',
  // What has an identity implements Node; counts, pages and explanations are values without one.
  '@graphql-eslint/strict-id-in-types': 'off',
};

const [, naming] = structuredClone(
  plugin.configs['flat/schema-recommended'].rules['@graphql-eslint/naming-convention'],
);
for (const kind of Object.values(naming)) {
  if (kind?.forbiddenSuffixes?.includes('Type')) kind.ignorePattern = '^ContestType$';
}

export default [
  {
    files: ['schema.graphql'],
    languageOptions: {
      parser: plugin.parser,
      parserOptions: { graphQLConfig: { schema: 'schema.graphql' } },
    },
    plugins: { '@graphql-eslint': plugin },
    rules: {
      ...plugin.configs['flat/schema-recommended'].rules,
      ...plugin.configs['flat/schema-relay'].rules,
      ...off,
      // Short lists that end by nature, such as the functions of an institution, are plain lists,
      // and a page offers its rows as `nodes` as well. Who looked and a revision are no records of
      // their own; `tests/it/relay.rs` holds every other row to being a node.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
      ],
      // A history runs one way; the same test holds every other list to both.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // As recommended, but for `ContestType`, the term for what is elected (jenis pemilihan).
      '@graphql-eslint/naming-convention': ['error', naming],
      // Beyond the recommended: conventions that the contract promises.
      '@graphql-eslint/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      // A refused root never takes its siblings with it.
      '@graphql-eslint/require-nullable-result-in-root': 'error',
    },
  },
];
