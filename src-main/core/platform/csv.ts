/** What a spreadsheet would run as a formula (CSV injection, OWASP). */
const FORMULA = /^[=+\-@\t\r]/

/**
 * One line of a list as a spreadsheet opens it. What would be run as a formula gets an apostrophe before it and so stays
 * a text; an import takes the apostrophe away again.
 */
export function csvLine(cells: readonly string[], delimiter: string): string {
  return `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`
}

/** The mark by which a spreadsheet reads UTF-8. */
export const CSV_BEGINNING = '\uFEFF'

function csvCell(cell: string, delimiter: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
