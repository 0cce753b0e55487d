import type { ImportIssue, ImportSummary } from '@contract/imports'
import type { Language } from '@contract/values'
import type { ImportFinding } from './import-contacts.rules'
import { describeFindings } from './import-messages'

export interface RefusedRow extends ImportIssue {
  /** As they may be saved: a protected address is left out. */
  readonly cells: readonly string[]
}

export interface ImportResult extends ImportSummary {
  readonly refusedCount: number
  readonly warnedCount: number
  readonly refusedRows: readonly RefusedRow[]
  readonly wasCancelled: boolean
}

/** A row of the file by its line and, in a FHIR file, its own name. */
export interface RowPlace {
  readonly line: number
  readonly entry: string | null
}

export interface WrittenCounts {
  readonly imported: number
  readonly changed: number
  readonly unchanged: number
}

/** Counts what becomes of the rows, and keeps the reasons of the first so many of each kind. */
export class ImportTally {
  readonly #refused: RefusedRow[] = []
  readonly #warned: ImportIssue[] = []
  #issues = { refused: 0, warned: 0 }
  #written: { imported: number; changed: number; unchanged: number }

  constructor(
    private readonly language: Language,
    private readonly mostIssues: number,
    /** What an earlier part of the same run wrote. */
    before: WrittenCounts = { imported: 0, changed: 0, unchanged: 0 }
  ) {
    const { imported, changed, unchanged } = before
    this.#written = { imported, changed, unchanged }
  }

  get written(): WrittenCounts {
    return { ...this.#written }
  }

  count(kind: 'imported' | 'changed' | 'unchanged'): void {
    this.#written[kind] += 1
  }

  /** Rows whose guardian was tied after they were found unchanged. */
  turnIntoChanged(rows: number): void {
    this.#written.unchanged -= rows
    this.#written.changed += rows
  }

  refuse(place: RowPlace, findings: readonly ImportFinding[], cells: () => readonly string[]): void {
    this.#issues.refused += 1
    if (this.#refused.length < this.mostIssues)
      this.#refused.push({ ...this.#issue(place, findings), cells: cells() })
  }

  warn(place: RowPlace, findings: readonly ImportFinding[]): void {
    this.#issues.warned += 1
    if (this.#warned.length < this.mostIssues) this.#warned.push(this.#issue(place, findings))
  }

  result(wasCancelled: boolean): ImportResult {
    const refusedRows = [...this.#refused].sort((one, other) => one.line - other.line)
    return {
      ...this.#written,
      refused: refusedRows.map(({ cells: _cells, ...issue }) => issue),
      warned: [...this.#warned].sort((one, other) => one.line - other.line),
      refusedCount: this.#issues.refused,
      warnedCount: this.#issues.warned,
      refusedRows,
      wasCancelled
    }
  }

  #issue({ line, entry }: RowPlace, findings: readonly ImportFinding[]): ImportIssue {
    const message = describeFindings(findings, this.language)
    return { line, entry, code: findings[0]?.code ?? '', message }
  }
}
