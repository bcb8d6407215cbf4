// A civil servant reads the pact text in force and signs it.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query pactQuery {
    pactTexts(last: 1, isNational: true) {
      nodes {
        id
        title
        body
        sha256
        cycle {
          code
        }
      }
    }
    viewer {
      civilServant {
        id
        pactSignatures {
          ...pact_signature
        }
      }
    }
  }
`;

export const signature = graphql`
  fragment pact_signature on PactSignature {
    state
    signedOn
    method
    pactText {
      edition
    }
  }
`;

export const sign = graphql`
  mutation pactSignMutation($input: SignPactInput!) {
    signPact(input: $input) {
      pactSignature {
        id
        ...pact_signature
        civilServant {
          id
          pactSignatures {
            id
            state
          }
        }
      }
      receipt {
        eventId
        state
      }
    }
  }
`;
