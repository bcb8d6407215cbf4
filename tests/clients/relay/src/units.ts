// The units of one institution: a list below a record, whose pages Relay asks for by `node`.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query unitsQuery($code: String!, $count: Int!) {
    institution(by: { code: $code }) {
      id
      ...units_list @arguments(count: $count)
    }
  }
`;

export const list = graphql`
  fragment units_list on Institution
  @refetchable(queryName: "unitsPageQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    name
    units(first: $count, after: $cursor) @connection(key: "units_units") {
      edges {
        node {
          code
          name
          head {
            name
          }
        }
      }
    }
  }
`;
