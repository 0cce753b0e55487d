/** A refusal from the core: a code whose sentence lives in the locales, and what the sentence needs. */
export class CoreError extends Error {
  override readonly name = 'CoreError'

  constructor(
    readonly code: string,
    readonly parameters: Record<string, string | number> = {}
  ) {
    super(code)
  }
}

/** Whether `error` is a refusal with this code. */
export function isRefusal(error: unknown, ...codes: string[]): error is CoreError {
  return error instanceof CoreError && codes.includes(error.code)
}

/** What the bridge rejects with becomes a CoreError; anything without a code is a fault of our own. */
export function toCoreError(rejection: unknown): CoreError {
  if (rejection instanceof CoreError) return rejection
  if (!hasCode(rejection)) return new CoreError('internal')
  return new CoreError(rejection.code, parametersOf(rejection))
}

function hasCode(value: unknown): value is { code: string } {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
}

function parametersOf(value: object): Record<string, string | number> {
  if (!('parameters' in value) || typeof value.parameters !== 'object' || value.parameters === null) return {}
  const entries = Object.entries(value.parameters)
  return Object.fromEntries(entries.filter(([, held]) => ['string', 'number'].includes(typeof held)))
}
