// What a portal and the machine of an agency ask.
import { graphql } from './gql/index.js';

export const Person = graphql(`
  fragment Person on CivilServant {
    id
    name
    serviceNumbers {
      kind
      numberMasked
    }
    employment(on: $on) {
      institution {
        code
      }
      unit {
        name
      }
    }
    pactSignatures {
      state
      signedOn
      method
    }
  }
`);

export const Institutions = graphql(`
  query Institutions($filter: InstitutionFilterInput, $first: Int!, $after: String) {
    institutions(filter: $filter, first: $first, after: $after) {
      totalCount {
        value
        isExact
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        code
        kind
        region {
          name
        }
      }
    }
  }
`);

export const CivilServantByNumber = graphql(`
  query CivilServantByNumber($number: String!, $on: Date) {
    civilServant(by: { serviceNumber: $number }) {
      ...Person
    }
  }
`);

export const Coverage = graphql(`
  query Coverage($cycle: ID!, $groupBy: CoverageGrouping!, $asOf: AsOf) {
    pactCoverage(cycle: $cycle, groupBy: $groupBy, asOf: $asOf) {
      province {
        name
      }
      active
      signed
      isSuppressed
    }
  }
`);

export const Cycle = graphql(`
  query Cycle($code: String!) {
    cycle(code: $code) {
      id
      elections {
        regime
        votingOn
      }
    }
  }
`);

export const LastPactText = graphql(`
  query LastPactText {
    pactTexts(last: 1, isNational: true) {
      edges {
        node {
          id
        }
      }
    }
  }
`);

export const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      accessToken
      expiresAt
      seats {
        id
        function
        grade
      }
    }
  }
`);

export const Self = graphql(`
  query Self {
    viewer {
      capacity
      civilServant {
        serviceNumbers {
          number
        }
      }
    }
  }
`);

export const RecordPaperSignatures = graphql(`
  mutation RecordPaperSignatures($input: RecordPaperSignaturesInput!) {
    recordPaperSignatures(input: $input) {
      rows {
        index
        outcome
        code
      }
      receipt {
        eventId
        isReplay
      }
    }
  }
`);
