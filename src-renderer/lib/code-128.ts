/** Bar and gap widths of each symbol, in modules (ISO/IEC 15417, table 1); 106 is the stop with its last bar. */
const SYMBOLS =
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
const WIDTHS: readonly string[] = SYMBOLS.split(' ')

const START_B = 104
const START_C = 105
const CODE_B = 100
const STOP = 106
const MODULUS = 103

/** Light modules a reader needs on either side. */
export const QUIET_MODULES = 10

/** The symbols of digits: two to a symbol, the last one alone where their number is odd. Null for anything else. */
export function code128Values(digits: string): readonly number[] | null {
  if (!/^\d{1,40}$/.test(digits)) return null
  const pairs = digits.match(/\d\d/g) ?? []
  const last = digits.length % 2 === 1 ? Number(digits.at(-1)) + 16 : null
  if (pairs.length === 0) return withEnds([START_B, last ?? 0])
  return withEnds([START_C, ...pairs.map(Number), ...(last === null ? [] : [CODE_B, last])])
}

/** The check symbol weighs each symbol by its place; the start weighs one, as the first after it does. */
function withEnds(values: readonly number[]): readonly number[] {
  const sum = values.reduce((total, value, place) => total + value * Math.max(place, 1), 0)
  return [...values, sum % MODULUS, STOP]
}

/** Where the dark bars stand, in modules from the left with the quiet zone, and how wide the whole is. */
export function code128Bars(digits: string): {
  readonly bars: readonly { readonly x: number; readonly width: number }[]
  readonly modules: number
} | null {
  const values = code128Values(digits)
  if (values === null) return null
  const bars: { x: number; width: number }[] = []
  let x = QUIET_MODULES
  for (const [place, width] of [...values.map((value) => WIDTHS[value] ?? '').join('')].entries()) {
    if (place % 2 === 0) bars.push({ x, width: Number(width) })
    x += Number(width)
  }
  return { bars, modules: x + QUIET_MODULES }
}
