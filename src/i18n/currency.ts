/**
 * Which currencies there are and how many decimals each has. ISO 4217 says it, not `Intl`: its data (CLDR) counts the coins people still
 * use, so that to it the Colombian peso has no cents, though two are what an amount in minor units means to every bank and program.
 */

/** ISO 4217, list one, "minor unit": all that have not two. */
const DECIMALS: ReadonlyMap<string, number> = new Map(
  (
    [
      [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
      [3, 'BHD IQD JOD KWD LYD OMR TND'],
      [4, 'CLF UYW'],
    ] as const
  ).flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, decimals] as const)),
)

/** ISO 4217 as the platform knows it, and its units of account that the platform leaves out (UF and UI, in which Chile and Uruguay count). */
export function isCurrency(code: string): boolean {
  currencies ??= new Set([...Intl.supportedValuesOf('currency'), ...DECIMALS.keys()])
  return currencies.has(code)
}

let currencies: ReadonlySet<string> | undefined

/** Decimals of the minor unit: 2 of MXN, 0 of JPY, 3 of KWD, 4 of CLF. */
export function minorDigits(currency: string): number {
  return DECIMALS.get(currency) ?? 2
}
