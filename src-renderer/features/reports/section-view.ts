import type { Figure } from '@contract/reports'

/** A number with what it means, and what it is made of. */
export interface ReportNumber {
  readonly key: string
  readonly label: string
  readonly value: string
  readonly definition: string
  /** The rows behind it; null where there are none, as with opening hours. */
  readonly figure: Figure | null
}

export interface PlotSeries {
  readonly label: string
  readonly kind: 'bar' | 'line'
  /** Null where there is nothing to show. */
  readonly values: readonly (number | null)[]
}

/** One part of the report: the same figures as numbers, as a plot and as a table. */
export interface SectionView {
  readonly id: 'attendance' | 'capacity' | 'waiting' | 'messages'
  readonly title: string
  readonly isEmpty: boolean
  readonly numbers: readonly ReportNumber[]
  readonly plot: {
    readonly labels: readonly string[]
    readonly unit: string
    readonly series: readonly PlotSeries[]
  }
  readonly table: { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] }
}
