import type { IdentifierRow, NumberWrite } from './identifiers.queries'

export interface NumberChange {
  /** Becomes ceased: the patient had it until today, and is still found by it. */
  readonly cease: IdentifierRow | null
  /** Was mistyped today and never was the patient's. */
  readonly remove: IdentifierRow | null
  readonly add: NumberWrite | null
}

/**
 * What becomes of the numbers when the desk gives another one. A number of another kind replaces the one before (a
 * D-number holder gets a fødselsnummer), and so does one of the same kind, unless that was entered today: then a typing
 * error is being mended. Null where nothing changes.
 */
export function planNumberChange(
  inUse: IdentifierRow | null,
  next: NumberWrite | null,
  today: string
): NumberChange | null {
  if ((inUse?.value ?? null) === (next?.value ?? null) && (inUse?.type ?? null) === (next?.type ?? null)) {
    return null
  }
  const isMistyped = inUse !== null && inUse.period_start === today && isSameKind(inUse, next)
  return { cease: isMistyped ? null : inUse, remove: isMistyped ? inUse : null, add: next }
}

function isSameKind(inUse: IdentifierRow, next: NumberWrite | null): boolean {
  return next === null || next.type === inUse.type || next.value === inUse.value
}
