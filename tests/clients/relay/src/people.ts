// An employer's list of its people, a page at a time, and one person of it.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query peopleQuery($count: Int!) {
    viewer {
      capacity
      seat {
        institution {
          name
        }
      }
    }
    ...people_list @arguments(count: $count)
  }
`;

export const list = graphql`
  fragment people_list on Query
  @refetchable(queryName: "peoplePageQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 50 }, cursor: { type: "String" }) {
    civilServants(first: $count, after: $cursor) @connection(key: "people_civilServants") {
      totalCount {
        value
        isExact
      }
      edges {
        node {
          id
          ...people_person
        }
      }
    }
  }
`;

export const person = graphql`
  fragment people_person on CivilServant
  @refetchable(queryName: "peoplePersonQuery")
  @argumentDefinitions(on: { type: "Date" }) {
    name
    serviceNumbers {
      kind
      numberMasked
    }
    employment(on: $on) {
      validFrom
      institution {
        code
        region {
          name
        }
      }
      unit {
        name
        parent {
          name
        }
      }
    }
    pactSignatures {
      ...pact_signature
    }
    availableActs {
      act
      isOpen
      reason
    }
  }
`;
