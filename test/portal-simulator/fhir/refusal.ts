import type { OperationOutcome } from '@medplum/fhirtypes'

type IssueCode = OperationOutcome['issue'][number]['code']

const CODES: Readonly<Record<number, IssueCode>> = {
  400: 'invalid',
  401: 'login',
  404: 'not-found',
  409: 'conflict',
  412: 'conflict',
  413: 'too-long',
  422: 'processing',
  429: 'throttled',
  503: 'transient'
}

/** The server says no; the text is for a programmer's eyes and holds nothing of a patient. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string
  ) {
    super(message)
  }
}

export function outcomeOf({ status, message }: Refusal): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: CODES[status] ?? 'exception', diagnostics: message }]
  }
}
