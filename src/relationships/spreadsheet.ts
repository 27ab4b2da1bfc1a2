/**
 * Tables as spreadsheets read them (RFC 4180): CRLF and a byte order mark, so that Excel reads accents, and no text that a spreadsheet would take for
 * a formula.
 */
import Papa from 'papaparse'

/** @param rows the header among them; texts from outside have passed `guarded`, figures stay as they are: "-12.50" is a number */
export function spreadsheet(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => [...row])
  return `\uFEFF${Papa.unparse(lines, { newline: '\r\n', quotes: true })}\r\n`
}

/**
 * What spreadsheets take for a formula, and an apostrophe, which they hide, so that reading takes away exactly what writing put there
 * (OWASP, CSV Injection: = + - @, tab, carriage return, line feed and the full-width signs).
 */
const FORMULA = /^['=+\-@\t\r\n＝＋－＠]/

export function guarded(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

export function unguarded(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell
}
