'use strict';

const defaultQuery = `# Netra, the registry of ASN election neutrality.
#
# To act as somebody, open "Headers" below and enter
#   { "Authorization": "Bearer <token>" }
#
# Ctrl-Space completes, Ctrl-Enter runs; the book
# icon opens the documentation.

query Schema {
  __schema {
    queryType {
      fields {
        name
        description
      }
    }
  }
}
`;

// Headers are not kept: they hold a token.
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: new URL('graphql', document.baseURI).href }),
    defaultQuery,
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  }),
);
