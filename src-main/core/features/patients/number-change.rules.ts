import { isForeignType } from './foreign-identifier.rules'
import { endedBy, standingNumber } from './identifier-standing.rules'
import type { IdentifierRow, NumberWrite } from './identifiers.queries'

export interface NumberChange {
  /** Become ceased: the patient had them until today, and is still found by them. */
  readonly cease: readonly IdentifierRow[]
  /** Was mistyped today and never was the patient's. */
  readonly remove: IdentifierRow | null
  readonly add: NumberWrite | null
}

/** The number that the form about a patient shows: of several in use the one that stands for the patient. */
export function numberOfForm(identifiers: readonly IdentifierRow[]): IdentifierRow | null {
  return standingNumber(identifiers.filter(({ type }) => !isForeignType(type)))
}

/**
 * What becomes of the numbers when the form about a patient gives another one. A number of another kind replaces the
 * one before (a D-number holder gets a fødselsnummer), and so does one of the same kind, unless that was entered today:
 * then a typing error is being mended. Null where nothing changes.
 */
export function planNumberChange(
  identifiers: readonly IdentifierRow[],
  next: NumberWrite | null,
  today: string
): NumberChange | null {
  const shown = numberOfForm(identifiers)
  if ((shown?.value ?? null) === (next?.value ?? null) && (shown?.type ?? null) === (next?.type ?? null)) {
    return null
  }
  const isMistyped = shown !== null && shown.period_start === today && isSameKind(shown, next)
  const ended = next === null ? [] : endedBy(identifiers, next.type)
  const cease = shown === null || ended.includes(shown) ? ended : [shown, ...ended]
  return {
    cease: isMistyped ? cease.filter((row) => row !== shown) : cease,
    remove: isMistyped ? shown : null,
    add: next
  }
}

function isSameKind(shown: IdentifierRow, next: NumberWrite | null): boolean {
  return next === null || next.type === shown.type || next.value === shown.value
}
