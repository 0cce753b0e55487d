/** Calls timed one by one; milliseconds. */
export interface Timing {
  readonly kind: 'timing'
  readonly what: string
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Processor time of one call, user and system; null where another process does the work. */
  readonly cpu: { readonly mean: number; readonly p99: number } | null
  /** The target, and the percentile it is held against. */
  readonly target: { readonly of: 'p50' | 'p95' | 'p99'; readonly most: number } | null
}

/** Something counted: a rate, a size, a share. */
export interface Amount {
  readonly kind: 'amount'
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly target: { readonly least: number } | { readonly most: number } | null
}

export type Row = Timing | Amount

export function amount(what: string, value: number, unit: string, target: Amount['target'] = null): Amount {
  return { kind: 'amount', what, value, unit, target }
}

export function isMet(row: Row): boolean | null {
  if (row.target === null) return null
  if (row.kind === 'timing') return row[row.target.of] <= row.target.most
  return 'least' in row.target ? row.value >= row.target.least : row.value <= row.target.most
}
